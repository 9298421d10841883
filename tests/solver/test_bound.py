"""Whatever the weights, no plan costs less than the bound."""

from dataclasses import replace
from fractions import Fraction

import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from relaxed import inside
from strategies import problems

from solver.bound import SCALE, Box, Weights, bound, everything, narrow
from solver.plan import spend
from solver.problem import Bounds, Linkage
from solver.relax import relax

SETTINGS = settings(max_examples=200, deadline=None, database=None)


@st.composite
def boxes(draw):
    """A problem, its relaxation, any part of its plans, and any weights."""
    problem = draw(problems())
    relaxation = relax(problem)
    pairs = st.tuples(
        st.integers(0, len(problem.offers) - 1), st.integers(0, len(problem.regions) - 1)
    )
    flags = [flag for group in relaxation.groups for flag in group]
    some = st.frozensets(pairs, max_size=2)
    box = Box(
        relaxation.barred | draw(some),
        relaxation.taken | draw(some),
        draw(st.frozensets(st.sampled_from(flags), max_size=2)) if flags else frozenset(),
    )
    tiered = any(option.flag for option in relaxation.options)
    weights = st.integers(0, 5 * SCALE)
    return (
        problem,
        relaxation,
        box,
        Weights(
            tuple(draw(weights | st.just(0)) for _ in relaxation.rows),
            tuple(draw(weights) for _ in problem.regions) if tiered else (),
        ),
    )


@SETTINGS
@given(boxes())
def test_no_plan_of_a_box_costs_less_than_its_bound(drawn):
    problem, relaxation, box, weights = drawn
    found = bound(relaxation, box, weights)
    plans = [plan for plan in oracle.legal(problem) if inside(problem, plan, box)]
    if found is None:
        assert plans == []
    for plan in plans:
        assert spend(problem, plan) >= found.fen
    ray = bound(relaxation, box, weights, scale=0)
    if ray is not None and ray.total > 0:
        assert plans == []


@SETTINGS
@given(boxes(), st.integers(1, 30))
def test_narrowing_loses_no_plan_below_the_spend(drawn, more):
    problem, relaxation, box, weights = drawn
    found = bound(relaxation, box, weights)
    if found is None:
        return
    limit = found.fen + more
    narrower = narrow(relaxation, box, found, limit)
    for plan in oracle.legal(problem):
        if inside(problem, plan, box) and spend(problem, plan) < limit:
            assert inside(problem, plan, narrower)


def test_a_multiplier_is_what_breaking_a_row_would_cost(sound):
    """
    region  units  Alpha  Beta
    110000  60     70     60
    120000  30     30     36
    130000  20     20     25    fen

    The least of every region is 60 + 30 + 20 = 110. One region more for Alpha than it may have
    costs 10, so Alpha's are 80, 40 and 30, and 10 are given back: 60 + 36 + 25 - 10 = 111. A unit
    of linkage at half a fen gives Alpha 30, 15 and 10, and takes as much from Beta.
    """
    free = replace(sound, counts=(Bounds(0, 1), Bounds(0, 3)))
    relaxation = relax(free)
    assert [row.name for row in relaxation.rows] == ["counts most Alpha", "linkage Alpha >= Beta"]

    def fen(*weights):
        return bound(relaxation, everything(relaxation), Weights(weights)).fen

    assert fen(0, 0) == 110
    assert fen(10 * SCALE, 0) == 111
    assert fen(0, SCALE // 2) == 40 + 15 + 10
    assert fen(0, 1) == 111  # a little above 110, and a spend is whole


def test_a_region_has_what_is_settled_and_the_rest_at_the_least(sound):
    """Beta has at least a quarter of 120000: 8 units of 30 at 36 and 22 at 30 are 948 fen."""
    split = replace(
        sound,
        suppliers=2,
        least_part=Fraction(1, 4),
        linkage=Linkage.NONE,
        counts=(Bounds(0, 3),) * 2,
    )
    relaxation = relax(split)
    box = everything(relaxation)
    nothing = Weights(())
    rest = 60 * 60 + 20 * 20
    assert bound(relaxation, box, nothing).fen == rest + 30 * 30
    beta = replace(box, taken=frozenset({(1, 1)}))
    assert bound(relaxation, beta, nothing).fen == rest + 948
    alone = replace(beta, barred=frozenset({(0, 1)}))
    assert bound(relaxation, alone, nothing).fen == rest + 30 * 36
    both = replace(box, taken=frozenset({(0, 1), (1, 1)}))
    assert bound(relaxation, both, nothing).fen == rest + 948
    halves = relax(replace(split, least_part=Fraction(3, 4)))
    assert bound(halves, both, nothing) is None


@pytest.mark.parametrize(
    "box",
    [
        Box(frozenset({(0, 1), (1, 1)}), frozenset()),
        Box(frozenset(), frozenset({(0, 1), (1, 1)})),
        Box(frozenset({(0, 1)}), frozenset({(0, 1)})),
    ],
)
def test_a_box_without_a_plan_has_no_bound(sound, box):
    """A region with nobody, with two suppliers, and with one who may not have it."""
    relaxation = relax(sound)
    assert bound(relaxation, box, Weights((0,) * len(relaxation.rows))) is None
