"""Solving the lots of scenarios: each lot once, however many scenarios ask the same of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from procurement.exchange.scenario_facts import Lot
from procurement.exchange.scenario_reasons import (
    LOST,
    NO_PLAN,
    UNDECIDED,
    conflicting,
    over_the_limit,
)
from procurement.rules.scenarios import PARTS_OF_A_FEN, limits
from procurement.rules.text import Text
from solver import conflicts, existence
from solver.allocate import Allocation, Infeasible, Undecided, allocate
from solver.batch import Batch
from solver.engines import Limits
from solver.plan import Plan
from solver.problem import Linkage, Problem
from solver.processes import Job, run_all
from solver.shortages import shortages

MILLI = 1000

type Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Without:
    """No plan, and why; ``proven``: there is none, and not only none was found."""

    reason: Text
    proven: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """Plans of lots under a limit over all of them; ``asked`` are the problems they answer.

    Lots that have no plan by their own rules are ``kept`` as the pick order has them. ``bound``
    is as in ``Allocation``, of all lots.
    """

    asked: tuple[Problem, ...]
    plans: tuple[Plan, ...]
    bound: int
    proven: bool
    milliseconds: int
    kept: tuple[tuple[str, Text], ...] = ()


type Answer = Allocation | Without


def each(
    problems: Sequence[Problem], *, workers: int, seconds: float | None, on_done: Progress
) -> dict[Problem, Answer]:
    """An answer to every problem, each in a process of its own."""
    jobs = [Job(attempt, (problem, seconds)) for problem in problems]
    found = run_all(jobs, workers=workers, on_done=on_done)
    return {
        problem: answer if isinstance(answer, Allocation | Without) else Without(LOST)
        for problem, answer in zip(problems, found, strict=True)
    }


def attempt(problem: Problem, seconds: float | None) -> Answer:
    """The best plan by both engines, or the rules that exclude each other.

    ``seconds`` are what each engine may take for each goal.
    """
    limits = Limits(seconds=seconds)
    try:
        return allocate(problem, limits=limits)
    except Infeasible:
        return Without(why(problem), proven=True)
    except Undecided:
        return Without(UNDECIDED)


def why(problem: Problem, find: conflicts.Find = existence.find) -> Text:
    """The rules of a lot without a plan that exclude each other; ``find`` is the solver's."""
    try:
        return conflicting(conflicts.smallest(problem, find))
    except Undecided:
        return NO_PLAN


def together(
    lots: Sequence[Lot], asked: Sequence[Problem], share: Fraction, seconds: float | None
) -> Together | Without:
    """All lots in one program, in a process of its own; no group above its share of the round."""
    kept = {
        lot.code: why(problem)
        for lot, problem in zip(lots, asked, strict=True)
        if shortages(problem)
    }
    parts = PARTS_OF_A_FEN if any(problem.split for problem in asked) else 1
    problems = tuple(
        as_drafted(lot, parts) if lot.code in kept else problem
        for lot, problem in zip(lots, asked, strict=True)
    )
    (found,) = run_all([Job(attempt_together, (problems, share, seconds))])
    if isinstance(found, Together):
        return replace(found, kept=tuple(kept.items()))
    return found if isinstance(found, Without) else Without(LOST)


def attempt_together(
    problems: tuple[Problem, ...], share: Fraction, seconds: float | None
) -> Together | Without:
    """The plans of least spend over all lots, or why there are none."""
    from solver.whole import allocate_whole  # noqa: PLC0415 - PuLP takes a second to load

    try:
        found = allocate_whole(Batch(problems, limits(problems, share)), Limits(seconds=seconds))
    except Infeasible:
        return Without(over_the_limit(problems, share), proven=True)
    except Undecided:
        return Without(UNDECIDED)
    milliseconds = round(found.seconds * MILLI)
    return Together(problems, found.plans, found.bound, found.proven, milliseconds)


def as_drafted(lot: Lot, parts: int) -> Problem:
    """The lot with nothing left to decide; ``parts`` of a fen are what the money counts."""
    pairs = tuple((w, r) for r, w in enumerate(lot.drafted.suppliers))
    cost = tuple(tuple(fen * parts for fen in row) for row in lot.problem.cost)
    return replace(lot.problem, cost=cost, settled=pairs, linkage=Linkage.NONE)
