"""Asking about an announced round without one's name, and answering to everybody (答疑)."""

from datetime import datetime

from procurement.actions.changes import bidders, rules
from procurement.actions.rounds import subject
from procurement.rules import canon, questions
from procurement.rules.notices import Kind
from procurement.rules.questions import ANONYMOUS, Asker
from procurement.rules.rights import Actor, Role, require
from procurement.rules.text import Refused
from procurement.store.database import Db, Store
from procurement.store.questions import AnswerRow, QuestionRow
from procurement.store.rounds import NotFound, RoundRow


def ask(store: Store, actor: Actor, round_id: int, words: str, key: bytes, at: datetime) -> int:
    """Keep a question strictly before the deadline; returns its number in the round.

    ``key`` marks who asked; neither the row nor the audit event names them. NotFound for a firm
    that is not entered in the round, and for everybody before its announcement.
    """
    require(actor, "ask_question", actor.party)
    with store.transaction() as db:
        round_ = db.rounds.get(round_id, lock=True)
        asker = _asker(db, round_, actor)
        if not questions.is_open(round_.bids_close_at, at):
            raise Refused([questions.NOT_NOW])
        kept = db.questions.of_round(round_id)
        marks = [(one.question.number, one.question.mark) for one in kept if not one.published]
        waiting = len(questions.own(key, round_.code, actor.party, marks))
        if found := questions.question_faults(words, asker, waiting, rules(round_)):
            raise Refused(found)
        number = len(kept) + 1
        mark = questions.mark(key, round_.code, number, actor.party)
        said = words.strip()
        db.questions.ask(
            QuestionRow(round_id=round_id, number=number, mark=mark, words=said, asked_at=at)
        )
        db.audit.record(
            "question asked",
            subject(round_),
            by=ANONYMOUS,
            at=at,
            question=number,
            mark=mark,
            sha256=canon.digest(said.encode()),
        )
        db.notices.tell(
            Kind.QUESTION_ASKED,
            to=[Role.OFFICER.value],
            at=at,
            round_id=round_id,
            link=f"/officer/{round_id}/questions",
        )
    return number


def draft_answer(
    store: Store, actor: Actor, round_id: int, number: int, words: str, at: datetime
) -> None:
    """Keep an answer that only the office reads; a later one stands in its place."""
    require(actor, "answer_question")
    _write(store, actor, round_id, number, words, at, published=False)


def publish_answer(
    store: Store, actor: Actor, round_id: int, number: int, words: str, at: datetime
) -> None:
    """Publish question and answer to everybody at once; every bidder is told.

    Published once: what an answer would have to change is amended in the document.
    """
    require(actor, "answer_question")
    _write(store, actor, round_id, number, words, at, published=True)


def _write(
    store: Store,
    actor: Actor,
    round_id: int,
    number: int,
    words: str,
    at: datetime,
    *,
    published: bool,
) -> None:
    found, said = questions.words_faults("answer", words), words.strip()
    with store.transaction() as db:
        round_ = db.rounds.get(round_id, lock=True)
        kept = db.questions.get(round_id, number)
        if kept.published:
            found.append(questions.PUBLISHED)
        if found:
            raise Refused(found)
        assert kept.question.id is not None
        db.questions.answer(
            AnswerRow(
                question_id=kept.question.id,
                words=said,
                published=published,
                written_by=actor.login,
                written_at=at,
            )
        )
        db.audit.record(
            "answer published" if published else "answer drafted",
            subject(round_),
            by=actor.login,
            at=at,
            question=number,
            sha256=canon.digest(said.encode()),
        )
        if published:
            db.notices.tell(
                Kind.QUESTION_ANSWERED,
                to=bidders(db, round_),
                at=at,
                round_id=round_id,
                link=f"/rounds/{round_id}/questions",
            )


def _asker(db: Db, round_: RoundRow, actor: Actor) -> Asker:
    """A firm entered in the round, or a hospital; NotFound for any other, and for a draft."""
    if round_.bids_close_at is None:
        raise NotFound(f"round {round_.number}")
    if actor.role is Role.HOSPITAL:
        return Asker(actor.party, db.parties.hospitals()[actor.party].name)
    if not db.catalogue.entries(round_.number, actor.party):
        raise NotFound(f"round {round_.number}")
    return Asker(actor.party, db.parties.firms()[actor.party].name)
