"""Sealed envelopes as they came in; a withdrawal leaves a tombstone, never a hole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import UniqueConstraint, func
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Field, Session, SQLModel, col, select

from procurement.rules import canon
from procurement.rules.box import Entry
from procurement.rules.phases import Phase
from procurement.store.base import key, refers, whole
from procurement.store.rounds import RoundRow


@dataclass(frozen=True, slots=True)
class Counted:
    """How many firms have an envelope in a lot; never who."""

    lot: str
    envelopes: int


class EnvelopeRow(SQLModel, table=True):
    __tablename__ = "envelopes"
    __table_args__ = (
        UniqueConstraint("round_id", "fingerprint"),
        UniqueConstraint("round_id", "position"),
    )

    id: int | None = key()
    round_id: int = refers("rounds.id", index=True)
    lot: str
    firm: str = Field(foreign_key="firms.code", index=True)
    ciphertext: bytes
    fingerprint: str
    withdrawn: bool = False
    deadline: datetime
    number: str = Field(unique=True)
    received_at: datetime
    signature: bytes
    position: int | None = whole(default=None, nullable=True)
    network: str = ""

    def entry(self, place: int) -> Entry:
        """Its line in the box; the fingerprint is that of the bytes as they are kept now.

        ``place`` is where it stands, for envelopes from before positions were counted.
        """
        mark = canon.digest(self.ciphertext) if self.ciphertext else self.fingerprint
        return Entry(self.position or place, mark, self.received_at)


class BoxRootRow(SQLModel, table=True):
    """The root over the box of a round, published once its deadline has passed."""

    __tablename__ = "box_roots"

    id: int | None = key()
    round_id: int = refers("rounds.id", unique=True)
    envelopes: int = whole()
    root: str
    closed_at: datetime


class Envelopes:
    """Reading and writing envelopes; the newest of a firm and lot counts."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def keep(self, row: EnvelopeRow) -> None:
        self.session.add(row)
        self.session.flush()

    def with_fingerprint(self, round_id: int, fingerprint: str) -> EnvelopeRow | None:
        query = select(EnvelopeRow).where(
            EnvelopeRow.round_id == round_id, EnvelopeRow.fingerprint == fingerprint
        )
        return self.session.exec(query).one_or_none()

    def all(self, round_id: int) -> list[EnvelopeRow]:
        """Everything that was accepted in its order: replaced envelopes and tombstones too."""
        query = (
            select(EnvelopeRow)
            .where(EnvelopeRow.round_id == round_id)
            .order_by(col(EnvelopeRow.id))
        )
        return sorted(self.session.exec(query).all(), key=lambda row: row.position or 0)

    def entries(self, round_id: int) -> list[Entry]:
        """The lines of the box."""
        return [row.entry(place) for place, row in enumerate(self.all(round_id), start=1)]

    def count(self, round_id: int) -> int:
        query = (
            select(func.count()).select_from(EnvelopeRow).where(EnvelopeRow.round_id == round_id)
        )
        return self.session.exec(query).one()

    def unclosed(self, at: datetime) -> list[int]:
        """Rounds whose deadline has passed and whose box has no root yet."""
        query = (
            select(RoundRow)
            .where(
                col(RoundRow.bids_close_at) <= at,
                col(RoundRow.phase).not_in([Phase.DRAFT, Phase.ANNOUNCED]),
                col(RoundRow.id).not_in(select(BoxRootRow.round_id)),
            )
            .order_by(col(RoundRow.id))
        )
        return [row.number for row in self.session.exec(query).all()]

    def keep_root(self, row: BoxRootRow) -> None:
        self.session.add(row)
        self.session.flush()

    def root(self, round_id: int) -> BoxRootRow | None:
        query = select(BoxRootRow).where(BoxRootRow.round_id == round_id)
        return self.session.exec(query).one_or_none()

    def of_firm(self, round_id: int, firm: str) -> list[EnvelopeRow]:
        """Everything the firm handed in, newest first."""
        query = (
            select(EnvelopeRow)
            .where(EnvelopeRow.round_id == round_id, EnvelopeRow.firm == firm)
            .order_by(col(EnvelopeRow.id).desc())
        )
        return list(self.session.exec(query).all())

    def newest(self, round_id: int, lot: str, firm: str) -> EnvelopeRow | None:
        """What a firm handed in last for a lot: an envelope, or the tombstone of one."""
        return next((row for row in self.of_firm(round_id, firm) if row.lot == lot), None)

    def standing(self, round_id: int) -> list[EnvelopeRow]:
        """The envelopes to open in order of receipt: each firm's newest for a lot, if it stands."""
        return [row for row in self._newest(round_id) if not row.withdrawn]

    def withdrawn(self, round_id: int) -> int:
        """How many envelopes were taken back and not replaced."""
        return sum(row.withdrawn for row in self._newest(round_id))

    def _newest(self, round_id: int) -> Sequence[EnvelopeRow]:
        place = (col(EnvelopeRow.lot), col(EnvelopeRow.firm))
        query = (
            select(EnvelopeRow)
            .where(EnvelopeRow.round_id == round_id)
            .ext(distinct_on(*place))
            .order_by(*place, col(EnvelopeRow.id).desc())
        )
        return sorted(self.session.exec(query).all(), key=lambda row: row.id or 0)

    def counted(self, round_id: int) -> list[Counted]:
        counts: dict[str, int] = {}
        for row in self.standing(round_id):
            counts[row.lot] = counts.get(row.lot, 0) + 1
        return [Counted(lot, counts[lot]) for lot in sorted(counts)]
