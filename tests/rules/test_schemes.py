"""One door to every scheme: whatever the rules of a round are, the same questions are answered."""

from datetime import date
from fractions import Fraction

import pytest
import unit_cast
from tender_cast import BATCH_2, a_bid, a_presentation, a_product, some_rules

from procurement.exchange import rulebooks
from procurement.rules import schemes
from procurement.rules.entries import Decision

UNITS = unit_cast.some_rules()


def test_a_rulebook_makes_the_rules_of_its_kind_with_what_was_decided():
    book, day = rulebooks.load("joints-2021"), date(2021, 9, 14)
    decided = Decision("selection.rank_most", 5, "a trial", "officer", day)
    rules = schemes.rules_of(book, day, [decided])
    assert not schemes.by_regions(rules)
    assert rules.rank_most == 5
    assert schemes.by_regions(
        schemes.rules_of(rulebooks.load("national-drug-2"), date(2020, 1, 17))
    )


def test_a_rulebook_about_savings_makes_no_round():
    with pytest.raises(TypeError, match="retained-savings"):
        schemes.rules_of(rulebooks.load("retained-savings-sichuan-2022"), date(2022, 6, 1))


def test_the_kind_is_known_before_the_parameters_are_decided():
    assert schemes.shares_regions(rulebooks.load("national-drug-11"))
    assert not schemes.shares_regions(rulebooks.load("joints-2021"))


def test_brands_are_named_in_rounds_by_units_and_where_a_drug_rulebook_says_so():
    assert schemes.by_brand(UNITS)
    assert schemes.by_brand(some_rules(brand_demand=True))
    assert not schemes.by_brand(BATCH_2)


def test_a_drug_without_a_ceiling_has_one_by_the_ratio_rule_and_a_category_has_none():
    drug = a_product(a_presentation(), a_presentation("100mg", 100, None))
    assert schemes.ceiling(drug, "100mg", BATCH_2) == 1_420_900
    bare = unit_cast.a_category(ceiling=None)
    assert schemes.ceiling(bare, "套", UNITS) is None
    assert schemes.cut(bare, unit_cast.a_bid(), UNITS) is None


def test_the_cut_is_counted_to_a_hundredth_of_a_percent():
    """7,000 of 20,000 yuan: 65 % below; 0.40 of 0.8358: 52.14 %."""
    assert schemes.cut(unit_cast.a_category(), unit_cast.a_bid(), UNITS) == Fraction(65, 100)
    assert schemes.cut(a_product(), a_bid(), BATCH_2) == Fraction(5214, 10_000)


def test_a_bid_above_the_ceiling_is_at_fault_in_either():
    drug, joint = a_bid(price="0.90"), unit_cast.a_bid(price="20001")
    assert [one.rule for one in schemes.bid_faults(drug, a_product(), BATCH_2)] == ["ceiling_price"]
    category = unit_cast.a_category()
    assert [one.rule for one in schemes.bid_faults(joint, category, UNITS)] == ["ceiling_price"]


def test_bids_are_judged_by_their_own_procedure():
    (drug,) = schemes.evaluate([a_product()], [a_bid()], [], BATCH_2)
    (joint,) = schemes.evaluate([unit_cast.a_category()], [unit_cast.a_bid()], [], UNITS)
    assert drug.won
    assert joint.won
