"""Issuing documents in the background: asked for by an officer, printed by the worker."""

from datetime import date, datetime

from procurement.actions import papers, queue
from procurement.actions.papers import Asked, Progress
from procurement.actions.queue import Result, Task
from procurement.actions.rounds import law, subject
from procurement.exchange import dossier, letters
from procurement.exchange.dossier import Dossier
from procurement.rules.dates import local_day
from procurement.rules.phases import OPEN, PUBLIC, WrongPhase
from procurement.rules.rights import Actor, require
from procurement.store.database import Db, Store
from procurement.store.runs import RunKind


def due(db: Db, round_id: int, day: date) -> list[Asked]:
    """What may be issued and was not: minutes once opened, results once published."""
    facts = dossier.load(db, round_id)
    issued = db.papers.issued(round_id)
    asked: list[Asked] = []
    if facts.round.phase in OPEN:
        asked += _minutes(db, facts)
    if facts.round.phase in PUBLIC:
        asked += _results(facts, day)
    return [one for one in asked if one[:2] not in issued]


def _minutes(db: Db, facts: Dossier) -> list[Asked]:
    """开标记录, under the audit event that recorded the opening."""
    opening = db.audit.last(subject(facts.round), "bids opened")
    assert opening is not None
    number = facts.round.number
    closed = db.envelopes.root(number)
    minutes = letters.opening_minutes(
        facts,
        db.envelopes.all(number),
        db.evaluations.unopened(number),
        [db.accounts.name(login) for login in opening.details["key_officers"]],
        opening.at,
        opening.hash,
        closed.root if closed else "",
    )
    return [("opening_minutes", "", minutes)]


def _results(facts: Dossier, day: date) -> list[Asked]:
    """The notice, a letter for every winner and one for every loser."""
    return [
        ("award_notice", "", letters.award_notice(facts, day)),
        *(("award_letter", one.firm_code, one) for one in letters.award_letters(facts, day)),
        *(("result_letter", one.firm_code, one) for one in letters.result_letters(facts, day)),
    ]


def issue(
    store: Store, actor: Actor, round_id: int, at: datetime, on_done: Progress | None = None
) -> int:
    """Print and keep all that is due, at once; returns the number of new documents."""
    require(actor, "publish")
    with store.transaction() as db:
        round_ = db.rounds.get(round_id)
        law(db, round_)
        asked = due(db, round_id, local_day(at))
    return papers.issue(store, actor, round_id, asked, at, on_done)


def ask(store: Store, actor: Actor, round_id: int, at: datetime) -> int:
    """Put the printing of all that is due in the queue; returns the run's number.

    A run still waiting is kept.
    """
    require(actor, "publish")
    with store.transaction() as db:
        round_ = db.rounds.get(round_id, lock=True)
        if round_.phase not in OPEN:
            raise WrongPhase(round_.phase, "publish")
        law(db, round_)
        for run in db.runs.of_round(round_id, RunKind.DOCUMENTS):
            if run.under_way:
                return run.number
        total = len(due(db, round_id, local_day(at)))
        number = db.runs.ask(round_id, total, actor.login, at, RunKind.DOCUMENTS)
        db.audit.record("documents asked", subject(round_), by=actor.login, at=at, run=number)
        return number


def work(store: Store, at: datetime) -> bool:
    """Take the oldest such run and print; ``False`` when there is none."""

    def do(task: Task, progress: Progress) -> Result:
        with store.transaction() as db:
            who = db.accounts.by_login(task.asked_by)
            asked = due(db, task.round_id, local_day(at))
        assert who is not None
        return {"issued": papers.issue(store, who.actor(), task.round_id, asked, at, progress)}

    return queue.carry_out(store, RunKind.DOCUMENTS, at, do)
