"""Independent prices and winners raise no more flags than published, counted over all cases."""

from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from screen_cast import LAW, a_bid

from procurement.rules import screen_price_pattern, screen_rotation
from procurement.rules.screen_price_pattern import chance, ratios_are_even, steps_are_even
from procurement.rules.screen_rotation import at_least

FINE = 400  # places between the lowest and the highest price


def test_four_even_prices_are_as_rare_as_published():
    """Every pair of inner prices on a fine grid: 2 x (2 x tolerance)^2, and no more than a grid's
    rounding beyond it."""
    tolerance = Fraction(1, 100)
    even = sum(
        steps_are_even([0, *sorted(inner), FINE], tolerance)
        for inner in product(range(FINE + 1), repeat=2)
    )
    drawn, wide = Fraction(even, (FINE + 1) ** 2), 2 * tolerance
    assert 0 < drawn <= 2 * (wide + Fraction(1, FINE)) ** 2


@given(st.lists(st.integers(1, 10_000), min_size=2, max_size=6).map(sorted))
def test_logarithms_in_equal_steps_are_prices_in_equal_ratios(powers):
    """Prices that are powers of two have whole logarithms: both tests must agree on them."""
    small = [power % 50 for power in powers]
    small.sort()
    tolerance = LAW.price_pattern_tolerance
    prices = [2**power for power in small]
    assert ratios_are_even(prices, tolerance) == steps_are_even(small, tolerance)


def test_the_published_chance_grows_with_the_runs_and_is_never_above_one():
    """4 bids: 2 x 0.01^2; 5 bids: two runs of four and one of five, 6 x 0.01^3."""
    assert chance(3, LAW) == 0
    assert chance(4, LAW) == Fraction(2, 10_000)
    assert chance(5, LAW) == Fraction(4, 10_000) + Fraction(6, 1_000_000)
    assert chance(2_000, LAW) == 1


@given(st.lists(st.integers(1, 10**6), min_size=4, max_size=8, unique=True))
def test_a_flag_names_neighbours_only(prices):
    bids = [a_bid("1", f"F{price:07d}", str(price)) for price in prices]
    for flag in screen_price_pattern.flags(bids, LAW):
        ordered = [f"F{price:07d}" for price in sorted(prices)]
        first = ordered.index(flag.firms[0])
        assert tuple(ordered[first : first + len(flag.firms)]) == flag.firms


def test_winners_drawn_by_lot_raise_a_flag_as_seldom_as_the_rulebook_says():
    """Every way in which one of three firms wins each of eight lots, 6,561 in all."""
    limit = Fraction(1, 5)
    law = LAW.__replace__(rotation_chance=limit)
    flagged = 0
    for winners in product("ABC", repeat=8):
        bids = [
            a_bid(str(lot), firm, "1", won="won" if firm == winner else "lost")
            for lot, winner in enumerate(winners)
            for firm in "ABC"
        ]
        flagged += bool(screen_rotation.flags(bids, law))
    assert flagged > 0
    assert Fraction(flagged, 3**8) <= limit


@given(st.lists(st.fractions(0, 1), max_size=6), st.integers(0, 7))
def test_the_exact_chance_is_that_of_counting_every_case(each, least):
    counted = Fraction()
    for size in range(least, len(each) + 1):
        for happened in map(set, combinations(range(len(each)), size)):
            case = Fraction(1)
            for place, one in enumerate(each):
                case *= one if place in happened else 1 - one
            counted += case
    assert at_least(each, least) == counted


@pytest.mark.parametrize(("least", "expected"), [(0, 1), (1, Fraction(3, 4)), (2, Fraction(1, 4))])
def test_two_coins(least, expected):
    assert at_least([Fraction(1, 2)] * 2, least) == expected
