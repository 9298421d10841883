"""The rows let through exactly the plans that the checker lets through."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import problems

from solver import check, clauses, goals, matrix, model
from solver.batch import Batch, Limit
from solver.faults import faults
from solver.plan import Plan


def broken(rows, values):
    """The rows that these values break."""
    found = []
    for i, (least, most) in enumerate(zip(rows.least, rows.most, strict=True)):
        span = range(rows.starts[i], rows.starts[i + 1])
        total = sum(rows.coefficients[k] * values[rows.columns[k]] for k in span)
        if (least is not None and total < least) or (most is not None and total > most):
            found.append(i)
    return found


def keeps(problem, plan):
    """Every row and every bound of the program is kept by the plan."""
    program = clauses.build(problem)
    rows, values = matrix.of(program.lp), model.values_of(program, plan)
    inside = zip(rows.lower, values, rows.upper, strict=True)
    return not broken(rows, values) and all(low <= value <= high for low, value, high in inside)


@st.composite
def plans(draw, problem):
    """Any plan of the right shape."""
    offers, regions = range(len(problem.offers)), range(len(problem.regions))
    someone = st.sampled_from(offers)
    if problem.split:
        columns = []
        for units in problem.volume:
            cuts = sorted(
                draw(
                    st.lists(
                        st.integers(0, units), min_size=len(offers) - 1, max_size=len(offers) - 1
                    )
                )
            )
            ends = [0, *cuts, units]
            columns.append([ends[i + 1] - ends[i] for i in offers])
        return Plan(
            problem.lot, amounts=tuple(tuple(column[w] for column in columns) for w in offers)
        )
    suppliers = tuple(draw(someone) for _ in regions)
    backups = tuple(draw(someone) for _ in regions) if problem.backup else ()
    return Plan(problem.lot, suppliers, backups)


@settings(max_examples=600, deadline=None, database=None)
@given(st.data())
def test_the_rows_let_through_what_the_checker_lets_through(data):
    problem = data.draw(problems())
    assert faults(problem) == ()
    plan = data.draw(plans(problem))
    assert keeps(problem, plan) == (check.faults(problem, plan) == ())


@settings(max_examples=300, deadline=None, database=None)
@given(st.data())
def test_goals_have_the_value_the_checker_measures(data):
    problem = data.draw(problems())
    plan = data.draw(plans(problem))
    if check.faults(problem, plan):
        return
    for goal in problem.goals:
        program = clauses.build(problem)
        program.lp.setObjective(goals.goal(program, goal.aim))
        rows, values = matrix.of(program.lp), list(model.values_of(program, plan))
        measured = check.measure(problem, plan, goal.aim)
        if extra := len(rows.lower) - len(clauses.build(problem).lp.variables()):
            assert extra == 1
            values[-1] = measured
            assert not broken(rows, values)
            values[-1] -= 1
            assert broken(rows, values) or measured == 0
            values[-1] += 1
        assert rows.constant + sum(c * values[j] for j, c in rows.goal) == measured


def test_limits_bind_the_lots_of_a_batch(sound):
    """
    Alpha's line makes 150 units in all, two for each unit of the second lot. With 110000 (60) in
    the first lot it has 90 left: 120000 (30) of the second needs 60, 110000 (60) needs 120.
    """
    lots = (sound, replace(sound, lot="02"))
    programs = clauses.build_batch(Batch(lots, (Limit("Alpha", {(0, 0): 1, (1, 0): 2}, 150),)))
    rows = matrix.of(programs[0].lp)
    for second, kept in (((1, 0, 1), True), ((0, 1, 1), False)):
        plans = zip(programs, ((0, 1, 1), second), strict=True)
        known = [model.values_of(p, Plan(p.problem.lot, s)) for p, s in plans]
        values = [sum(each) for each in zip(*known, strict=True)]
        over = [rows.most[i] for i in broken(rows, values)]
        assert (150 not in over) == kept
