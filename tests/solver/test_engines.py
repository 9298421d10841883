"""Both engines answer the same matrix."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver import engines, highs
from solver.engines import Engine, Limits, Progress, Status, solve, verdict
from solver.matrix import Matrix, value

EVERY = pytest.mark.parametrize("engine", list(Engine))


def matrix(goal, *rows, upper=1, constant=0):
    """Minimize constant + goal·x over 0 <= x <= upper; a row is (least, coefficients, most)."""
    size = len(goal)
    return Matrix(
        lower=(0,) * size,
        upper=(upper,) * size,
        goal=tuple(enumerate(goal)),
        constant=constant,
        starts=tuple(range(0, size * len(rows) + 1, size)),
        columns=tuple(range(size)) * len(rows),
        coefficients=tuple(c for _, row, _ in rows for c in row),
        least=tuple(least for least, _, _ in rows),
        most=tuple(most for _, _, most in rows),
    )


def small(least=7):
    """Minimize 5 + 2x + 3y where 3x + y >= 7, x - y = 1 and x <= 10: x = 2, y = 1."""
    rows = (least, (3, 1), None), (1, (1, -1), 1), (None, (1, 0), 10)
    return matrix((2, 3), *rows, upper=10, constant=5)


def split(columns=40, rows=4, seed=1):
    """A market split: every row halves its weights to the unit; small, and beyond any engine.

    A planted solution shows that there is one. Goals are negative.
    """
    random = Random(seed)
    planted = tuple(random.choice((0, 1)) for _ in range(columns))
    weights = [[random.randrange(100) for _ in range(columns)] for _ in range(rows)]
    sums = [sum(w for w, taken in zip(row, planted, strict=True) if taken) for row in weights]
    goal = [-random.randrange(1, 1000) for _ in range(columns)]
    halves = zip(sums, weights, sums, strict=True)
    return matrix(goal, *halves), planted


def cover(columns=60, rows=40, seed=2):
    """A set cover: solutions are easy to find and hard to prove."""
    random = Random(seed)
    picks = [[int(random.random() < 0.12) for _ in range(columns)] for _ in range(rows)]
    return matrix([random.randint(50, 70) for _ in range(columns)], *((1, p, None) for p in picks))


def keeps(made, values):
    """Whether the values are a solution."""
    here = map(slice, made.starts, made.starts[1:])
    for part, least, most in zip(here, made.least, made.most, strict=True):
        terms = zip(made.columns[part], made.coefficients[part], strict=True)
        total = sum(coefficient * values[column] for column, coefficient in terms)
        if (least is not None and total < least) or (most is not None and total > most):
            return False
    return True


@EVERY
def test_the_optimum_is_found_and_proven(engine):
    answer = solve(small(), engine)
    assert (answer.status, answer.values, answer.bound) == (Status.OPTIMAL, (2, 1), 12)
    assert answer.seconds >= 0


@EVERY
def test_a_program_without_solution_is_proven_so(engine):
    answer = solve(small(least=100), engine)
    assert (answer.status, answer.values, answer.bound) == (Status.INFEASIBLE, (), None)


@EVERY
def test_without_effort_nothing_is_claimed_but_what_columns_alone_allow(engine):
    """An engine that has not begun reports a bound of nought, above every solution here."""
    made, _ = split()
    answer = solve(made, engine, limits=Limits(effort=0))
    assert (answer.status, answer.values) == (Status.UNKNOWN, ())
    assert answer.bound == sum(cost for _, cost in made.goal)


@EVERY
@pytest.mark.parametrize("limits", [Limits(effort=0.02), Limits(effort=10**9, seconds=0.2)])
def test_a_search_that_is_stopped_claims_no_proof(engine, limits):
    made, planted = split()
    answer = solve(made, engine, limits=limits)
    assert answer.status in {Status.FEASIBLE, Status.UNKNOWN}
    assert answer.bound <= value(made, planted)


@EVERY
def test_a_hint_is_a_start(engine):
    made, planted = split()
    answer = solve(made, engine, hint=planted, limits=Limits(effort=0.02))
    assert answer.status is Status.FEASIBLE
    assert value(made, answer.values) <= value(made, planted)


@EVERY
@pytest.mark.parametrize("hint", [(9, 8), (0, 0), (2,)])
def test_a_hint_is_not_a_rule(engine, hint):
    assert solve(small(), engine, hint=hint).values == (2, 1)


@EVERY
def test_an_engine_repeats_itself(engine):
    limits = Limits(effort=0.02, seed=3)
    first, second = (solve(cover(), engine, limits=limits) for _ in range(2))
    assert (first.values, first.bound) == (second.values, second.bound)


@EVERY
def test_without_a_goal_any_solution_is_the_best(engine):
    answer = solve(replace(small(), goal=()), engine)
    assert (answer.status, answer.bound) == (Status.OPTIMAL, 5)
    assert keeps(small(), answer.values)


@EVERY
def test_a_search_may_stop_at_a_gap(engine):
    """The optimum is 562; a fifth more will do."""
    gap = Fraction(1, 5)
    answer = solve(cover(), engine, limits=Limits(gap=gap))
    missed = value(cover(), answer.values) - answer.bound
    assert answer.status is Status.OPTIMAL
    assert 0 < missed <= gap * value(cover(), answer.values)


@pytest.mark.parametrize(
    ("goal", "bound", "status"),
    [
        (100, 90, Status.OPTIMAL),
        (100, 89, Status.FEASIBLE),
        (-100, -110, Status.OPTIMAL),
        (0, -1, Status.FEASIBLE),
    ],
)
def test_optimal_means_within_the_gap_in_whole_numbers(goal, bound, status):
    assert verdict(goal, bound, Limits(gap=Fraction(1, 10))) is status


def test_the_exact_engine_may_use_two_threads():
    assert solve(small(), Engine.CP_SAT, limits=Limits(threads=2)).values == (2, 1)


def test_the_exact_engine_tells_one_fen_in_a_hundred_billion_yuan():
    made = matrix((10**13, 10**13 - 1), (1, (1, 1), 1))
    answer = solve(made, Engine.CP_SAT)
    assert (answer.values, answer.bound) == ((0, 1), 10**13 - 1)


@EVERY
@pytest.mark.parametrize("seed", range(8))
def test_a_capacity_one_unit_short_is_kept(engine, seed):
    """Nine regions of up to 10**9 units: HiGHS's usual tolerance exceeds every second capacity."""
    random = Random(seed)
    units = [random.randint(10**8, 10**9) for _ in range(9)]
    made = matrix([-each for each in units], (None, units, sum(random.sample(units, 4)) - 1))
    solutions = (values for values in product((0, 1), repeat=9) if keeps(made, values))
    answer = solve(made, engine)
    assert keeps(made, answer.values)
    assert value(made, answer.values) == min(value(made, values) for values in solutions)


