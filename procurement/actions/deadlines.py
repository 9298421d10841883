"""The deadline for bids as the audit chain tells it, beside the one that is kept (申报截止时间)."""

from datetime import datetime

from procurement.actions.rounds import subject
from procurement.rules.changes import Change
from procurement.rules.text import Fault, Text
from procurement.store.database import Db
from procurement.store.rounds import RoundRow

SET = frozenset({"round announced", "change consented"})
MOVED = Fault(
    "deadline_unrecorded",
    "bids_close_at",
    Text(
        "现存的申报截止时间与审计链的记载不符：有人绕过平台改动了它。须恢复所记载的时间。",
        "The deadline that is kept is not the one that the audit chain tells of: it was changed "
        "behind the platform's back. The recorded one has to be restored.",
    ),
)


def recorded(db: Db, round_: RoundRow) -> datetime | None:
    """The deadline of the announcement, or of the newest change that two people made."""
    found = None
    for event in db.audit.told(subject(round_), SET):
        told = event.details
        if told.get("kind", Change.DEADLINE) == Change.DEADLINE:
            found = datetime.fromisoformat(told.get("after", told)["bids_close_at"])
    return found


def faults(db: Db, round_: RoundRow) -> list[Fault]:
    """Nothing while the deadline that is kept is the recorded one."""
    return [] if recorded(db, round_) == round_.bids_close_at else [MOVED]
