"""Small random problems with every clause and many ties, most of them with a plan.

A plan is drawn first, and the rules are laid around it with little room. One problem in four is
spoiled: there the rules need not leave room for that plan, and perhaps for none.
"""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product
from math import ceil

import oracle
from hypothesis import strategies as st

from solver.batch import Batch, Limit
from solver.plan import Plan, supplied, volumes
from solver.problem import (
    Aim,
    Backup,
    Bounds,
    Goal,
    Linkage,
    Offer,
    Problem,
    Tier,
    control_groups,
    price_groups,
    smallest_region,
)

FEW = (0, 0, 1, 2, 4)  # money, grades, entitlements: zeros and ties
ROOM = (0, 1, 2, 4)
NO_ROOM = (0, -1, -2)
WHOLE, SPLIT = (1, 1), (2, 3)  # the most suppliers of a region
NONE = st.just(())


def problems():
    """Problems without faults; nine in ten or so have a plan."""
    return solved().map(lambda pair: pair[0])


@st.composite
def solved(draw, lot="random", most_regions=4, suppliers=WHOLE + SPLIT):
    """A problem and a plan, which keeps its rules unless the problem is spoiled."""
    problem, plan = draw(shared_out(lot, most_regions, suppliers))
    room = ROOM if draw(st.integers(0, 3)) < 3 else NO_ROOM
    for clause in (money, counts, backup, amounts_of_offers, shares, linkage, settled, goals):
        problem, plan = clause(draw, problem, plan, room)
    return problem, plan


@st.composite
def batches(draw):
    """Two or three tiny lots, for the least spend, and one or two limits over them."""
    lots = draw(st.integers(2, 3))
    pairs = [draw(solved(lot=f"lot {k}", most_regions=2 + (lots == 2))) for k in range(lots)]
    units = [volumes(problem, plan) for problem, plan in pairs]
    places = [(k, w) for k, each in enumerate(units) for w in range(len(each))]
    limits = []
    for name in ("firm", "group")[: draw(st.integers(1, 2))]:
        use = dict(zip(places, draw(row(len(places), (1, 2, 0))), strict=True))
        used = sum(each * units[k][w] for (k, w), each in use.items())
        limits.append(Limit(name, use, max(0, used - draw(st.sampled_from((0, 0, 1, 3))))))
    spend = tuple(replace(problem, goals=(Goal(Aim.SPEND),)) for problem, _ in pairs)
    return Batch(spend, tuple(limits))


@st.composite
def shared_out(draw, lot, most_regions, suppliers):
    """Offers, regions and volumes, whole or split, without further rules; and any plan."""
    suppliers = draw(st.sampled_from(suppliers))
    offers = draw(st.sampled_from((2, 3, 3, 3, 2, 1)))
    most = most_regions if suppliers == 1 else min(3, most_regions)
    regions = draw(st.sampled_from((2, 1, *range(3, most + 1), most)))
    sizes = (0, 1, 2, 2, 3) if suppliers > 1 else (0, 1, 2, 3, 5)
    problem = Problem(
        lot=lot,
        offers=tuple(
            Offer(f"Offer {w}", price, group=group)
            for w, (price, group) in enumerate(
                zip(
                    sorted(draw(row(offers, (1, 2, 3)))),
                    draw(row(offers, ("", "", "Group"))),
                    strict=True,
                )
            )
        ),
        regions=tuple(f"{110000 + 10000 * r}" for r in range(regions)),
        volume=draw(row(regions, sizes)),
        cost=((0,) * regions,) * offers,
        counts=(Bounds(0, regions),) * offers,
        named=draw(NONE | table(offers, regions, (0, 0, 1, 2))),
        suppliers=suppliers,
        least_part=draw(st.sampled_from((0, 0, 1, 2))) * Fraction(suppliers > 1, 4),
        linkage=Linkage.NONE,
    )
    if problem.split:
        columns = [draw(st.sampled_from(oracle.shares(problem, r))) for r in range(regions)]
        plan = Plan(lot, amounts=tuple(zip(*columns, strict=True)))
    else:
        plan = Plan(lot, draw(row(regions, range(offers))))
    return by_volume(problem, plan) if draw(st.booleans()) else (problem, plan)


def by_volume(problem, plan):
    """The same with the offers changed about: who gets most has the lowest price."""
    units = volumes(problem, plan)
    ranks = sorted(range(len(units)), key=lambda w: -units[w])
    named = tuple(problem.named[w] for w in ranks) if problem.named else ()
    suppliers = tuple(ranks.index(w) for w in plan.suppliers)
    amounts = tuple(plan.amounts[w] for w in ranks) if problem.split else ()
    return replace(problem, named=named), replace(plan, suppliers=suppliers, amounts=amounts)


def money(draw, problem, plan, _room):
    """Costs, the money of named volume, and price steps that may go up as well as down."""
    offers, regions = len(problem.offers), len(problem.regions)
    cost = draw(table(offers, regions, FEW))
    priced = []
    for offer, costs in zip(problem.offers, cost, strict=True):
        named_cost = draw(st.sampled_from(FEW)) if problem.named else 0
        steps = ()
        if draw(st.integers(0, 3)) == 3:
            starts = sorted(draw(st.sets(st.integers(1, 8), min_size=1, max_size=2)))
            more = (Tier(s, draw(row(regions, FEW)), draw(st.sampled_from(FEW))) for s in starts)
            steps = (Tier(0, costs, named_cost), *more)
        priced.append(replace(offer, named_cost=named_cost, tiers=steps))
    return replace(problem, offers=tuple(priced), cost=cost), plan


