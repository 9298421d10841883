"""Explanations are worked out outside this process, in time or not at all."""

from datetime import UTC, datetime

import pytest

from procurement.actions import allocation, explanation
from procurement.rules.rights import Forbidden
from procurement.rules.text import Refused
from procurement.store.rounds import NotFound
from procurement.store.runs import RunState
from seed.cast import AUDITOR, OFFICER, speaker
from seed.story import ALLOCATED
from solver import allocate, draft
from solver.allocate import Undecided
from solver.groups import Group


def winners(story, product="01"):
    with story.store.transaction() as db:
        verdicts = db.evaluations.verdicts(story.round_id)[product]
    return [verdict.firm for verdict in verdicts if verdict.won]


def why(story, rank, region="110000", actor=OFFICER, **more):
    firm = winners(story)[rank]
    return explanation.why(story.store, actor, story.round_id, "01", firm, region, **more)


def case(story, rank, region="110000"):
    return explanation.case_of(story.store, story.round_id, "01", winners(story)[rank], region)


def test_the_answer_is_proved_with_what_would_have_changed_it(told):
    found = why(told("evaluate"), 2, actor=AUDITOR)
    assert found.asked.forced.proven
    assert found.asked.changes[0] > 0
    assert found.turns.price.value < found.turns.price.short <= found.case.price
    assert found.turns.capacity is None
    assert {one.dial.group for one in found.marginals} == {Group.COUNTS, Group.LINKAGE}


def test_the_same_in_this_process(told):
    """As the jobs do it: what is proved by any process is proved by all."""
    asked = case(told("evaluate"), 2)
    assert explanation.solved_again(asked).changes[0] > 0
    turns = explanation.turning_points(asked)
    assert turns.price.short - turns.price.value <= 100
    assert len(explanation.margins(asked)) == 2


def test_a_price_that_would_never_do_is_none(told, monkeypatch):
    monkeypatch.setattr(explanation.sensitivity, "price", lambda *_: None)
    assert explanation.turning_points(case(told("evaluate"), 2)).price is None


def test_what_is_not_worked_out_in_time_is_left_out(told):
    found = why(told("evaluate"), 2, seconds=-10)
    assert (found.asked, found.turns, found.marginals) == (None, None, None)


def test_what_is_not_proved_is_left_out(told, monkeypatch):
    def undecided(*_):
        raise Undecided("01")

    asked = case(told("evaluate"), 2)
    monkeypatch.setattr(allocate, "allocate", undecided)
    monkeypatch.setattr(explanation.sensitivity, "price", undecided)
    monkeypatch.setattr(explanation.conflicts, "explain", undecided)
    for job in (explanation.solved_again, explanation.turning_points, explanation.margins):
        assert job(asked) is None
    assert explanation.conflict_of(asked.problem) is None


def test_only_a_winner_and_a_region_with_demand_can_be_asked_about(told):
    story = told("evaluate")
    for product, firm, region in (
        ("99", winners(story)[0], "110000"),
        ("01", "nobody", "110000"),
        ("01", winners(story)[0], "999999"),
    ):
        with pytest.raises(NotFound):
            explanation.why(story.store, OFFICER, story.round_id, product, firm, region)


def test_hospitals_do_not_ask(told):
    story = told("evaluate")
    with pytest.raises(Forbidden):
        why(story, 0, actor=speaker(story.hospitals[0]))


@pytest.fixture
def impossible(told, monkeypatch):
    """The story, evaluated; rank 1 may supply one region only, and the last one all the others."""
    story = told("evaluate")

    def reversed_counts(offers, regions, _picks=1):
        return (1,) * (offers - 1) + (regions - offers + 1,)

    monkeypatch.setattr(draft, "counts", reversed_counts)
    allocation.ask(story.store, OFFICER, story.round_id, ALLOCATED)
    return story


def test_a_run_that_has_no_plan_is_refused_in_both_languages(impossible):
    story = impossible
    with pytest.raises(Refused) as refused:
        allocation.work(story.store, datetime.now(UTC))
    with story.store.transaction() as db:
        (run,) = db.runs.of_round(story.round_id)
        assert run.state is RunState.FAILED
        assert run.faults == refused.value.faults
    assert {fault.place for fault in run.faults} <= {"01", "06", "31"}
    for fault in run.faults:
        assert fault.rule == "counts + linkage"
        assert "没有任何分配方案能同时满足以下规则：各企业供应地区数、量价挂钩。" in fault.text.zh
        assert "Raise the tolerance of the linkage from 0" in fault.text.en


def test_causes_that_are_not_found_in_time_are_said_not_to_be(impossible):
    lot = case(impossible, 0).problem
    (fault,) = explanation.refusal([lot], {}, seconds=-10).faults
    assert "not found in time" in fault.text.en
