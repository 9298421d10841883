"""Second factors: the secret under the platform's key, and the recovery codes' hashes."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, update
from sqlmodel import Field, Session, SQLModel, col, select

from procurement.store.base import key, whole


class SecondFactorRow(SQLModel, table=True):
    """One person's authenticator: ``secret`` counts, ``offered`` waits for its first code."""

    __tablename__ = "second_factors"

    id: int | None = key()
    login: str = Field(foreign_key="users.login", unique=True)
    secret: bytes | None = None
    offered: bytes | None = None
    last_step: int = whole(default=0)
    confirmed_at: datetime | None = None


class RecoveryCodeRow(SQLModel, table=True):
    """A code that stands for the authenticator once; ``mark`` is a keyed hash of it."""

    __tablename__ = "recovery_codes"

    id: int | None = key()
    login: str = Field(foreign_key="users.login", index=True)
    mark: str
    used_at: datetime | None = None


class SecondFactors:
    """Reading and writing second factors."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def of(self, login: str, *, lock: bool = False) -> SecondFactorRow | None:
        """The person's authenticator, confirmed or only offered."""
        query = select(SecondFactorRow).where(SecondFactorRow.login == login)
        asked = query.with_for_update() if lock else query
        return self.session.exec(asked).one_or_none()

    def confirmed(self, login: str) -> bool:
        row = self.of(login)
        return row is not None and row.secret is not None

    def people(self) -> set[str]:
        """Everybody with a confirmed authenticator."""
        query = select(SecondFactorRow.login).where(col(SecondFactorRow.secret).is_not(None))
        return set(self.session.exec(query).all())

    def offer(self, login: str, secret: bytes) -> None:
        """A secret that waits for its first code; the one before counts until then."""
        row = self.of(login, lock=True) or SecondFactorRow(login=login)
        row.offered = secret
        self.session.add(row)

    def remove(self, login: str) -> None:
        """Forget the person's authenticator and recovery codes."""
        self.keep_codes(login, ())
        self.session.execute(delete(SecondFactorRow).where(col(SecondFactorRow.login) == login))

    def keep_codes(self, login: str, marks: Iterable[str]) -> None:
        """New recovery codes; those before are worth nothing any more."""
        self.session.execute(delete(RecoveryCodeRow).where(col(RecoveryCodeRow.login) == login))
        self.session.add_all(RecoveryCodeRow(login=login, mark=one) for one in marks)

    def use_code(self, login: str, mark: str, at: datetime) -> bool:
        """A recovery code is used up; False when there is none like it, or no more."""
        used = self.session.exec(
            update(RecoveryCodeRow)
            .where(
                col(RecoveryCodeRow.login) == login,
                col(RecoveryCodeRow.mark) == mark,
                col(RecoveryCodeRow.used_at).is_(None),
            )
            .values(used_at=at)
        )
        return bool(used.rowcount)

    def codes_left(self, login: str) -> int:
        query = select(func.count()).where(
            RecoveryCodeRow.login == login, col(RecoveryCodeRow.used_at).is_(None)
        )
        return self.session.exec(query).one()
