"""Hospitals' reports of next year's demand (报量), appended and never changed."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Index, func
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Field, Session, SQLModel, col, select

from procurement.rules.demand import Demand
from procurement.rules.reports import Report
from procurement.store.base import key, not_negative, refers, whole
from procurement.store.parties import HospitalRow


class DemandReportRow(SQLModel, table=True):
    __tablename__ = "demand_reports"
    __table_args__ = (
        Index(None, "round_id", "hospital", "product", "spec"),
        *not_negative(["quantity"]),
    )

    id: int | None = key()
    round_id: int = refers("rounds.id")
    hospital: str = Field(foreign_key="hospitals.code")
    product: str
    spec: str
    quantity: int = whole()
    reported_at: datetime


class DemandReports:
    """Reading and writing reports; the newest row of a hospital and presentation counts."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def keep(self, round_id: int, reports: Iterable[Report], at: datetime) -> None:
        self.session.add_all(
            DemandReportRow(
                round_id=round_id,
                hospital=report.hospital,
                product=report.product,
                spec=report.spec,
                quantity=report.quantity,
                reported_at=at,
            )
            for report in reports
        )

    def by_hospital(self, round_id: int, hospital: str | None = None) -> list[Report]:
        """The reports that count, of one hospital or of all, by hospital and presentation."""
        report = DemandReportRow
        place = (col(report.hospital), col(report.product), col(report.spec))
        query = (
            select(report)
            .where(report.round_id == round_id)
            .ext(distinct_on(*place))
            .order_by(*place, col(report.id).desc())
        )
        if hospital is not None:
            query = query.where(report.hospital == hospital)
        return [
            Report(row.hospital, row.product, row.spec, row.quantity)
            for row in self.session.exec(query).all()
        ]

    def base(self, round_id: int) -> list[Demand]:
        """Base quantity (采购基数) of every region and presentation: the sum of what counts."""
        newest = (
            select(func.max(DemandReportRow.id))
            .where(DemandReportRow.round_id == round_id)
            .group_by(
                col(DemandReportRow.hospital),
                col(DemandReportRow.product),
                col(DemandReportRow.spec),
            )
        )
        place = (HospitalRow.region, DemandReportRow.product, DemandReportRow.spec)
        query = (
            select(*place, func.sum(DemandReportRow.quantity))
            .join(HospitalRow, col(HospitalRow.code) == col(DemandReportRow.hospital))
            .where(col(DemandReportRow.id).in_(newest))
            .group_by(*place)
            .order_by(*place)
        )
        return [
            Demand(region, product, spec, int(quantity))
            for region, product, spec, quantity in self.session.exec(query).all()
        ]

    def coverage(self, round_id: int) -> dict[str, int]:
        """Hospitals that reported anything, by region."""
        query = (
            select(HospitalRow.region, func.count(func.distinct(HospitalRow.code)))
            .join(DemandReportRow, col(HospitalRow.code) == col(DemandReportRow.hospital))
            .where(DemandReportRow.round_id == round_id)
            .group_by(col(HospitalRow.region))
        )
        return dict(self.session.exec(query).all())

    def hospitals_reported(self, round_id: int) -> int:
        query = select(func.count(func.distinct(DemandReportRow.hospital))).where(
            DemandReportRow.round_id == round_id
        )
        return self.session.exec(query).one()
