"""The tender document by its parts, every version of them; only appended."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Session, SQLModel, col, select

from procurement.rules.amendments import Part
from procurement.rules.text import Text
from procurement.store.base import key, refers, whole


class DocumentVersionRow(SQLModel, table=True):
    """One version of a part; ``change_id`` is the change that made it, after the announcement."""

    __tablename__ = "document_versions"
    __table_args__ = (UniqueConstraint("round_id", "part", "version"),)

    id: int | None = key()
    round_id: int = refers("rounds.id")
    part: str
    version: int = whole()
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str
    effective: date
    affects_bids: bool
    sha256: str
    change_id: int | None = refers("changes.id", default=None, nullable=True)
    written_at: datetime

    def fact(self) -> Part:
        title, text = Text(self.title_zh, self.title_en), Text(self.text_zh, self.text_en)
        return Part(self.part, title, text, self.effective, self.affects_bids)


class Amendments:
    """Reading and writing parts of documents; a version is never changed."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def keep(
        self, round_id: int, part: Part, at: datetime, change_id: int | None = None
    ) -> DocumentVersionRow:
        """The next version of the part; the round is locked by those who call."""
        newest = self.newest(round_id, part.number)
        row = DocumentVersionRow(
            round_id=round_id,
            part=part.number,
            version=newest.version + 1 if newest else 1,
            title_zh=part.title.zh,
            title_en=part.title.en,
            text_zh=part.text.zh,
            text_en=part.text.en,
            effective=part.effective,
            affects_bids=part.affects_bids,
            sha256=part.sha256,
            change_id=change_id,
            written_at=at,
        )
        self.session.add(row)
        self.session.flush()
        return row

    def newest(self, round_id: int, part: str) -> DocumentVersionRow | None:
        """The version of a part that counts, None where there is no such part."""
        found = [row for row in self.of_round(round_id) if row.part == part]
        return found[-1] if found else None

    def of_round(self, round_id: int) -> list[DocumentVersionRow]:
        """Every version, by the number of its part, the oldest first."""
        query = (
            select(DocumentVersionRow)
            .where(DocumentVersionRow.round_id == round_id)
            .order_by(col(DocumentVersionRow.part), col(DocumentVersionRow.version))
        )
        return list(self.session.exec(query).all())
