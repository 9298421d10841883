"""One engine's answer to one lot: the goals in order, then the published last word."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import floor
from operator import itemgetter

from pulp import LpAffineExpression

from solver import check, clauses, draft, goals, matrix, model
from solver.engines import Answer, Engine, Limits, Report, Status, solve
from solver.model import Model
from solver.plan import Plan
from solver.problem import Aim, Problem

BITS = {Engine.CP_SAT: 50, Engine.HIGHS: 20}
"""What an engine tells apart in one number without loss."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one engine found: a plan that passed the checker, or none.

    ``values`` and ``bounds`` are one a goal, in order; no plan that keeps the goals before has a
    value below the bound. ``settled``: every value is its bound, and of all such plans this is the
    one the last word names. ``infeasible``: the engine claims that there is no plan.
    ``seconds`` go by the engine's clock and take no part in comparisons.
    """

    plan: Plan | None
    values: tuple[int, ...] = ()
    bounds: tuple[int, ...] = ()
    settled: bool = False
    infeasible: bool = False
    seconds: float = field(default=0, compare=False)

    @property
    def proven(self) -> bool:
        """Every goal's value is its bound."""
        return self.plan is not None and self.values == self.bounds


def search(
    problem: Problem,
    engine: Engine,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    *,
    last_word: bool = True,
    on_report: Callable[[Report], None] | None = None,
) -> Found:
    """The best plan for the goals in order; expects a problem without faults.

    Every answer of the engine is re-checked in whole numbers; one that breaks a rule or a goal
    before is not used.
    """
    program, seconds = clauses.build(problem), 0.0
    ask = partial(_ask, program, engine=engine, limits=limits, on_report=on_report)
    plan, kept = first_plan(problem), list[tuple[Aim, int]]()
    values, bounds = list[int](), list[int]()
    for goal in problem.goals:
        aim = goals.goal(program, goal.aim)
        answer = ask(aim, plan)
        seconds += answer.seconds
        if answer.status is Status.INFEASIBLE and not kept:
            return Found(None, infeasible=True, seconds=seconds)
        legal = _legal(program, answer, kept)
        plans = [found for found in (plan, legal) if found]
        if not plans:
            return Found(None, seconds=seconds)
        value, plan = min(
            ((check.measure(problem, one, goal.aim), one) for one in plans), key=itemgetter(0)
        )
        values.append(value)
        best = answer.status is Status.OPTIMAL and legal is not None and not limits.gap
        bounds.append(value if best else min(value, answer.bound or 0))
        kept.append((goal.aim, value + floor(value * goal.tolerance)))
        program.lp.addConstraint(aim <= kept[-1][1], f"goal_{goal.aim}")
    settled = last_word and values == bounds
    for block in goals.blocks(program, BITS[engine]) if settled else ():
        answer = ask(goals.number(block), plan)
        seconds += answer.seconds
        better = _legal(program, answer, kept)
        settled = answer.status is Status.OPTIMAL and better is not None
        if not settled:
            break
        plan = better
        goals.settle(program, block, answer.values)
    return Found(plan, tuple(values), tuple(bounds), settled, seconds=seconds)


def first_plan(problem: Problem) -> Plan | None:
    """The official pick order where it keeps every rule: a plan to begin with."""
    if problem.split:
        return None
    try:
        plan = draft.pick(problem).plan
    except draft.DeadEnd:
        return None
    return None if check.faults(problem, plan) else plan


def _ask(
    program: Model,
    aim: LpAffineExpression,
    plan: Plan | None,
    *,
    engine: Engine,
    limits: Limits,
    on_report: Callable[[Report], None] | None,
) -> Answer:
    """The engine's answer when it starts from the plan so far."""
    program.lp.setObjective(aim)
    hint = model.values_of(program, plan) if plan else ()
    return solve(matrix.of(program.lp), engine, hint=hint, limits=limits, on_report=on_report)


def _legal(program: Model, answer: Answer, kept: Sequence[tuple[Aim, int]]) -> Plan | None:
    """The engine's plan, if it keeps every rule and every goal before."""
    if not answer.values:
        return None
    problem, plan = program.problem, model.plan_of(program, answer.values)
    if check.faults(problem, plan):
        return None
    over = (check.measure(problem, plan, aim) > most for aim, most in kept)
    return None if any(over) else plan
