"""Products of a round, their presentations, and the firms entered for each."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from procurement.rules.catalogue import Presentation, Product
from procurement.store.base import key, refers, whole


@dataclass(frozen=True, slots=True)
class Entry:
    """A firm entered for a product (申报品种资格); a reference product is the originator's."""

    product: str
    firm: str
    reference_product: bool


class ProductRow(SQLModel, table=True):
    __tablename__ = "products"
    __table_args__ = (UniqueConstraint("round_id", "code"),)

    id: int | None = key()
    round_id: int = refers("rounds.id")
    code: str
    name: str
    reference_spec: str
    reference_pack: int = 1
    share_class: str = "normal"


class PresentationRow(SQLModel, table=True):
    __tablename__ = "presentations"
    __table_args__ = (UniqueConstraint("round_id", "product", "spec"),)

    id: int | None = key()
    round_id: int = refers("rounds.id")
    product: str
    spec: str
    strength: str
    ceiling: int | None = whole(default=None, nullable=True)


class EntryRow(SQLModel, table=True):
    __tablename__ = "entries"
    __table_args__ = (UniqueConstraint("round_id", "product", "firm"),)

    id: int | None = key()
    round_id: int = refers("rounds.id")
    product: str
    firm: str = Field(foreign_key="firms.code", index=True)
    reference_product: bool = False


class Catalogue:
    """Reading and writing what a round buys and who may bid."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def keep(self, round_id: int, products: Iterable[Product]) -> None:
        for product in products:
            self.session.add(
                ProductRow(
                    round_id=round_id,
                    code=product.code,
                    name=product.name,
                    reference_spec=product.reference_spec,
                    reference_pack=product.reference_pack,
                    share_class=product.share_class,
                )
            )
            self.session.add_all(
                PresentationRow(
                    round_id=round_id,
                    product=product.code,
                    spec=item.spec,
                    strength=str(item.strength),
                    ceiling=item.ceiling,
                )
                for item in product.presentations
            )

    def products(self, round_id: int) -> dict[str, Product]:
        """Every product by its code, in the order of the document."""
        presentations: dict[str, list[Presentation]] = {}
        rows = self.session.exec(
            select(PresentationRow)
            .where(PresentationRow.round_id == round_id)
            .order_by(col(PresentationRow.id))
        ).all()
        for row in rows:
            presentations.setdefault(row.product, []).append(
                Presentation(row.spec, Fraction(row.strength), row.ceiling)
            )
        products = self.session.exec(
            select(ProductRow).where(ProductRow.round_id == round_id).order_by(col(ProductRow.id))
        ).all()
        return {
            row.code: Product(
                row.code,
                row.name,
                tuple(presentations[row.code]),
                row.reference_spec,
                row.reference_pack,
                row.share_class,
            )
            for row in products
        }

    def enter(self, round_id: int, entries: Iterable[Entry]) -> None:
        self.session.add_all(
            EntryRow(
                round_id=round_id,
                product=entry.product,
                firm=entry.firm,
                reference_product=entry.reference_product,
            )
            for entry in entries
        )

    def entries(self, round_id: int, firm: str | None = None) -> list[Entry]:
        query = select(EntryRow).where(EntryRow.round_id == round_id).order_by(col(EntryRow.id))
        if firm is not None:
            query = query.where(EntryRow.firm == firm)
        rows = self.session.exec(query).all()
        return [Entry(row.product, row.firm, row.reference_product) for row in rows]