@pytest.mark.parametrize(
    ("largest", "tolerance"), [(1, 1e-6), (10**6, 1e-8), (10**9, 1e-10), (0, 1e-6)]
)
def test_the_tolerance_goes_by_the_largest_coefficient(largest, tolerance):
    assert highs.whole(matrix((1,), (0, (-largest,), None))) == pytest.approx(tolerance)
    assert highs.whole(matrix((1,))) == 1e-6


def test_floats_tell_it_when_most_of_the_money_is_a_constant():
    """What is hidden is counted from the part of the goal that is decided."""
    made = matrix((2, 1), (1, (1, 1), 1), constant=10**13)
    assert solve(made, Engine.HIGHS).bound == 10**13 + 1


def test_the_bound_of_floats_leaves_room_for_what_they_hide():
    made = matrix((10**13, 10**13 - 1), (1, (1, 1), 1))
    answer = solve(made, Engine.HIGHS)
    assert (answer.status, answer.values) == (Status.OPTIMAL, (0, 1))
    assert 10**13 - 10**5 < answer.bound < 10**13 - 1


def test_the_bound_of_the_exact_engine_is_whole():
    """The engine's own figure in floats is 13.000000000000002."""
    made = matrix((3, 3), (2, (1, 1), None), constant=7)
    assert repr(solve(made, Engine.CP_SAT).bound) == "13"


def test_sums_beyond_64_bits_are_refused():
    large = 2**52
    made = matrix((1, 1), (0, (large, large), None), upper=large)
    with pytest.raises(ValueError, match="overflow"):
        solve(made, Engine.CP_SAT)


@EVERY
def test_an_engine_tells_how_far_it_is(engine):
    reports = []
    answer = solve(cover(), engine, on_report=reports.append)
    bests = [report.best for report in reports if report.best is not None]
    bounds = [report.bound for report in reports]
    assert bests == sorted(bests, reverse=True)
    assert bounds == sorted(bounds)
    assert bests[-1] >= value(cover(), answer.values) == answer.bound >= bounds[-1]
    assert {report.engine for report in reports} == {engine}


def test_the_table_in_the_log_is_read():
    """Other lines, and what is not known yet, are passed over."""
    reports = []
    before = " L       0       0         0   0.00%   "
    work = "        0      0      3       341     0.0s"
    lines = (
        "Src  Proc. InQueue |  Leaves   Expl. | BestBound       BestSol              Gap |   Cuts",
        before + "-inf            inf                  inf" + work,
        before + "4624444903.131  inf                  inf" + work,
        before + "4624444903.131  4689434620        Large" + work,
        "3.7% inactive integer columns, restarting",
        before + "4624444905.455  4689434619.99     1.39%" + work,
    )
    highs.listen(matrix((0,)), Progress(Engine.HIGHS, reports.append), lines)
    assert [(report.best, report.bound) for report in reports] == [
        (None, 0),
        (None, 4624444899),
        (4689434620, 4624444899),
        (4689434620, 4624444901),
    ]


@pytest.mark.parametrize("engine", list(Engine))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_engines_agree_with_counting_every_case(engine, data):
    size = data.draw(st.integers(1, 5))
    numbers = st.integers(-20, 20)
    rows = data.draw(
        st.lists(
            st.tuples(numbers | st.none(), st.tuples(*[numbers] * size), st.none())
            | st.tuples(st.none(), st.tuples(*[numbers] * size), numbers),
            max_size=3,
        )
    )
    made = matrix(data.draw(st.tuples(*[numbers] * size)), *rows, upper=2)
    solutions = [values for values in product(range(3), repeat=size) if keeps(made, values)]
    answer = solve(made, engine)
    if not solutions:
        assert (answer.status, answer.bound) == (Status.INFEASIBLE, None)
        return
    least = min(value(made, values) for values in solutions)
    assert answer.status is Status.OPTIMAL
    assert keeps(made, answer.values)
    assert value(made, answer.values) == answer.bound == least


def test_the_engines_are_named_with_their_version():
    assert [name.split(" (OR-Tools ")[0] for name in Engine] == ["CP-SAT", "HiGHS"]
    assert engines.version("ortools") in Engine.CP_SAT
