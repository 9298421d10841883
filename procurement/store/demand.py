"""Hospitals' reports of next year's demand (报量), appended and never changed."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Index, func
from sqlalchemy import select as columns
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Field, Session, SQLModel, col, select

from procurement.rules.demand import Demand
from procurement.rules.reports import Report
from procurement.store.base import key, not_negative, refers, whole
from procurement.store.parties import HospitalRow

PLACE = ("hospital", "product", "spec", "brand")
"""What a report is about: the newest row about the same counts."""


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
    brand: str = ""
    quantity: int = whole()
    reported_at: datetime


class DemandReports:
    """Reading and writing reports; the newest row of a hospital, presentation and brand counts."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def keep(self, round_id: int, reports: Iterable[Report], at: datetime) -> None:
        self.session.add_all(
            DemandReportRow(
                round_id=round_id,
                hospital=report.hospital,
                product=report.product,
                spec=report.spec,
                brand=report.brand,
                quantity=report.quantity,
                reported_at=at,
            )
            for report in reports
        )

    def by_hospital(self, round_id: int, hospital: str | None = None) -> list[Report]:
        """The reports that count, of one hospital or of all, by what they are about."""
        report = DemandReportRow
        place = tuple(col(getattr(report, name)) for name in PLACE)
        query = (
            select(report)
            .where(report.round_id == round_id)
            .ext(distinct_on(*place))
            .order_by(*place, col(report.id).desc())
        )
        if hospital is not None:
            query = query.where(report.hospital == hospital)
        return [
            Report(row.hospital, row.product, row.spec, row.quantity, row.brand)
            for row in self.session.exec(query).all()
        ]

    def base(self, round_id: int) -> list[Demand]:
        """Base quantity (采购基数) of every region, presentation and brand: a sum of reports."""
        newest = (
            select(func.max(DemandReportRow.id))
            .where(DemandReportRow.round_id == round_id)
            .group_by(*(col(getattr(DemandReportRow, name)) for name in PLACE))
        )
        report = DemandReportRow
        place = (
            col(HospitalRow.region),
            col(report.product),
            col(report.spec),
            col(report.brand),
        )
        query = (
            columns(*place, func.sum(report.quantity))
            .join(HospitalRow, col(HospitalRow.code) == col(DemandReportRow.hospital))
            .where(col(DemandReportRow.id).in_(newest))
            .group_by(*place)
            .order_by(*place)
        )
        return [
            Demand(region, product, spec, int(quantity), brand)
            for region, product, spec, brand, quantity in self.session.execute(query).all()
        ]

    def single(self, round_id: int) -> list[Demand]:
        """The same of every hospital by itself, for rules that look at single hospitals."""
        regions = {row.code: row.region for row in self.session.exec(select(HospitalRow)).all()}
        return [
            Demand(
                regions[one.hospital],
                one.product,
                one.spec,
                one.quantity,
                one.brand,
                one.hospital,
            )
            for one in self.by_hospital(round_id)
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
