"""Notices for people: kept in the same transaction as what they tell of, and read by each alone."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, insert, literal
from sqlalchemy.dialects import postgresql
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from procurement.rules.dates import local_day
from procurement.rules.notices import Kind, Notice, checked_link, told
from procurement.store.base import key, refers
from procurement.store.rounds import NotFound, RoundRow


class NoticeRow(SQLModel, table=True):
    """Something that an audience was told; ``spread_at`` is when mails and webhooks were queued."""

    __tablename__ = "notices"

    id: int | None = key()
    audience: str = Field(index=True)
    kind: str
    round_id: int | None = refers("rounds.id", default=None, nullable=True)
    link: str
    told_at: datetime
    spread_at: datetime | None = Field(default=None, index=True)

    @property
    def number(self) -> int:
        """The key, once kept."""
        assert self.id is not None
        return self.id

    def fact(self, code: str) -> Notice:
        """What is told of it by post; ``code`` is its round's."""
        return Notice(Kind(self.kind), code, self.link, local_day(self.told_at))


class NoticeReadRow(SQLModel, table=True):
    """A person has read a notice."""

    __tablename__ = "notice_reads"
    __table_args__ = (UniqueConstraint("notice_id", "login"),)

    id: int | None = key()
    notice_id: int = refers("notices.id")
    login: str
    read_at: datetime


class Notices:
    """Telling people, and what each of them has read."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def tell(
        self,
        kind: Kind,
        *,
        to: Iterable[str],
        at: datetime,
        round_id: int | None = None,
        link: str = "/",
    ) -> None:
        """Leave a notice for these parties, by code, or roles, by value.

        It is kept or forgotten with the transaction that it tells of.
        """
        rows = [
            {
                "audience": audience,
                "kind": kind.value,
                "round_id": round_id,
                "link": checked_link(link),
                "told_at": at,
            }
            for audience in told(to)
        ]
        if rows:
            self.session.execute(insert(NoticeRow), rows)

    def of(
        self, audiences: Sequence[str], login: str, most: int, skip: int = 0
    ) -> list[tuple[NoticeRow, str, bool]]:
        """Notices, the newest first, each with its round's code and whether it was read."""
        read = self._read(login).label("read")
        query = (
            select(NoticeRow, func.coalesce(RoundRow.code, ""), read)
            .outerjoin(RoundRow, col(RoundRow.id) == col(NoticeRow.round_id))
            .where(col(NoticeRow.audience).in_(audiences))
            .order_by(col(NoticeRow.id).desc())
            .offset(skip)
            .limit(most)
        )
        return list(self.session.exec(query).all())

    def count(self, audiences: Sequence[str]) -> int:
        query = select(func.count()).where(col(NoticeRow.audience).in_(audiences))
        return self.session.exec(query).one()

    def unread(self, audiences: Sequence[str], login: str, most: int) -> int:
        """How many were not read; no more than ``most`` are counted."""
        found = (
            select(NoticeRow.id)
            .where(col(NoticeRow.audience).in_(audiences), ~self._read(login))
            .limit(most)
            .subquery()
        )
        return self.session.exec(select(func.count()).select_from(found)).one()

    def read(self, audiences: Sequence[str], login: str, at: datetime, number: int) -> str:
        """Mark one as read by a person; where it leads. NotFound for one that is for others."""
        mine = select(NoticeRow.link).where(
            NoticeRow.id == number, col(NoticeRow.audience).in_(audiences)
        )
        link = self.session.exec(mine).one_or_none()
        if link is None:
            raise NotFound(f"notice {number}")
        self._mark(login, at, col(NoticeRow.id) == number)
        return link

    def read_all(self, audiences: Sequence[str], login: str, at: datetime) -> None:
        self._mark(login, at, col(NoticeRow.audience).in_(audiences))

    def unspread(self, most: int) -> list[NoticeRow]:
        """Notices whose mails and webhooks were not queued yet; no other worker gets them."""
        query = (
            select(NoticeRow)
            .where(col(NoticeRow.spread_at).is_(None))
            .order_by(col(NoticeRow.id))
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        return list(self.session.exec(query).all())

    def _read(self, login: str) -> ColumnElement[bool]:
        return exists().where(
            col(NoticeReadRow.notice_id) == col(NoticeRow.id), col(NoticeReadRow.login) == login
        )

    def _mark(self, login: str, at: datetime, which: ColumnElement[bool]) -> None:
        """Marked twice, even at the same moment, it is read once."""
        found = select(NoticeRow.id, literal(login), literal(at)).where(which, ~self._read(login))
        columns = ["notice_id", "login", "read_at"]
        added = postgresql.insert(NoticeReadRow).from_select(columns, found)
        self.session.execute(added.on_conflict_do_nothing())
