"""Documents as issued: notices, letters, minutes, statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import defer
from sqlmodel import Session, SQLModel, col, select

from procurement.store.base import key, refers


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF for everybody (``party`` empty) or for one firm or hospital."""

    kind: str
    party: str
    name: str
    content: bytes
    sha256: str


class PaperRow(SQLModel, table=True):
    __tablename__ = "papers"
    __table_args__ = (UniqueConstraint("round_id", "kind", "party"),)

    id: int | None = key()
    round_id: int = refers("rounds.id")
    kind: str
    party: str = ""
    name: str
    sha256: str
    issued_at: datetime
    content: bytes


class Papers:
    """Reading and writing documents."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def issued(self, round_id: int) -> set[tuple[str, str]]:
        """Kind and party of every document there is."""
        return {(row.kind, row.party) for row in self.of_round(round_id)}

    def keep(self, round_id: int, papers: Iterable[Paper], at: datetime) -> list[Paper]:
        """Keep and return what is new; a document already issued stays as it was."""
        issued = self.issued(round_id)
        new = [paper for paper in papers if (paper.kind, paper.party) not in issued]
        self.session.add_all(
            PaperRow(
                round_id=round_id,
                kind=paper.kind,
                party=paper.party,
                name=paper.name,
                sha256=paper.sha256,
                issued_at=at,
                content=paper.content,
            )
            for paper in new
        )
        return new

    def of_round(self, round_id: int, party: str | None = None) -> list[PaperRow]:
        """What was issued, without the contents."""
        query = (
            select(PaperRow)
            .where(PaperRow.round_id == round_id)
            .options(defer(PaperRow.content))  # type: ignore[arg-type]  # a column at run time
            .order_by(col(PaperRow.id))
        )
        if party is not None:
            query = query.where(PaperRow.party == party)
        return list(self.session.exec(query).all())

    def with_content(self, round_id: int) -> list[PaperRow]:
        query = select(PaperRow).where(PaperRow.round_id == round_id).order_by(col(PaperRow.id))
        return list(self.session.exec(query).all())

    def get(self, round_id: int, kind: str, party: str = "") -> PaperRow | None:
        query = select(PaperRow).where(
            PaperRow.round_id == round_id, PaperRow.kind == kind, PaperRow.party == party
        )
        return self.session.exec(query).one_or_none()
