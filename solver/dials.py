"""The numbers of a lot that could be given way on, each to be turned by whole steps."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from math import floor

from solver.groups import Group
from solver.problem import Bounds, Linkage, Problem


@dataclass(frozen=True, slots=True)
class Dial:
    """One number: what it is ``now``, the ``limit`` beyond which turning it changes nothing more.

    ``place`` is the offer's name, or nothing for a number of the whole lot. ``whole`` is what the
    number is measured by: the units of the lot, or its regions. ``name`` tells the numbers of one
    group apart. ``eases``: every turn towards the limit only makes more plans possible.
    """

    group: Group
    name: str
    place: str
    now: int
    limit: int
    whole: int
    turn: Callable[[int], Problem]
    eases: bool = True

    @property
    def next(self) -> int:
        """One step towards the limit."""
        return self.now + (1 if self.limit > self.now else -1)


def dials(problem: Problem) -> Iterator[Dial]:
    """Every number of the problem that could be given way on.

    In units: the capacity of every offer, the tolerance of the linkage, the largest share as units
    of the lot, and by how much all bands are widened. In regions: the least and the most of every
    offer, and by how many both are widened for all.
    """
    total, regions = problem.total, len(problem.regions)
    for w, (offer, count) in enumerate(zip(problem.offers, problem.counts, strict=True)):
        of_regions = partial(Dial, Group.COUNTS, place=offer.name, whole=regions)
        if count.least:
            yield of_regions("least", now=count.least, limit=0, turn=partial(_least, problem, w))
        if count.most < regions:
            turn = partial(_most, problem, w)
            yield of_regions("most", now=count.most, limit=regions, turn=turn)
    if any(count != Bounds(0, regions) for count in problem.counts):
        turn = partial(_all_counts, problem)
        yield Dial(Group.COUNTS, "all", "", 0, regions, regions, turn)
    for w, offer in enumerate(problem.offers):
        if offer.capacity is not None and offer.capacity < total:
            yield Dial(
                Group.CAPACITY,
                "capacity",
                offer.name,
                offer.capacity,
                total,
                total,
                partial(_capacity, problem, w),
                eases=problem.linkage is not Linkage.CONDITIONAL,
            )
    if total and any(offer.band for offer in problem.offers):
        yield Dial(Group.BAND, "band", "", 0, total, total, partial(_bands, problem))
    if problem.linkage is not Linkage.NONE and problem.tolerance < total:
        turn = partial(_tolerance, problem)
        yield Dial(Group.LINKAGE, "tolerance", "", problem.tolerance, total, total, turn)
    if problem.max_share is not None and (now := floor(problem.max_share * total)) < total:
        turn = partial(_share, problem)
        yield Dial(Group.MAX_SHARE, "share", "", now, total, total, turn)


def _least(problem: Problem, w: int, value: int) -> Problem:
    return _count(problem, w, Bounds(value, problem.counts[w].most))


def _most(problem: Problem, w: int, value: int) -> Problem:
    return _count(problem, w, Bounds(problem.counts[w].least, value))


def _count(problem: Problem, w: int, bounds: Bounds) -> Problem:
    counts = (*problem.counts[:w], bounds, *problem.counts[w + 1 :])
    return replace(problem, counts=counts)


def _all_counts(problem: Problem, value: int) -> Problem:
    regions = len(problem.regions)
    return replace(
        problem,
        counts=tuple(
            Bounds(max(0, least - value), min(max(most, regions), most + value))
            for least, most in problem.counts
        ),
    )


def _capacity(problem: Problem, w: int, value: int) -> Problem:
    offer = replace(problem.offers[w], capacity=value)
    return replace(problem, offers=(*problem.offers[:w], offer, *problem.offers[w + 1 :]))


def _bands(problem: Problem, value: int) -> Problem:
    return replace(
        problem,
        offers=tuple(
            replace(offer, band=Bounds(max(0, offer.band.least - value), offer.band.most + value))
            if offer.band
            else offer
            for offer in problem.offers
        ),
    )


def _tolerance(problem: Problem, value: int) -> Problem:
    return replace(problem, tolerance=value)


def _share(problem: Problem, value: int) -> Problem:
    return replace(problem, max_share=Fraction(value, problem.total))
