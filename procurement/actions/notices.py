"""A person's inbox, and sending what was told by mail."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from procurement.exchange import mail
from procurement.exchange.mail import Letterhead, NotNow, Post, RefusedForGood
from procurement.rules import notices
from procurement.rules.rights import Actor, require
from procurement.rules.text import Refused
from procurement.store.database import Db, Store
from procurement.store.mails import MailRow, MailState
from procurement.store.notices import NoticeRow

PAGE = 30
MANY = 100
"""Unread notices are counted up to here."""
AT_ONCE = 100
"""Notices whose mails and webhooks are queued in one transaction."""
PATIENCE = timedelta(days=3)
"""A mail that was not taken for so long is given up."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the inbox; ``round`` is a round's code, or empty."""

    row: NoticeRow
    round: str
    read: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of a person's notices, the newest first."""

    entries: tuple[Entry, ...]
    total: int
    pages: int


def inbox(store: Store, actor: Actor, page: int = 1) -> Inbox:
    """What the person, the party spoken for and the role were told."""
    require(actor, "see_notices")
    mine = notices.audiences(actor)
    with store.transaction() as db:
        total = db.notices.count(mine)
        found = db.notices.of(mine, actor.login, PAGE, PAGE * (page - 1))
    return Inbox(tuple(Entry(*one) for one in found), total, max(1, -(-total // PAGE)))


def unread(store: Store, actor: Actor) -> int:
    """How many notices the person has not read, up to ``MANY``."""
    require(actor, "see_notices")
    with store.transaction() as db:
        return db.notices.unread(notices.audiences(actor), actor.login, MANY)


def read(store: Store, actor: Actor, number: int, at: datetime) -> str:
    """Mark a notice as read by this person; where it leads. NotFound for one for others."""
    require(actor, "see_notices")
    with store.transaction() as db:
        return db.notices.read(notices.audiences(actor), actor.login, at, number)


def read_all(store: Store, actor: Actor, at: datetime) -> None:
    require(actor, "see_notices")
    with store.transaction() as db:
        db.notices.read_all(notices.audiences(actor), actor.login, at)


def address(store: Store, actor: Actor) -> str:
    """Where the person wants mail; empty for nowhere."""
    require(actor, "set_mail_address")
    with store.transaction() as db:
        return db.mails.address(actor.login)


def set_address(store: Store, actor: Actor, wanted: str, at: datetime) -> None:
    """Send mail to this address from now on, or to none when it is empty."""
    require(actor, "set_mail_address")
    said = wanted.strip()
    if found := notices.address_faults(said):
        raise Refused(found)
    with store.transaction() as db:
        db.mails.keep_address(actor.login, said)
        db.audit.record(
            "mail address set", f"login {actor.login}", by=actor.login, at=at, mail=bool(said)
        )


def spread(store: Store, at: datetime) -> bool:
    """Queue mails and webhooks of what was told; ``False`` when there is nothing."""
    with store.transaction() as db:
        found = db.notices.unspread(AT_ONCE)
        for notice in found:
            db.mails.spread(notice, at)
            db.webhooks.spread(notice)
            notice.spread_at = at
        return bool(found)


def send(store: Store, at: datetime, post: Post, head: Letterhead) -> bool:
    """Send the mail that waits longest; ``False`` when there is none, or none can be sent now.

    It is locked while it is sent and marked in the same transaction. A crash between the mail
    server's yes and our commit sends it twice, under the same Message-ID: SMTP allows no better.
    """
    with store.transaction() as db:
        claimed = db.mails.claim(at)
        if claimed is None:
            return False
        row, notice, code = claimed
        return _send(db, row, notice, code, at=at, post=post, head=head)


def _send(
    db: Db,
    row: MailRow,
    notice: NoticeRow,
    code: str,
    *,
    at: datetime,
    post: Post,
    head: Letterhead,
) -> bool:
    to = db.mails.address(row.login)
    if not to:  # taken back meanwhile
        row.ended(MailState.GIVEN_UP, at)
        return True
    identity = f"notice-{row.number}"
    letter = mail.message(notice.fact(code), to, head, identity=identity, at=notice.told_at)
    try:
        post(letter)
    except RefusedForGood:
        row.ended(MailState.REFUSED, at)
    except NotNow:
        row.failed(at)
        if at - notice.told_at > PATIENCE:
            row.ended(MailState.GIVEN_UP, at)
        return False
    else:
        row.ended(MailState.SENT, at)
    return True
