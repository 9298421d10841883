"""What the office decided for a round about the parameters of its rulebook; the newest counts."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Field, Session, SQLModel, col, select

from procurement.rules import canon
from procurement.rules.dates import local_day
from procurement.rules.entries import Decision
from procurement.store.base import document, key, refers


class DecisionRow(SQLModel, table=True):
    """A decision, or its withdrawal: then there is no value.

    The value is kept as the text that would stand in a rulebook, so that decimals stay exact.
    """

    __tablename__ = "decisions"

    id: int | None = key()
    round_id: int = refers("rounds.id", index=True)
    key: str
    value: dict[str, str] | None = document(default=None, nullable=True)
    reason: str
    decided_by: str = Field()
    decided_at: datetime


class Decisions:
    """Reading and writing decisions; nothing is changed, a withdrawal is a row of its own."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def keep(self, round_id: int, decision: Decision, at: datetime) -> None:
        self.session.add(
            DecisionRow(
                round_id=round_id,
                key=decision.key,
                value={"toml": written(decision.value)},
                reason=decision.reason,
                decided_by=decision.by,
                decided_at=at,
            )
        )

    def withdraw(self, round_id: int, name: str, reason: str, by: str, at: datetime) -> None:
        self.session.add(
            DecisionRow(round_id=round_id, key=name, reason=reason, decided_by=by, decided_at=at)
        )

    def of_round(self, round_id: int) -> list[Decision]:
        """The decisions that stand, by key; ``day`` is the one in Beijing."""
        query = (
            select(DecisionRow)
            .where(DecisionRow.round_id == round_id)
            .order_by(col(DecisionRow.id))
        )
        newest = {row.key: row for row in self.session.exec(query).all()}
        return [
            Decision(
                name, read(row.value["toml"]), row.reason, row.decided_by, local_day(row.decided_at)
            )
            for name, row in sorted(newest.items())
            if row.value is not None
        ]


def read(text: str) -> Any:  # noqa: ANN401 - a value of TOML's kinds
    """The value that stands behind a key in a rulebook."""
    return tomllib.loads(f"value = {text}", parse_float=Decimal)["value"]


def written(value: Any) -> str:  # noqa: ANN401 - as above
    """The value as TOML on one line; ``read`` gives it back. TypeError for any other kind."""
    match value:
        case bool():
            return str(value).lower()
        case int() | Decimal():
            return _number(value)
        case date():
            return value.isoformat()
        case str():
            return canon.encode(value).decode().replace("\x7f", "\\u007f")  # JSON lets it stand
        case Mapping():
            inside = (f"{written(str(name))} = {written(one)}" for name, one in value.items())
            return f"{{{', '.join(inside)}}}"
        case Sequence():
            return f"[{', '.join(map(written, value))}]"
    raise TypeError(f"not a value of a rulebook: {value!r}")


def _number(value: int | Decimal) -> str:
    """A decimal keeps its point, so that it is read as a decimal again."""
    text = str(value) if isinstance(value, int) else format(value, "f")
    return text if isinstance(value, int) or "." in text else f"{text}.0"
