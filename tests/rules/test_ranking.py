"""The order of bids, and what decides between equal prices."""

from datetime import date

from tender_cast import BATCH_2, a_bid, a_presentation, a_product, some_bids, some_rules

from procurement.rules import ranking


def firms(bids, product=None, rules=BATCH_2):
    return [entry.bid.firm for entry in ranking.order(bids, product or a_product(), rules)]


def test_the_lowest_comparable_price_comes_first():
    found = ranking.order(some_bids(Beta="0.43", Alpha="0.18"), a_product(), BATCH_2)
    assert [(entry.bid.firm, entry.comparable_price, entry.rank) for entry in found] == [
        ("Alpha", 1800, 1),
        ("Beta", 4300, 2),
    ]


def test_prices_of_different_specs_are_compared_by_the_ratio_rule():
    """0.60 for 100 mg is 0.3529 at 50 mg."""
    product = a_product(a_presentation(), a_presentation("100mg", 100, None))
    bids = [a_bid("Alpha", "0.36"), a_bid("Beta", "0.60", spec="100mg")]
    assert firms(bids, product) == ["Beta", "Alpha"]


def test_a_price_over_the_ceiling_is_not_ranked():
    assert firms(some_bids(Alpha="0.84", Beta="0.80")) == ["Beta"]


def test_as_they_are_even_invalid_bids_have_an_order():
    bids = some_bids(Alpha="0.84", Beta="0.80")
    found = ranking.ascending(bids, a_product(), BATCH_2)
    assert [entry.bid.firm for entry in found] == ["Beta", "Alpha"]


def test_a_tie_goes_by_the_facts_of_the_tie_order_in_turn():
    """
    firm   price  provinces  sales  approved
    Alpha  0.40   –          9      2017
    Beta   0.40   12         5      2018
    Gamma  0.40   12         7      2019
    Delta  0.40   12         7      2018
    """
    bids = [
        a_bid("Alpha", tie={"larger_sales": 9, "earlier_approval": date(2017, 1, 1)}),
        a_bid("Beta", tie={"more_provinces": 12, "larger_sales": 5}),
        a_bid(
            "Gamma",
            tie={"more_provinces": 12, "larger_sales": 7, "earlier_approval": date(2019, 1, 1)},
        ),
        a_bid(
            "Delta",
            tie={"more_provinces": 12, "larger_sales": 7, "earlier_approval": date(2018, 1, 1)},
        ),
    ]
    assert firms(bids) == ["Delta", "Gamma", "Beta", "Alpha"]


def test_without_facts_the_price_before_rounding_decides_and_then_the_order_of_opening():
    bids = some_bids(Gamma="0.40004", Beta="0.40002", Alpha="0.40002")
    assert firms(bids, rules=some_rules(tie_order=())) == ["Beta", "Alpha", "Gamma"]
