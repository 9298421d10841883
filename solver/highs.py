"""HiGHS: a second engine that shares no code with the first; it counts in floats."""

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from itertools import pairwise
from math import ceil, inf, isfinite, ulp

from ortools.math_opt.model_pb2 import ModelProto
from ortools.math_opt.python import mathopt
from ortools.math_opt.solvers.highs_pb2 import HighsOptionsProto

from solver.engines import Answer, Limits, Progress, Status, verdict
from solver.matrix import Matrix, floor, value

NODES = 200  # of the search tree for one unit of effort
MOST_NODES = 2**31 - 1  # that HiGHS can count
HIDDEN_UNITS = 0.01  # of a row's sum, by a column that is not quite whole
LEAST_WHOLE, USUAL_WHOLE = 1e-10, 1e-6  # tolerances that HiGHS has for whole columns
HIDDEN = 1e-9  # the part of a bound that floats may hide
HIDDEN_AT_LEAST = 1e-6
FIGURES = re.compile(r"%\s+(\S+)\s+(\S+)\s+\S+(\s+\d+){4}\s+[\d.]+s$")
"""A line of the log: the explored part, bound, best, gap, cuts and work; the clock comes last."""

Reason = mathopt.TerminationReason


def solve(matrix: Matrix, hint: Sequence[int], limits: Limits, progress: Progress | None) -> Answer:
    """As ``engines.solve``."""
    model = mathopt.Model.from_model_proto(_model(matrix))
    columns = list(model.variables())
    start = mathopt.SolutionHint(variable_values=dict(zip(columns, map(float, hint), strict=False)))
    result = mathopt.solve(
        model,
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(
            random_seed=limits.seed,
            node_limit=min(ceil(limits.effort * NODES), MOST_NODES),
            time_limit=None if limits.seconds is None else timedelta(seconds=limits.seconds),
            relative_gap_tolerance=float(limits.gap),
            absolute_gap_tolerance=0,
            highs=HighsOptionsProto(double_options={"mip_feasibility_tolerance": whole(matrix)}),
        ),
        model_params=mathopt.ModelSolveParameters(solution_hints=[start] if hint else []),
        msg_cb=partial(listen, matrix, progress) if progress else None,
    )
    seconds = result.solve_time().total_seconds()
    reason = result.termination.reason
    if reason in {Reason.INFEASIBLE, Reason.INFEASIBLE_OR_UNBOUNDED}:
        return Answer(Status.INFEASIBLE, (), None, seconds)
    least, most = around(matrix, result.termination.objective_bounds.dual_bound)
    if not result.has_primal_feasible_solution():
        return Answer(Status.UNKNOWN, (), least, seconds)
    values = tuple(map(round, result.variable_values(columns)))
    claim = verdict(value(matrix, values), most, limits)
    status = claim if reason is Reason.OPTIMAL else Status.FEASIBLE
    return Answer(status, values, least, seconds)


def whole(matrix: Matrix) -> float:
    """How far from whole a column may be: so little that no row hides a unit.

    With HiGHS's usual tolerance, regions of 10**9 units broke a capacity by a unit in every lot;
    the least tolerance on every matrix costs plans.
    """
    largest = max(map(abs, matrix.coefficients), default=1)
    return max(LEAST_WHOLE, min(USUAL_WHOLE, HIDDEN_UNITS / max(1, largest)))


def around(matrix: Matrix, bound: float) -> tuple[int, int]:
    """The whole numbers between which the exact bound lies when floats hide their worst."""
    lowest = floor(matrix)
    if not isfinite(bound):
        return lowest, lowest
    hidden = HIDDEN * abs(bound - matrix.constant) + ulp(bound) + HIDDEN_AT_LEAST
    return max(lowest, ceil(bound - hidden)), int((bound + hidden) // 1)


def listen(matrix: Matrix, progress: Progress, lines: Sequence[str]) -> None:
    """Bound and best goal from the table in the engine's log; other lines are passed over."""
    for line in lines:
        if found := FIGURES.search(line):
            bound, best = map(float, found.group(1, 2))
            progress.hear(round(best) if isfinite(best) else None, around(matrix, bound)[0])


def _model(matrix: Matrix) -> ModelProto:
    model = ModelProto()
    columns, rows, terms = model.variables, model.linear_constraints, model.linear_constraint_matrix
    columns.ids.extend(range(len(matrix.lower)))
    columns.lower_bounds.extend(matrix.lower)
    columns.upper_bounds.extend(matrix.upper)
    columns.integers.extend([True] * len(matrix.lower))
    rows.ids.extend(range(len(matrix.least)))
    rows.lower_bounds.extend([-inf if least is None else least for least in matrix.least])
    rows.upper_bounds.extend([inf if most is None else most for most in matrix.most])
    for row, (start, end) in enumerate(pairwise(matrix.starts)):
        entries = sorted(
            zip(matrix.columns[start:end], matrix.coefficients[start:end], strict=True)
        )
        terms.row_ids.extend([row] * (end - start))
        terms.column_ids.extend([column for column, _ in entries])
        terms.coefficients.extend([coefficient for _, coefficient in entries])
    goal = sorted(matrix.goal)
    model.objective.linear_coefficients.ids.extend([column for column, _ in goal])
    model.objective.linear_coefficients.values.extend([cost for _, cost in goal])
    model.objective.offset = matrix.constant
    return model
