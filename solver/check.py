"""Re-checks a plan in whole numbers, without any engine: cover, counts and linkage."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product

from solver.plan import Plan, volumes
from solver.problem import Linkage, Problem, price_groups


@dataclass(frozen=True, slots=True)
class Slack:
    """How far a rule is from being broken at one place; below zero it is broken.

    ``left`` is in units for linkage, in regions for cover and counts.
    """

    rule: str
    place: str
    left: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that the plan breaks, where, and by how many units or regions."""

    rule: str
    place: str
    by: int


def faults(problem: Problem, plan: Plan) -> tuple[Broken, ...]:
    """Every rule the plan breaks; expects a problem without faults."""
    return tuple(
        Broken(slack.rule, slack.place, -slack.left)
        for slack in slacks(problem, plan)
        if slack.left < 0
    )


def slacks(problem: Problem, plan: Plan) -> tuple[Slack, ...]:
    """Every rule at every place with what is left; cover alone when not every region is covered."""
    cover = tuple(_cover(problem, plan))
    if any(slack.left < 0 for slack in cover):
        return cover
    linkage = _linkage(problem, plan) if problem.linkage is not Linkage.NONE else ()
    return (*cover, *_counts(problem, plan), *linkage)


def _cover(problem: Problem, plan: Plan) -> Iterator[Slack]:
    """The plan is for this lot, and each region has one supplier among the offers."""
    if plan.lot != problem.lot:
        yield Slack("lot", plan.lot, -1)
    if (more := len(plan.suppliers) - len(problem.regions)) != 0:
        yield Slack("cover", "regions", -abs(more))
    for region, offer in zip(problem.regions, plan.suppliers, strict=False):
        yield Slack("cover", region, 0 if 0 <= offer < len(problem.offers) else -1)


def _counts(problem: Problem, plan: Plan) -> Iterator[Slack]:
    """Each offer supplies exactly its number of regions."""
    for index, (offer, wanted) in enumerate(zip(problem.offers, problem.counts, strict=True)):
        yield Slack("counts", offer.name, -abs(plan.suppliers.count(index) - wanted.most))


def _linkage(problem: Problem, plan: Plan) -> Iterator[Slack]:
    """Each offer gets at least the volume of each offer of the next higher price (量价挂钩)."""
    total = volumes(problem, plan)
    for cheap, dear in pairwise(price_groups(problem)):
        for w, v in product(cheap, dear):
            place = f"{problem.offers[w].name} >= {problem.offers[v].name}"
            yield Slack("linkage", place, total[w] - total[v])
