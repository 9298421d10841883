"""A program becomes whole numbers, row by row, or is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulp import LpMaximize, LpProblem, lpSum_vars_coefs

from solver import matrix

EXACT = 2**53


def program(*, least=7, coefficient=3, most=10, sense=1):
    """Minimize 5 + 2x - 3y where 3x + y >= 7, x - y = 1 and x <= 10; x is whole, y need not be."""
    lp = LpProblem("program", sense)
    x = lp.add_variable("x", 0, most, "Integer")
    y = lp.add_variable("y", -4, 10)
    lp += coefficient * x + y >= least
    lp += x - y == 1
    lp += x <= 10
    lp += 5 + 2 * x - 3 * y
    return lp


def test_rows_lie_behind_one_another():
    assert matrix.of(program()) == matrix.Matrix(
        lower=(0, -4),
        upper=(10, 10),
        goal=((0, 2), (1, -3)),
        constant=5,
        starts=(0, 2, 4, 5),
        columns=(0, 1, 0, 1, 0),
        coefficients=(3, 1, 1, -1, 1),
        least=(7, 1, None),
        most=(None, 1, 10),
    )


def test_a_program_without_goal_has_an_empty_one():
    lp = LpProblem("program")
    lp.add_variable("x", 0, 1)
    assert (matrix.of(lp).goal, matrix.of(lp).constant) == ((), 0)


def test_numbers_up_to_the_last_exact_one_are_taken():
    assert matrix.of(program(least=EXACT)).least[0] == EXACT


@pytest.mark.parametrize("change", [{"coefficient": 0.5}, {"least": 2 * EXACT}, {"most": None}])
def test_only_exact_whole_numbers_are_taken(change):
    with pytest.raises(ValueError, match="not an exact whole number"):
        matrix.of(program(**change))


def test_a_goal_to_be_made_large_is_refused():
    with pytest.raises(ValueError, match="made small"):
        matrix.of(program(sense=LpMaximize))


def test_the_goal_has_a_value_and_a_floor():
    """5 + 2·0 - 3·10 is as low as the columns alone allow."""
    made = matrix.of(program())
    assert (matrix.value(made, (2, 1)), matrix.floor(made)) == (6, -25)


@given(st.lists(st.lists(st.integers(-EXACT, EXACT), min_size=3, max_size=3), max_size=5))
def test_every_coefficient_arrives(rows):
    lp = LpProblem("program")
    columns = [lp.add_variable(name, 0, 1, "Integer") for name in "xyz"]
    for row in rows:
        lp.addConstraint(lpSum_vars_coefs(zip(columns, row, strict=True)) <= sum(map(abs, row)) % 7)
    made = matrix.of(lp)
    for k, row in enumerate(rows):
        here = slice(made.starts[k], made.starts[k + 1])
        arrived = dict(zip(made.columns[here], made.coefficients[here], strict=True))
        assert [arrived.get(column, 0) for column in range(3)] == row
