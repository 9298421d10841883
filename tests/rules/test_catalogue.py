"""The ratio rule: strengths by 1.7, packs by 1.95, never in proportion."""

from decimal import Decimal
from fractions import Fraction

import pytest
from tender_cast import BATCH_2, a_presentation, a_product, some_rules, yuan

from procurement.rules import catalogue

STRENGTH, PACK = Fraction(17, 10), Fraction(195, 100)
FILL = Fraction(19, 10)


@pytest.fixture
def duloxetine():
    return a_product(
        a_presentation("20mg", 20, "3.948"),
        a_presentation("30mg", 30, None),
        a_presentation("60mg", 60, None),
    )


@pytest.mark.parametrize(
    ("base", "factors"),
    [
        (STRENGTH, ("1.3640", "1.7000", "2.3187", "5.8282")),
        (PACK, ("1.4779", "1.9500", "2.8820", "9.1934")),
        (FILL, ("1.4557", "1.9000", "2.7658", "8.4333")),
    ],
)
def test_the_factors_are_those_of_the_published_table(base, factors):
    """K for ratios of 1.5, 2, 3 and 10."""
    ratios = (Fraction(3, 2), Fraction(2), Fraction(3), Fraction(10))
    found = [catalogue.factor(base, ratio).quantize(Decimal("0.0001")) for ratio in ratios]
    assert found == [Decimal(factor) for factor in factors]


def test_a_factor_is_exact_for_powers_of_two_and_its_inverse_downwards():
    assert catalogue.factor(STRENGTH, Fraction(1)) == 1
    assert catalogue.factor(STRENGTH, Fraction(8)) == Decimal("4.913")
    assert Fraction(catalogue.factor(PACK, Fraction(2**12))) == PACK**12
    inverse = catalogue.factor(STRENGTH, Fraction(1, 2))
    assert abs(inverse * Decimal("1.7") - 1) < Decimal("1e-39")


def test_the_ceilings_of_duloxetine_follow_from_one(duloxetine):
    """20/30/60 mg: 3.948, 5.3849, 9.1544 (round 4)."""
    found = [catalogue.ceiling(duloxetine, spec, BATCH_2) for spec in ("20mg", "30mg", "60mg")]
    assert found == [yuan("3.948"), yuan("5.3849"), yuan("9.1544")]


def test_a_blank_ceiling_of_the_reference_spec_comes_from_the_next_that_has_one():
    product = a_product(a_presentation("75mg", 75, None), a_presentation("150mg", 150, "0.25"))
    assert catalogue.ceiling(product, "75mg", BATCH_2) == yuan("0.1471")


def test_without_any_ceiling_there_is_none():
    product = a_product(a_presentation(ceiling=None))
    assert catalogue.ceiling(product, "50mg", BATCH_2) is None


def test_sixty_milligrams_at_1_20_compare_as_0_5175_at_twenty(duloxetine):
    """In proportion it would be 0.40, and wrongly come before 0.427."""
    assert catalogue.comparable_price(duloxetine, "60mg", yuan("1.2"), None, BATCH_2) == 5175


def test_thirty_milligrams_at_9_2826_compare_as_6_8056_at_twenty(duloxetine):
    assert catalogue.comparable_price(duloxetine, "30mg", yuan("9.2826"), None, BATCH_2) == 68056


def test_a_larger_pack_may_cost_less_a_unit_and_still_come_second():
    """Canagliflozin: 25.38 for 14 tablets is 52.89 at 30, below 52.99 for 30."""
    product = a_product(a_presentation("0.1g", 100, "4.08"), reference_pack=30)
    hansoh = catalogue.exact_comparable_price(product, "0.1g", yuan("1.812857"), 14, BATCH_2)
    cttq = catalogue.exact_comparable_price(product, "0.1g", yuan("1.766333"), 30, BATCH_2)
    assert [round(float(price) * 30 / 10_000, 2) for price in (hansoh, cttq)] == [52.89, 52.99]
    assert catalogue.comparable_price(product, "0.1g", yuan("1.812857"), 14, BATCH_2) == 17631


def test_a_comparable_price_is_rounded_half_up_to_the_decimals_of_the_rulebook():
    product = a_product()
    assert catalogue.comparable_price(product, "50mg", yuan("0.12345"), None, BATCH_2) == 1235
    rules = some_rules(comparable_price_decimals=2)
    assert catalogue.comparable_price(product, "50mg", yuan("0.125"), None, rules) == 1300


def test_half_the_strength_is_an_exact_division():
    """0.00017 a unit at 100 mg is exactly 0.0001 at 50 mg: nothing is lost on the way."""
    product = a_product(a_presentation(), a_presentation("100mg", 100, None))
    exact = catalogue.exact_comparable_price(product, "100mg", yuan("0.00017"), None, BATCH_2)
    assert exact == 1


def test_another_spec_has_four_decimals_and_the_bid_keeps_its_six():
    product = a_product(
        a_presentation(), a_presentation("100mg", 100, None), a_presentation("0.05g", 50, None)
    )
    bid = yuan("0.180667")
    prices = [
        catalogue.spec_price(product, "50mg", bid, spec, BATCH_2)
        for spec in ("50mg", "0.05g", "100mg")
    ]
    assert prices == [bid, bid, yuan("0.3071")]


def test_a_spec_that_is_not_listed_is_an_error():
    with pytest.raises(LookupError, match="product 03 has no spec 1g"):
        catalogue.presentation(a_product(), "1g")
