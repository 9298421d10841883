"""E-mails that wait to be sent: one for each notice and person with an address."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy.dialects import postgresql
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from procurement.rules.notices import next_try
from procurement.store.accounts import UserRow
from procurement.store.base import choice, key, refers
from procurement.store.notices import NoticeRow
from procurement.store.rounds import RoundRow


class MailState(StrEnum):
    """Waiting for its turn, taken by the mail server, refused by it for good, or given up."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    GIVEN_UP = "given_up"


class MailAddressRow(SQLModel, table=True):
    """Where a person wants mail."""

    __tablename__ = "mail_addresses"

    id: int | None = key()
    login: str = Field(unique=True)
    address: str = Field(repr=False)


class MailRow(SQLModel, table=True):
    """One mail; its address is looked up when it is sent."""

    __tablename__ = "mails"
    __table_args__ = (UniqueConstraint("notice_id", "login"),)

    id: int | None = key()
    notice_id: int = refers("notices.id")
    login: str
    state: MailState = choice(MailState, default=MailState.WAITING)
    failures: int = 0
    next_at: datetime = Field(index=True)
    ended_at: datetime | None = None

    @property
    def number(self) -> int:
        """The key, once kept."""
        assert self.id is not None
        return self.id

    def ended(self, state: MailState, at: datetime) -> None:
        self.state, self.ended_at = state, at

    def failed(self, at: datetime) -> None:
        """To be tried again, later each time."""
        self.failures += 1
        self.next_at = next_try(self.failures, at)


class Mails:
    """Addresses, and the queue of mails."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def address(self, login: str) -> str:
        """Where this person wants mail; empty for nowhere."""
        query = select(MailAddressRow.address).where(MailAddressRow.login == login)
        return self.session.exec(query).one_or_none() or ""

    def keep_address(self, login: str, address: str) -> None:
        made = postgresql.insert(MailAddressRow).values(login=login, address=address)
        self.session.execute(
            made.on_conflict_do_update(index_elements=["login"], set_={"address": address})
        )

    def spread(self, notice: NoticeRow, at: datetime) -> None:
        """Queue a mail of this notice for everybody of its audience who has an address."""
        to, _, name = notice.audience.partition(":")
        whose = col(UserRow.role) == name if to == "role" else col(UserRow.party) == name
        people = self.session.exec(
            select(MailAddressRow.login)
            .join(UserRow, col(UserRow.login) == col(MailAddressRow.login))
            .where(whose, MailAddressRow.address != "")
            .order_by(col(UserRow.id))
        ).all()
        self.session.add_all(
            MailRow(notice_id=notice.number, login=login, next_at=at) for login in people
        )

    def claim(self, at: datetime) -> tuple[MailRow, NoticeRow, str] | None:
        """The mail that waits longest, its notice and its round's code; no other worker gets it."""
        query = (
            select(MailRow)
            .where(MailRow.state == MailState.WAITING, MailRow.next_at <= at)
            .order_by(col(MailRow.next_at), col(MailRow.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = self.session.exec(query).first()
        if row is None:
            return None
        notice = self.session.get_one(NoticeRow, row.notice_id)
        round_ = notice.round_id and self.session.get_one(RoundRow, notice.round_id)
        return row, notice, round_.code if round_ else ""

    def of(self, login: str) -> Sequence[MailRow]:
        """Every mail to this person, the oldest first."""
        query = select(MailRow).where(MailRow.login == login).order_by(col(MailRow.id))
        return self.session.exec(query).all()
