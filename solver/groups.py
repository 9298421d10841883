"""The rules of a lot in groups that can be left out, to find those that exclude each other."""

from collections.abc import Callable, Collection
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from functools import partial
from typing import Final

from solver.problem import Aim, Bounds, Goal, Linkage, Problem


class Group(StrEnum):
    """A group of rules under the name the checker gives them; the order is the published one."""

    COUNTS = "counts"
    CAPACITY = "capacity"
    BAND = "band"
    LINKAGE = "linkage"
    MAX_SHARE = "max_share"
    SETTLED = "settled"
    SUPPLIERS = "suppliers"
    LEAST_PART = "least_part"
    BACKUP = "backup"
    READINESS = "readiness"


def _without_counts(problem: Problem) -> Problem:
    return replace(problem, counts=(Bounds(0, len(problem.regions)),) * len(problem.counts))


def _without_capacity(problem: Problem) -> Problem:
    """Conditional linkage asks who is full: it goes with the capacities."""
    free = tuple(replace(offer, capacity=None) for offer in problem.offers)
    conditional = problem.linkage is Linkage.CONDITIONAL
    return replace(problem, offers=free, linkage=Linkage.NONE if conditional else problem.linkage)


def _without_band(problem: Problem) -> Problem:
    free = tuple(replace(offer, band=None) for offer in problem.offers)
    return replace(problem, offers=free)


def _without_suppliers(problem: Problem) -> Problem:
    """A region that goes whole to one offer is no rule but what the plan is made of."""
    most = max(problem.suppliers, len(problem.offers)) if problem.split else 1
    return replace(problem, suppliers=most)


def _without_least_part(problem: Problem) -> Problem:
    return replace(problem, least_part=Fraction(0)) if problem.split else problem


def _without_backup(problem: Problem) -> Problem:
    """Goals that look at backups go with them."""
    kept = tuple(goal for goal in problem.goals if goal.aim is not Aim.SHARED_GROUPS)
    return replace(problem, backup=None, goals=kept or (Goal(Aim.SPEND),))


def _without_readiness(problem: Problem) -> Problem:
    """A surge so large that any capacity suffices, unless it is nothing."""
    if problem.backup is None:
        return problem
    ready = max(problem.backup.surge, Fraction(problem.total))
    return replace(problem, backup=replace(problem.backup, surge=ready))


LEFT_OUT: Final[dict[Group, Callable[[Problem], Problem]]] = {
    Group.COUNTS: _without_counts,
    Group.CAPACITY: _without_capacity,
    Group.BAND: _without_band,
    Group.LINKAGE: partial(replace, linkage=Linkage.NONE),
    Group.MAX_SHARE: partial(replace, max_share=None),
    Group.SETTLED: partial(replace, settled=()),
    Group.SUPPLIERS: _without_suppliers,
    Group.LEAST_PART: _without_least_part,
    Group.BACKUP: _without_backup,
    Group.READINESS: _without_readiness,
}


def without(problem: Problem, group: Group) -> Problem:
    """The problem with these rules left out: every plan that was possible still is."""
    return LEFT_OUT[group](problem)


def within(problem: Problem, kept: Collection[Group]) -> Problem:
    """The problem with only these groups of rules; that all volume is supplied always stays."""
    for group in Group:
        if group not in kept:
            problem = without(problem, group)
    return problem


def asked(problem: Problem) -> tuple[Group, ...]:
    """The groups that ask for something."""
    return tuple(group for group in Group if without(problem, group) != problem)
