"""Retained-savings statements (结余留用), versioned and never changed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
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
