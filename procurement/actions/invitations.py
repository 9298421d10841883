"""Officers invite people; who holds the link sets a login and a password, once."""

from collections.abc import Collection
from datetime import datetime

from procurement.rules import invitations, passwords
from procurement.rules.canon import digest
from procurement.rules.invitations import INVITED, OPERATOR, SPENT, TAKEN, Guest
from procurement.rules.rights import Actor, Role, require
from procurement.rules.text import Refused
from procurement.store.database import Db, Store
from procurement.store.invitations import InvitationRow
from procurement.store.rounds import NotFound


def invite(store: Store, actor: Actor, guest: Guest, at: datetime) -> str:
    """The code of a new invitation, told this once; only its hash is kept."""
    require(actor, "invite_person")
    return _invite(store, guest, INVITED, actor.login, at)


def invite_by_operator(store: Store, guest: Guest, at: datetime) -> str:
    """The same by the operator of the machine, who logs in nowhere: for officers too.

    No page and no key leads here, only the command: who calls it holds the database anyway.
    """
    return _invite(store, guest, Role, OPERATOR, at)


def _invite(store: Store, guest: Guest, roles: Collection[Role], by: str, at: datetime) -> str:
    token = invitations.new_token()
    with store.transaction() as db:
        firms, hospitals = set(db.parties.firms()), set(db.parties.hospitals())
        if found := invitations.faults(guest, firms, hospitals, roles):
            raise Refused(found)
        row = keep(db, guest, digest(token.encode()), by, at)
        db.audit.record(
            "person invited",
            subject(row),
            by=by,
            at=at,
            role=guest.role.value,
            party=guest.party,
        )
    return token


def keep(db: Db, guest: Guest, token_sha256: str, by: str, at: datetime) -> InvitationRow:
    """The kept invitation of a guest under the hash of its code."""
    row = InvitationRow(
        token_sha256=token_sha256,
        role=guest.role,
        party=guest.party,
        name=guest.name.strip(),
        invited_by=by,
        invited_at=at,
        expires_at=at + invitations.LIFETIME,
    )
    db.invitations.keep(row)
    return row


def subject(row: InvitationRow) -> str:
    """The name of an invitation in the audit chain."""
    return f"invitation {row.number}"


def revoke(store: Store, actor: Actor, number: int, at: datetime) -> None:
    """Take an invitation back; one that was accepted stays, and twice is as once."""
    require(actor, "invite_person")
    with store.transaction() as db:
        row = db.invitations.get(number)
        if row is None:
            raise NotFound(f"invitation {number}")
        if row.accepted_at is not None:
            raise Refused([SPENT])
        if row.revoked_at is None:
            row.revoked_at = at
            db.audit.record("invitation revoked", subject(row), by=actor.login, at=at)


def known(store: Store, actor: Actor) -> list[InvitationRow]:
    """Every invitation, the newest first."""
    require(actor, "see_people")
    with store.transaction() as db:
        return db.invitations.all()


def guest(store: Store, code: str, at: datetime) -> Guest:
    """Whom an open invitation is for; Refused for any other code."""
    with store.transaction() as db:
        row = _open(db, code, at)
        return Guest(row.name, row.role, row.party)


def accept(store: Store, code: str, login: str, password: str, at: datetime) -> Actor:
    """Who holds the code gets a login of the role that was offered, and the code is spent.

    Refused with every fault at once; a code that is not open says nothing about logins.
    """
    kept = passwords.hashed(password) if len(password) <= passwords.LONGEST else ""
    with store.transaction() as db:
        row = _open(db, code, at)
        found = [*invitations.login_faults(login), *passwords.faults(password, login)]
        if db.accounts.by_login(login):
            found.append(TAKEN)
        if found:
            raise Refused(found)
        actor = Actor(login, row.role, row.party)
        db.accounts.add(actor, row.name, kept)
        row.accepted_at, row.accepted_as = at, login
        db.audit.record(
            "invitation accepted",
            subject(row),
            by=login,
            at=at,
            role=row.role.value,
            party=row.party,
        )
        return actor


def _open(db: Db, code: str, at: datetime) -> InvitationRow:
    row = db.invitations.with_token(digest(code.strip().encode()))
    if row is None or not invitations.is_open(at, row.expires_at, row.accepted_at, row.revoked_at):
        raise Refused([SPENT])
    return row
