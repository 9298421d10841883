"""A plan, or the proof of arithmetic or of both engines that there is none."""

from dataclasses import replace
from fractions import Fraction

import oracle
import pytest
from hypothesis import given, settings
from tightened import tightened

from solver import check, existence, search
from solver.allocate import Undecided
from solver.problem import Bounds, exactly
from solver.search import Found
from solver.shortages import shortages


@given(tightened())
@settings(max_examples=20, deadline=None)
def test_a_plan_is_found_exactly_where_there_is_one(problem):
    plan = existence.find(problem)
    assert (plan is not None) == bool(oracle.legal(problem))
    assert plan is None or check.faults(problem, plan) == ()


def test_that_there_is_none_may_take_both_engines(sound):
    """Regions of 60, 30 and 20 units: no part of them is between 56 and 59 units."""
    offer = replace(sound.offers[0], band=Bounds(56, 59))
    banded = replace(sound, offers=(offer, sound.offers[1]), counts=(Bounds(0, 3),) * 2)
    assert shortages(banded) == ()
    assert existence.find(banded) is None


def test_what_neither_proves_stays_undecided(sound, monkeypatch):
    monkeypatch.setattr(search, "search", lambda *_, **__: Found(None))
    with pytest.raises(Undecided, match="lot 01"):
        existence.find(sound)


def test_money_does_not_matter(sound):
    """Nor does what the goals are."""
    dear = replace(sound, cost=((10**9,) * 3,) * 2, counts=exactly((2, 1)), max_share=Fraction(1))
    assert existence.find(dear) is not None
