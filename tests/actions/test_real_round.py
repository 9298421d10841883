"""The whole second national round as the platform allocates it: sound, and never dearer."""

from datetime import date

import pytest

from procurement.exchange import rulebooks
from procurement.rules import awards, selection
from procurement.rules.award_reasons import Method
from procurement.rules.awards import Standing
from procurement.rules.rulebook import DrugRules
from seed.tenders import tender
from solver import check, draft
from solver.allocate import allocate_all
from solver.plan import spend, volumes
from solver.problem import exactly

ROUND = tender("national-drug-2")
RULES = rulebooks.load(ROUND.rulebook).at(date(2020, 1, 17), DrugRules)


def winners(product):
    """The winning bids by the rules, in rank order."""
    bids = {bid.firm: bid for bid in ROUND.bids if bid.product == product.code}
    verdicts = selection.evaluate(product, list(bids.values()), RULES)
    return [bids[verdict.firm] for verdict in verdicts if verdict.won]


@pytest.fixture(scope="module")
def allocated():
    """Product, winners, problem, pick-order plan and cheapest plan of every product."""
    found = [(product, winners(product)) for product in ROUND.products]
    asked = [awards.problem(product, won, ROUND.demand, RULES) for product, won in found]
    picked = [draft.pick(one, RULES.priority_picks).plan for one in asked]
    best = [one.plan for one in allocate_all(asked)]
    return [(*pair, *plans) for pair, *plans in zip(found, asked, picked, best, strict=True)]


def test_every_product_of_the_round_has_winners_and_plans(allocated):
    assert len(allocated) == len(ROUND.products) == 32


def test_both_plans_of_every_product_pass_the_checker(allocated):
    for _, _, asked, *plans in allocated:
        assert [check.faults(asked, plan) for plan in plans] == [(), ()]


def test_the_cheapest_plan_is_never_dearer_than_the_pick_order_and_cheaper_in_all(allocated):
    money = [(spend(asked, best), spend(asked, picked)) for _, _, asked, picked, best in allocated]
    assert all(best <= picked for best, picked in money)
    assert sum(best for best, _ in money) < sum(picked for _, picked in money)


def test_awards_of_either_plan_are_the_plan_to_the_unit_and_the_fen(allocated):
    for product, won, asked, *plans in allocated:
        for plan, method in zip(plans, (Method.PICK_ORDER, Method.LEAST_SPEND), strict=True):
            made = awards.award(product, Standing(tuple(won)), ROUND.demand, RULES, plan, method)
            assert tuple(one.quantity for one in made) == volumes(asked, plan)
            assert sum(one.amount for one in made) == spend(asked, plan)
            assert exactly([len(one.regions) for one in made]) == asked.counts