def counts(draw, problem, plan, room):
    free = draw(row(len(problem.offers), (True, True, False)))
    bounds = tuple(
        known if keep else around(draw, len(regions), room)
        for known, keep, regions in zip(problem.counts, free, supplied(problem, plan), strict=True)
    )
    return replace(problem, counts=bounds), plan


def backup(draw, problem, plan, _room):
    """Backups for whole regions, of another group if every region can have one."""
    offers = range(len(problem.offers))
    if problem.split or len(offers) == 1 or draw(st.booleans()):
        return problem, plan
    apart = draw(st.booleans()) and len(control_groups(problem)) > 1
    groups = [offer.controlled_by for offer in problem.offers]
    backups = tuple(
        draw(
            st.sampled_from(
                [j for j in offers if j != i and not (apart and groups[i] == groups[j])]
            )
        )
        for i in plan.suppliers
    )
    surge = draw(st.sampled_from((Fraction(0), Fraction(1, 3), Fraction(1))))
    return replace(problem, backup=Backup(apart, surge)), replace(plan, backups=backups)


def amounts_of_offers(draw, problem, plan, room):
    """Capacities, enough to be ready for another's failure, and bands."""
    units = volumes(problem, plan)
    needed = list(units)
    if problem.backup:
        pairs = list(zip(plan.suppliers, plan.backups, problem.volume, strict=True))
        for i, j in set(zip(plan.suppliers, plan.backups, strict=True)):
            taken = units[j] + sum(volume for a, b, volume in pairs if (a, b) == (i, j))
            needed[j] = max(needed[j], ceil(taken / (1 + problem.backup.surge)))
    offers = []
    for w, offer in enumerate(problem.offers):
        capacity = max(0, needed[w] + draw(st.sampled_from(room)))
        offers.append(
            replace(
                offer,
                capacity=draw(st.sampled_from((None, None, capacity))),
                band=around(draw, units[w], room) if draw(st.integers(0, 6)) == 6 else None,
            )
        )
    return replace(problem, offers=tuple(offers)), plan


def shares(draw, problem, plan, room):
    """A largest share that the groups keep, sometimes with nothing to spare."""
    units = volumes(problem, plan)
    largest = max(sum(units[w] for w in group) for group in control_groups(problem).values())
    exact = Fraction(largest, problem.total or 1)
    parts = [part for part in (exact, Fraction(1, 2), Fraction(2, 3), Fraction(1)) if part]
    if room is ROOM:
        parts = [part for part in parts if part >= exact]
    return replace(problem, max_share=draw(st.sampled_from((None, None, None, *parts)))), plan


def linkage(draw, problem, plan, room):
    """Any linkage: a cheaper offer with less is full, or the tolerance allows it."""
    way = draw(st.sampled_from(Linkage))
    tolerance = draw(st.sampled_from((0, 0, 1)))
    units, least = volumes(problem, plan), smallest_region(problem)
    pairs = [
        (w, v)
        for cheap, dear in pairwise(price_groups(problem))
        for w, v in product(cheap, dear)
        if way is not Linkage.NONE and units[w] + tolerance < units[v]
    ]
    if way is Linkage.CONDITIONAL:
        offers = list(problem.offers)
        for w, offer in enumerate(offers):
            if offer.capacity is None:
                offers[w] = replace(offer, capacity=2 * problem.total)
        for w in {w for w, _ in pairs}:
            if least and not problem.backup and draw(st.integers(0, 3)) < 3:
                offers[w] = replace(offers[w], capacity=units[w] + draw(st.integers(0, least - 1)))
                pairs = [pair for pair in pairs if pair[0] != w]
        problem = replace(problem, offers=tuple(offers))
    if room is ROOM:
        tolerance = max((units[v] - units[w] for w, v in pairs), default=tolerance)
    return replace(problem, linkage=way, tolerance=tolerance), plan


def settled(draw, problem, plan, _room):
    pairs = [(w, r) for w, regions in enumerate(supplied(problem, plan)) for r in regions]
    fixed = NONE | st.lists(st.sampled_from(pairs), max_size=2).map(tuple) if pairs else NONE
    return replace(problem, settled=draw(fixed)), plan


def goals(draw, problem, plan, _room):
    """Some of the aims that the problem has numbers for, in any order."""
    offers, regions = len(problem.offers), len(problem.regions)
    distance = draw(NONE | table(offers, regions, FEW))
    entitled = draw(NONE | row(offers, FEW))
    aims = [Aim.SPEND, Aim.LARGEST_GROUP]
    aims += [Aim.SHARED_GROUPS] if problem.backup else []
    aims += [Aim.DISTANCE] if distance else []
    aims += [Aim.SHORTFALL] if entitled else []
    chosen = draw(st.permutations(aims))[: draw(st.integers(1, len(aims)))]
    tolerances = draw(row(len(chosen), (Fraction(0), Fraction(1, 10), Fraction(1, 2))))
    wanted = tuple(Goal(aim, part) for aim, part in zip(chosen, tolerances, strict=True))
    return replace(problem, distance=distance, entitled=entitled, goals=wanted), plan


def around(draw, number, room):
    """Bounds with a little room on both sides of a number."""
    least = max(0, number - draw(st.sampled_from(room)))
    return Bounds(least, max(least, number + draw(st.sampled_from(room))))


def row(size, values):
    """Independent choices, drawn as the digits of one number: far quicker than one by one."""
    return st.integers(0, len(values) ** size - 1).map(
        lambda number: tuple(values[number // len(values) ** k % len(values)] for k in range(size))
    )


def table(rows, columns, values):
    return row(rows * columns, values).map(
        lambda flat: tuple(flat[r * columns : (r + 1) * columns] for r in range(rows))
    )
