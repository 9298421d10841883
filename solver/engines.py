"""The engines behind one function: CP-SAT, exact in whole numbers, and HiGHS, in floats."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version

from ortools.math_opt.python import mathopt
from ortools.sat.python import cp_model
from pulp import LpConstraintGE, LpConstraintLE, LpInteger, LpProblem

NODES = 200  # of HiGHS's search tree for one unit of effort
LARGEST = 2**53  # whole numbers up to here survive PuLP, which keeps them as floats


class Engine(StrEnum):
    """An engine under its published name, with the version of the library that carries it."""

    CP_SAT = f"CP-SAT (OR-Tools {version('ortools')})"
    HIGHS = f"HiGHS (OR-Tools {version('ortools')})"


class Status(StrEnum):
    """What an engine claims: UNKNOWN when its effort ended without a plan or a proof."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """An engine's claim with the whole value of every variable, empty when it found none.

    ``bound``: no solution has a lower goal, as a whole number from the exact engine;
    ``seconds`` by the engine's own clock.
    """

    status: Status
    values: tuple[int, ...]
    bound: float
    seconds: float


def solve(
    lp: LpProblem, engine: Engine, *, hint: Sequence[int] = (), effort: float, seed: int = 0
) -> Answer:
    """Minimize the program's goal; the same program, effort and seed give the same answer.

    ``effort`` counts deterministic work, about a second each, never time. ``hint`` holds values
    for the first variables; HiGHS starts without.
    """
    if engine is Engine.CP_SAT:
        return _solve_by_cp_sat(lp, hint, effort, seed)
    return _solve_by_highs(lp, effort, seed)


def _solve_by_cp_sat(lp: LpProblem, hint: Sequence[int], effort: float, seed: int) -> Answer:
    """Every number is handed over whole; continuous variables take whole values too."""
    model = cp_model.CpModel()
    columns = [
        model.new_int_var(_whole(v.lowBound), _whole(v.upBound), v.name) for v in lp.variables()
    ]
    for row in lp.constraints():
        terms, right = row.items(), _whole(-row.constant)
        left = cp_model.LinearExpr.weighted_sum(
            [columns[v.id] for v, _ in terms], [_whole(c) for _, c in terms]
        )
        if row.sense == LpConstraintLE:
            model.add(left <= right)
        elif row.sense == LpConstraintGE:
            model.add(left >= right)
        else:
            model.add(left == right)
    assert lp.objective is not None
    terms = lp.objective.items()
    goal = cp_model.LinearExpr.weighted_sum(
        [columns[v.id] for v, _ in terms], [_whole(c) for _, c in terms]
    )
    model.minimize(goal)
    for column, value in zip(columns, hint, strict=False):
        model.add_hint(column, value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    status = {
        cp_model.OPTIMAL: Status.OPTIMAL,
        cp_model.FEASIBLE: Status.FEASIBLE,
        cp_model.INFEASIBLE: Status.INFEASIBLE,
    }.get(solver.solve(model), Status.UNKNOWN)
    found = status in {Status.OPTIMAL, Status.FEASIBLE}
    values = tuple(solver.value(column) for column in columns) if found else ()
    bound = solver.response_proto.inner_objective_lower_bound + _whole(lp.objective.constant)
    return Answer(status, values, bound, solver.wall_time)


def _solve_by_highs(lp: LpProblem, effort: float, seed: int) -> Answer:
    """Decisions are rounded to whole numbers; the checker says whether they keep the clauses."""
    model = mathopt.Model()
    columns = [
        model.add_variable(lb=v.lowBound, ub=v.upBound, is_integer=v.cat == LpInteger)
        for v in lp.variables()
    ]
    for row in lp.constraints():
        right = -row.constant
        mathopt_row = model.add_linear_constraint(
            lb=-math.inf if row.sense == LpConstraintLE else right,
            ub=math.inf if row.sense == LpConstraintGE else right,
        )
        for variable, coefficient in row.items():
            mathopt_row.set_coefficient(columns[variable.id], coefficient)
    assert lp.objective is not None
    model.objective.offset = lp.objective.constant
    for variable, coefficient in lp.objective.items():
        model.objective.set_linear_coefficient(columns[variable.id], coefficient)
    limits = mathopt.SolveParameters(
        random_seed=seed,
        node_limit=math.ceil(effort * NODES),
        relative_gap_tolerance=0,
        absolute_gap_tolerance=0,
    )
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=limits)
    found = result.has_primal_feasible_solution()
    status = {
        mathopt.TerminationReason.OPTIMAL: Status.OPTIMAL,
        mathopt.TerminationReason.INFEASIBLE: Status.INFEASIBLE,
        mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED: Status.INFEASIBLE,
    }.get(result.termination.reason, Status.FEASIBLE if found else Status.UNKNOWN)
    values = tuple(round(result.variable_values(column)) for column in columns) if found else ()
    bound = result.termination.objective_bounds.dual_bound
    return Answer(status, values, bound, result.solve_time().total_seconds())


def _whole(number: float) -> int:
    """The number itself; ``ValueError`` when it is not whole or too large to have stayed exact."""
    if abs(number) > LARGEST or number != int(number):
        raise ValueError(f"{number!r} is not an exact whole number")
    return int(number)
