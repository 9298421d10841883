"""Why an offer did not get a region: the goal it would cost, the order, or the rules against it."""

from dataclasses import replace
from fractions import Fraction
from functools import partial

import oracle
import pytest
from enumerated import allocation
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import problems

from solver import allocate, conflicts, why_not
from solver.groups import Group
from solver.plan import order, supplied
from solver.problem import Aim, Bounds, Goal, Linkage


def some_plan(problem):
    return next(iter(oracle.legal(problem)), None)


def ask(problem, offer, region):
    return why_not.ask(
        problem,
        allocation(problem),
        offer,
        region,
        solve=allocation,
        explain=partial(conflicts.explain, find=some_plan),
    )


@pytest.fixture
def free(sound):
    """Any number of regions and no linkage: each region goes to whom it costs least."""
    return replace(sound, counts=(Bounds(0, 3),) * 2, linkage=Linkage.NONE)


def test_a_region_costs_what_it_costs_more(free):
    """Beta has Beijing for 60 fen; Alpha asks 70. Everything else stays."""
    asked = ask(free, 0, 0)
    assert (asked.supplies, asked.worsened, asked.changes) == (False, 0, (10,))
    assert asked.forced.plan.suppliers == (0, 0, 0)
    assert asked.moved == (0,)
    assert asked.broken == ()
    assert asked.conflict is None


def test_the_published_order_decides_between_equals(sound):
    """Each gets one of two equal regions at the same money: the better rank the smaller code."""
    equal = replace(
        sound,
        regions=sound.regions[:2],
        volume=(10, 10),
        cost=((5, 5), (6, 6)),
        counts=(Bounds(1, 1),) * 2,
    )
    asked = ask(equal, 1, 0)
    assert (asked.worsened, asked.changes, asked.moved) == (None, (0,), (0, 1))


def test_what_is_within_the_tolerance_of_a_goal_is_not_held_against_anybody(free):
    """Ten fen more are within a tenth of 110 fen, but then Alpha has too much: the second goal."""
    goals = (Goal(Aim.SPEND, Fraction(1, 10)), Goal(Aim.LARGEST_GROUP))
    asked = ask(replace(free, goals=goals), 0, 0)
    assert asked.changes[0] == 10
    assert asked.changes[1] >= 0
    assert asked.worsened in {1, None}


def test_rules_stand_in_the_way(sound):
    """Alpha has one region and must have no less than Beta: it can only be the largest."""
    asked = ask(sound, 0, 1)
    assert asked.forced is None
    assert asked.broken == (Group.COUNTS,)
    assert asked.conflict.groups == (Group.COUNTS, Group.LINKAGE, Group.SETTLED)


def test_who_has_the_region_has_nothing_to_ask(sound):
    assert ask(sound, 0, 0).supplies


def test_a_region_shared_otherwise_has_moved(free):
    """Split regions, and Alpha may not supply more than half of the lot: one unit is enough."""
    split = replace(free, suppliers=2, cost=((1, 1, 1), (1, 1, 2)), volume=(2, 2, 2))
    asked = ask(replace(split, max_share=Fraction(1, 2)), 1, 2)
    assert asked.changes == (1,)
    assert 2 in asked.moved
    assert asked.broken == ()


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_the_reason_is_the_first_goal_that_worsens_or_the_order(data):
    problem = data.draw(problems())
    goals = tuple(replace(goal, tolerance=Fraction(0)) for goal in problem.goals)
    problem = replace(problem, goals=goals)
    if oracle.best(problem) is None:
        return
    offer = data.draw(st.integers(0, len(problem.offers) - 1))
    region = data.draw(st.integers(0, len(problem.regions) - 1))
    asked = ask(problem, offer, region)
    if asked.forced is None:
        assert Group.SETTLED in asked.conflict.groups
        return
    assert region in supplied(problem, asked.forced.plan)[offer]
    if asked.worsened is None:
        now, forced = (order(problem, one.plan) for one in (asked.now, asked.forced))
        assert now < forced or asked.supplies
    else:
        before = asked.changes[: asked.worsened]
        assert not asked.supplies
        assert before == (0,) * len(before)


def test_both_engines_are_asked(sound, free):
    for problem, offer, region in ((sound, 0, 1), (free, 0, 0)):
        now = allocate.allocate(problem)
        asked = why_not.ask(problem, now, offer, region)
        wanted = ask(problem, offer, region)
        assert asked.conflict == wanted.conflict
        assert asked.forced is wanted.forced is None or asked.changes == wanted.changes
