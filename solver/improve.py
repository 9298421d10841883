"""Better than the pick order: what to ask so that it is kept to, and what then differs."""

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, product
from math import ceil

from solver.plan import Plan, amounts, costs, supplied, tier, volumes
from solver.problem import (
    Bounds,
    Linkage,
    Problem,
    control_groups,
    exactly,
    price_groups,
    smallest_region,
)


@dataclass(frozen=True, slots=True)
class Moved:
    """A region that is not as before: who supplied it, who does now, the units that go to others.

    ``suppliers`` are indices of offers; ``money`` is how many fen more the region costs.
    """

    region: str
    suppliers: tuple[int, ...]
    suppliers_now: tuple[int, ...]
    units: int
    money: int


@dataclass(frozen=True, slots=True)
class Part:
    """What an offer supplies: regions, units and fen, named volume included."""

    regions: int
    units: int
    money: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Two plans of a lot compared: the regions that changed, and every offer before and after."""

    regions: tuple[Moved, ...]
    before: tuple[Part, ...]
    after: tuple[Part, ...]

    @property
    def money(self) -> int:
        """Fen that the second plan costs more."""
        return sum(part.money for part in self.after) - sum(part.money for part in self.before)

    @property
    def offers(self) -> int:
        """Offers whose regions, units or money change."""
        return sum(before != after for before, after in zip(self.before, self.after, strict=True))


def equal_counts(problem: Problem, plan: Plan) -> Problem:
    """The problem in which every offer supplies as many regions as in the plan.

    All its other rules stand, so that there may be no plan where this one breaks them.
    """
    return replace(problem, counts=exactly([len(own) for own in supplied(problem, plan)]))


def no_winner_loses(problem: Problem, plan: Plan, allowance: Fraction = Fraction(0)) -> Problem:
    """The problem in which no offer gets less volume than in the plan, and no plan costs more.

    ``allowance`` is the part of its volume that an offer may lose. Since the volume of a lot is
    fixed, with none of it every offer gets exactly what it had: only which regions make it up is
    open, and money is saved where the mix of a region's specs suits another price. The numbers of
    regions are as free as the problem's.

    The plan itself always answers the problem, whatever rules it breaks by linkage, largest share
    or band: each of them is loosened to what the plan keeps, and no further. So the cheapest
    answer never costs more than the plan. A plan that breaks another rule is no starting point.
    """
    had = volumes(problem, plan)
    floors = [ceil((1 - allowance) * units) for units in had]
    spare = problem.total - sum(floors)
    bands = []
    for offer, units, floor in zip(problem.offers, had, floors, strict=True):
        least, most = offer.band or Bounds(0, problem.total)
        bands.append(Bounds(max(floor, min(least, units)), min(floor + spare, max(most, units))))
    return replace(
        problem,
        offers=tuple(
            replace(offer, band=band) for offer, band in zip(problem.offers, bands, strict=True)
        ),
        tolerance=max(problem.tolerance, _unlinked(problem, had)),
        max_share=problem.max_share and max(problem.max_share, _largest_share(problem, had)),
    )


def difference(problem: Problem, before: Plan, after: Plan) -> Difference:
    """What changes from one plan to another of the same problem."""
    units = amounts(problem, before), amounts(problem, after)
    own = supplied(problem, before), supplied(problem, after)
    money = costs(problem, before), costs(problem, after)
    moved = []
    for r, code in enumerate(problem.regions):
        then, now = [tuple(w for w, regions in enumerate(one) if r in regions) for one in own]
        given = sum(max(0, had[r] - has[r]) for had, has in zip(*units, strict=True))
        more = sum(row[r] for row in money[1]) - sum(row[r] for row in money[0])
        if then != now or given or more:
            moved.append(Moved(code, then, now, given, more))
    return Difference(tuple(moved), _parts(problem, before), _parts(problem, after))


def _parts(problem: Problem, plan: Plan) -> tuple[Part, ...]:
    return tuple(
        Part(len(own), units, sum(row) + tier(problem, w, units).named_cost)
        for w, (own, units, row) in enumerate(
            zip(supplied(problem, plan), volumes(problem, plan), costs(problem, plan), strict=True)
        )
    )


def _unlinked(problem: Problem, had: tuple[int, ...]) -> int:
    """The most units by which a lower price that is not full got less than the next higher one."""
    if problem.linkage is Linkage.NONE:
        return 0
    return max(
        (
            had[v] - had[w]
            for cheap, dear in pairwise(price_groups(problem))
            for w, v in product(cheap, dear)
            if not _is_full(problem, w, had[w])
        ),
        default=0,
    )


def _is_full(problem: Problem, offer: int, units: int) -> bool:
    """The linkage does not ask for more."""
    capacity = problem.offers[offer].capacity
    knows_full = problem.linkage is Linkage.CONDITIONAL and capacity is not None
    return knows_full and units > (capacity or 0) - smallest_region(problem)


def _largest_share(problem: Problem, had: tuple[int, ...]) -> Fraction:
    """The part of the whole volume that the largest control group has."""
    largest = max(sum(had[w] for w in group) for group in control_groups(problem).values())
    return Fraction(largest, problem.total) if problem.total else Fraction(0)
