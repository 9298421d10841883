"""Lots as they might have been: at another price of one firm, or before anybody has bid."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from procurement.rules import awards, conditions
from procurement.rules import demand as demand_rules
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Product
from procurement.rules.demand import Demand
from procurement.rules.rulebook import DrugRules
from solver import draft
from solver.problem import Offer, Problem, exactly
from solver.shortages import Shortage, shortages


def repriced(
    product: Product,
    bids: Sequence[Bid],
    demand: Iterable[Demand],
    rules: DrugRules,
    firm: str,
    unit_price: int,
) -> tuple[Problem, int] | None:
    """The lot if the firm had bid another price, all other bids unchanged, and its rank from 0.

    Ranks and winners are found anew: a lower price may take the win from others, and with it
    change the agreed share. ``None`` when the firm itself would not win. ``unit_price`` is in
    millionths of a yuan per unit of its own spec.
    """
    trial = [replace(bid, unit_price=unit_price) if bid.firm == firm else bid for bid in bids]
    contest = conditions.contest(product, trial, rules)
    winners = [entry.bid for entry in contest.ranked if conditions.wins(contest, entry, rules)]
    firms = [bid.firm for bid in winners]
    if firm not in firms:
        return None
    return awards.problem(product, winners, demand, rules), firms.index(firm)


def unbid(product: Product, demand: Iterable[Demand], rules: DrugRules, winners: int) -> Problem:
    """The lot with so many winners at prices that all differ, before anybody has bid.

    Different prices are the hardest case of the linkage. Offers are named by rank; nothing costs
    anything.
    """
    share = demand_rules.agreed_share(product, winners, rules)
    agreed = demand_rules.agreed_by_region(demand, product, share)
    return Problem(
        lot=product.code,
        offers=tuple(Offer(str(rank), rank) for rank in range(1, winners + 1)),
        regions=tuple(agreed),
        volume=tuple(sum(specs.values()) for specs in agreed.values()),
        cost=((0,) * len(agreed),) * winners,
        counts=exactly(draft.counts(winners, len(agreed), min(rules.priority_picks, len(agreed)))),
    )


def obstacles(
    product: Product, demand: Sequence[Demand], rules: DrugRules, most: int
) -> dict[int, tuple[Shortage, ...]]:
    """By number of winners up to ``most``, what arithmetic alone shows to be impossible."""
    found = {
        winners: shortages(unbid(product, demand, rules, winners))
        for winners in range(1, most + 1)
        if demand
    }
    return {winners: short for winners, short in found.items() if short}
