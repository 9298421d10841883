"""Ties between firms (关联关系), and what officers decided about them; only appended."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Field, Session, SQLModel, col, select

from procurement.rules.affiliations import Link, Tie
from procurement.store.base import choice, key, refers


class AffiliationRow(SQLModel, table=True):
    """A tie as it was declared; ``other`` is a firm's code or the name of a controller."""

    __tablename__ = "affiliations"

    id: int | None = key()
    firm: str = Field(foreign_key="firms.code", index=True)
    other: str
    tie: Tie = choice(Tie)
    since: date
    until: date | None = None
    source: str
    reason: str
    declared_by: str
    declared_at: datetime

    @property
    def number(self) -> int:
        """The key, once kept."""
        assert self.id is not None
        return self.id

    def fact(self) -> Link:
        return Link(self.number, self.firm, self.other, self.tie, self.since, self.until)


class AffiliationDecisionRow(SQLModel, table=True):
    """An officer's word on a tie; the newest counts."""

    __tablename__ = "affiliation_decisions"

    id: int | None = key()
    affiliation_id: int = refers("affiliations.id", index=True)
    confirmed: bool
    reason: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """A tie with every decision about it, the oldest first."""

    row: AffiliationRow
    decisions: tuple[AffiliationDecisionRow, ...]

    @property
    def is_confirmed(self) -> bool:
        return bool(self.decisions) and self.decisions[-1].confirmed


class Affiliations:
    """Reading and writing ties."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def declare(self, row: AffiliationRow) -> None:
        self.session.add(row)
        self.session.flush()

    def decide(self, row: AffiliationDecisionRow) -> None:
        self.session.add(row)

    def get(self, number: int) -> AffiliationRow | None:
        return self.session.get(AffiliationRow, number)

    def all(self, firm: str | None = None) -> list[Known]:
        """Every tie, or those that name a firm; the newest first."""
        rows = self.session.exec(
            select(AffiliationRow).order_by(col(AffiliationRow.id).desc())
        ).all()
        decided = self.session.exec(
            select(AffiliationDecisionRow).order_by(col(AffiliationDecisionRow.id))
        ).all()
        return [
            Known(row, tuple(one for one in decided if one.affiliation_id == row.id))
            for row in rows
            if firm in {None, row.firm, row.other}
        ]

    def confirmed(self) -> list[Link]:
        """The ties that officers confirmed, by number."""
        return sorted(
            (one.row.fact() for one in self.all() if one.is_confirmed), key=lambda link: link.number
        )
