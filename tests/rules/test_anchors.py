"""The price that the gap is measured from, exact to the last digit."""

from fractions import Fraction
from math import isqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tender_cast import gap_rules, some_rules

from procurement.rules import anchors, drug_rules
from procurement.rules.anchors import Basis, half_up_less_root

PRICES = st.lists(st.integers(1, 10**6), min_size=1, max_size=12).map(sorted)
RATIO = Fraction("1.8")


def test_there_is_a_formula_for_every_basis_and_every_deviation():
    assert anchors.FORMULAS.keys() == drug_rules.BASES.keys()
    assert anchors.FEWER.keys() == drug_rules.DEVIATIONS.keys()


@pytest.mark.parametrize(
    ("prices", "price", "limit"),
    [
        ([10000, 20000, 30000, 40000], 12500, 22500),
        ([10000, 30000, 40000, 50000], 16250, 29250),
        ([10000, 11000], 10000, 18000),  # half the mean is below the lowest
        ([10000, 10001, 50003], 11667, 21001),  # 70004/6 = 11667.33…, times 1.8 = 21001.2
        ([7], 7, 13),  # 12.6
    ],
)
def test_the_anchor_is_the_lowest_or_half_the_mean_whichever_is_higher(prices, price, limit):
    found = anchors.basis(prices, gap_rules("anchor"))
    assert (found.price, found.times(RATIO)) == (price, limit)


def test_a_limit_is_rounded_once_from_the_exact_anchor():
    """The anchor of 1, 1 and 5 is 7/6: times 1.5 that is 1.75, not 1.5 times 1."""
    found = anchors.basis([1, 1, 5], gap_rules("anchor"))
    assert (found.price, found.times(Fraction(3, 2))) == (1, 2)


@pytest.mark.parametrize(
    ("deviation", "price"),
    [("population", 11835), ("sample", 10000)],  # 20000 − 8164.97; 20000 − 10000
)
def test_the_first_anchor_takes_a_standard_deviation_off_the_mean(deviation, price):
    rules = gap_rules("dual_anchor", deviation=deviation)
    assert anchors.basis([10000, 20000, 30000], rules).price == price


def test_a_single_price_has_no_deviation():
    for deviation in drug_rules.DEVIATIONS:
        rules = gap_rules("dual_anchor", deviation=deviation, outlier_deviations=Fraction(2))
        assert anchors.basis([500], rules) == Basis(500, Fraction(500), Fraction(0))
        assert anchors.outliers([500], rules) == 0


def test_a_rulebook_that_names_no_basis_means_the_lowest_price():
    assert anchors.basis([3, 9], some_rules()) == Basis(3)


@pytest.mark.parametrize(
    ("prices", "deviation", "below"),
    [
        ([1, 10, 10, 10, 10], "population", 0),  # 8.2 − 2 × 3.6 = 1.0: not below it
        ([1, 10, 10, 10, 10, 10], "population", 1),  # 8.5 − 2 × 3.354 = 1.79
        ([1, 10, 10, 10, 10, 10], "sample", 1),  # 8.5 − 2 × 3.674 = 1.15
        ([1, 10, 10, 10, 10], "sample", 0),
        ([10, 10, 10, 10, 10, 99], "population", 0),  # a dear price is no outlier
        ([], "population", 0),
    ],
)
def test_an_outlier_lies_more_than_two_standard_deviations_below_the_mean(prices, deviation, below):
    rules = gap_rules("dual_anchor", deviation=deviation, outlier_deviations=Fraction(2))
    assert anchors.outliers(prices, rules) == below


def test_without_a_number_of_deviations_there_are_no_outliers():
    assert anchors.outliers([1, 10, 10, 10, 10, 10], gap_rules("dual_anchor")) == 0


@given(st.fractions(-100, 100), st.fractions(0, 100))
def test_a_number_less_a_root_is_rounded_half_up_exactly(number, square):
    """The whole number r with r − 1/2 <= number − root < r + 1/2, compared in squares."""
    found = half_up_less_root(number, square)
    low, high = number - found + Fraction(1, 2), number - found - Fraction(1, 2)
    assert low >= 0
    assert low**2 >= square
    assert high < 0 or high**2 < square


@given(PRICES, st.sampled_from(["population", "sample"]), st.fractions(0, 3))
def test_the_first_anchor_agrees_with_many_digits(prices, deviation, times):
    """A root to thirty digits is far from a tie, or the root is a whole number."""
    rules = gap_rules("dual_anchor", deviation=deviation, anchor_deviations=times)
    found = anchors.basis(prices, rules)
    scale = 10**30
    root = Fraction(isqrt(int(found.spread * scale**2)), scale)
    near = found.mean - root
    assert abs(max(Fraction(prices[0]), near) - found.price) <= Fraction(1, 2) + Fraction(1, 10**20)
    assert found.price >= prices[0]
    assert found.corrected <= found.price


@given(PRICES, st.sampled_from(["lowest", "anchor", "dual_anchor"]))
def test_no_basis_is_above_the_highest_price_or_below_the_lowest(prices, name):
    found = anchors.basis(prices, gap_rules(name))
    assert prices[0] <= found.price <= prices[-1]
