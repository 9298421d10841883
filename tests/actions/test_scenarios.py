"""Scenarios are asked for, worked out by the worker, audited, and change nothing in the round."""

from datetime import timedelta

import pytest
from bidders import last_event, open_bids, phase

from procurement.actions import allocation, evaluation, scenarios
from procurement.exchange import scenario_facts
from procurement.rules import canon
from procurement.rules.phases import Phase, WrongPhase
from procurement.rules.rights import Forbidden
from procurement.rules.text import Refused
from procurement.store.runs import RunKind, RunState
from seed.cast import AUDITOR, OFFICER
from seed.story import ALLOCATED, EVALUATED

FREE = "counts=free"
LATER = ALLOCATED + timedelta(hours=1)


def ask(story, *texts, actor=OFFICER):
    return scenarios.ask(story.store, actor, story.round_id, texts or (FREE,), LATER)


def work(story):
    return scenarios.work(story.store, LATER, workers=1)


def run(story, number):
    with story.store.transaction() as db:
        return db.runs.get(number)


def test_a_scenario_is_kept_with_its_settings_and_asked_for_once(told):
    story = told("evaluate")
    first = ask(story)
    event = last_event(story)
    assert event.action == "scenario asked"
    assert event.details == {"run": first, "settings": [FREE]}
    assert ask(story) == first
    assert last_event(story).sequence == event.sequence
    waiting = run(story, first)
    assert (waiting.kind, waiting.state) == (RunKind.SCENARIO, RunState.QUEUED)
    assert (waiting.parameters, waiting.total) == ({"settings": [FREE]}, 6)
    assert ask(story, "counts=±1") == first + 1


def test_the_result_is_audited_and_the_round_is_as_before(told):
    story = told("allocate")
    number = ask(story, FREE, "backup=any")
    assert work(story)
    done = run(story, number)
    assert (done.state, done.done) == (RunState.DONE, done.total)
    rows = scenario_facts.rows(done.result)
    assert [row.settings for row in rows] == ["", "", FREE, "backup=any"]
    assert rows[2].figures.spend <= rows[1].figures.spend < rows[0].figures.spend
    event = last_event(story)
    assert event.action == "scenario finished"
    assert event.details["spend"] == [row.figures.spend for row in rows]
    assert event.details["sha256"] == canon.digest(canon.encode(done.result))
    assert phase(story) is Phase.ALLOCATED
    assert not work(story)


def test_pick_order_and_cheapest_plan_are_those_of_an_allocation_run(told):
    story = told("allocate")
    number = ask(story)
    work(story)
    draft, cheapest, _ = scenario_facts.rows(run(story, number).result)
    with story.store.transaction() as db:
        (newest,) = db.runs.of_round(story.round_id)
    for plan, row in (("draft", draft), ("best", cheapest)):
        assert row.figures.spend == sum(lot[plan]["spend"] for lot in newest.result["lots"])


def test_wrong_settings_are_refused_before_anything_is_kept(told):
    story = told("evaluate")
    with pytest.raises(Refused):
        ask(story, "counts=some")
    with story.store.transaction() as db:
        assert db.runs.of_round(story.round_id, RunKind.SCENARIO) == []


def test_scenarios_need_winners_to_share_the_regions(told):
    with pytest.raises(WrongPhase):
        ask(told("open"))
    story = told("report_demand")
    open_bids(story)
    evaluation.evaluate(story.store, OFFICER, story.round_id, EVALUATED)
    number = ask(story)
    with pytest.raises(Refused):
        work(story)
    assert run(story, number).state is RunState.FAILED


def test_scenarios_may_be_asked_after_the_publication_and_wait_beside_other_runs(told):
    story = told("publish")
    number = ask(story)
    assert not allocation.work(story.store, LATER, workers=1)
    assert run(story, number).under_way


def test_only_the_office_asks(told):
    with pytest.raises(Forbidden):
        ask(told("evaluate"), actor=AUDITOR)
