"""Telling the parties of a round what was done to it, in the same transaction."""

from datetime import datetime

from procurement.rules.notices import Kind
from procurement.rules.phases import PUBLIC
from procurement.rules.rights import Role
from procurement.store.database import Db
from procurement.store.rounds import RoundRow


def firms(db: Db, round_id: int, kind: Kind, at: datetime, page: str = "") -> None:
    """Tell every firm that is entered, with a link to its page of the round, or one under it."""
    entered = {entry.firm for entry in db.catalogue.entries(round_id)}
    db.notices.tell(kind, to=entered, at=at, round_id=round_id, link=f"/firm/{round_id}{page}")


def hospitals(db: Db, round_id: int, kind: Kind, at: datetime, page: str) -> None:
    """Tell every hospital, with a link to this page of the round."""
    link = f"/hospital/{round_id}{page}"
    db.notices.tell(kind, to=[Role.HOSPITAL], at=at, round_id=round_id, link=link)


def asked(db: Db, round_: RoundRow, at: datetime) -> None:
    """Tell firms that a flag that stands names them; nobody before the publication."""
    if round_.phase not in PUBLIC:
        return
    named = {
        firm
        for kept in db.screenings.of_round(round_.number)
        if kept.stands and not kept.answers
        for firm in kept.flag.firms
    }
    link = f"/firm/{round_.number}/result"
    db.notices.tell(Kind.FLAG_ASKED, to=named, at=at, round_id=round_.number, link=link)
