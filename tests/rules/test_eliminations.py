"""The dearest bids of the round that lose, product against product."""

from dataclasses import replace

import pytest
from tender_cast import a_bid, a_product, gap_rules, reason_of, some_bids

from procurement.rules import selection

RULES = gap_rules(eliminations=1)
PLAIN = gap_rules()


def a_round(rules, **products):
    """One product a keyword, with the prices of its firms; won or not by product and firm."""
    listed = [replace(a_product(), code=code) for code in products]
    bids = [
        a_bid(f"{code}{place}", price, product=code)
        for code, prices in products.items()
        for place, price in enumerate(prices, start=1)
    ]
    found = selection.evaluate_round(listed, bids, (), rules)
    return {verdict.firm: verdict for verdict in found}


def losers(found):
    return [firm for firm, verdict in found.items() if not verdict.won]


def test_the_widest_gap_over_all_products_costs_the_dearest_bid_its_win():
    """
    A  0.10 0.15 0.17   1.7 times
    B  0.20 0.30        1.5 times
    C  0.10 0.10        nobody is dearer
    """
    prices = {"A": ["0.10", "0.15", "0.17"], "B": ["0.20", "0.30"], "C": ["0.10", "0.10"]}
    found = a_round(RULES, **prices)
    assert losers(found) == ["A3"]
    assert found["A3"].clause == "eliminations"
    assert found["A3"].shortlisted
    assert losers(a_round(PLAIN, **prices)) == []
    assert losers(a_round(gap_rules(eliminations=6), **prices)) == ["A3", "B2"]
    assert found["A3"].reason.zh == (
        "虽满足拟中选条件，但为本品种入围最高价；最高价0.1700元为最低价0.1000元的1.70倍，"
        "在全部品种中排第1位，前1位的最高价企业不中选。"
    )
    assert "number 1 among all products" in found["A3"].reason.en


def test_a_dearest_bid_that_met_no_condition_still_takes_up_an_elimination():
    """A's dearest is at 3 times the lowest and has lost already; B's is spared by it."""
    found = a_round(RULES, A=["0.10", "0.30"], B=["0.20", "0.30"])
    assert losers(found) == ["A2"]
    assert found["A2"].clause == "winning_alternatives"


def test_a_dearer_bid_outside_the_shortlist_is_not_looked_at():
    rules = gap_rules(eliminations=1, shortlist_maximum=(2,))
    found = a_round(rules, A=["0.10", "0.15", "0.17"], B=["0.20", "0.24"])
    assert losers(found) == ["A2", "A3"]
    assert found["A2"].clause == "eliminations"


@pytest.mark.parametrize(
    ("tie", "lost"), [(None, []), ("spared", []), ("eliminated", ["A2", "B2"])]
)
def test_products_that_tie_for_the_last_elimination_go_the_way_the_rulebook_says(tie, lost):
    rules = gap_rules(eliminations=1, elimination_tie=tie)
    assert losers(a_round(rules, A=["0.10", "0.15"], B=["0.20", "0.30"])) == lost


def test_of_equal_dearest_prices_the_tie_order_says_which_one_loses():
    assert losers(a_round(RULES, A=["0.10", "0.15", "0.15"])) == ["A3"]


def test_the_price_to_win_leaves_the_elimination_to_another_product():
    """B is at 1.5 times: at 0.15 A's dearest ties with it, and both are spared."""
    found = a_round(RULES, A=["0.10", "0.17"], B=["0.20", "0.30"])
    assert found["A2"].price_to_win == 150_000
    assert losers(a_round(RULES, A=["0.10", "0.1499"], B=["0.20", "0.30"])) == ["B2"]
    assert losers(a_round(RULES, A=["0.10", "0.1501"], B=["0.20", "0.30"])) == ["A2"]


def test_a_comparable_price_that_rounds_to_nothing_is_taken_as_the_smallest():
    assert "A2" in losers(a_round(RULES, A=["0.00004", "0.0002"]))


def test_a_product_without_a_valid_bid_has_no_gap():
    found = selection.evaluate_round([a_product()], some_bids(Alpha="0.9"), (), RULES)
    assert "高于" in reason_of(found[0])
