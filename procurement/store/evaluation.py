"""Bids once opened, envelopes that could not be opened, and a verdict for every bid."""

from collections.abc import Iterable

from sqlalchemy import UniqueConstraint, delete
from sqlmodel import Field, Session, SQLModel, col, select

from procurement.rules.bids import Bid
from procurement.rules.text import Text
from procurement.rules.verdicts import Verdict
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

    def fact(self) -> Bid:
        return Bid(
            self.product,
            self.firm,
            self.spec,
            self.unit_price,
            reference_product=self.reference_product,
            pack=self.pack,
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
        )


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
            )
            for verdict in verdicts
        )

    def verdicts(self, round_id: int, firm: str | None = None) -> dict[str, list[Verdict]]:
        """Verdicts by product, of every firm or of one, in the order of ranking."""
        query = (
            select(VerdictRow)
            .where(VerdictRow.round_id == round_id)
            .order_by(col(VerdictRow.product), col(VerdictRow.rank).nulls_last())
        )
        if firm is not None:
            query = query.where(VerdictRow.firm == firm)
        found: dict[str, list[Verdict]] = {}
        for row in self.session.exec(query).all():
            found.setdefault(row.product, []).append(row.fact())
        return found
