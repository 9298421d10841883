"""Live pickings of regions: which lots, whose picks, and since when the clock runs."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from procurement.rules.picking import Clock, How, Lot, Pick
from procurement.store.base import choice, document, key, refers, whole
from procurement.store.rounds import NotFound


class PickingState(StrEnum):
    """How a picking stands; after the last two nothing changes any more."""

    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    BROKEN_OFF = "broken_off"


LIVE = frozenset({PickingState.RUNNING, PickingState.PAUSED})


class PickingRow(SQLModel, table=True):
    """A round's picking, with the facts that it began with.

    ``since`` is when the clock was last set going, ``watched_at`` when somebody last looked at it.
    """

    __tablename__ = "pickings"

    id: int | None = key()
    round_id: int = refers("rounds.id", index=True)
    state: PickingState = choice(PickingState, default=PickingState.RUNNING)
    lots: list[dict[str, Any]] = document()
    turn_seconds: int = whole()
    absent_pick: str
    started_by: str
    started_at: datetime
    since: datetime
    watched_at: datetime

    @property
    def number(self) -> int:
        """The key, once kept."""
        assert self.id is not None
        return self.id

    @property
    def clock(self) -> Clock:
        return Clock(self.since, self.turn_seconds)

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    def facts(self) -> dict[str, Lot]:
        """The lots by product."""
        lists = ("firms", "regions", "volume", "counts", "capacity")
        lots = [Lot(**one | {name: tuple(one[name]) for name in lists}) for one in self.lots]
        return {lot.product: lot for lot in lots}


class PickRow(SQLModel, table=True):
    """One pick; no region has two firms in the same role, and no turn two picks."""

    __tablename__ = "picks"
    __table_args__ = (
        UniqueConstraint("picking_id", "product", "region", "role", name="uq_picks_region"),
        UniqueConstraint("picking_id", "product", "turn", name="uq_picks_turn"),
    )

    id: int | None = key()
    picking_id: int = refers("pickings.id")
    product: str
    turn: int
    firm: str = Field(foreign_key="firms.code")
    region: str
    role: int
    how: How = choice(How)
    picked_by: str
    picked_at: datetime

    def fact(self) -> Pick:
        return Pick(self.turn, self.firm, self.region, self.role, self.how)


class Picks:
    """Reading and writing pickings."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def start(self, row: PickingRow, lots: Iterable[Lot]) -> int:
        row.lots = [asdict(lot) for lot in lots]
        self.session.add(row)
        self.session.flush()
        return row.number

    def newest(self, round_id: int, *, lock: bool = False) -> PickingRow | None:
        """The newest picking of a round; with ``lock`` nobody else changes it meanwhile."""
        query = (
            select(PickingRow)
            .where(PickingRow.round_id == round_id)
            .order_by(col(PickingRow.id).desc())
            .limit(1)
        )
        return self.session.exec(query.with_for_update() if lock else query).one_or_none()

    def get(self, round_id: int, *, lock: bool = False) -> PickingRow:
        """The newest picking; NotFound before the first."""
        row = self.newest(round_id, lock=lock)
        if row is None:
            raise NotFound(f"picking of round {round_id}")
        return row

    def running(self) -> list[int]:
        """The rounds in which a clock runs."""
        query = select(PickingRow.round_id).where(PickingRow.state == PickingState.RUNNING)
        return list(self.session.exec(query.order_by(col(PickingRow.id))).all())

    def keep(self, picking: PickingRow, product: str, made: Pick, by: str, at: datetime) -> None:
        """Keep a pick at once; an IntegrityError when its turn or its region is taken."""
        self.session.add(
            PickRow(
                picking_id=picking.number,
                product=product,
                turn=made.turn,
                firm=made.firm,
                region=made.region,
                role=made.role,
                how=made.how,
                picked_by=by,
                picked_at=at,
            )
        )
        self.session.flush()

    def made(self, picking: PickingRow) -> dict[str, list[PickRow]]:
        """Every pick by product, in turn; a list for every lot, if only an empty one."""
        query = (
            select(PickRow)
            .where(PickRow.picking_id == picking.number)
            .order_by(col(PickRow.product), col(PickRow.turn))
        )
        found: dict[str, list[PickRow]] = {lot["product"]: [] for lot in picking.lots}
        for row in self.session.exec(query).all():
            found[row.product].append(row)
        return found
