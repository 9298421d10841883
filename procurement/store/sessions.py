"""Who is logged in, where and since when; the id itself is nowhere kept, only its hash."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, update
from sqlmodel import Field, Session, SQLModel, col, or_, select

from procurement.rules.canon import digest
from procurement.store.base import key

IDLE = timedelta(hours=12)
"""A session ends when it was not used for so long,"""
LIFE = timedelta(days=7)
"""and in any case after so long."""
NOTICED = timedelta(minutes=1)
"""How exactly it is known when a session was last used; each look need not be written."""
TOLD = 200
"""Characters kept of what a browser says that it is."""


class SessionRow(SQLModel, table=True):
    """``mark`` is the hash of the id; address and agent are as the visitor told them."""

    __tablename__ = "sessions"

    id: int | None = key()
    mark: str = Field(unique=True)
    login: str = Field(foreign_key="users.login", index=True)
    data: bytes
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    address: str
    agent: str

    @property
    def number(self) -> int:
        """The key, once kept."""
        assert self.id is not None
        return self.id


@dataclass(frozen=True, slots=True)
class Visit:
    """Whose session begins, and where they say that they are."""

    login: str
    address: str = ""
    agent: str = ""


class Sessions:
    """Reading, writing and ending sessions."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def begin(self, identity: str, visit: Visit, data: bytes, at: datetime) -> None:
        """A session begins here and nowhere else: whatever id a visitor brings makes none."""
        self.session.execute(
            delete(SessionRow).where(
                col(SessionRow.login) == visit.login, col(SessionRow.expires_at) <= at
            )
        )
        self.session.add(
            SessionRow(
                mark=mark(identity),
                login=visit.login,
                data=data,
                created_at=at,
                seen_at=at,
                expires_at=at + IDLE,
                address=visit.address,
                agent=visit.agent[:TOLD],
            )
        )

    def data(self, identity: str, at: datetime) -> bytes | None:
        """What the session keeps; None when there is none, or it ended."""
        query = select(SessionRow.data).where(
            SessionRow.mark == mark(identity), col(SessionRow.expires_at) > at
        )
        return self.session.exec(query).one_or_none()

    def keep(self, identity: str, data: bytes, at: datetime) -> None:
        """Write what a session keeps; one that was ended meanwhile does not come back."""
        self.session.execute(
            update(SessionRow)
            .where(
                col(SessionRow.mark) == mark(identity),
                col(SessionRow.expires_at) > at,
                or_(col(SessionRow.data) != data, col(SessionRow.seen_at) < at - NOTICED),
            )
            .values(
                data=data,
                seen_at=at,
                expires_at=func.least(at + IDLE, col(SessionRow.created_at) + LIFE),
            )
        )

    def end(self, identity: str) -> None:
        self.session.execute(delete(SessionRow).where(col(SessionRow.mark) == mark(identity)))

    def of(self, login: str, at: datetime) -> list[SessionRow]:
        """The person's sessions, the one last used first."""
        query = (
            select(SessionRow)
            .where(SessionRow.login == login, col(SessionRow.expires_at) > at)
            .order_by(col(SessionRow.seen_at).desc(), col(SessionRow.id))
        )
        return list(self.session.exec(query).all())

    def counts(self, at: datetime) -> dict[str, int]:
        """How many sessions each person has now."""
        query = (
            select(SessionRow.login, func.count())
            .where(col(SessionRow.expires_at) > at)
            .group_by(col(SessionRow.login))
        )
        return dict(self.session.exec(query).all())

    def end_one(self, login: str, number: int) -> int:
        """End this session if it is the person's; how many were ended."""
        return self._ended(col(SessionRow.login) == login, col(SessionRow.id) == number)

    def end_all(self, login: str, but: str = "") -> int:
        """End the person's sessions, except that with the id ``but``; how many were ended."""
        return self._ended(col(SessionRow.login) == login, col(SessionRow.mark) != mark(but))

    def forget_expired(self, at: datetime) -> int:
        return self._ended(col(SessionRow.expires_at) <= at)

    def _ended(self, *which: object) -> int:
        ended = self.session.exec(delete(SessionRow).where(*which))  # type: ignore[arg-type] # columns
        return int(ended.rowcount)


def mark(identity: str) -> str:
    """What is kept of an id: a dump of the table lets nobody in."""
    return digest(identity.encode())
