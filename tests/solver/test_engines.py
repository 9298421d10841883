"""Both engines answer the same program."""

import pytest
from pulp import LpProblem

from solver import engines, model
from solver.engines import Engine, Status, solve

EVERY = pytest.mark.parametrize("engine", list(Engine))


def program(*, least=7, coefficient=3, most=10):
    """Minimize 5 + 2x + 3y where 3x + y >= 7, x - y = 1 and x <= 10, in whole numbers."""
    lp = LpProblem("program")
    x = lp.add_variable("x", 0, most, "Integer")
    y = lp.add_variable("y", 0, 10, "Integer")
    lp += coefficient * x + y >= least
    lp += x - y == 1
    lp += x <= 10
    lp += 5 + 2 * x + 3 * y
    return lp


@EVERY
def test_the_optimum_is_found_and_proven(engine):
    answer = solve(program(), engine, effort=1)
    assert (answer.status, answer.values, answer.bound) == (Status.OPTIMAL, (2, 1), 12)
    assert answer.seconds >= 0


@EVERY
def test_a_program_without_solution_is_proven_so(engine):
    answer = solve(program(least=100), engine, effort=1)
    assert (answer.status, answer.values) == (Status.INFEASIBLE, ())


@EVERY
def test_without_effort_nothing_is_claimed(engine, national):
    answer = solve(model.build(national).lp, engine, effort=0)
    assert (answer.status, answer.values) == (Status.UNKNOWN, ())


@EVERY
def test_an_engine_repeats_itself(engine, national):
    lp = model.build(national).lp
    first, second = (solve(lp, engine, effort=10, seed=3) for _ in range(2))
    assert (first.values, first.bound) == (second.values, second.bound)


def test_the_exact_engine_tells_one_fen_in_a_hundred_billion_yuan():
    lp = LpProblem("program")
    x, y = (lp.add_variable(name, cat="Binary") for name in "xy")
    lp += x + y == 1
    lp += 10**13 * x + (10**13 - 1) * y
    answer = solve(lp, Engine.CP_SAT, effort=1)
    assert (answer.values, answer.bound) == ((0, 1), 10**13 - 1)


def test_the_bound_of_the_exact_engine_is_whole():
    """Minimize 7 + 3x + 3y where x + y >= 2: the engine's own figure is 13.000000000000002."""
    lp = LpProblem("program")
    x, y = (lp.add_variable(name, cat="Binary") for name in "xy")
    lp += x + y >= 2
    lp += 7 + 3 * x + 3 * y
    assert repr(solve(lp, Engine.CP_SAT, effort=1).bound) == "13"


@pytest.mark.parametrize("change", [{"coefficient": 0.5}, {"least": 2**54}, {"most": None}])
def test_the_exact_engine_takes_exact_whole_numbers_only(change):
    with pytest.raises(ValueError, match="not an exact whole number"):
        solve(program(**change), Engine.CP_SAT, effort=1)


def test_a_hint_is_a_start_not_a_rule():
    assert solve(program(), Engine.CP_SAT, hint=(9, 8), effort=1).values == (2, 1)


def test_the_engines_are_named_with_their_version():
    assert [name.split(" (OR-Tools ")[0] for name in Engine] == ["CP-SAT", "HiGHS"]
    assert engines.version("ortools") in Engine.CP_SAT
