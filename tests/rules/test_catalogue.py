"""The ratio rule: strengths by 1.7, packs by 1.95, never in proportion."""

from dataclasses import replace
from fractions import Fraction

import pytest
from tender_cast import BATCH_2, a_presentation, a_product, some_rules, yuan

from procurement.rules import catalogue
from procurement.rules.text import Refused


@pytest.fixture
def duloxetine():
    return a_product(
        a_presentation("20mg", 20, "3.948"),
        a_presentation("30mg", 30, None),
        a_presentation("60mg", 60, None),
    )


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


def test_another_pack_of_a_winner_follows_the_strength_and_then_the_pack_count():
    """Canagliflozin 0.1 g: 25.38 for 14 tablets, so 52.8926 for 30, and 122.6444 for 30 of 0.3 g.

    The pack that was bid keeps its price.
    """
    product = a_product(
        a_presentation("0.1g", 100, "4.08"), a_presentation("0.3g", 300, None), reference_pack=30
    )
    bid = ("0.1g", 14)
    prices = [
        catalogue.pack_price(product, bid, yuan("1.812857"), to, BATCH_2)
        for to in (bid, ("0.1g", 30), ("0.3g", 30))
    ]
    assert prices == [yuan("25.379998"), yuan("52.8926"), yuan("122.6444")]


@pytest.fixture
def infusion():
    """A large-volume injection: the same content in 100 and in 250 millilitres."""
    return a_product(
        replace(a_presentation("100ml", 200, "4"), fill_volume=Fraction(100)),
        replace(a_presentation("250ml", 200, None), fill_volume=Fraction(250)),
        form="large_injection",
    )


def test_fill_volumes_of_a_product_are_converted_where_the_rulebook_has_a_factor(infusion):
    """Ten steps of 10 ml against twenty-five: 1.9^log2(2.5) = 2.3361."""
    rules = some_rules(fill_volume_factor=Fraction(19, 10), fill_volume_step=10)
    assert catalogue.conversion_faults(infusion, rules) == []
    assert catalogue.ceiling(infusion, "250ml", rules) == yuan("9.3444")


def test_a_product_whose_fill_volumes_cannot_be_compared_is_told_once(infusion):
    rules = some_rules(fill_volume_factor=None)
    assert [fault.rule for fault in catalogue.conversion_faults(infusion, rules)] == [
        "fill_volume_factor"
    ]
    with pytest.raises(Refused):
        catalogue.spec_price(infusion, "100ml", yuan("1"), "250ml", rules)
