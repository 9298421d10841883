"""Flags are raised once the bids are open, replied to, answered, and change nothing else."""

from datetime import timedelta

import pytest
from bidders import CHIA_TAI, HUAHAI, actor, last_event
from sqlmodel import select

from procurement.actions import screening
from procurement.rules.flags import Outcome
from procurement.rules.rights import Forbidden
from procurement.rules.text import Refused
from procurement.store.evaluation import BidRow
from procurement.store.rounds import NotFound
from seed.cast import AUDITOR, FUND, OFFICER
from seed.story import PUBLISHED

LATER = PUBLISHED + timedelta(days=1)


def run(story, who=OFFICER):
    return screening.run(story.store, who, story.round_id, LATER)


def kept(story, firm=None):
    with story.store.transaction() as db:
        return db.screenings.of_round(story.round_id, firm)


def verdicts(story):
    with story.store.transaction() as db:
        return db.evaluations.verdicts(story.round_id)


def suspicious(story):
    """Two firms of lot 06 bid the same price: as if it had been so in their envelopes."""
    with story.store.transaction() as db:
        rows = db.session.exec(select(BidRow).where(BidRow.product == "06")).all()
        parties = [actor(story, name).party for name in (HUAHAI, CHIA_TAI)]
        for row in rows:
            if row.firm in parties:
                row.unit_price = 20_000_000
        db.session.flush()
    run(story)
    return next(one for one in kept(story) if one.flag.screen == "identical_prices")


def answer(story, flag, outcome=Outcome.EXPLAINED, reason="原料同源，价格公开。", who=OFFICER):
    screening.answer(story.store, who, story.round_id, flag, outcome, reason, at=LATER)


def reply(story, name, flag, words="我司独立报价。"):
    who = actor(story, name)
    screening.reply(story.store, who, story.round_id, flag, words, LATER)


@pytest.mark.parametrize("stage", ["announce", "bid"])
def test_before_the_opening_there_is_nothing_to_screen(told, stage):
    with pytest.raises(Refused) as refused:
        run(told(stage))
    assert [fault.rule for fault in refused.value.faults] == ["phase"]


def test_screening_again_finds_the_same_and_keeps_nothing_new(told):
    story = told("publish")
    flag = suspicious(story)
    before, event = kept(story), last_event(story)
    assert event.action == "bids screened"
    assert event.details["flags"] == len(before) > 0
    assert run(story) == len(before)
    assert kept(story) == before
    assert last_event(story).hash == event.hash
    assert flag.stands


def test_a_flag_that_is_not_raised_again_stays_and_says_so(told):
    story = told("publish")
    number = suspicious(story).number
    with story.store.transaction() as db:
        for row in db.session.exec(select(BidRow).where(BidRow.product == "06")).all():
            row.unit_price += 1_000_000 * (row.id or 0)
    run(story)
    assert [one.stands for one in kept(story) if one.number == number] == [False]


def test_after_the_opening_and_before_the_evaluation_prices_are_screened_already(told):
    story = told("open")
    assert suspicious(story).flag.lots == ("06",)


def test_flags_and_answers_change_no_verdict(told):
    story = told("publish")
    before = verdicts(story)
    answer(story, suspicious(story).number, Outcome.REFERRED, "移送核查。")
    assert verdicts(story) == before


def test_a_firm_replies_and_an_officer_answers_the_newest_answer_counts(told):
    story = told("publish")
    number = suspicious(story).number
    reply(story, HUAHAI, number)
    assert last_event(story).action == "flag replied to"
    answer(story, number)
    answer(story, number, Outcome.DISMISSED, "报价为整数，属巧合。")
    assert last_event(story).details == {
        "flag": number,
        "screen": "identical_prices",
        "outcome": "dismissed",
    }
    (one,) = [one for one in kept(story) if one.number == number]
    assert [said.words for said in one.replies] == ["我司独立报价。"]
    assert [said.outcome for said in one.answers] == [Outcome.EXPLAINED, Outcome.DISMISSED]


def test_a_firm_sees_its_own_replies_and_flags_only(told):
    story = told("publish")
    number = suspicious(story).number
    reply(story, HUAHAI, number)
    (other,) = [one for one in kept(story, actor(story, CHIA_TAI).party) if one.number == number]
    assert other.replies == ()
    assert kept(story, "F999") == []


def test_a_flag_that_does_not_name_the_firm_is_not_found(told):
    story = told("publish")
    number = suspicious(story).number
    with pytest.raises(NotFound):
        reply(story, "GSK", number)
    with pytest.raises(NotFound):
        reply(story, HUAHAI, number + 99)


def test_no_firm_is_asked_before_the_publication(told):
    story = told("evaluate")
    number = suspicious(story).number
    with pytest.raises(NotFound):
        reply(story, HUAHAI, number)


@pytest.mark.parametrize("words", ["", "  ", "长" * 2001])
def test_an_answer_needs_a_reason_and_a_reply_words(told, words):
    story = told("publish")
    number = suspicious(story).number
    for attempt in (
        lambda: reply(story, HUAHAI, number, words),
        lambda: answer(story, number, reason=words),
    ):
        with pytest.raises(Refused):
            attempt()


@pytest.mark.parametrize("who", [FUND, AUDITOR])
def test_only_officers_screen_and_answer(told, who):
    story = told("open")
    with pytest.raises(Forbidden):
        run(story, who)
    with pytest.raises(Forbidden):
        answer(story, 1, who=who)
    with pytest.raises(Forbidden):
        screening.reply(story.store, OFFICER, story.round_id, 1, "x", LATER)
