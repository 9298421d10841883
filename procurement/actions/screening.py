"""Screening opened bids for collusion (串通投标线索筛查): flags, replies of firms, answers."""

from datetime import datetime

from procurement.actions import telling
from procurement.actions.rounds import law, subject
from procurement.exchange import rulebooks
from procurement.rules import screened, screens
from procurement.rules.flags import Flag, Outcome
from procurement.rules.notices import Kind
from procurement.rules.phases import OPEN, PUBLIC
from procurement.rules.rights import Actor, Role, require
from procurement.rules.screen_rules import ScreenRules
from procurement.rules.screened import Came
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Db, Store
from procurement.store.rounds import NotFound, RoundRow
from procurement.store.screening import FlagAnswerRow, FlagReplyRow, ScreeningRow

RULEBOOK = "screens-default"
LONGEST = 2000  # characters of a reason or a reply

SEALED = Fault(
    "phase",
    "round",
    Text("开标之后才能筛查。", "Bids are screened after the opening."),
)


def run(store: Store, actor: Actor, round_id: int, at: datetime) -> int:
    """Screen the opened bids, under the law of the round's day; the number of flags that stand.

    Nothing is kept when a run finds what the one before it found. Refused before the opening.
    """
    require(actor, "screen_bids")
    with store.transaction() as db:
        round_ = db.rounds.get(round_id, lock=True)
        if round_.phase not in OPEN:
            raise Refused([SEALED])
        raised, book = _flags(db, round_), rulebooks.load(RULEBOOK)
        row = ScreeningRow(
            round_id=round_id,
            rulebook=book.id,
            rulebook_sha256=book.sha256,
            marks=[],
            run_by=actor.login,
            run_at=at,
        )
        if db.screenings.keep(row, raised):
            telling.asked(db, round_, at)
            db.audit.record(
                "bids screened",
                subject(round_),
                by=actor.login,
                at=at,
                rulebook=book.id,
                rulebook_sha256=book.sha256,
                flags=len(raised),
            )
        return len(raised)


def _flags(db: Db, round_: RoundRow) -> tuple[Flag, ...]:
    number = round_.number
    bids = [bid for opened in db.evaluations.bids(number).values() for bid in opened]
    seen = screened.of(
        db.catalogue.products(number),
        bids,
        {
            (one.product, one.firm): one.won
            for verdicts in db.evaluations.verdicts(number).values()
            for one in verdicts
        },
        {
            (row.lot, row.firm): Came(row.received_at, row.network)
            for row in db.envelopes.standing(number)
        },
        law(db, round_),
    )
    return screens.flags(seen, rules(round_))


def rules(round_: RoundRow) -> ScreenRules:
    """The thresholds and the law that were in force on the round's day."""
    return rulebooks.load(RULEBOOK).at(round_.rulebook_day, ScreenRules)


def reply(store: Store, actor: Actor, round_id: int, number: int, words: str, at: datetime) -> None:
    """Keep what a firm says about a flag that names it (申辩); it may reply again.

    NotFound for a flag that names others only, and before the publication, when no firm is told
    of any.
    """
    require(actor, "reply_to_flag", actor.party)
    said = _said("words", words)
    with store.transaction() as db:
        round_ = db.rounds.get(round_id, lock=True)
        row = db.screenings.get(round_id, number)
        if actor.party not in row.firms or round_.phase not in PUBLIC:
            raise NotFound(f"flag {number} of round {round_id}")
        db.screenings.say(
            FlagReplyRow(
                flag_id=number,
                firm=actor.party,
                words=said,
                replied_by=actor.login,
                replied_at=at,
            )
        )
        here = f"/officer/{round_id}/screens"
        db.notices.tell(Kind.FLAG_REPLIED, to=[Role.OFFICER], at=at, round_id=round_id, link=here)
        db.audit.record(
            "flag replied to",
            subject(round_),
            by=actor.login,
            at=at,
            flag=number,
            firm=actor.party,
        )


def answer(
    store: Store,
    actor: Actor,
    round_id: int,
    number: int,
    outcome: Outcome,
    reason: str,
    *,
    at: datetime,
) -> None:
    """Keep what an officer makes of a flag, with the reason; a later answer takes its place.

    No bid, rank or award changes by it.
    """
    require(actor, "screen_bids")
    said = _said("reason", reason)
    with store.transaction() as db:
        round_ = db.rounds.get(round_id, lock=True)
        row = db.screenings.get(round_id, number)
        db.screenings.say(
            FlagAnswerRow(
                flag_id=number,
                outcome=outcome,
                reason=said,
                answered_by=actor.login,
                answered_at=at,
            )
        )
        if round_.phase in PUBLIC:
            link = f"/firm/{round_id}/result"
            db.notices.tell(Kind.FLAG_ANSWERED, to=row.firms, at=at, round_id=round_id, link=link)
        db.audit.record(
            "flag answered",
            subject(round_),
            by=actor.login,
            at=at,
            flag=number,
            screen=row.screen,
            outcome=outcome.value,
        )


def _said(place: str, words: str) -> str:
    """What was written; Refused when it is nothing, or too much."""
    text = words.strip()
    if not text or len(text) > LONGEST:
        wrong = Text(
            f"请填写说明，不超过{LONGEST}个字符。",
            f"Write something, at most {LONGEST} characters.",
        )
        raise Refused([Fault("words", place, wrong)])
    return text
