"""Logging in: the password, the second factor, and the wait after failures."""

from dataclasses import dataclass, field
from datetime import datetime

from procurement.rules import lockout, passwords, second_factors
from procurement.rules.lockout import Counted, LockedOut
from procurement.rules.rights import PARTIES, Actor
from procurement.store.database import Db, Store


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody tries to log in, and the key under which failures are counted."""

    address: str
    key: bytes = field(repr=False)

    def marks(self, login: str) -> dict[Counted, str]:
        """Under what a failure with this login counts here."""
        return {
            Counted.PERSON_HERE: lockout.mark(Counted.PERSON_HERE, self.key, login, self.address),
            Counted.PERSON: lockout.mark(Counted.PERSON, self.key, login),
            Counted.ADDRESS: lockout.mark(Counted.ADDRESS, self.key, self.address),
        }


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody whose password was right, and whether they have a second factor to give."""

    actor: Actor
    name: str
    has_factor: bool = False


def enter(store: Store, login: str, password: str, place: Place, *, at: datetime) -> Entered | None:
    """The person with this login and password; None for a wrong one of either.

    A login that does not exist takes as long and waits as long as one that does. Failures are
    forgotten when the person is in, which with a second factor is after its code. Raises
    ``LockedOut`` while the next try has to wait.
    """
    marks = place.marks(login)
    with store.transaction() as db:
        refuse_early(db, login, marks, at)
        row = db.accounts.by_login(login)
    if not passwords.matches(row.password_hash if row else None, password):
        with store.transaction() as db:
            db.login_failures.count(marks.values(), at)
        return None
    assert row is not None
    with store.transaction() as db:
        has_factor = db.second_factors.confirmed(login)
        if not has_factor:
            welcome(db, row.actor(), marks, at)
    return Entered(row.actor(), row.name, has_factor)


def prove(store: Store, login: str, code: str, place: Place, *, at: datetime) -> bool:
    """The code is the person's: of the authenticator and not used before, or for recovery.

    A recovery code is used up and recorded. Raises ``LockedOut`` as at the password.
    """
    marks = place.marks(login)
    with store.transaction() as db:
        refuse_early(db, login, marks, at)
        row = db.accounts.by_login(login)
        is_right = row is not None and _is_right(db, login, code, place.key, at)
        if row is not None and is_right:
            welcome(db, row.actor(), marks, at)
        else:
            db.login_failures.count(marks.values(), at)
    return is_right


def _is_right(db: Db, login: str, code: str, key: bytes, at: datetime) -> bool:
    row = db.second_factors.of(login, lock=True)
    if row is None or row.secret is None:
        return False
    secret = second_factors.unseal(row.secret, login, key)
    if step := second_factors.step_of(secret, code, at, row.last_step):
        row.last_step = step
        return True
    if not db.second_factors.use_code(login, second_factors.mark(code, login, key), at):
        return False
    left = db.second_factors.codes_left(login)
    db.audit.record("recovery code used", subject(login), by=login, at=at, left=left)
    return True


def refuse_early(db: Db, login: str, marks: dict[Counted, str], at: datetime) -> None:
    """Raises ``LockedOut`` while the next try has to wait.

    Where a person got in before, only their own failures there count: nobody locks a rival out on
    the day of the deadline, nor a whole office by failing at its address.
    """
    tries = db.login_failures.tries(marks.values())
    known = db.login_failures.knows(login, marks[Counted.PERSON_HERE])
    counted = [
        (by, tries[one])
        for by, one in marks.items()
        if one in tries and (by is Counted.PERSON_HERE or not known)
    ]
    end = lockout.until(counted)
    if end is not None and at < end:
        raise LockedOut(end)


def welcome(db: Db, actor: Actor, marks: dict[Counted, str], at: datetime) -> None:
    """The person is in: their failures are forgotten, those of the address are not.

    That somebody of an office is in is recorded. Bidders do not queue for the chain on the last
    day: what they do there is recorded, not that they came.
    """
    db.login_failures.forget([marks[Counted.PERSON_HERE], marks[Counted.PERSON]])
    db.login_failures.keep_address(actor.login, marks[Counted.PERSON_HERE], at)
    if actor.role not in PARTIES:
        db.audit.record("logged in", subject(actor.login), by=actor.login, at=at)


def subject(login: str) -> str:
    """What the audit trail calls somebody's account."""
    return f"account {login}"
