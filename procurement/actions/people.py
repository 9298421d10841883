"""The office looks after accounts: who there is, ending sessions, a lost second factor."""

from dataclasses import dataclass
from datetime import datetime

from procurement.actions.accounts import subject
from procurement.rules.rights import Actor, Role, require
from procurement.rules.text import Fault, Refused, Text
from procurement.store.accounts import UserRow
from procurement.store.database import Db, Store
from procurement.store.rounds import NotFound

OWN = Fault(
    "second_factor",
    "login",
    Text(
        "不能重置自己的两步验证，请由另一名经办人办理。",
        "Nobody resets their own second factor; another officer does it.",
    ),
)


@dataclass(frozen=True, slots=True)
class Person:
    """An account as the office sees it; neither password nor secret is part of it."""

    login: str
    name: str
    role: Role
    party: str
    sessions: int
    has_factor: bool


def everybody(
    store: Store, actor: Actor, at: datetime, role: Role | None = None, said: str = ""
) -> list[Person]:
    """Every account, or those of a role, whose login, name or party holds what is said."""
    require(actor, "see_people")
    with store.transaction() as db:
        rows, counts = db.accounts.everybody(), db.sessions.counts(at)
        factors = db.second_factors.people()
    return [
        Person(
            row.login,
            row.name,
            row.role,
            row.party,
            counts.get(row.login, 0),
            row.login in factors,
        )
        for row in rows
        if role in {None, row.role}
        and said.casefold() in f"{row.login} {row.name} {row.party}".casefold()
    ]


def end_sessions(store: Store, actor: Actor, login: str, at: datetime) -> int:
    """End every session of a person; how many were ended."""
    require(actor, "end_sessions")
    with store.transaction() as db:
        _known(db, login)
        ended = db.sessions.end_all(login)
        db.audit.record("sessions ended", subject(login), by=actor.login, at=at, ended=ended)
    return ended


def reset_factor(store: Store, actor: Actor, login: str, at: datetime) -> None:
    """Take a lost second factor away, so that its owner can set up another; not one's own."""
    require(actor, "reset_factor")
    if login == actor.login:
        raise Refused([OWN])
    with store.transaction() as db:
        _known(db, login)
        db.second_factors.remove(login)
        db.sessions.end_all(login)
        db.audit.record("second factor reset", subject(login), by=actor.login, at=at)


def _known(db: Db, login: str) -> UserRow:
    row = db.accounts.by_login(login)
    if row is None:
        raise NotFound(f"account {login}")
    return row
