"""Questions are asked without a name, before the deadline, and answered to everybody at once."""

import pytest
from bidders import HUAHAI, actor, all_that_is_kept, last_event
from changing import DAY, IN_TIME, SUPERVISOR, refused, told_of
from office import a_draft
from sqlalchemy.exc import IntegrityError

from procurement.actions import questions
from procurement.rules.notices import Kind
from procurement.rules.rights import Actor, Forbidden, Role
from procurement.store.questions import AnswerRow
from procurement.store.rounds import NotFound
from seed.cast import AUDITOR, OFFICER, speaker
from seed.story import BIDS_DUE

KEY = bytes(range(32))


@pytest.fixture
def story(told):
    return told("announce")


def ask(story, words="附件二的装量如何填写？", who=None, at=IN_TIME):
    who = who or actor(story, HUAHAI)
    return questions.ask(story.store, who, story.round_id, words, KEY, at)


def publish(story, number, words="按说明书填写。", who=OFFICER, at=IN_TIME):
    questions.publish_answer(story.store, who, story.round_id, number, words, at)


def kept(story):
    with story.store.transaction() as db:
        return db.questions.of_round(story.round_id)


def test_questions_are_numbered_in_their_order_and_officers_are_told(story):
    assert [ask(story), ask(story, "何时开标？")] == [1, 2]
    assert [one.question.words for one in kept(story)] == ["附件二的装量如何填写？", "何时开标？"]
    assert told_of(story, Kind.QUESTION_ASKED)[0] == {"role:officer"}


def test_nothing_that_is_kept_names_the_asker(story):
    """Neither the tables nor the audit chain differ by who asked, but for the keyed mark."""
    before = all_that_is_kept(story)
    ask(story)
    who, event = actor(story, HUAHAI), last_event(story)
    assert (event.action, event.actor) == ("question asked", "anonymous")
    for table, text in all_that_is_kept(story).items():
        new = "\n".join(set(text.splitlines()) - set(before[table].splitlines()))
        for name in (who.party, who.login, HUAHAI):
            assert name not in new, table
    assert set(event.details) == {"question", "mark", "sha256"}


def test_an_answer_goes_to_every_bidder_at_once_and_stands(story):
    number = ask(story)
    questions.draft_answer(story.store, OFFICER, story.round_id, number, "还在核对", IN_TIME)
    assert last_event(story).action == "answer drafted"
    assert told_of(story, Kind.QUESTION_ANSWERED)[0] == set()
    publish(story, number)
    with story.store.transaction() as db:
        firms = {f"party:{one.firm}" for one in db.catalogue.entries(story.round_id)}
    assert told_of(story, Kind.QUESTION_ANSWERED)[0] == firms
    (one,) = kept(story)
    assert (one.draft.words, one.published.words) == ("还在核对", "按说明书填写。")
    assert refused(lambda: publish(story, number, "改了")) == ["question_answered"]


def test_the_database_keeps_one_published_answer(story):
    publish(story, ask(story))
    (one,) = kept(story)
    again = AnswerRow(
        question_id=one.question.id,
        words="x",
        published=True,
        written_by="officer",
        written_at=IN_TIME,
    )
    with pytest.raises(IntegrityError), story.store.transaction() as db:
        db.questions.answer(again)


@pytest.mark.parametrize("late", [0 * DAY, DAY])
def test_from_the_deadline_on_nobody_asks(story, late):
    assert refused(lambda: ask(story, at=BIDS_DUE + late)) == ["deadline"]
    assert ask(story, at=BIDS_DUE - DAY) == 1


def test_nobody_asks_about_a_draft(story):
    story.round_id = a_draft(story)
    with pytest.raises(NotFound):
        ask(story)


def test_hospitals_ask_and_firms_that_are_entered(story):
    assert ask(story, who=speaker(story.hospitals[0])) == 1
    with pytest.raises(NotFound):
        ask(story, who=Actor("f999", Role.FIRM, "F999"))
    for who in (OFFICER, AUDITOR, SUPERVISOR):
        with pytest.raises(Forbidden):
            ask(story, who=who)


def test_only_officers_answer_and_only_what_was_asked(story):
    number = ask(story)
    for who in (AUDITOR, SUPERVISOR, actor(story, HUAHAI)):
        with pytest.raises(Forbidden):
            publish(story, number, who=who)
        with pytest.raises(Forbidden):
            questions.draft_answer(story.store, who, story.round_id, number, "x", IN_TIME)
    with pytest.raises(NotFound):
        publish(story, number + 1)
    assert refused(lambda: publish(story, number, " ")) == ["words"]


def test_who_has_twenty_questions_waiting_is_heard_again_after_an_answer(story):
    for place in range(20):
        ask(story, f"第{place}问")
    assert refused(lambda: ask(story)) == ["questions.most_open"]
    assert ask(story, who=speaker(story.hospitals[0])) == 21
    publish(story, 1)
    assert ask(story) == 22


def test_a_question_that_names_its_asker_is_refused(story):
    assert refused(lambda: ask(story, f"我司{HUAHAI}想问")) == ["anonymous"]
