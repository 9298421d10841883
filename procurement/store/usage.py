"""Monthly usage (采购使用量) as reported: uploads and their rows, appended and never changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, Numeric, Select, cast, func, insert
from sqlalchemy import select as select_columns
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Field, Session, SQLModel, col, select

from procurement.rules import money
from procurement.rules.progress import Received
from procurement.store.base import key, not_negative, refers, whole

MICRO_OF_A_FEN = money.MICRO // money.FEN


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

    def newest_is(self, round_id: int, hospital: str, month: date, sha256: str) -> bool:
        """The month's newest upload is this very file: uploading it again changes nothing."""
        uploads = (row for row in self.uploads(round_id, hospital) if row.month == month)
        newest = next(uploads, None)
        return newest is not None and newest.sha256 == sha256

    def months(self, round_id: int, hospital: str | None = None) -> Mapping[str, int]:
        """How many months each hospital reported on; one without a report is left out."""
        upload = UsageUploadRow
        query = (
            select(upload.hospital, func.count(func.distinct(upload.month)))
            .where(upload.round_id == round_id)
            .group_by(col(upload.hospital))
        )
        if hospital is not None:
            query = query.where(upload.hospital == hospital)
        return dict(self.session.exec(query).all())

    def counted(self, round_id: int, hospital: str, month: date) -> list[Used]:
        """What counts of one month, by product and presentation."""
        newest = _newest(round_id).subquery()
        query = select_columns(*(newest.c[name] for name in Used.__dataclass_fields__)).where(
            newest.c.hospital == hospital, newest.c.month == month
        )
        return [Used(*found) for found in self.session.execute(query).all()]

    def totals(
        self, round_id: int, hospital: str | None = None, until: date | None = None
    ) -> list[Received]:
        """What counts, added up over the months to ``until``: of one hospital or of all."""
        query = _newest(round_id)
        if hospital is not None:
            query = query.where(col(UsageRow.hospital) == hospital)
        if until is not None:
            query = query.where(col(UsageRow.month) <= until)
        newest = query.subquery()
        article = [newest.c[name] for name in ("hospital", "product", "spec", "firm", "winning")]
        # Each month to the fen, half up, as money.cost has it; numeric, since eight bytes overflow.
        exact = cast(newest.c.unit_price, Numeric) * newest.c.quantity
        fen = func.div(exact + MICRO_OF_A_FEN // 2, MICRO_OF_A_FEN)
        added = select_columns(*article, func.sum(newest.c.quantity), func.sum(fen)).group_by(
            *article
        )
        return [
            Received(found[0], found[1], found[2], found[3], int(found[5]), int(found[6]), found[4])
            for found in self.session.execute(added).all()
        ]


def _newest(round_id: int) -> Select[*tuple[Any, ...]]:
    """The newest row of every hospital, month and article."""
    row = UsageRow
    place = (col(row.hospital), col(row.month), col(row.product), col(row.spec), col(row.firm))
    return (
        select_columns(*place, col(row.quantity), col(row.unit_price), col(row.winning))
        .where(col(row.round_id) == round_id)
        .ext(distinct_on(*place))
        .order_by(*place, col(row.id).desc())
    )
