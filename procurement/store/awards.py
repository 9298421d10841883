"""Awards as published: immutable."""

from collections.abc import Iterable

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, Session, SQLModel, String, col, select

from procurement.rules.awards import Award, AwardLine
from procurement.rules.text import Text
from procurement.store.base import key, refers, whole


class AwardRow(SQLModel, table=True):
    __tablename__ = "awards"
    __table_args__ = (Index(None, "round_id", "firm"),)

    id: int | None = key()
    round_id: int = refers("rounds.id")
    product: str
    firm: str = Field(foreign_key="firms.code")
    rank: int
    spec: str
    unit_price: int = whole()
    regions: list[str] = Field(sa_type=ARRAY(String))
    unit: str = ""
    spare_regions: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    reason_zh: str
    reason_en: str


class AwardLineRow(SQLModel, table=True):
    __tablename__ = "award_lines"
    __table_args__ = (Index(None, "round_id", "region"),)

    id: int | None = key()
    round_id: int = refers("rounds.id")
    product: str
    firm: str
    region: str
    spec: str
    quantity: int = whole()
    unit_price: int = whole()
    amount: int = whole()
    named: bool = False


class Awards:
    """Reading and writing awards."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def keep(self, round_id: int, awards: Iterable[Award]) -> None:
        for award in awards:
            self.session.add(
                AwardRow(
                    round_id=round_id,
                    product=award.product,
                    firm=award.firm,
                    rank=award.rank,
                    spec=award.spec,
                    unit_price=award.unit_price,
                    regions=list(award.regions),
                    unit=award.unit,
                    spare_regions=list(award.spare_regions),
                    reason_zh=award.reason.zh,
                    reason_en=award.reason.en,
                )
            )
            self.session.add_all(
                AwardLineRow(
                    round_id=round_id,
                    product=award.product,
                    firm=award.firm,
                    region=line.region,
                    spec=line.spec,
                    quantity=line.quantity,
                    unit_price=line.unit_price,
                    amount=line.amount,
                    named=line.named,
                )
                for line in award.lines
            )

    def of_round(self, round_id: int, firm: str | None = None) -> list[Award]:
        """Awards with their lines, by product and rank."""
        rows = (
            select(AwardRow)
            .where(AwardRow.round_id == round_id)
            .order_by(col(AwardRow.product), col(AwardRow.unit), col(AwardRow.rank))
        )
        lines = (
            select(AwardLineRow)
            .where(AwardLineRow.round_id == round_id)
            .order_by(col(AwardLineRow.id))
        )
        if firm is not None:
            rows = rows.where(AwardRow.firm == firm)
            lines = lines.where(AwardLineRow.firm == firm)
        found: dict[tuple[str, str], list[AwardLine]] = {}
        for line in self.session.exec(lines).all():
            found.setdefault((line.product, line.firm), []).append(
                AwardLine(
                    line.region,
                    line.spec,
                    line.quantity,
                    line.unit_price,
                    line.amount,
                    line.named,
                )
            )
        return [
            Award(
                product=row.product,
                firm=row.firm,
                rank=row.rank,
                spec=row.spec,
                unit_price=row.unit_price,
                regions=tuple(row.regions),
                lines=tuple(found.get((row.product, row.firm), ())),
                reason=Text(row.reason_zh, row.reason_en),
                unit=row.unit,
                spare_regions=tuple(row.spare_regions),
            )
            for row in self.session.exec(rows).all()
        ]
