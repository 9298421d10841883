"""The hash-chained record of everything that was done."""

from collections.abc import Collection, Iterator
from contextlib import closing
from datetime import datetime
from typing import Any

from sqlalchemy import func, text
from sqlmodel import Field, Session, SQLModel, col, select

from procurement.rules.audit import GENESIS, Event, Link, link
from procurement.rules.canon import Json
from procurement.store.base import document, key, whole

CHAIN = 0x56425001
"""The advisory lock under which the chain grows, one event at a time."""


class AuditEventRow(SQLModel, table=True):
    __tablename__ = "audit_events"

    id: int | None = key()
    sequence: int = whole(unique=True)
    at: datetime
    actor: str
    action: str
    subject: str = Field(index=True)
    details: dict[str, Any] = document()
    previous: str
    hash: str

    def fact(self) -> Link:
        event = Event(self.sequence, self.at, self.actor, self.action, self.subject, self.details)
        return Link(event, self.previous, self.hash)


class AuditLog:
    """Appending to the chain and reading it."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def record(
        self, action: str, subject: str, *, by: str, at: datetime, **details: Json
    ) -> AuditEventRow:
        """Append one event, linked to the one before; waits for whoever is appending.

        What the event tells of is written first: rows are locked before the chain, everywhere,
        or two transactions could wait for each other.
        """
        self.session.flush()
        self.hold()
        last = self.session.exec(
            select(AuditEventRow).order_by(col(AuditEventRow.sequence).desc()).limit(1)
        ).first()
        previous = last.hash if last else GENESIS
        event = Event((last.sequence if last else 0) + 1, at, by, action, subject, details)
        row = AuditEventRow(
            sequence=event.sequence,
            at=at,
            actor=by,
            action=action,
            subject=subject,
            details=dict(details),
            previous=previous,
            hash=link(previous, event),
        )
        self.session.add(row)
        self.session.flush()
        return row

    def hold(self) -> None:
        """Nobody else appends until the transaction ends."""
        self.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN})

    def chain(self) -> Iterator[Link]:
        """Every event in order; who stops on the way leaves no cursor open."""
        query = select(AuditEventRow).order_by(col(AuditEventRow.sequence))
        rows = self.session.exec(query.execution_options(yield_per=1000))
        with closing(rows):
            for row in rows:
                yield row.fact()

    def newest(self, most: int, subject: str | None = None, skip: int = 0) -> list[AuditEventRow]:
        """The newest events, the last one first, after leaving out the first ``skip`` of them."""
        query = select(AuditEventRow).order_by(col(AuditEventRow.sequence).desc())
        if subject is not None:
            query = query.where(AuditEventRow.subject == subject)
        return list(self.session.exec(query.offset(skip).limit(most)).all())

    def count(self, subject: str | None = None) -> int:
        query = select(func.count()).select_from(AuditEventRow)
        if subject is not None:
            query = query.where(AuditEventRow.subject == subject)
        return self.session.exec(query).one()

    def times(self, subject: str) -> dict[str, datetime]:
        """When each kind of action last happened to this subject."""
        query = (
            select(AuditEventRow.action, func.max(AuditEventRow.at))
            .where(AuditEventRow.subject == subject)
            .group_by(col(AuditEventRow.action))
        )
        return dict(self.session.exec(query).all())

    def told(self, subject: str, actions: Collection[str]) -> list[AuditEventRow]:
        """The events of these actions on this subject in their order."""
        query = (
            select(AuditEventRow)
            .where(AuditEventRow.subject == subject, col(AuditEventRow.action).in_(actions))
            .order_by(col(AuditEventRow.sequence))
        )
        return list(self.session.exec(query).all())

    def last(self, subject: str, action: str) -> AuditEventRow | None:
        """The newest event of this action on this subject."""
        query = (
            select(AuditEventRow)
            .where(AuditEventRow.subject == subject, AuditEventRow.action == action)
            .order_by(col(AuditEventRow.sequence).desc())
            .limit(1)
        )
        return self.session.exec(query).one_or_none()
