"""Monthly usage (采购使用量) as reported: uploads and their rows, appended and never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Index, insert
from sqlalchemy import select as select_columns
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Field, Session, SQLModel, col, select

from procurement.store.base import key, not_negative, refers, whole


@dataclass(frozen=True, slots=True)
class Used:
    """What a hospital received of one firm's presentation in one month, in units."""

    product: str
    spec: str
    firm: str
    quantity: int
    unit_price: int
    winning: bool


class UsageUploadRow(SQLModel, table=True):
    """One report of one month; ``sha256`` is of the file as it came."""

    __tablename__ = "usage_uploads"

    id: int | None = key()
    round_id: int = refers("rounds.id")
    hospital: str = Field(foreign_key="hospitals.code", index=True)
    month: date
    received_at: datetime
    file_name: str
    sha256: str
    rows: int
    quantity: int = whole()


class UsageRow(SQLModel, table=True):
    __tablename__ = "usage_rows"
    __table_args__ = (
        Index(None, "round_id", "hospital", "month", "product", "spec", "firm"),
        *not_negative(["quantity", "unit_price"]),
    )

    id: int | None = key()
    upload_id: int = refers("usage_uploads.id", index=True)
    round_id: int = whole()
    hospital: str
    month: date
    product: str
    spec: str
    firm: str
    quantity: int = whole()
    unit_price: int = whole()
    winning: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month's usage that counts."""

    hospital: str
    month: date
    used: Used


class Usage:
    """Reading and writing usage; the newest row of a hospital, month and article counts."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def keep(self, upload: UsageUploadRow, rows: Iterable[Used]) -> int:
        self.session.add(upload)
        self.session.flush()
        assert upload.id is not None
        values = [
            {
                "upload_id": upload.id,
                "round_id": upload.round_id,
                "hospital": upload.hospital,
                "month": upload.month,
                "product": row.product,
                "spec": row.spec,
                "firm": row.firm,
                "quantity": row.quantity,
                "unit_price": row.unit_price,
                "winning": row.winning,
            }
            for row in rows
        ]
        if values:
            self.session.execute(insert(UsageRow), values)
        return upload.id

    def uploads(self, round_id: int, hospital: str) -> list[UsageUploadRow]:
        query = (
            select(UsageUploadRow)
            .where(UsageUploadRow.round_id == round_id, UsageUploadRow.hospital == hospital)
            .order_by(col(UsageUploadRow.id).desc())
        )
        return list(self.session.exec(query).all())

    def with_sha256(self, round_id: int, hospital: str, sha256: str) -> UsageUploadRow | None:
        """The newest upload, when it is this very file: uploading twice changes nothing."""
        uploads = self.uploads(round_id, hospital)
        return next((row for row in uploads[:1] if row.sha256 == sha256), None)

    def counted(self, round_id: int, hospital: str | None = None) -> list[Month]:
        """What counts, of one hospital or of all."""
        row = UsageRow
        place = (
            col(row.hospital),
            col(row.month),
            col(row.product),
            col(row.spec),
            col(row.firm),
        )
        query = (
            select_columns(*place, col(row.quantity), col(row.unit_price), col(row.winning))
            .where(col(row.round_id) == round_id)
            .ext(distinct_on(*place))
            .order_by(*place, col(row.id).desc())
        )
        if hospital is not None:
            query = query.where(col(row.hospital) == hospital)
        return [
            Month(found.hospital, found.month, Used(*found[2:]))
            for found in self.session.execute(query).all()
        ]
