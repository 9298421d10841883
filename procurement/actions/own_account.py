"""What people do with their own account: sessions, password, second factor."""

from collections.abc import Sequence
from datetime import datetime

from procurement.actions.accounts import Place, refuse_early, subject
from procurement.rules import passwords, second_factors
from procurement.rules.rights import Actor, require
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Db, Store
from procurement.store.rounds import NotFound
from procurement.store.sessions import SessionRow

WRONG_PASSWORD = Fault(
    "password", "password", Text("当前密码不正确。", "The present password is wrong.")
)
SAME_PASSWORD = Fault(
    "password_same",
    "new_password",
    Text("新密码与当前密码相同，请另选。", "The new password is the present one; choose another."),
)
WRONG_CODE = Fault(
    "second_factor",
    "code",
    Text(
        "验证码不正确；请核对手机时间，并输入当前显示的验证码。",
        "The code is wrong; check the telephone's clock and give the code shown now.",
    ),
)
NEEDED = Fault(
    "second_factor",
    "second_factor",
    Text("您的角色必须使用两步验证，不能停用。", "Your role needs a second factor; it stays on."),
)
NO_FACTOR = Fault(
    "second_factor",
    "second_factor",
    Text("尚未启用两步验证。", "The second factor is not set up yet."),
)


def sessions(store: Store, actor: Actor, at: datetime) -> list[SessionRow]:
    """The person's own sessions, the one last used first."""
    require(actor, "keep_account")
    with store.transaction() as db:
        return db.sessions.of(actor.login, at)


def end_session(store: Store, actor: Actor, number: int, at: datetime) -> None:
    """End one session of one's own; NotFound for another's."""
    require(actor, "keep_account")
    with store.transaction() as db:
        if not db.sessions.end_one(actor.login, number):
            raise NotFound(f"session {number} of {actor.login}")
        _record(db, "sessions ended", actor, at, ended=1)


def end_other_sessions(store: Store, actor: Actor, this: str, at: datetime) -> int:
    """End every session of one's own but this one; how many were ended."""
    require(actor, "keep_account")
    with store.transaction() as db:
        ended = db.sessions.end_all(actor.login, but=this)
        _record(db, "sessions ended", actor, at, ended=ended)
    return ended


def change_password(
    store: Store,
    actor: Actor,
    present: str,
    new: str,
    place: Place,
    this: str,
    *,
    at: datetime,
) -> None:
    """A new password in place of the present one; every other session ends.

    A wrong present password counts as a failed login.
    """
    require(actor, "keep_account")
    marks = place.marks(actor.login)
    with store.transaction() as db:
        refuse_early(db, actor.login, marks, at)
        row = db.accounts.by_login(actor.login)
    faults = passwords.faults(new, actor.login, "new_password")
    if new == present:
        faults.append(SAME_PASSWORD)
    if not passwords.matches(row.password_hash if row else None, present):
        faults.insert(0, WRONG_PASSWORD)
        with store.transaction() as db:
            db.login_failures.count(marks.values(), at)
    if faults:
        raise Refused(faults)
    kept = passwords.hashed(new)
    with store.transaction() as db:
        db.accounts.change_password(actor.login, kept)
        db.sessions.end_all(actor.login, but=this)
        _record(db, "password changed", actor, at)


def has_factor(store: Store, actor: Actor) -> tuple[bool, int]:
    """Whether the person's second factor is set up, and how many recovery codes are left."""
    require(actor, "keep_account")
    with store.transaction() as db:
        return db.second_factors.confirmed(actor.login), db.second_factors.codes_left(actor.login)


def offer_factor(store: Store, actor: Actor, key: bytes) -> None:
    """Make a secret for an authenticator; it counts once a code of it was given."""
    require(actor, "keep_account")
    sealed = second_factors.seal(second_factors.new_secret(), actor.login, key)
    with store.transaction() as db:
        db.second_factors.offer(actor.login, sealed)


def offered_secret(store: Store, actor: Actor, key: bytes) -> str | None:
    """The secret that waits for its first code."""
    require(actor, "keep_account")
    with store.transaction() as db:
        row = db.second_factors.of(actor.login)
    sealed = row.offered if row else None
    return second_factors.unseal(sealed, actor.login, key) if sealed else None


def confirm_factor(
    store: Store, actor: Actor, code: str, key: bytes, *, at: datetime
) -> Sequence[str]:
    """The offered secret counts from now on; every session ends, and recovery codes are given.

    The codes are answered this once and kept as hashes.
    """
    require(actor, "keep_account")
    with store.transaction() as db:
        row = db.second_factors.of(actor.login, lock=True)
        if row is None or row.offered is None:
            raise Refused([NO_FACTOR])
        secret = second_factors.unseal(row.offered, actor.login, key)
        step = second_factors.step_of(secret, code, at, after=0)
        if step is None:
            raise Refused([WRONG_CODE])
        row.secret, row.offered, row.last_step, row.confirmed_at = row.offered, None, step, at
        db.sessions.end_all(actor.login)
        codes = _new_codes(db, actor, key)
        _record(db, "second factor set up", actor, at)
    return codes


def renew_codes(store: Store, actor: Actor, key: bytes, at: datetime) -> Sequence[str]:
    """New recovery codes; those before are worth nothing any more."""
    require(actor, "keep_account")
    with store.transaction() as db:
        if not db.second_factors.confirmed(actor.login):
            raise Refused([NO_FACTOR])
        codes = _new_codes(db, actor, key)
        _record(db, "recovery codes renewed", actor, at)
    return codes


def remove_factor(
    store: Store, actor: Actor, this: str, *, is_required: bool, at: datetime
) -> None:
    """Do without a second factor, where one may; every other session ends.

    ``is_required`` says whether the platform requires one of the roles that the rules name.
    """
    require(actor, "keep_account")
    if is_required and actor.role in second_factors.REQUIRED:
        raise Refused([NEEDED])
    with store.transaction() as db:
        db.second_factors.remove(actor.login)
        db.sessions.end_all(actor.login, but=this)
        _record(db, "second factor removed", actor, at)


def _new_codes(db: Db, actor: Actor, key: bytes) -> Sequence[str]:
    codes = second_factors.recovery_codes()
    marks = [second_factors.mark(one, actor.login, key) for one in codes]
    db.second_factors.keep_codes(actor.login, marks)
    return codes


def _record(db: Db, deed: str, actor: Actor, at: datetime, **details: int) -> None:
    db.audit.record(deed, subject(actor.login), by=actor.login, at=at, **details)
