"""Lots as they might have been: at another price, and before anybody has bid."""

from tender_cast import BATCH_2, a_product, some_bids, yuan

from procurement.rules import awards, hypotheses
from procurement.rules.demand import Demand
from solver import draft
from solver.problem import Linkage
from solver.shortages import Lack, Shortage

PRODUCT = a_product()
BIDS = some_bids(Bayer="0.18", Luye="0.32", Huadong="0.33")
DEMAND = [Demand(region, "03", "50mg", 1000) for region in ("110000", "310000", "320000", "440000")]


def repriced(firm, price):
    return hypotheses.repriced(PRODUCT, BIDS, DEMAND, BATCH_2, firm, yuan(price))


def test_at_the_price_that_was_bid_the_lot_is_as_it_was():
    """Of three bidders two are shortlisted, and both win."""
    assert repriced("Luye", "0.32") == (awards.problem(PRODUCT, BIDS[:2], DEMAND, BATCH_2), 1)


def test_a_lower_price_takes_a_better_rank_and_may_take_the_win_from_others():
    """At 0.15 Luye is first; Huadong at 0.30 would be second, and Luye not even shortlisted."""
    problem, rank = repriced("Luye", "0.15")
    assert ([offer.name for offer in problem.offers], rank) == (["Luye", "Bayer"], 0)
    problem, rank = repriced("Huadong", "0.30")
    assert ([offer.name for offer in problem.offers], rank) == (["Bayer", "Huadong"], 1)


def test_who_does_not_win_is_not_asked():
    assert repriced("Huadong", "0.33") is None


def test_before_the_bids_all_prices_differ():
    lot = hypotheses.unbid(PRODUCT, DEMAND, BATCH_2, 2)
    assert [(offer.name, offer.price) for offer in lot.offers] == [("1", 1), ("2", 2)]
    assert [count.most for count in lot.counts] == [3, 1]
    assert lot.linkage is Linkage.STRICT
    assert sum(lot.volume) == 4 * 600


def test_the_official_numbers_of_regions_leave_no_obstacle():
    assert hypotheses.obstacles(PRODUCT, DEMAND, BATCH_2, 4) == {}
    assert hypotheses.obstacles(PRODUCT, [], BATCH_2, 4) == {}
    assert hypotheses.obstacles(PRODUCT, DEMAND[:1], BATCH_2, 4) == {}


def test_numbers_of_regions_that_no_plan_can_keep_are_found_before_the_bids(monkeypatch):
    """Rank 1 with one of four equal regions and rank 2 with three."""
    monkeypatch.setattr(draft, "counts", lambda offers, _regions, _picks: (1, 3, 0, 0)[:offers])
    found = hypotheses.obstacles(PRODUCT, DEMAND, BATCH_2, 2)
    assert Shortage(Lack.LINKED, "2", 1800, 600) in found[2]
    assert found[1] == (Shortage(Lack.COUNTS_MOST, "", 4, 1),)
