"""People make keys for their organisation's systems; a key speaks for its maker, for its scopes."""

from datetime import datetime, timedelta

from procurement.rules import api_keys
from procurement.rules.api_keys import Wanted
from procurement.rules.canon import digest
from procurement.rules.rights import Actor, require
from procurement.rules.text import Refused
from procurement.store.api_keys import ApiKeyRow
from procurement.store.database import Store
from procurement.store.rounds import NotFound

OFTEN = timedelta(minutes=1)
"""How exactly it is kept when a key was last used: a busy key is not written at every call."""


def make(store: Store, actor: Actor, wanted: Wanted, at: datetime) -> str:
    """A new key of the person's, told this once; only its hash is kept."""
    require(actor, "make_api_key", actor.party)
    key = api_keys.new_key()
    with store.transaction() as db:
        in_force = sum(is_in_force(row, at) for row in db.api_keys.of_login(actor.login))
        if found := api_keys.faults(wanted, actor.role, in_force):
            raise Refused(found)
        row = ApiKeyRow(
            login=actor.login,
            purpose=wanted.purpose.strip(),
            prefix=api_keys.shown(key),
            key_sha256=digest(key.encode()),
            scopes=api_keys.sorted_scopes(wanted.scopes),
            made_at=at,
            expires_at=api_keys.expiry(at, wanted.days),
        )
        db.api_keys.keep(row)
        db.audit.record(
            "api key made",
            f"api key {row.number}",
            by=actor.login,
            at=at,
            party=actor.party,
            scopes=row.scopes,
            days=wanted.days,
        )
    return key


def own(store: Store, actor: Actor) -> list[ApiKeyRow]:
    """The person's keys, the newest first; what they say is nowhere."""
    require(actor, "make_api_key", actor.party)
    with store.transaction() as db:
        return db.api_keys.of_login(actor.login)


def revoke(store: Store, actor: Actor, number: int, at: datetime) -> None:
    """End one of the person's keys, at once; NotFound for another's."""
    require(actor, "make_api_key", actor.party)
    with store.transaction() as db:
        mine = {row.number: row for row in db.api_keys.of_login(actor.login)}
        if number not in mine:
            raise NotFound(f"api key {number}")
        if mine[number].revoked_at is None:
            mine[number].revoked_at = at
            db.audit.record("api key revoked", f"api key {number}", by=actor.login, at=at)


def speaker(store: Store, key: str, at: datetime) -> Actor | None:
    """Who a key speaks for, with the rights of its scopes; None when it is not in force."""
    with store.transaction() as db:
        row = db.api_keys.with_hash(digest(key.encode()))
        if row is None or not is_in_force(row, at):
            return None
        person = db.accounts.by_login(row.login)
        assert person is not None  # the database keeps a key's login
        if row.used_at is None or at - row.used_at >= OFTEN:
            row.used_at = at
        return api_keys.speaker(person.actor(), row.scopes)


def is_in_force(row: ApiKeyRow, at: datetime) -> bool:
    return row.revoked_at is None and at < row.expires_at
