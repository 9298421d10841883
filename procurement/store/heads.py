"""The sealed daily heads of the audit chain."""

from datetime import date, datetime

from sqlmodel import Field, Session, SQLModel, col, select

from procurement.rules.heads import Head
from procurement.store.base import key, whole


class ChainHeadRow(SQLModel, table=True):
    __tablename__ = "chain_heads"

    id: int | None = key()
    day: date = Field(unique=True)
    sequence: int = whole()
    hash: str
    sealed_at: datetime
    signature: bytes

    def fact(self) -> Head:
        return Head(self.day, self.sequence, self.hash, self.sealed_at)


class ChainHeads:
    """Reading and writing heads; a head that was published is never changed."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def keep(self, head: Head, signature: bytes) -> ChainHeadRow:
        row = ChainHeadRow(
            day=head.day,
            sequence=head.sequence,
            hash=head.hash,
            sealed_at=head.sealed_at,
            signature=signature,
        )
        self.session.add(row)
        self.session.flush()
        return row

    def all(self) -> list[ChainHeadRow]:
        """Every head, the oldest first."""
        return list(self.session.exec(select(ChainHeadRow).order_by(col(ChainHeadRow.day))).all())

    def newest(self) -> ChainHeadRow | None:
        query = select(ChainHeadRow).order_by(col(ChainHeadRow.day).desc()).limit(1)
        return self.session.exec(query).one_or_none()
