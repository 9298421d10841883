"""One engine's search: what it begins with, what it refuses to believe, and how it ends early."""

from dataclasses import replace
from fractions import Fraction

import pytest

from solver import search as searching
from solver.engines import Answer, Engine, Limits, Report, Status
from solver.plan import Plan
from solver.problem import Aim, Bounds, Goal, Linkage, Offer
from solver.search import first_plan, search

LITTLE = Limits(effort=0)


def test_the_pick_order_is_the_plan_to_begin_with(sound):
    assert first_plan(sound) == Plan("01", (0, 1, 1))
    assert first_plan(replace(sound, suppliers=2)) is None


def test_a_pick_order_that_breaks_a_rule_is_not_begun_with(sound):
    """Equal turns give Alpha one region and Beta two, of more volume than Alpha's."""
    assert first_plan(replace(sound, volume=(30, 30, 20))) is None


def test_a_pick_order_that_dead_ends_is_not_begun_with(sound):
    nobody = tuple(replace(offer, capacity=10) for offer in sound.offers)
    assert first_plan(replace(sound, offers=nobody)) is None


@pytest.mark.parametrize("engine", Engine)
def test_an_engine_says_when_there_is_no_plan(impossible, engine):
    found = search(impossible, engine)
    assert (found.plan, found.infeasible, found.proven) == (None, True, False)


def test_without_effort_and_a_plan_to_begin_with_there_is_none(impossible):
    found = search(impossible, Engine.CP_SAT, LITTLE)
    assert (found.plan, found.infeasible) == (None, False)


def test_a_goal_that_is_not_proven_leaves_the_last_word_unsaid(national):
    found = search(national, Engine.CP_SAT, LITTLE)
    assert found.plan == first_plan(national)
    assert not found.proven
    assert not found.settled
    assert found.bounds[0] <= found.values[0]


def test_a_tolerated_gap_is_no_proof_of_the_value(national):
    """With a gap of all, any plan is good enough, and its bound stays below it."""
    found = search(national, Engine.CP_SAT, Limits(gap=Fraction(1)))
    assert found.bounds[0] < found.values[0]
    assert not found.settled


def test_who_listens_hears_how_far_the_engine_is(national):
    heard = []
    search(replace(national, linkage=Linkage.NONE), Engine.CP_SAT, on_report=heard.append)
    assert heard
    assert all(isinstance(report, Report) for report in heard)


def test_an_answer_that_breaks_a_rule_is_not_used(sound, monkeypatch):
    """An engine that claims an optimum with one supplier for everything: the counts say no."""

    def careless(matrix, _engine, **_):
        ones = tuple(min(1, high) for high in matrix.upper)
        return Answer(Status.OPTIMAL, ones, 0, 0.0)

    monkeypatch.setattr(searching, "solve", careless)
    found = search(sound, Engine.HIGHS)
    assert found.plan == first_plan(sound)
    assert found.bounds == (0,)


def test_an_answer_that_spoils_a_goal_before_is_not_used(sound, monkeypatch):
    """The second time the engine answers with a legal plan that costs more than the first."""
    free = replace(sound, linkage=Linkage.NONE, counts=(Bounds(0, 3),) * 2)
    asked = replace(free, goals=(Goal(Aim.SPEND), Goal(Aim.LARGEST_GROUP)))
    best = search(free, Engine.CP_SAT, last_word=False)
    equal = search(replace(free, goals=asked.goals[1:]), Engine.CP_SAT, last_word=False)
    assert best.plan != equal.plan
    honest, times = searching.solve, []

    def forgetful(matrix, engine, **options):
        times.append(engine)
        answer = honest(matrix, engine, **options)
        if len(times) == 1:
            return answer
        values = searching.model.values_of(searching.clauses.build(asked), equal.plan)
        return Answer(Status.OPTIMAL, (*values, *answer.values[len(values) :]), 0, 0.0)

    monkeypatch.setattr(searching, "solve", forgetful)
    found = search(asked, Engine.CP_SAT, last_word=False)
    assert len(times) == 2
    assert found.plan == best.plan


def test_a_last_word_that_is_not_said_to_the_end_settles_nothing(sound, monkeypatch):
    """Equal offers leave several plans; the engine gives up at the last word."""
    same = replace(
        sound, offers=(sound.offers[0], Offer("Beta", 1_000_000)), cost=sound.cost[:1] * 2
    )
    honest = searching.solve

    def tired(matrix, engine, **options):
        answer = honest(matrix, engine, **options)
        return answer if matrix.constant else replace(answer, status=Status.FEASIBLE)

    monkeypatch.setattr(searching, "solve", tired)
    found = search(same, Engine.CP_SAT)
    assert found.proven
    assert not found.settled
