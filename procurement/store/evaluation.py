"""Bids once opened, envelopes that could not be opened, verdicts, and accepted revivals."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import UniqueConstraint, delete
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, Session, SQLModel, String, col, select

from procurement.rules.bids import Bid
from procurement.rules.text import Text
from procurement.rules.verdicts import Accepted, Verdict
from procurement.store.base import key, refers, whole


class BidRow(SQLModel, table=True):
    __tablename__ = "bids"
    __table_args__ = (UniqueConstraint("round_id", "product", "firm"),)

    id: int | None = key()
    round_id: int = refers("rounds.id")
    product: str
    firm: str = Field(foreign_key="firms.code")
    spec: str
    unit_price: int = whole()
    pack: int | None = None
    reference_product: bool = False
    controller: str = ""
    promises: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    origin: str = ""
    capacity: int | None = whole(default=None, nullable=True)
    listing_price: int | None = whole(default=None, nullable=True)
    former_price: int | None = whole(default=None, nullable=True)

    def fact(self) -> Bid:
        return Bid(
            self.product,
            self.firm,
            self.spec,
            self.unit_price,
            reference_product=self.reference_product,
            pack=self.pack,
            controller=self.controller,
            promises=frozenset(self.promises),
            origin=self.origin,
            capacity=self.capacity,
            listing_price=self.listing_price,
            former_price=self.former_price,
        )


class UnopenedRow(SQLModel, table=True):
    """An envelope that could not be opened, with its cause."""

    __tablename__ = "unopened_envelopes"

    id: int | None = key()
    envelope_id: int = refers("envelopes.id")
    round_id: int = refers("rounds.id", index=True)
    cause_zh: str
    cause_en: str


class VerdictRow(SQLModel, table=True):
    __tablename__ = "verdicts"
    __table_args__ = (UniqueConstraint("round_id", "product", "firm"),)

    id: int | None = key()
    round_id: int = refers("rounds.id")
    product: str
    firm: str = Field(foreign_key="firms.code", index=True)
    comparable_price: int | None = whole(default=None, nullable=True)
    rank: int | None = None
    shortlisted: bool
    won: bool
    clause: str
    reason_zh: str
    reason_en: str
    price_to_win: int | None = whole(default=None, nullable=True)
    unit: str = ""
    win_price: int | None = whole(default=None, nullable=True)
    revived: bool = False
    picks: bool = True
    supplies: bool = True
    revival_price: int | None = whole(default=None, nullable=True)

    def fact(self) -> Verdict:
        return Verdict(
            product=self.product,
            firm=self.firm,
            comparable_price=self.comparable_price,
            rank=self.rank,
            shortlisted=self.shortlisted,
            won=self.won,
            clause=self.clause,
            reason=Text(self.reason_zh, self.reason_en),
            price_to_win=self.price_to_win,
            unit=self.unit,
            win_price=self.win_price,
            revived=self.revived,
            picks=self.picks,
            supplies=self.supplies,
            revival_price=self.revival_price,
        )


class AcceptanceRow(SQLModel, table=True):
    """A firm's acceptance of its revival price, as the office was told it."""

    __tablename__ = "acceptances"
    __table_args__ = (UniqueConstraint("round_id", "product", "firm"),)

    id: int | None = key()
    round_id: int = refers("rounds.id")
    product: str
    firm: str = Field(foreign_key="firms.code")
    unit_price: int = whole()
    recorded_by: str
    recorded_at: datetime


class Evaluations:
    """Reading and writing opened bids and verdicts."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def keep_bids(self, round_id: int, bids: Iterable[Bid]) -> None:
        self.session.add_all(
            BidRow(
                round_id=round_id,
                product=bid.product,
                firm=bid.firm,
                spec=bid.spec,
                unit_price=bid.unit_price,
                pack=bid.pack,
                reference_product=bid.reference_product,
                controller=bid.controller,
                promises=sorted(bid.promises),
                origin=bid.origin,
                capacity=bid.capacity,
                listing_price=bid.listing_price,
                former_price=bid.former_price,
            )
            for bid in bids
        )

    def keep_unopened(self, round_id: int, envelope_id: int, cause: Text) -> None:
        self.session.add(
            UnopenedRow(
                envelope_id=envelope_id, round_id=round_id, cause_zh=cause.zh, cause_en=cause.en
            )
        )

    def unopened(self, round_id: int) -> list[UnopenedRow]:
        query = select(UnopenedRow).where(UnopenedRow.round_id == round_id)
        return list(self.session.exec(query).all())

    def bids(self, round_id: int) -> dict[str, list[Bid]]:
        """Opened bids by product, in the order of opening."""
        query = select(BidRow).where(BidRow.round_id == round_id).order_by(col(BidRow.id))
        found: dict[str, list[Bid]] = {}
        for row in self.session.exec(query).all():
            found.setdefault(row.product, []).append(row.fact())
        return found

    def keep_verdicts(self, round_id: int, verdicts: Iterable[Verdict]) -> None:
        """Keep a verdict for every bid, in place of those of an earlier evaluation."""
        self.session.execute(delete(VerdictRow).where(col(VerdictRow.round_id) == round_id))
        self.session.add_all(
            VerdictRow(
                round_id=round_id,
                product=verdict.product,
                firm=verdict.firm,
                comparable_price=verdict.comparable_price,
                rank=verdict.rank,
                shortlisted=verdict.shortlisted,
                won=verdict.won,
                clause=verdict.clause,
                reason_zh=verdict.reason.zh,
                reason_en=verdict.reason.en,
                price_to_win=verdict.price_to_win,
                unit=verdict.unit,
                win_price=verdict.win_price,
                revived=verdict.revived,
                picks=verdict.picks,
                supplies=verdict.supplies,
                revival_price=verdict.revival_price,
            )
            for verdict in verdicts
        )

    def verdicts(self, round_id: int, firm: str | None = None) -> dict[str, list[Verdict]]:
        """Verdicts by product, of every firm or of one, in the order of ranking."""
        query = (
            select(VerdictRow)
            .where(VerdictRow.round_id == round_id)
            .order_by(
                col(VerdictRow.product),
                col(VerdictRow.unit),
                col(VerdictRow.rank).nulls_last(),
                col(VerdictRow.id),
            )
        )
        if firm is not None:
            query = query.where(VerdictRow.firm == firm)
        found: dict[str, list[Verdict]] = {}
        for row in self.session.exec(query).all():
            found.setdefault(row.product, []).append(row.fact())
        return found

    def accept(self, round_id: int, verdict: Verdict, by: str, at: datetime) -> None:
        """Keep that the verdict's firm accepted its revival price."""
        assert verdict.revival_price is not None
        self.session.add(
            AcceptanceRow(
                round_id=round_id,
                product=verdict.product,
                firm=verdict.firm,
                unit_price=verdict.revival_price,
                recorded_by=by,
                recorded_at=at,
            )
        )

    def accepted(self, round_id: int) -> Accepted:
        """Product and firm of every acceptance."""
        query = select(AcceptanceRow).where(AcceptanceRow.round_id == round_id)
        return frozenset((row.product, row.firm) for row in self.session.exec(query).all())
