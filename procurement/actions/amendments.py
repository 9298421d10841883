"""Writing the tender document of a draft; once announced, a change proposes each new version."""

from datetime import datetime

from procurement.actions.rounds import subject
from procurement.rules import amendments
from procurement.rules.changes import Values
from procurement.rules.rights import Actor, require
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Store

UNCHANGED = Fault(
    "amendment",
    "text_zh",
    Text("内容与上一版本相同。", "This is what the version before says."),
)


def write(
    store: Store, actor: Actor, round_id: int, number: str, typed: Values, at: datetime
) -> int:
    """Keep a part of a draft's document as its next version; returns the version.

    Refused with every fault; WrongPhase once the round is announced.
    """
    require(actor, "draft_round")
    part = amendments.read(number, typed)
    with store.transaction() as db:
        round_ = db.rounds.advance(round_id, "edit_round")
        newest = db.amendments.newest(round_id, part.number)
        if newest and newest.sha256 == part.sha256:
            raise Refused([UNCHANGED])
        row = db.amendments.keep(round_id, part, at)
        db.audit.record(
            "document written",
            subject(round_),
            by=actor.login,
            at=at,
            part=part.number,
            version=row.version,
            sha256=row.sha256,
        )
        return row.version
