"""Firms under one control: one bidder, one rank, one price (联合体)."""

from dataclasses import replace

from tender_cast import a_bid, a_presentation, a_product, gap_rules, some_bids, yuan

from procurement.rules import conditions, selection, win_prices
from procurement.rules.ranking import Ranked

ONCE = gap_rules(affiliates_count_once=True)


def joined(group, bids, *firms):
    """The bids, with these firms under one controller."""
    return [replace(bid, controller=group) if bid.firm in firms else bid for bid in bids]


def verdicts(bids, rules=ONCE, product=None):
    return {v.firm: v for v in selection.evaluate(product or a_product(), bids, rules)}


def test_a_group_ranks_by_its_lowest_price_and_wins_at_it():
    """Gamma at 0.40 is beyond 1.8 times 0.20, but belongs to Alpha."""
    found = verdicts(
        joined("G", some_bids(Alpha="0.20", Beta="0.30", Gamma="0.40"), "Alpha", "Gamma")
    )
    assert [(firm, one.rank, one.won, one.win_price) for firm, one in found.items()] == [
        ("Alpha", 1, True, yuan("0.20")),
        ("Gamma", 1, True, yuan("0.20")),
        ("Beta", 2, True, yuan("0.30")),
    ]
    assert found["Gamma"].comparable_price == 4000
    assert found["Gamma"].reason.zh.endswith(
        "Alpha、Gamma属同一控制（G），计为一家，按其中最低的Alpha的报价一并排序，中选则同价。"
    )
    assert "count as one bidder" in found["Gamma"].reason.en
    assert "count as one bidder" not in found["Beta"].reason.en


def test_it_counts_once_among_the_bidders_and_takes_one_place():
    """Four firms in three groups: two places instead of three."""
    bids = joined(
        "G", some_bids(Alpha="0.20", Beta="0.21", Gamma="0.22", Delta="0.23"), "Alpha", "Beta"
    )
    table = (1, 2, 2, 3)
    once = gap_rules(affiliates_count_once=True, shortlist_maximum=table)
    found = verdicts(bids, once)
    assert conditions.contest(a_product(), bids, once).bidders == 3
    assert [firm for firm, one in found.items() if one.won] == ["Alpha", "Beta", "Gamma"]
    apart = verdicts(bids, gap_rules(shortlist_maximum=table))
    assert [firm for firm, one in apart.items() if one.won] == ["Alpha", "Beta", "Gamma"]
    assert apart["Beta"].win_price == yuan("0.21")


def test_a_group_whose_bids_are_all_invalid_counts_where_invalid_bids_do():
    bids = joined("G", some_bids(Alpha="0.90", Beta="0.91", Gamma="0.22"), "Alpha", "Beta")
    assert conditions.contest(a_product(), bids, ONCE).bidders == 2
    valid_only = replace(ONCE, invalid_bids_count=False)
    assert conditions.contest(a_product(), bids, valid_only).bidders == 1


def test_an_invalid_bid_does_not_win_with_its_group():
    found = verdicts(joined("G", some_bids(Alpha="0.20", Beta="0.90"), "Alpha", "Beta"))
    assert not found["Beta"].won
    assert found["Beta"].clause == "ceiling_price"


def test_another_strength_is_paid_by_the_ratio_rule():
    """0.20 for 50 mg is 0.34 for 100 mg; whoever bid less keeps its own price."""
    product = a_product(a_presentation(), a_presentation("100mg", 100, None))
    bids = [a_bid("Alpha", "0.20"), a_bid("Beta", "0.50", spec="100mg")]
    found = verdicts(joined("G", bids, "Alpha", "Beta"), product=product)
    assert found["Beta"].win_price == yuan("0.34")


def test_the_same_presentation_is_paid_the_same_to_the_last_digit():
    found = verdicts(joined("G", some_bids(Alpha="0.180667", Beta="0.30"), "Alpha", "Beta"))
    assert found["Beta"].win_price == yuan("0.180667")


def test_a_pack_of_no_size_is_one_of_the_reference_pack():
    product = replace(a_product(), reference_pack=30)
    first, second = a_bid("Alpha", "0.180667"), a_bid("Beta", "0.30", pack=30)
    price = win_prices.win_price(product, Ranked(first, 1807, 1, (second,)), second, ONCE)
    assert price == yuan("0.180667")


def test_every_price_of_a_member_wins_where_the_other_wins_for_it():
    """Beta may bid up to the ceiling; Alpha alone has to stay below Gamma's two places."""
    rules = gap_rules(affiliates_count_once=True, shortlist_maximum=(1,))
    bids = joined("G", some_bids(Alpha="0.20", Beta="0.30", Gamma="0.40"), "Alpha", "Beta")
    found = verdicts(bids, rules)
    assert found["Beta"].price_to_win == yuan("0.8358")
    assert found["Alpha"].price_to_win == yuan("0.8358")
    assert found["Gamma"].price_to_win == yuan("0.1999")


def test_the_winners_of_a_product_are_all_members():
    bids = joined("G", some_bids(Alpha="0.20", Beta="0.30"), "Alpha", "Beta")
    assert conditions.winners(a_product(), bids, ONCE) == tuple(bids)
