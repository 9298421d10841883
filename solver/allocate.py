"""The goals in order: least spend, then the one plan that the data alone defines; Infeasible."""

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING

from solver import check, draft
from solver.faults import Malformed, faults
from solver.plan import Plan, spend
from solver.problem import Problem

if TYPE_CHECKING:
    from solver.engines import Answer
    from solver.model import Model

EFFORT = 30.0  # deterministic work allowed to each engine for one goal
WEIGHT_BITS = 50  # the weights of one block of the tie-break stay exact in 2**53


class BadProblem(Exception):
    """The problem is malformed; every fault is named at once."""

    def __init__(self, *faults: Malformed) -> None:
        self.faults = faults
        super().__init__(*faults)

    def __str__(self) -> str:
        return "; ".join(
            f"lot {fault.lot}, {fault.place}: {fault.rule} ({fault.found})" for fault in self.faults
        )


class NoPlan(Exception):
    """Lots that got no plan."""

    def __init__(self, *lots: str) -> None:
        self.lots = lots
        super().__init__(*lots)

    def __str__(self) -> str:
        return f"{type(self).__name__.lower()}: {', '.join(f'lot {lot}' for lot in self.lots)}"


class Infeasible(NoPlan):
    """Both engines proved that no plan keeps every clause for these lots."""


class Undecided(NoPlan):
    """Neither a plan that passes the checker nor a proof by both engines that there is none."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """A plan that passed the checker, with what is known about its spend in fen.

    No plan costs less than ``bound``. ``proven``: the spend is the bound, and of all plans that
    cheap this is the one with the smallest ranks, region by region. ``cross_check_spend`` is the
    least spend by the second engine, from its own decisions; ``None`` when it proved nothing.
    ``seconds`` go by the engines' clocks and take no part in comparisons.
    """

    plan: Plan
    spend: int
    bound: int
    proven: bool
    cross_check_spend: int | None
    engine: str
    cross_check_engine: str
    seconds: float = field(compare=False)

    @property
    def cross_checked(self) -> bool:
        """Both engines proved the same least spend, to the fen."""
        return self.spend == self.bound == self.cross_check_spend


def allocate(problem: Problem, *, effort: float = EFFORT, seed: int = 0) -> Allocation:
    """The plan with the least spend; among equals the smallest ranks, region by region.

    ``effort`` is deterministic work, about seconds, for each engine and goal. Raises
    ``BadProblem``, ``Infeasible``, or ``Undecided`` when the effort brought neither.
    """
    if found := faults(problem):
        raise BadProblem(*found)
    from solver import engines, model  # noqa: PLC0415  # PuLP and OR-Tools take a second to load

    first = draft.pick(problem).plan
    program = model.build(problem)
    solve = partial(engines.solve, program.lp, effort=effort, seed=seed)
    exact = solve(engines.Engine.CP_SAT, hint=model.values_of(program, first))
    cross = solve(engines.Engine.HIGHS)
    answers = [model.plan_of(program, problem.lot, a.values) for a in (exact, cross) if a.values]
    plans = [plan for plan in (*answers, first) if not check.faults(problem, plan)]
    if not plans:
        sure = exact.status is cross.status is engines.Status.INFEASIBLE
        raise (Infeasible if sure else Undecided)(problem.lot)
    plan = min(plans, key=partial(spend, problem))
    least = spend(problem, plan)
    bound = math.ceil(exact.bound)
    seconds = exact.seconds + cross.seconds
    proven = exact.status is engines.Status.OPTIMAL and bound == least
    if proven:
        settled, proven, more = _settle_equals(problem, program, plan, solve)
        seconds += more
        equals = [p for p in (settled, plan) if not check.faults(problem, p)]
        plan = min(equals, key=partial(spend, problem))
    agreed = cross.status is engines.Status.OPTIMAL and answers[-1] in plans
    return Allocation(
        plan=plan,
        spend=least,
        bound=bound,
        proven=proven,
        cross_check_spend=spend(problem, answers[-1]) if agreed else None,
        engine=engines.Engine.CP_SAT,
        cross_check_engine=engines.Engine.HIGHS,
        seconds=seconds,
    )


def _settle_equals(
    problem: Problem, program: "Model", plan: Plan, solve: "Callable[..., Answer]"
) -> tuple[Plan, bool, float]:
    """Of all plans with the spend of this one, that with the smallest ranks by ascending region.

    Regions are settled in blocks whose ranks are the digits of one number; says whether every
    block was proven, and the seconds it took.
    """
    from solver import engines, model  # noqa: PLC0415  # PuLP and OR-Tools take a second to load

    model.limit_spend(program, problem, spend(problem, plan))
    size = int(WEIGHT_BITS / math.log2(len(problem.offers) + 1))
    values: Sequence[int] = model.values_of(program, plan)
    proven, seconds = True, 0.0
    for start in range(0, len(problem.regions), size):
        block = range(start, min(start + size, len(problem.regions)))
        model.prefer_low_ranks(program, block)
        answer = solve(engines.Engine.CP_SAT, hint=values)
        values = answer.values or values
        model.settle(program, model.plan_of(program, problem.lot, values), block)
        proven = proven and answer.status is engines.Status.OPTIMAL
        seconds += answer.seconds
    return model.plan_of(program, problem.lot, values), proven, seconds


def allocate_all(
    problems: Sequence[Problem],
    *,
    workers: int = 2,
    on_done: Callable[[int, int], None] = lambda _done, _total: None,
    effort: float = EFFORT,
    seed: int = 0,
) -> tuple[Allocation, ...]:
    """Every problem's allocation, in order, shared out over fresh processes.

    ``on_done`` hears after each lot how many of how many are finished. All lots are tried before
    ``BadProblem``, ``Infeasible`` or ``Undecided`` names every one of its kind. With one worker
    the work stays in this process.
    """
    if found := [fault for problem in problems for fault in faults(problem)]:
        raise BadProblem(*found)
    work = partial(_try, effort=effort, seed=seed)
    if min(workers, len(problems)) <= 1:
        results = []
        for done, problem in enumerate(problems, start=1):
            results.append(work(problem))
            on_done(done, len(problems))
    else:
        pool = ProcessPoolExecutor(min(workers, len(problems)), mp_context=get_context("spawn"))
        try:
            futures = [pool.submit(work, problem) for problem in problems]
            for done, _ in enumerate(as_completed(futures), start=1):
                on_done(done, len(problems))
            results = [future.result() for future in futures]
        finally:
            pool.shutdown(cancel_futures=True)
    for kind in (Infeasible, Undecided):
        if failed := [result for result in results if isinstance(result, kind)]:
            raise kind(*(lot for failure in failed for lot in failure.lots))
    return tuple(result for result in results if isinstance(result, Allocation))


def _try(problem: Problem, *, effort: float, seed: int) -> Allocation | NoPlan:
    """An allocation or why there is none: a lot without a plan does not stop the others."""
    try:
        return allocate(problem, effort=effort, seed=seed)
    except NoPlan as none:
        return none
