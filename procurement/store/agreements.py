"""Agreements (约定采购量) of every hospital with the winner that supplies its region."""

from collections.abc import Iterable

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from procurement.rules.contracts import Agreement
from procurement.store.base import key, refers, whole


class AgreementRow(SQLModel, table=True):
    __tablename__ = "agreements"
    __table_args__ = (UniqueConstraint("round_id", "hospital", "product", "spec", "firm"),)

    id: int | None = key()
    round_id: int = refers("rounds.id")
    hospital: str = Field(foreign_key="hospitals.code")
    product: str
    spec: str
    firm: str = Field(foreign_key="firms.code", index=True)
    quantity: int = whole()
    unit_price: int = whole()
    amount: int = whole()

    def fact(self) -> Agreement:
        return Agreement(
            self.hospital,
            self.product,
            self.spec,
            self.firm,
            self.quantity,
            self.unit_price,
            self.amount,
        )


class Agreements:
    """Reading and writing agreements."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def keep(self, round_id: int, agreements: Iterable[Agreement]) -> None:
        self.session.add_all(
            AgreementRow(
                round_id=round_id,
                hospital=agreement.hospital,
                product=agreement.product,
                spec=agreement.spec,
                firm=agreement.firm,
                quantity=agreement.agreed_quantity,
                unit_price=agreement.unit_price,
                amount=agreement.amount,
            )
            for agreement in agreements
        )

    def of_round(self, round_id: int, hospital: str | None = None) -> list[Agreement]:
        """Agreements of one hospital or of all, by product and presentation."""
        query = (
            select(AgreementRow)
            .where(AgreementRow.round_id == round_id)
            .order_by(col(AgreementRow.product), col(AgreementRow.id))
        )
        if hospital is not None:
            query = query.where(AgreementRow.hospital == hospital)
        return [row.fact() for row in self.session.exec(query).all()]
