"""Firms' registrations with their licences, and what officers made of them; only appended."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import defer
from sqlmodel import Field, Session, SQLModel, col, select

from procurement.rules.qualifications import Application, Decision, Format, Licence, LicenceKind
from procurement.store.base import choice, key, refers, whole


class RegistrationRow(SQLModel, table=True):
    """What a firm handed in; handed in again, it is a new row under the same code's hash."""

    __tablename__ = "registrations"

    id: int | None = key()
    code_sha256: str = Field(index=True)
    credit_code: str = Field(index=True)
    name: str
    name_en: str
    contact: str
    phone: str
    email: str
    handed_in_at: datetime

    @property
    def number(self) -> int:
        """The key, once kept."""
        assert self.id is not None
        return self.id

    def fact(self) -> Application:
        return Application(
            self.credit_code, self.name, self.name_en, self.contact, self.phone, self.email
        )


class LicenceRow(SQLModel, table=True):
    __tablename__ = "licences"

    id: int | None = key()
    registration_id: int = refers("registrations.id", index=True)
    kind: LicenceKind = choice(LicenceKind)
    format: Format = choice(Format)
    sha256: str
    size: int = whole()
    content: bytes = Field(repr=False)

    @property
    def number(self) -> int:
        """The key, once kept."""
        assert self.id is not None
        return self.id


class ReviewRow(SQLModel, table=True):
    """An officer's decision on a registration; the database keeps one, of two at once the first."""

    __tablename__ = "reviews"

    id: int | None = key()
    registration_id: int = refers("registrations.id", unique=True)
    decision: Decision = choice(Decision)
    reason: str
    reviewed_by: str
    reviewed_at: datetime


class Registrations:
    """Reading and writing registrations."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def keep(self, row: RegistrationRow, licences: Iterable[tuple[Licence, str]]) -> None:
        """Keep what was handed in, with each licence and its hash."""
        self.session.add(row)
        self.session.flush()
        self.session.add_all(
            LicenceRow(
                registration_id=row.number,
                kind=one.kind,
                format=one.format,
                sha256=sha256,
                size=len(one.content),
                content=one.content,
            )
            for one, sha256 in licences
        )

    def get(self, number: int) -> RegistrationRow | None:
        return self.session.get(RegistrationRow, number)

    def newest(self, code_sha256: str) -> RegistrationRow | None:
        """What was handed in last under this code."""
        query = (
            select(RegistrationRow)
            .where(RegistrationRow.code_sha256 == code_sha256)
            .order_by(col(RegistrationRow.id).desc())
            .limit(1)
        )
        return self.session.exec(query).one_or_none()

    def all(self) -> list[RegistrationRow]:
        """The newest of every case, the last handed in first."""
        last = select(func.max(RegistrationRow.id)).group_by(col(RegistrationRow.code_sha256))
        query = (
            select(RegistrationRow)
            .where(col(RegistrationRow.id).in_(last))
            .order_by(col(RegistrationRow.id).desc())
        )
        return list(self.session.exec(query).all())

    def case(self, code_sha256: str) -> list[RegistrationRow]:
        """All that was handed in under this code, the newest first."""
        query = (
            select(RegistrationRow)
            .where(RegistrationRow.code_sha256 == code_sha256)
            .order_by(col(RegistrationRow.id).desc())
        )
        return list(self.session.exec(query).all())

    def of_credit_code(self, credit_code: str) -> list[RegistrationRow]:
        query = (
            select(RegistrationRow)
            .where(RegistrationRow.credit_code == credit_code)
            .order_by(col(RegistrationRow.id).desc())
        )
        return list(self.session.exec(query).all())

    def licences(self, number: int) -> list[LicenceRow]:
        """The licences of one registration, without their contents."""
        query = (
            select(LicenceRow)
            .where(LicenceRow.registration_id == number)
            .options(defer(LicenceRow.content))  # type: ignore[arg-type]  # a column at run time
            .order_by(col(LicenceRow.id))
        )
        return list(self.session.exec(query).all())

    def licence(self, registration: int, number: int) -> LicenceRow | None:
        query = select(LicenceRow).where(
            LicenceRow.registration_id == registration, LicenceRow.id == number
        )
        return self.session.exec(query).one_or_none()

    def review(self, row: ReviewRow) -> None:
        self.session.add(row)

    def reviews(self) -> dict[int, ReviewRow]:
        """Every decision, by the registration's number."""
        return {one.registration_id: one for one in self.session.exec(select(ReviewRow)).all()}
