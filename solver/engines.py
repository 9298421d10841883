"""The engines behind one function: CP-SAT, exact in whole numbers, and HiGHS, in floats."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solver.matrix import Matrix

LIBRARY = f"OR-Tools {version('ortools')}"


class Engine(StrEnum):
    """An engine under its published name, with the version of the library that carries it."""

    CP_SAT = f"CP-SAT ({LIBRARY})"
    HIGHS = f"HiGHS ({LIBRARY})"


class Status(StrEnum):
    """What an engine claims: UNKNOWN when a limit ended it without a solution or a proof."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Limits:
    """When a search stops, solved or not.

    ``effort`` is deterministic work, about a second each: the only limit for what must repeat.
    ``seconds`` by the clock are for a person who waits. ``gap`` is the part of the goal by which
    the answer may miss the bound and still be called optimal. ``threads`` are the exact engine's;
    with more than one it does not repeat itself. HiGHS has one.
    """

    effort: float = 30.0
    seconds: float | None = None
    gap: Fraction = Fraction(0)
    seed: int = 0
    threads: int = 1


@dataclass(frozen=True, slots=True)
class Report:
    """How far an engine is after so many seconds; nothing here is a proof."""

    engine: Engine
    seconds: float
    best: int | None
    bound: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """An engine's claim with the whole value of every column, empty when it found none.

    ``bound``: no solution has a lower goal; ``None`` when nothing is known or there is no solution.
    HiGHS's is lowered by what its floats may hide, and a solution may break a row by as much.
    ``seconds`` by the engine's own clock.
    """

    status: Status
    values: tuple[int, ...]
    bound: int | None
    seconds: float


def verdict(goal: int, bound: int, limits: Limits) -> Status:
    """What a solution is, by whole numbers: OPTIMAL when it misses the bound by the gap at most."""
    proven = goal - bound <= limits.gap * max(1, abs(goal))
    return Status.OPTIMAL if proven else Status.FEASIBLE


@dataclass
class Progress:
    """Keeps the latest figures of an engine at work and passes them on when they change."""

    engine: Engine
    on_report: Callable[[Report], None]
    best: int | None = None
    bound: int | None = None
    started: float = field(default_factory=time.perf_counter)

    def hear(self, best: int | None, bound: int | None) -> None:
        """Take over figures; ``None`` leaves the last one."""
        news = (self.best if best is None else best, self.bound if bound is None else bound)
        if news != (self.best, self.bound):
            self.best, self.bound = news
            seconds = time.perf_counter() - self.started
            self.on_report(Report(self.engine, seconds, self.best, self.bound))


def solve(
    matrix: "Matrix",
    engine: Engine,
    *,
    hint: Sequence[int] = (),
    limits: Limits = Limits(),
    on_report: Callable[[Report], None] | None = None,
) -> Answer:
    """Minimize the matrix's goal; the same matrix, effort and seed give the same answer.

    ``hint`` holds values for the first columns: a start, not a rule. ``on_report`` hears every
    better solution and every better bound. Raises ``ValueError`` for sums beyond 64 bits.
    """
    from solver import cp_sat, highs  # noqa: PLC0415 - PuLP and OR-Tools take a second to load

    progress = Progress(engine, on_report) if on_report else None
    if engine is Engine.CP_SAT:
        return cp_sat.solve(matrix, hint, limits, progress)
    return highs.solve(matrix, hint, limits, progress)
