"""A run makes two plans for the regions, both sound; the officer chooses one of them."""

from datetime import timedelta

import pytest
from bidders import last_event, open_bids, phase

from procurement.actions import allocation, evaluation
from procurement.actions.rounds import law
from procurement.rules.phases import Phase, WrongPhase
from procurement.rules.reports import Report
from procurement.rules.rights import Forbidden
from procurement.rules.text import Refused
from procurement.store.rounds import NotFound
from procurement.store.runs import RunKind, RunState
from seed.cast import AUDITOR, OFFICER
from seed.story import ALLOCATED, EVALUATED
from solver import check, draft
from solver.allocate import BadProblem
from solver.plan import Plan, spend
from solver.problem import MOST_VOLUME


def ask(story, actor=OFFICER):
    return allocation.ask(story.store, actor, story.round_id, ALLOCATED)


def work(story):
    return allocation.work(story.store, ALLOCATED, workers=1)


def choose(story, number, plan="best", actor=OFFICER, round_id=None):
    allocation.choose(
        story.store, actor, round_id or story.round_id, number, plan, ALLOCATED + timedelta(hours=1)
    )


def run(story, number):
    with story.store.transaction() as db:
        return db.runs.get(number)


def lots(story):
    """The result of the newest run, and the problems it answers."""
    with story.store.transaction() as db:
        (newest,) = db.runs.of_round(story.round_id)
        asked = allocation.problems(db, db.rounds.get(story.round_id))
    return list(zip(newest.result["lots"], asked, strict=True))


def test_asking_twice_gives_the_same_run(told):
    story = told("evaluate")
    first = ask(story)
    event = last_event(story)
    assert (event.action, event.details) == ("allocation asked", {"run": first})
    assert ask(story) == first
    assert last_event(story).sequence == event.sequence
    waiting = run(story, first)
    assert (waiting.state, waiting.done, waiting.total) == (RunState.QUEUED, 0, 3)
    assert waiting.under_way


def test_a_run_reaches_its_total_and_a_new_one_may_be_asked_for(told):
    story = told("evaluate")
    number = ask(story)
    assert work(story)
    done = run(story, number)
    assert (done.state, done.done, done.total) == (RunState.DONE, 3, 3)
    assert done.started_at <= done.finished_at
    assert not done.under_way
    assert not work(story)
    assert ask(story) == number + 1


def test_both_plans_pass_the_checker_and_the_best_is_never_above_the_draft(told):
    for lot, asked in lots(told("allocate")):
        plans = {name: Plan(asked.lot, tuple(lot[name]["suppliers"])) for name in allocation.PLANS}
        for name, plan in plans.items():
            assert check.faults(asked, plan) == ()
            assert lot[name]["spend"] == spend(asked, plan) == sum(lot[name]["amounts"])
            assert sum(lot[name]["volumes"]) == sum(asked.volume)
        assert lot["best"]["spend"] <= lot["draft"]["spend"]


def test_the_draft_is_the_official_pick_order(told):
    story = told("allocate")
    with story.store.transaction() as db:
        picks = law(db, db.rounds.get(story.round_id)).priority_picks
    for lot, asked in lots(story):
        assert tuple(lot["draft"]["suppliers"]) == draft.pick(asked, picks).plan.suppliers


def test_the_best_plan_is_proved_by_two_engines_to_the_fen(told):
    for lot, _ in lots(told("allocate")):
        best = lot["best"]
        assert best["proven"]
        assert best["spend"] == best["bound"] == best["cross_check_spend"]
        assert len(set(best["engines"])) == 2


def test_a_failed_run_is_recorded_with_its_cause_and_can_be_asked_again(told):
    """A quantity beyond all measure, put in behind the back of the actions, and taken out again."""
    story = told("evaluate")
    hospital = story.hospitals[0].code

    def report(quantity):
        with story.store.transaction() as db:
            db.demand.keep(story.round_id, [Report(hospital, "06", "5mg", quantity)], at=ALLOCATED)

    number = ask(story)
    report(10 * MOST_VOLUME)
    with pytest.raises(BadProblem):
        work(story)
    failed = run(story, number)
    assert (failed.state, failed.result) == (RunState.FAILED, None)
    assert "lot 06" in failed.message
    assert failed.finished_at is not None
    with pytest.raises(Refused):
        choose(story, number)
    report(1)
    again = ask(story)
    assert again != number
    assert work(story)
    assert run(story, again).state is RunState.DONE


def test_a_run_that_cannot_even_be_put_to_the_solver_does_not_stop_the_queue(told):
    story = told("evaluate")
    number = ask(story)
    with story.store.transaction() as db:
        db.rounds.get(story.round_id).rulebook_sha256 = "0" * 64
    with pytest.raises(Refused):
        work(story)
    assert run(story, number).state is RunState.FAILED
    assert not work(story)


@pytest.mark.parametrize("plan", allocation.PLANS)
def test_the_officers_choice_is_recorded_with_the_money_of_both(told, plan):
    story = told("allocate")
    (number,) = {row.number for row in runs(story)}
    choose(story, number, plan)
    with story.store.transaction() as db:
        round_ = db.rounds.get(story.round_id)
    assert (round_.phase, round_.run_id, round_.plan) == (Phase.ALLOCATED, number, plan)
    details = last_event(story).details
    assert details["spend"] == details["other_spend"][plan]
    assert details["other_spend"]["best"] < details["other_spend"]["draft"]


def runs(story):
    with story.store.transaction() as db:
        return db.runs.of_round(story.round_id)


def test_only_a_plan_of_a_finished_run_of_this_round_can_be_chosen(told):
    """No third plan, no run still waiting, no run that prints documents, no other round's."""
    story = told("evaluate")
    story.rehearse(ALLOCATED)
    with story.store.transaction() as db:
        rehearsal = db.rounds.all()[-1].number
        printing = db.runs.ask(story.round_id, 0, "officer", ALLOCATED, RunKind.DOCUMENTS)
        db.runs.get(printing).finished({"issued": 0}, ALLOCATED)
    number = ask(story)
    with pytest.raises(Refused):
        choose(story, number)
    work(story)
    for wrong in ((number, "cheapest"), (printing, "best")):
        with pytest.raises(Refused):
            choose(story, *wrong)
    with pytest.raises(Refused):
        choose(story, number, round_id=rehearsal)
    with pytest.raises(NotFound):
        choose(story, number + 100)
    assert phase(story) is Phase.EVALUATED
    choose(story, number)
    assert phase(story) is Phase.ALLOCATED


@pytest.mark.parametrize("stage", ["open", "publish"])
def test_regions_are_allocated_between_evaluation_and_publication(told, stage):
    with pytest.raises(WrongPhase):
        ask(told(stage))


def test_after_the_publication_nothing_else_can_be_chosen(told):
    story = told("publish")
    with pytest.raises(WrongPhase):
        choose(story, runs(story)[0].number, "draft")


def test_only_the_office_allocates(told):
    story = told("allocate")
    with pytest.raises(Forbidden):
        ask(story, AUDITOR)
    with pytest.raises(Forbidden):
        choose(story, runs(story)[0].number, actor=AUDITOR)


def test_without_a_winner_there_is_nothing_to_allocate(told):
    story = told("report_demand")
    open_bids(story)
    evaluation.evaluate(story.store, OFFICER, story.round_id, EVALUATED)
    number = ask(story)
    assert work(story)
    assert run(story, number).result == {"lots": []}
