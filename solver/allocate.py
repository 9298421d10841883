"""A plan for every lot: two engines search, each in a process of its own, and are compared."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from solver.engines import Engine, Limits, Report
from solver.faults import Malformed, faults
from solver.plan import Plan, spend
from solver.problem import Aim, Problem
from solver.processes import Job, run_all

if TYPE_CHECKING:
    from solver.search import Found

UNTIL_PROVEN = Limits()
"""Deterministic effort only, so that a search that ends can be repeated."""


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
    """A plan that passed the checker, with what is known about it.

    ``spend`` and its ``bound`` are fen: no plan costs less that keeps the rules, and the goals
    before the spend if there are any; 0 where the spend is no goal. ``values`` and ``bounds`` say
    the same of every goal, in order. ``proven``: every value is its bound, and of all such plans
    this is the one that the published last word names; the exact engine says so, or both.
    ``cross_check`` are the values the other engine proved from its own decisions, ``None`` when it
    proved nothing. ``seconds`` go by the engines' clocks and take no part in comparisons.
    """

    plan: Plan
    spend: int
    bound: int
    values: tuple[int, ...]
    bounds: tuple[int, ...]
    proven: bool
    cross_check: tuple[int, ...] | None
    cross_check_spend: int | None
    engine: str
    cross_check_engine: str
    seconds: float = field(compare=False)

    @property
    def gap(self) -> Fraction:
        """How much less, at most, another plan may cost, as a part of the spend."""
        return Fraction(self.spend - self.bound, self.spend) if self.spend else Fraction(0)

    @property
    def cross_checked(self) -> bool:
        """Both engines proved the same value for every goal, to the unit."""
        return self.values == self.bounds == self.cross_check


def allocate(
    problem: Problem, *, engine: Engine | None = None, limits: Limits = UNTIL_PROVEN
) -> Allocation:
    """The plan of one lot, by both engines in this process; ``engine`` leads, the other checks.

    Raises ``BadProblem``, ``Infeasible``, or ``Undecided`` when the effort brought neither a plan
    nor a proof that there is none.
    """
    if found := faults(problem):
        raise BadProblem(*found)
    lead, other = _engines(problem, engine)
    return _compare(
        problem,
        (lead, _search(problem, lead, limits, last_word=True)),
        (other, _search(problem, other, limits, last_word=False)),
    )


def allocate_all(
    problems: Sequence[Problem],
    *,
    workers: int = 2,
    on_done: Callable[[int, int], None] = lambda _done, _total: None,
    limits: Limits = UNTIL_PROVEN,
    seconds: float | None = None,
    stop: threading.Event | None = None,
    on_report: Callable[[str, Report], None] = lambda _lot, _report: None,
) -> tuple[Allocation, ...]:
    """Every problem's allocation, in order; each engine works on each lot in its own process.

    ``on_done`` hears how many of how many lots are finished, ``on_report`` how far an engine is
    with a lot. A search that takes longer than
    ``seconds``, or goes on when ``stop`` is set, is ended and brings nothing. All lots are tried
    before ``BadProblem``, ``Infeasible`` or ``Undecided`` names every one of its kind.
    """
    if found := [fault for problem in problems for fault in faults(problem)]:
        raise BadProblem(*found)
    pairs = [_engines(problem, None) for problem in problems]
    jobs = [
        Job(_search, (problem, engine, limits, engine is lead))
        for problem, (lead, other) in zip(problems, pairs, strict=True)
        for engine in (lead, other)
    ]
    results = run_all(
        jobs,
        workers=workers,
        seconds=seconds,
        stop=stop,
        on_done=lambda done, total: None if done % 2 else on_done(done // 2, total // 2),
        on_report=lambda job, report: on_report(problems[job // 2].lot, report),
    )
    answers: list[Allocation | NoPlan] = []
    for k, (problem, (lead, other)) in enumerate(zip(problems, pairs, strict=True)):
        try:
            first, second = (lead, results[2 * k]), (other, results[2 * k + 1])
            answers.append(_compare(problem, first, second))
        except NoPlan as none:
            answers.append(none)
    for kind in (Infeasible, Undecided):
        if failed := [answer for answer in answers if isinstance(answer, kind)]:
            raise kind(*(lot for failure in failed for lot in failure.lots))
    return tuple(answer for answer in answers if isinstance(answer, Allocation))


def _engines(problem: Problem, lead: Engine | None) -> tuple[Engine, Engine]:
    """Who leads and who checks: the exact engine leads, but price steps are HiGHS's strength."""
    if lead is None:
        tiered = any(offer.tiers for offer in problem.offers)
        lead = Engine.HIGHS if tiered else Engine.CP_SAT
    return lead, next(engine for engine in Engine if engine is not lead)


def _search(
    problem: Problem,
    engine: Engine,
    limits: Limits,
    last_word: bool,  # noqa: FBT001 - a job has no keywords
    on_report: Callable[[Report], None] | None = None,
) -> "Found":
    """One engine's search, wherever it runs."""
    from solver.search import search  # noqa: PLC0415 - PuLP takes a second to load

    return search(problem, engine, limits, last_word=last_word, on_report=on_report)


def _compare(
    problem: Problem, lead: "tuple[Engine, Found]", other: "tuple[Engine, Found]"
) -> Allocation:
    """The leading engine's plan, or the other's where it brought none."""
    from solver.search import Found  # noqa: PLC0415 - PuLP takes a second to load

    nothing = Found(None)
    (engine, best), (second, check) = [
        (name, found if isinstance(found, Found) else nothing) for name, found in (lead, other)
    ]
    if best.plan is None:
        if best.infeasible and check.infeasible:
            raise Infeasible(problem.lot)
        (engine, best), (second, check) = (second, check), (engine, best)
    if best.plan is None:
        raise Undecided(problem.lot)
    aims = [goal.aim for goal in problem.goals]
    place = aims.index(Aim.SPEND) if Aim.SPEND in aims else None
    return Allocation(
        plan=best.plan,
        spend=spend(problem, best.plan),
        bound=0 if place is None else best.bounds[place],
        values=best.values,
        bounds=best.bounds,
        proven=best.settled and (engine is Engine.CP_SAT or best.values == check.values),
        cross_check=check.values if check.proven else None,
        cross_check_spend=check.values[place] if check.proven and place is not None else None,
        engine=engine,
        cross_check_engine=second,
        seconds=best.seconds + check.seconds,
    )
