"""Failed logins by login and by address, and where each person got in before."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from procurement.rules.lockout import FORGET, Tries
from procurement.store.base import key, whole


class LoginFailureRow(SQLModel, table=True):
    """Failures one after the other; ``mark`` is a keyed hash of a login or an address."""

    __tablename__ = "login_failures"

    id: int | None = key()
    mark: str = Field(unique=True)
    failures: int = whole()
    last_at: datetime


class KnownAddressRow(SQLModel, table=True):
    """An address at which a person got in; ``mark`` is a keyed hash of it."""

    __tablename__ = "known_addresses"
    __table_args__ = (UniqueConstraint("login", "mark"),)

    id: int | None = key()
    login: str = Field(foreign_key="users.login")
    mark: str
    last_at: datetime


class LoginFailures:
    """Counting failures and forgetting them."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def tries(self, marks: Iterable[str]) -> dict[str, Tries]:
        """The failures counted under these marks."""
        query = select(LoginFailureRow).where(col(LoginFailureRow.mark).in_(list(marks)))
        return {
            row.mark: Tries(row.failures, row.last_at) for row in self.session.exec(query).all()
        }

    def count(self, marks: Iterable[str], at: datetime) -> None:
        """One more failure under each of the marks; what lies long back is not counted on."""
        self.session.execute(
            delete(LoginFailureRow).where(col(LoginFailureRow.last_at) <= at - FORGET)
        )
        for one in sorted(marks):  # in one order, or two transactions wait for each other
            self.session.execute(
                insert(LoginFailureRow)
                .values(mark=one, failures=1, last_at=at)
                .on_conflict_do_update(
                    index_elements=["mark"],
                    set_={"failures": col(LoginFailureRow.failures) + 1, "last_at": at},
                )
            )

    def forget(self, marks: Iterable[str]) -> None:
        self.session.execute(
            delete(LoginFailureRow).where(col(LoginFailureRow.mark).in_(list(marks)))
        )

    def knows(self, login: str, mark: str) -> bool:
        """The person got in at this address before."""
        query = select(KnownAddressRow).where(
            KnownAddressRow.login == login, KnownAddressRow.mark == mark
        )
        return self.session.exec(query).one_or_none() is not None

    def keep_address(self, login: str, mark: str, at: datetime) -> None:
        self.session.execute(
            insert(KnownAddressRow)
            .values(login=login, mark=mark, last_at=at)
            .on_conflict_do_update(index_elements=["login", "mark"], set_={"last_at": at})
        )
