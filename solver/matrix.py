"""A program in whole numbers, row by row: what engines and proofs are handed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pulp import LpConstraintGE, LpConstraintLE, LpMinimize, LpProblem

LARGEST = 2**53  # whole numbers up to here survive PuLP, which keeps them as floats


@dataclass(frozen=True, slots=True)
class Matrix:
    """Minimize the goal over whole columns between ``lower`` and ``upper``, row by row.

    The goal is ``constant`` plus its (column, coefficient) pairs. Row ``i`` keeps the sum of
    ``coefficients[k] * columns[k]`` over ``starts[i] <= k < starts[i + 1]`` between ``least[i]``
    and ``most[i]``; ``None`` is no limit.
    """

    lower: tuple[int, ...]
    upper: tuple[int, ...]
    goal: tuple[tuple[int, int], ...]
    constant: int
    starts: tuple[int, ...]
    columns: tuple[int, ...]
    coefficients: tuple[int, ...]
    least: tuple[int | None, ...]
    most: tuple[int | None, ...]


def of(lp: LpProblem) -> Matrix:
    """The program's matrix; continuous variables take whole values too.

    Raises ``ValueError`` for a number that is not whole or too large to have stayed exact, for a
    variable without bounds, and for a goal to be made large.
    """
    if lp.sense != LpMinimize:
        raise ValueError("a goal is made small")
    core = lp.toRustModel()  # gives terms nine times faster than LpConstraint
    variables, goal = core.list_variables(), core.get_objective()
    starts, columns, numbers = [0], list[int](), list[float]()
    for row in core.list_constraints():
        terms = row.items()
        columns += [variable.id() for variable, _ in terms]
        numbers += [coefficient for _, coefficient in terms]
        starts.append(len(columns))
    rows = lp.constraints()
    right = _whole([-row.constant for row in rows])
    limits = list(zip((row.sense for row in rows), right, strict=True))
    terms = goal.items() if goal else []
    costs = _whole([coefficient for _, coefficient in terms])
    return Matrix(
        lower=_whole([variable.lb for variable in variables]),
        upper=_whole([variable.ub for variable in variables]),
        goal=tuple(zip((variable.id() for variable, _ in terms), costs, strict=True)),
        constant=_whole([goal.constant])[0] if goal else 0,
        starts=tuple(starts),
        columns=tuple(columns),
        coefficients=_whole(numbers),
        least=tuple(None if sense == LpConstraintLE else limit for sense, limit in limits),
        most=tuple(None if sense == LpConstraintGE else limit for sense, limit in limits),
    )


def _whole(numbers: Sequence[float]) -> tuple[int, ...]:
    """The numbers themselves, as whole numbers."""
    given = np.array(numbers, float)
    exact = (given == np.rint(given)) & (abs(given) <= LARGEST)
    if not exact.all():
        raise ValueError(f"{given[~exact][0].item()!r} is not an exact whole number")
    return tuple(given.astype(np.int64).tolist())


def value(matrix: Matrix, values: Sequence[int]) -> int:
    """The goal at these values of the columns."""
    return matrix.constant + sum(cost * values[column] for column, cost in matrix.goal)


def floor(matrix: Matrix) -> int:
    """The goal were there no rows: what it cannot be below."""
    return matrix.constant + sum(
        min(cost * matrix.lower[column], cost * matrix.upper[column])
        for column, cost in matrix.goal
    )
