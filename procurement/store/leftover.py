"""What hospitals chose for their leftover (待分配量确认), appended; the newest of each counts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Field, Session, SQLModel, col, select

from procurement.rules.moves import Move
from procurement.rules.pools import Place
from procurement.store.base import document, key, refers


class LeftoverChoiceRow(SQLModel, table=True):
    """All that one hospital assigned at once, a row a move; see ``rows``."""

    __tablename__ = "leftover_choices"

    id: int | None = key()
    round_id: int = refers("rounds.id", index=True)
    hospital: str = Field(foreign_key="hospitals.code")
    moves: list[list[Any]] = document(default_factory=list)
    chosen_by: str
    chosen_at: datetime


class LeftoverChoices:
    """Reading and writing choices."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def keep(
        self, round_id: int, hospital: str, moves: Iterable[Move], by: str, at: datetime
    ) -> None:
        self.session.add(
            LeftoverChoiceRow(
                round_id=round_id,
                hospital=hospital,
                moves=rows(moves),
                chosen_by=by,
                chosen_at=at,
            )
        )

    def of_round(self, round_id: int) -> dict[str, tuple[Move, ...]]:
        """What counts of every hospital that chose, by its code."""
        query = (
            select(LeftoverChoiceRow)
            .where(LeftoverChoiceRow.round_id == round_id)
            .order_by(col(LeftoverChoiceRow.id))
        )
        return {row.hospital: read(row.moves) for row in self.session.exec(query).all()}


def rows(moves: Iterable[Move]) -> list[list[Any]]:
    """Moves as they are kept: region, hospital, scope, giver, receiver, units."""
    return [[*one.place[:3], *one.place.giver, *one.receiver, one.units] for one in moves]


def read(kept: Iterable[list[Any]]) -> tuple[Move, ...]:
    """The moves again."""
    return tuple(
        Move(Place(region, hospital, scope, (gave, giver)), (product, firm), units)
        for region, hospital, scope, gave, giver, product, firm, units in kept
    )
