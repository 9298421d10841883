"""Registering firms, hospitals and the people who log in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from procurement.rules.parties import Firm, Hospital
from procurement.rules.rights import Actor
from procurement.store.database import Store


@dataclass(frozen=True, slots=True)
class Login:
    """A person's login; ``password_hash`` is argon2's."""

    actor: Actor
    name: str
    password_hash: str = field(repr=False)


def register(
    store: Store,
    firms: Iterable[Firm],
    hospitals: Iterable[Hospital],
    logins: Iterable[Login],
    *,
    by: str,
    at: datetime,
) -> None:
    """Make parties and logins known; parties already known stay as they are."""
    firms, hospitals, logins = list(firms), list(hospitals), list(logins)
    with store.transaction() as db:
        db.parties.keep_firms(firms)
        db.parties.keep_hospitals(hospitals)
        for login in logins:
            db.accounts.add(login.actor, login.name, login.password_hash)
        db.audit.record(
            "parties registered",
            "parties",
            by=by,
            at=at,
            firms=len(firms),
            hospitals=len(hospitals),
            logins=[login.actor.login for login in logins],
        )
