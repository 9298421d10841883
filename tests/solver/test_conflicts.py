"""The smallest conflict and the smallest changes, against brute force; and worked examples."""

from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import combinations

import oracle
import pytest
from hypothesis import assume, given, settings
from tightened import tightened

from solver import conflicts
from solver.conflicts import Conflict, Relaxation
from solver.dials import dials
from solver.faults import faults
from solver.groups import Group, asked, within, without
from solver.problem import Backup, Bounds, Linkage, Offer, Problem, exactly


@cache
def some_plan(problem):
    """What the engines are asked, answered by brute force."""
    assert faults(problem) == ()
    return next(iter(oracle.legal(problem)), None)


@pytest.fixture
def tight():
    """Every group of rules asks for something.

    offer  price  capacity  band    control   110000  120000  130000
    Alpha  1      6         0–6     One       1
    Beta   2      6         0–6     Two
    Gamma  3      6         0–6     Two
                                              3       2       1       units
    """
    return Problem(
        lot="01",
        offers=tuple(
            Offer(name, price, capacity=6, band=Bounds(0, 6), group=group)
            for price, (name, group) in enumerate(
                (("Alpha", "One"), ("Beta", "Two"), ("Gamma", "Two")), start=1
            )
        ),
        regions=("110000", "120000", "130000"),
        volume=(3, 2, 1),
        cost=((0,) * 3,) * 3,
        counts=exactly((1, 1, 1)),
        max_share=Fraction(1, 2),
        backup=Backup(),
        settled=((0, 0),),
    )


@given(tightened())
@settings(max_examples=25, deadline=None)
def test_leaving_rules_out_only_makes_more_plans_possible(problem):
    plans = set(oracle.legal(replace(problem, backup=None)))
    for group in Group:
        fewer = without(replace(problem, backup=None), group)
        assert plans <= set(oracle.legal(fewer)) or fewer.suppliers != problem.suppliers


@given(tightened())
@settings(max_examples=30, deadline=None)
def test_the_conflict_is_the_first_of_the_smallest(problem):
    assume(some_plan(problem) is None)
    groups = conflicts.smallest(problem, some_plan)
    subsets = [
        subset for size in range(len(groups) + 1) for subset in combinations(asked(problem), size)
    ]
    assert groups == next(one for one in subsets if some_plan(within(problem, one)) is None)


@given(tightened())
@settings(max_examples=12, deadline=None)
def test_a_relaxation_is_the_smallest_change_of_its_number_that_helps(problem):
    assume(some_plan(problem) is None)
    found = {
        (one.group, one.name, one.place): one
        for one in conflicts.relaxations(tuple(dials(problem)), some_plan)
    }
    for dial in dials(problem):
        step = 1 if dial.limit > dial.now else -1
        helps = [
            value
            for value in range(dial.now + step, dial.limit + step, step)
            if some_plan(dial.turn(value)) is not None
        ]
        one = found.get((dial.group, dial.name, dial.place))
        if dial.eases:
            assert (one.needed if one else None) == (helps[0] if helps else None)
        elif one:  # every step was tried, so those that help are known here
            assert one.needed in helps
            assert one.needed - step not in helps


def test_every_group_that_asks_for_something_is_named(tight):
    whole = tuple(group for group in Group if group not in {Group.SUPPLIERS, Group.LEAST_PART})
    assert asked(tight) == whole
    split = replace(tight, backup=None, suppliers=2, least_part=Fraction(1, 2))
    assert set(asked(split)) == set(Group) - {Group.BACKUP, Group.READINESS}
    free = within(tight, ())
    assert asked(free) == ()
    assert free.linkage is Linkage.NONE


def test_conditional_linkage_goes_with_the_capacities_it_speaks_of(tight):
    conditional = replace(tight, linkage=Linkage.CONDITIONAL)
    assert without(conditional, Group.CAPACITY).linkage is Linkage.NONE
    assert without(tight, Group.CAPACITY).linkage is Linkage.STRICT


def test_numbers_of_regions_against_linkage(impossible):
    """Three regions of ten units: one for Alpha, two for the dearer Beta, who must not have more.

    A tolerance of ten units would do, or one region more or less for everybody: Alpha two, Beta
    one. No offer's number alone helps, since the numbers add up to the regions.
    """
    assert conflicts.explain(impossible, some_plan) == Conflict(
        lot="02",
        shortages=conflicts.shortages(impossible),
        groups=(Group.COUNTS, Group.LINKAGE),
        relaxations=(
            Relaxation(Group.COUNTS, "all", "", 0, 1, Fraction(1, 3), least=True),
            Relaxation(Group.LINKAGE, "tolerance", "", 0, 10, Fraction(1, 3), least=True),
        ),
    )


def test_a_capacity_against_the_linkage(tight):
    """Alpha, cheapest, may supply one unit; six are to be shared out, nobody gets more than Alpha.

    Alpha needs two units of capacity: then two each. Or a tolerance of one: one, two and three.
    """
    offers = (replace(tight.offers[0], capacity=1), *tight.offers[1:])
    small = replace(within(tight, (Group.CAPACITY, Group.BAND)), offers=offers)
    small = replace(small, linkage=Linkage.STRICT, suppliers=3)
    found = conflicts.explain(small, some_plan)
    assert found.groups == (Group.CAPACITY, Group.LINKAGE)
    assert [(one.place, one.now, one.needed) for one in found.relaxations] == [
        ("Alpha", 1, 2),
        ("", 0, 1),
    ]


def test_a_share_too_small_for_the_groups(tight):
    """Two control groups with two fifths each cannot supply everything; with half they can."""
    small = replace(within(tight, (Group.BAND,)), max_share=Fraction(2, 5))
    found = conflicts.explain(small, some_plan)
    assert found.groups == (Group.MAX_SHARE,)
    assert found.relaxations == (
        Relaxation(Group.MAX_SHARE, "share", "", 2, 3, Fraction(1, 6), least=True),
    )


def test_two_conflicts_are_told_one_at_a_time(tight):
    """Neither the bands nor the numbers of regions can be kept: no single number mends both."""
    offers = tuple(replace(offer, band=Bounds(0, 1)) for offer in tight.offers)
    twice = replace(within(tight, (Group.COUNTS,)), offers=offers, counts=exactly((1, 1, 0)))
    found = conflicts.explain(twice, some_plan)
    assert (found.groups, found.alone) == ((Group.COUNTS,), True)
    assert [(one.name, one.place, one.needed) for one in found.relaxations] == [
        ("most", "Alpha", 2),
        ("most", "Beta", 2),
        ("most", "Gamma", 1),
        ("all", "", 1),
    ]


def test_what_has_a_plan_has_no_conflict(tight):
    assert conflicts.explain(tight, some_plan) is None


def test_the_engines_are_asked_when_nobody_else_is(impossible, sound):
    assert conflicts.explain(impossible) == conflicts.explain(impossible, some_plan)
    assert conflicts.explain(sound) is None
