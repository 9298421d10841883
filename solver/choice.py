"""One plan for every lot out of those found, so that the limits over lots hold."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from solver.engines import Engine, Limits, Status, solve
from solver.matrix import Matrix
from solver.plan import Plan

TWICE = 2  # times all money is what it costs to pass a limit by its whole size


@dataclass(frozen=True, slots=True)
class Column:
    """A plan of a lot with its fen and, by limit, what it takes of it."""

    plan: Plan = field(compare=False)
    spend: int
    use: tuple[int, ...]


def choose(
    lots: Sequence[Sequence[Column]], room: Sequence[int], limits: Limits, hint: Sequence[int] = ()
) -> tuple[int, ...]:
    """The place of the column taken in every lot: least spend within the room of every limit.

    Empty when the engine found none. ``hint`` are places to start from.
    """
    columns = [(p, column) for p, found in enumerate(lots) for column in found]
    starts, places, numbers = [0], list[int](), list[int]()
    first = 0
    for found in lots:
        places += range(first, first + len(found))
        numbers += [1] * len(found)
        first += len(found)
        starts.append(len(places))
    for k in range(len(room)):
        row = [(i, column.use[k]) for i, (_, column) in enumerate(columns) if column.use[k]]
        places += [i for i, _ in row]
        numbers += [use for _, use in row]
        starts.append(len(places))
    base = [min(column.spend for column in found) for found in lots]
    matrix = Matrix(
        lower=(0,) * len(columns),
        upper=(1,) * len(columns),
        goal=tuple((i, column.spend - base[p]) for i, (p, column) in enumerate(columns)),
        constant=sum(base),
        starts=tuple(starts),
        columns=tuple(places),
        coefficients=tuple(numbers),
        least=(*(1,) * len(lots), *(None,) * len(room)),
        most=(*(1,) * len(lots), *room),
    )
    start = (
        [int(place == hint[p]) for p, found in enumerate(lots) for place in range(len(found))]
        if hint
        else []
    )
    answer = solve(matrix, Engine.CP_SAT, hint=start, limits=limits)
    if answer.status not in {Status.OPTIMAL, Status.FEASIBLE}:
        return ()
    taken = [i for i, value in enumerate(answer.values) if value]
    firsts = [0]
    for found in lots:
        firsts.append(firsts[-1] + len(found))
    return tuple(i - first for i, first in zip(taken, firsts, strict=False))
