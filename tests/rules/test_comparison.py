"""One set of bids under several rulebooks: winners, prices, agreed volume and spend, summed."""

from datetime import date
from fractions import Fraction

import unit_cast
from tender_cast import a_product, some_bids, some_rules, yuan

from procurement.exchange import rulebooks
from procurement.rules import comparison, selection
from procurement.rules.comparison import Contrast
from procurement.rules.demand import Demand

BIDS = some_bids(Alpha="0.10", Beta="0.15", Gamma="0.30")
"""n = 3: the table of batch 2 shortlists two; 1.8 times the lowest is 0.18."""
DEMAND = (
    Demand("110000", "03", "50mg", 1000),
    Demand("310000", "03", "50mg", 500),
    Demand("540000", "03", "50mg", 200),
)
STRICT = some_rules(
    winning_alternatives=("lowest_price_multiple",), lowest_price_multiple=Fraction("1.2")
)
REVIVING = some_rules(
    winning_alternatives=("lowest_price_multiple",),
    lowest_price_multiple=Fraction("1.2"),
    shortlist_maximum=(3,),
    revivals=("shortlisted",),
    revival_multiple=Fraction("1.4"),
)


def under(rules, bids=BIDS, demand=DEMAND):
    product = a_product()
    (verdicts,) = [selection.evaluate_round([product], bids, demand, rules)]
    return comparison.result(product, bids, demand, verdicts, rules)


def test_winners_share_the_regions_by_the_pick_order_at_their_prices():
    """
    two winners: 60 % of 1000, 500 and 200 units
    Alpha picks one region first and then one in turn: 900 units at 0.10; Beta 120 at 0.15
    """
    found = under(some_rules())
    assert found.prices == {"Alpha": yuan("0.10"), "Beta": yuan("0.15")}
    assert (found.share, found.quantity) == (Fraction("0.6"), 1020)
    assert found.spend == 9_000 + 1_800
    assert found.mean_price == Fraction(10_800, 1020)
    assert found.spread == Fraction("1.5")
    assert found.revived == ()


def test_a_revived_winner_is_paid_what_it_accepted():
    """
    Alpha wins alone; the others may have 1.4 times its 0.10: three winners, 70 % agreed
    """
    found = under(REVIVING)
    assert found.revived == ("Beta", "Gamma")
    assert found.prices == {"Alpha": yuan("0.10"), "Beta": yuan("0.14"), "Gamma": yuan("0.14")}
    assert (found.share, found.quantity) == (Fraction("0.7"), 1190)
    assert found.spread == Fraction("1.4")


def test_without_a_winner_or_without_demand_nothing_is_agreed():
    nobody = under(some_rules(), bids=some_bids(Alpha="9"))
    assert (nobody.prices, nobody.spread, nobody.share) == ({}, None, None)
    assert (nobody.quantity, nobody.spend, nobody.mean_price) == (0, 0, None)
    unwanted = under(some_rules(), demand=())
    assert unwanted.prices
    assert (unwanted.share, unwanted.quantity, unwanted.spend) == (None, 0, 0)


def test_under_rules_without_regions_only_winners_and_prices_are_compared():
    verdicts = selection.evaluate(a_product(), BIDS, some_rules())
    found = comparison.result(a_product(), BIDS, DEMAND, verdicts, unit_cast.some_rules())
    assert found.prices == {"Alpha": yuan("0.10"), "Beta": yuan("0.15")}
    assert (found.spread, found.quantity, found.spend) == (None, None, None)
    summed = comparison.total([Contrast(a_product(), (found,))], 0, DEMAND)
    assert (summed.winners, summed.quantity, summed.spend) == (2, None, None)


def test_a_product_differs_by_its_winners_and_their_prices():
    """
    bidder  first  second  third
    Alpha   0.10   0.10    0.10
    Beta    0.15   -       0.14
    Gamma   -      -       0.14
    """
    both = Contrast(a_product(), tuple(map(under, (some_rules(), STRICT, REVIVING))))
    assert both.differs
    assert both.firms == ("Alpha", "Beta", "Gamma")
    assert both.moved == ("Beta", "Gamma")
    assert both.dearer(0) == 1
    assert both.dearer(1) == Fraction(10) / Fraction(10_800, 1020)
    same = Contrast(a_product(), (under(some_rules()), under(some_rules())))
    assert (same.differs, same.moved) == (False, ())


def test_nobody_is_dearer_than_nothing():
    nobody = under(some_rules(), bids=some_bids(Alpha="9"))
    assert Contrast(a_product(), (nobody, under(some_rules()))).dearer(1) is None
    assert Contrast(a_product(), (under(some_rules()), nobody)).dearer(1) is None


def test_totals_count_products_winners_and_the_base_of_what_was_won():
    both = Contrast(a_product(), tuple(map(under, (some_rules(), REVIVING))))
    bids = some_bids(Alpha="9")
    lost = Contrast(
        a_product(code="04"), (under(some_rules(), bids=bids), under(some_rules(), bids=bids))
    )
    demand = (*DEMAND, Demand("110000", "04", "50mg", 7))
    first, second = (comparison.total([both, lost], index, demand) for index in (0, 1))
    assert (first.products, first.won, first.winners, first.revived) == (2, 1, 2, 0)
    assert (second.winners, second.revived) == (3, 2)
    assert first.base == 1700
    assert (first.quantity, first.spend) == (1020, 10_800)


def test_a_rulebook_is_applied_as_it_was_on_the_day_or_on_its_first():
    book = rulebooks.load("national-drug-10")
    assert comparison.applied_day(book, date(2020, 1, 17)) == date(2024, 12, 12)
    assert comparison.applied_day(book, date(2025, 3, 1)) == date(2025, 3, 1)
