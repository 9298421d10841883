"""Whether a lot has any plan at all: by arithmetic, or by both engines."""

from dataclasses import replace
from typing import TYPE_CHECKING

from solver.allocate import Undecided
from solver.plan import Plan
from solver.problem import Aim, Goal, Problem
from solver.shortages import shortages

if TYPE_CHECKING:
    from solver.engines import Limits


def find(problem: Problem, limits: "Limits | None" = None) -> Plan | None:
    """Some plan that keeps every rule, or ``None`` when there is none.

    That there is none is believed of arithmetic, or when both engines prove it. Raises
    ``Undecided`` when the effort brought neither. Expects a problem without faults.
    """
    if shortages(problem):
        return None
    from solver.engines import Engine, Limits  # noqa: PLC0415  # OR-Tools takes a second to load
    from solver.search import search  # noqa: PLC0415  # likewise

    claims = []
    for engine in Engine:
        found = search(_free_of_charge(problem), engine, limits or Limits(), last_word=False)
        if found.plan is not None:
            return found.plan
        claims.append(found.infeasible)
    if not all(claims):
        raise Undecided(problem.lot)
    return None


def _free_of_charge(problem: Problem) -> Problem:
    """The same rules when nothing costs anything, so that the first plan found is good enough."""
    return replace(
        problem,
        offers=tuple(replace(offer, named_cost=0, tiers=()) for offer in problem.offers),
        cost=((0,) * len(problem.regions),) * len(problem.offers),
        goals=(Goal(Aim.SPEND),),
    )
