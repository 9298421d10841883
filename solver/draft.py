"""The official pick order (供应地区确认): winners choose regions in turn, in rank order."""

from collections.abc import Iterator
from dataclasses import dataclass

from solver.plan import Plan
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Step:
    """One choice: the turn, the offer's rank index, the region's code and its volume in units."""

    turn: int
    offer: int
    region: str
    volume: int


@dataclass(frozen=True, slots=True)
class Draft:
    """The plan the pick order leads to, with every choice on the way."""

    plan: Plan
    steps: tuple[Step, ...]


def counts(offers: int, regions: int, priority_picks: int = 1) -> tuple[int, ...]:
    """Regions every rank ends with: rank 1 picks first, then all in rank order, one a turn.

    Raises ``ValueError`` without offers or with more priority picks than regions.
    """
    if offers < 1 or not 0 <= priority_picks <= regions:
        raise ValueError(f"{offers} offers cannot share {regions} regions")
    each, more = divmod(regions - priority_picks, offers)
    return tuple(
        each + (rank < more) + (priority_picks if rank == 0 else 0) for rank in range(offers)
    )


def pick(problem: Problem, priority_picks: int = 1) -> Draft:
    """Every turn takes the largest region left, equal volumes by the smaller code.

    An offer that has its number of regions is passed over, so the order never ends early:
    the numbers sum to the regions. Expects a problem without faults.
    """
    left = sorted(
        range(len(problem.regions)), key=lambda r: (-problem.volume[r], problem.regions[r])
    )
    suppliers = [0] * len(left)
    steps = []
    for turn, (offer, region) in enumerate(
        zip(
            _turns(tuple(count.most for count in problem.counts), priority_picks), left, strict=True
        ),
        start=1,
    ):
        suppliers[region] = offer
        steps.append(Step(turn, offer, problem.regions[region], problem.volume[region]))
    return Draft(Plan(problem.lot, tuple(suppliers)), tuple(steps))


def _turns(counts: tuple[int, ...], priority_picks: int) -> Iterator[int]:
    """Whose turn it is: rank 1 for the priority picks, then round after round in rank order."""
    first = min(priority_picks, counts[0])
    yield from [0] * first
    left = [counts[0] - first, *counts[1:]]
    while any(left):
        for offer, more in enumerate(left):
            if more:
                left[offer] -= 1
                yield offer
