"""Closing the bid box at the deadline, and proving what is in it."""

from datetime import datetime

from procurement.actions import deadlines, telling
from procurement.actions.rounds import subject
from procurement.rules import audit, box
from procurement.rules.box import Box, Entry
from procurement.rules.notices import Kind
from procurement.rules.phases import IN_ORDER, Phase, current
from procurement.rules.rights import Role
from procurement.rules.text import Fault, Text
from procurement.store.database import Db, Store
from procurement.store.envelopes import BoxRootRow
from procurement.store.rounds import RoundRow

ACCEPTED = frozenset({"envelope submitted", "envelope withdrawn"})
CLOSED = "box closed"


def close(db: Db, round_: RoundRow, at: datetime) -> BoxRootRow | None:
    """The root of the box, recorded once when the deadline has passed; ``None`` before.

    The round is locked by those who call. The deadline has passed by ``at`` and by the database's
    clock, and is the recorded one.
    """
    if not _is_due(round_, db.clock.earlier(at)):
        return None
    if kept := db.envelopes.root(round_.number):
        return kept
    if deadlines.faults(db, round_):
        return None
    entries = db.envelopes.entries(round_.number)
    made = BoxRootRow(
        round_id=round_.number,
        envelopes=len(entries),
        root=box.root(round_.code, entries),
        closed_at=at,
    )
    db.envelopes.keep_root(made)
    telling.firms(db, round_.number, Kind.BOX_CLOSED, at)
    here = f"/officer/{round_.number}"
    db.notices.tell(Kind.BOX_CLOSED, to=[Role.OFFICER], at=at, round_id=round_.number, link=here)
    db.audit.record(
        CLOSED, subject(round_), by="platform", at=at, envelopes=made.envelopes, root=made.root
    )
    return made


def _is_due(round_: RoundRow, at: datetime) -> bool:
    """The deadline of its bidding has passed."""
    if round_.bids_close_at is None:
        return False
    phase = current(round_.phase, round_.bids_close_at, at)
    return IN_ORDER.index(phase) >= IN_ORDER.index(Phase.CLOSED)


def close_due(store: Store, at: datetime) -> int:
    """Close every box whose deadline has passed; returns how many."""
    with store.transaction() as db:
        due = db.envelopes.unclosed(at)
    for round_id in due:
        with store.transaction() as db:
            close(db, db.rounds.get(round_id, lock=True), at)
    return len(due)


def seen(store: Store, round_id: int, at: datetime) -> Box | None:
    """The box of a round as anybody may see it, closed if that is due; ``None`` before that.

    Nobody who only looks locks a round in which bids are coming in.
    """
    with store.transaction() as db:
        due = _is_due(db.rounds.get(round_id), at)
    with store.transaction() as db:
        if due and db.envelopes.root(round_id) is None:
            close(db, db.rounds.get(round_id, lock=True), at)
        return read(db, db.rounds.get(round_id))


def read(db: Db, round_: RoundRow) -> Box | None:
    """The closed box with all that is wrong with it; ``None`` while it is open."""
    kept = db.envelopes.root(round_.number)
    if kept is None or round_.bids_close_at is None:
        return None
    entries = db.envelopes.entries(round_.number)
    recorded, faults = _recorded(db, round_)
    faults += deadlines.faults(db, round_)
    faults += box.faults(entries, recorded, round_.bids_close_at)
    if (len(entries), box.root(round_.code, entries)) != (kept.envelopes, kept.root):
        faults.append(ANOTHER)
    told = db.audit.last(subject(round_), CLOSED)
    if told is None or told.details.get("root") != kept.root or not audit.holds(told.fact()):
        faults.append(UNTOLD)
    return Box(
        round=round_.code,
        deadline=round_.bids_close_at,
        closed_at=kept.closed_at,
        root=kept.root,
        envelopes=kept.envelopes,
        entries=tuple(entries),
        faults=tuple(faults),
    )


def _recorded(db: Db, round_: RoundRow) -> tuple[list[Entry], list[Fault]]:
    """What the audit chain tells of every acceptance, and the events that were changed."""
    entries, faults = [], []
    for place, row in enumerate(db.audit.told(subject(round_), ACCEPTED), start=1):
        told = row.details
        position, mark = told.get("position", place), str(told.get("fingerprint"))
        entries.append(Entry(position, mark, row.at))
        if not audit.holds(row.fact()):
            faults.append(Fault("audit_event", str(place), audit.CHANGED))
    return entries, faults


ANOTHER = Fault(
    "box_root",
    "root",
    Text(
        "现存信封算得的根与公布的根不符。",
        "The root over the envelopes as they are kept now is not the one that was published.",
    ),
)
UNTOLD = Fault(
    "box_root",
    "audit",
    Text("审计链没有记载公布的根。", "The audit chain does not tell of the published root."),
)
