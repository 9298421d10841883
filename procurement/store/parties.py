"""Firms and hospitals."""

from collections.abc import Iterable

from sqlmodel import Field, Session, SQLModel, col, select

from procurement.rules.parties import Firm, Hospital, Level
from procurement.store.base import choice, key


class FirmRow(SQLModel, table=True):
    __tablename__ = "firms"

    id: int | None = key()
    code: str = Field(unique=True)
    name: str
    controller: str = ""

    def fact(self) -> Firm:
        return Firm(self.code, self.name, self.controller)


class HospitalRow(SQLModel, table=True):
    __tablename__ = "hospitals"

    id: int | None = key()
    code: str = Field(unique=True)
    name: str
    region: str = Field(index=True)
    level: Level = choice(Level)

    def fact(self) -> Hospital:
        return Hospital(self.code, self.name, self.region, self.level)


class Parties:
    """Reading and writing firms and hospitals."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def keep_firms(self, firms: Iterable[Firm]) -> None:
        known = {row.code for row in self.session.exec(select(FirmRow)).all()}
        self.session.add_all(
            FirmRow(code=firm.code, name=firm.name, controller=firm.controller)
            for firm in firms
            if firm.code not in known
        )

    def keep_hospitals(self, hospitals: Iterable[Hospital]) -> None:
        known = {row.code for row in self.session.exec(select(HospitalRow)).all()}
        self.session.add_all(
            HospitalRow(
                code=hospital.code,
                name=hospital.name,
                region=hospital.region,
                level=hospital.level,
            )
            for hospital in hospitals
            if hospital.code not in known
        )

    def firms(self) -> dict[str, Firm]:
        rows = self.session.exec(select(FirmRow).order_by(col(FirmRow.code))).all()
        return {row.code: row.fact() for row in rows}

    def hospitals(self) -> dict[str, Hospital]:
        rows = self.session.exec(select(HospitalRow).order_by(col(HospitalRow.code))).all()
        return {row.code: row.fact() for row in rows}
