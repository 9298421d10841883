"""Products of a round, their presentations, and the firms entered for each."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import UniqueConstraint, delete
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, Session, SQLModel, String, col, select

from procurement.rules.catalogue import Presentation, Product
from procurement.store.base import document, key, refers, whole


@dataclass(frozen=True, slots=True)
class Entry:
    """A firm entered for a product (申报品种资格); a reference product is the originator's.

    ``promises``, ``origin``, ``capacity`` and the two prices are what it declared, as in
    ``bids.Bid``; ``serves`` the region codes that it supplies, empty where it named none.
    """

    product: str
    firm: str
    reference_product: bool
    promises: frozenset[str] = frozenset()
    origin: str = ""
    capacity: int | None = None
    serves: frozenset[str] = frozenset()
    listing_price: int | None = None
    former_price: int | None = None


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
    form: str = ""
    group_name: str = ""
    asks: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    class_prices: list[tuple[str, int]] = document(default_factory=list)

    def fact(self, presentations: Iterable[Presentation]) -> Product:
        return Product(
            code=self.code,
            name=self.name,
            presentations=tuple(presentations),
            reference_spec=self.reference_spec,
            reference_pack=self.reference_pack,
            share_class=self.share_class,
            form=self.form,
            group=self.group_name,
            asks=frozenset(self.asks),
            class_prices=tuple((name, price) for name, price in self.class_prices),
        )


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
    promises: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    origin: str = ""
    capacity: int | None = whole(default=None, nullable=True)
    serves: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    listing_price: int | None = whole(default=None, nullable=True)
    former_price: int | None = whole(default=None, nullable=True)

    def fact(self) -> Entry:
        return Entry(
            self.product,
            self.firm,
            self.reference_product,
            frozenset(self.promises),
            self.origin,
            self.capacity,
            frozenset(self.serves),
            self.listing_price,
            self.former_price,
        )


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
                    form=product.form,
                    group_name=product.group,
                    asks=sorted(product.asks),
                    class_prices=list(product.class_prices),
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
        return {row.code: row.fact(presentations[row.code]) for row in products}

    def enter(self, round_id: int, entries: Iterable[Entry]) -> None:
        self.session.add_all(
            EntryRow(
                round_id=round_id,
                product=entry.product,
                firm=entry.firm,
                reference_product=entry.reference_product,
                promises=sorted(entry.promises),
                origin=entry.origin,
                capacity=entry.capacity,
                serves=sorted(entry.serves),
                listing_price=entry.listing_price,
                former_price=entry.former_price,
            )
            for entry in entries
        )

    def clear(self, round_id: int) -> None:
        """Forget what a draft was to buy, and who was entered, for something else instead."""
        for table in (EntryRow, PresentationRow, ProductRow):
            rows = delete(table).where(col(table.round_id) == round_id)
            self.session.execute(rows)

    def move_ceiling(self, round_id: int, product: str, spec: str, ceiling: int) -> None:
        """Another ceiling for one presentation, in millionths of a yuan."""
        query = select(PresentationRow).where(
            PresentationRow.round_id == round_id,
            PresentationRow.product == product,
            PresentationRow.spec == spec,
        )
        self.session.exec(query).one().ceiling = ceiling

    def entries(self, round_id: int, firm: str | None = None) -> list[Entry]:
        query = select(EntryRow).where(EntryRow.round_id == round_id).order_by(col(EntryRow.id))
        if firm is not None:
            query = query.where(EntryRow.firm == firm)
        return [row.fact() for row in self.session.exec(query).all()]
