"""Allocations by brute force, for tests of what is made of allocations."""

from functools import cache

import oracle

from solver import check
from solver.allocate import Allocation, Infeasible
from solver.plan import spend


@cache
def allocation(problem):
    """What both engines would prove; raises Infeasible."""
    plan = oracle.best(problem)
    if plan is None:
        raise Infeasible(problem.lot)
    plans, values = oracle.legal(problem), []
    for goal in problem.goals:
        measured = [check.measure(problem, one, goal.aim) for one in plans]
        values.append(min(measured))
        most = values[-1] + int(values[-1] * goal.tolerance)
        plans = [one for one, value in zip(plans, measured, strict=True) if value <= most]
    return Allocation(
        plan=plan,
        spend=spend(problem, plan),
        bound=spend(problem, plan),
        values=tuple(values),
        bounds=tuple(values),
        proven=True,
        cross_check=tuple(values),
        cross_check_spend=spend(problem, plan),
        engine="brute force",
        cross_check_engine="brute force",
        seconds=0,
    )
