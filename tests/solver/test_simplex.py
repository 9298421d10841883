"""A linear program that is solved, changed, and solved again."""

import pytest
from ortools.math_opt.python import mathopt

from solver.simplex import Simplex


def test_only_changes_go_in_and_only_numbers_come_out():
    """Ten units at 3 or 5 fen, of which the first may have 6: then 4, then a row nobody keeps."""
    model = mathopt.Model()
    first, second = model.add_variable(lb=0, ub=6), model.add_variable(lb=0, ub=8)
    cover = model.add_linear_constraint(first + second >= 10)
    model.minimize(3 * first + 5 * second)
    program = Simplex(model)
    found = program.solve()
    assert found.value == pytest.approx(6 * 3 + 4 * 5)
    assert found.variables == pytest.approx({first.id: 6, second.id: 4})
    assert found.duals == pytest.approx({cover.id: 5})
    assert program.solve() == found
    first.upper_bound = 4
    assert program.solve().value == pytest.approx(4 * 3 + 6 * 5)
    first.upper_bound = 1
    assert program.solve() is None
    first.upper_bound = 6
    assert program.solve().value == pytest.approx(found.value)
