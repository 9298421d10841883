"""What every table shares: names of constraints, keys, and the kinds of columns."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Enum
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

APPEND_ONLY: frozenset[str] = frozenset(
    {
        "acceptances",
        "affiliation_decisions",
        "affiliations",
        "audit_events",
        "award_lines",
        "awards",
        "box_roots",
        "chain_heads",
        "change_answers",
        "changes",
        "decisions",
        "demand_reports",
        "document_versions",
        "envelopes",
        "flag_answers",
        "flag_replies",
        "flags",
        "leftover_choices",
        "licences",
        "picks",
        "question_answers",
        "questions",
        "registrations",
        "reviews",
        "screenings",
        "statements",
        "usage_rows",
        "usage_uploads",
    }
)
"""Tables whose rows are never changed or removed: a correction is a new row."""


def key() -> Any:  # noqa: ANN401 - a SQLModel field is Any by its own signature
    """A surrogate key of eight bytes."""
    return Field(default=None, primary_key=True, sa_type=BigInteger)


def whole(**more: Any) -> Any:  # noqa: ANN401 - as above
    """A whole number of eight bytes: fen, units, millionths of a yuan."""
    return Field(sa_type=BigInteger, **more)


def refers(column: str, **more: Any) -> Any:  # noqa: ANN401 - as above
    """A reference to another table's key."""
    return Field(foreign_key=column, sa_type=BigInteger, **more)


def choice(kind: type[StrEnum], **more: Any) -> Any:  # noqa: ANN401 - as above
    """An enumeration kept as its value, with a CHECK."""
    values = Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        length=40,
        name=kind.__name__.lower(),
    )
    return Field(sa_type=values, **more)


def document(**more: Any) -> Any:  # noqa: ANN401 - as above
    """A JSON document."""
    return Field(sa_type=JSONB, **more)


def not_negative(columns: Iterable[str]) -> tuple[CheckConstraint, ...]:
    """CHECKs that these columns hold no negative number."""
    return tuple(CheckConstraint(f"{name} >= 0", name=f"{name}_not_negative") for name in columns)
