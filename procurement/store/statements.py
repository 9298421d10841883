"""Retained-savings statements (结余留用), versioned and never changed."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy import select as select_columns
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Field, Session, SQLModel, col, select

from procurement.store.base import document, key, refers, whole


class StatementRow(SQLModel, table=True):
    __tablename__ = "statements"
    __table_args__ = (UniqueConstraint("round_id", "hospital", "cycle_year", "version"),)

    id: int | None = key()
    round_id: int = refers("rounds.id")
    hospital: str = Field(foreign_key="hospitals.code", index=True)
    cycle_year: int
    version: int
    rulebook: str
    rulebook_sha256: str
    rulebook_day: date
    settled_at: datetime
    retained: int = whole()
    content: dict[str, Any] = document()


@dataclass(frozen=True, slots=True)
class Summary:
    """A statement's head, without its lines: amounts in fen."""

    hospital: str
    cycle_year: int
    version: int
    rulebook: str
    rulebook_sha256: str
    rulebook_day: date
    settled_at: datetime
    score: Fraction
    ratio: Fraction
    base: int
    retained: int


class Statements:
    """Reading and writing statements; the newest version counts."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def keep(self, row: StatementRow) -> None:
        self.session.add(row)

    def of_round(self, round_id: int, hospital: str | None = None) -> list[StatementRow]:
        place = (col(StatementRow.hospital), col(StatementRow.cycle_year))
        query = (
            select(StatementRow)
            .where(StatementRow.round_id == round_id)
            .ext(distinct_on(*place))
            .order_by(*place, col(StatementRow.version).desc())
        )
        if hospital is not None:
            query = query.where(StatementRow.hospital == hospital)
        return list(self.session.exec(query).all())

    def summaries(self, round_id: int, hospital: str | None = None) -> list[Summary]:
        """Every version of every statement, of one hospital or of all, newest versions first."""
        row = StatementRow
        content = [col(row.content)[name].astext.label(name) for name in ("score", "ratio", "base")]
        query = (
            select_columns(
                col(row.hospital),
                col(row.cycle_year),
                col(row.version),
                col(row.rulebook),
                col(row.rulebook_sha256),
                col(row.rulebook_day),
                col(row.settled_at),
                *content,
                col(row.retained),
            )
            .where(col(row.round_id) == round_id)
            .order_by(col(row.hospital), col(row.cycle_year).desc(), col(row.version).desc())
        )
        if hospital is not None:
            query = query.where(col(row.hospital) == hospital)
        return [
            Summary(
                hospital=found.hospital,
                cycle_year=found.cycle_year,
                version=found.version,
                rulebook=found.rulebook,
                rulebook_sha256=found.rulebook_sha256,
                rulebook_day=found.rulebook_day,
                settled_at=found.settled_at,
                score=Fraction(found.score),
                ratio=Fraction(found.ratio),
                base=int(found.base),
                retained=found.retained,
            )
            for found in self.session.execute(query).all()
        ]
