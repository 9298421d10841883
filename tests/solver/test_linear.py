"""The linear program finds the best weights, and shares where no whole plan is as good."""

from dataclasses import replace
from fractions import Fraction

import pytest

from solver.bound import bound, everything
from solver.linear import Program
from solver.problem import Bounds, Linkage, Offer, Tier
from solver.relax import Flag, relax


def solved(problem, box=None, **kind):
    relaxation = relax(problem)
    return relaxation, Program(relaxation, **kind).solve(box or everything(relaxation))


def test_shares_keep_the_rows_at_the_least_money(sound):
    """
    region  units  Alpha  Beta
    110000  60     70     60
    120000  30     30     36
    130000  20     20     25    fen

    One region in all for Alpha, with 55 units or more: s of 110000 and the rest of 120000, so that
    60 s + 30 (1 - s) = 55 and s = 5/6. That is 10 s dearer and 6 (1 - s) cheaper than with Beta:
    121 + 50/6 - 1 = 128 1/3, and a whole plan costs 129 or more.
    """
    relaxation, found = solved(sound)
    assert found.shares[0] == pytest.approx({0: 5 / 6, 1: 1 / 6})
    assert found.shares[1] == pytest.approx({0: 1 / 6, 1: 5 / 6})
    assert found.shares[2] == pytest.approx({1: 1})
    assert found.flags == {}
    assert found.value == pytest.approx(found.program.money(0) + 128.3333333 / 10)
    assert bound(relaxation, everything(relaxation), found.weights).fen == 129


def test_a_box_limits_the_shares(sound):
    relaxation = relax(sound)
    program = Program(relaxation)
    box = everything(relaxation)
    taken = replace(box, taken=frozenset({(0, 0)}))
    assert program.solve(taken).shares[0] == pytest.approx({0: 1})
    assert program.solve(replace(box, barred=frozenset({(0, 0)}))) is None
    assert program.solve(box).shares[0] == pytest.approx({0: 5 / 6, 1: 1 / 6})


def test_who_has_a_split_region_for_sure_has_its_least_part(sound):
    split = replace(
        sound,
        suppliers=2,
        least_part=Fraction(1, 4),
        linkage=Linkage.NONE,
        counts=(Bounds(0, 3),) * 2,
        settled=((0, 0),),
    )
    _, found = solved(split)
    assert found.shares[0] == pytest.approx({0: 1 / 4, 1: 3 / 4})


def test_steps_are_set_in_part(sound):
    """With all 110 units Beta asks 10 fen less a region; shares may set a part of that step."""
    steps = (Tier(0, (60, 36, 25)), Tier(110, (50, 26, 15)))
    tiered = replace(
        sound,
        offers=(sound.offers[0], Offer("Beta", 1_100_000, tiers=steps)),
        counts=(Bounds(0, 3),) * 2,
        linkage=Linkage.NONE,
    )
    relaxation, found = solved(tiered)
    assert sum(found.flags.values()) == pytest.approx(1)
    assert found.flags.keys() == {Flag("tier", 1, 0), Flag("tier", 1, 1)}
    assert len(found.weights.prices) == 3
    assert bound(relaxation, everything(relaxation), found.weights).fen <= 50 + 26 + 15


def test_an_elastic_program_proves_that_no_plan_keeps_the_rows(impossible):
    relaxation, found = solved(impossible, elastic=True)
    assert found.value > 0
    assert bound(relaxation, everything(relaxation), found.weights, scale=0).total > 0
    assert solved(impossible)[1] is None
