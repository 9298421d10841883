"""Runs: long work asked for, claimed by a worker, followed by a page, kept with its result."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from procurement.store.base import choice, document, key, refers
from procurement.store.rounds import NotFound


class RunKind(StrEnum):
    """What a run makes: plans for the regions, or a round's documents."""

    ALLOCATION = "allocation"
    DOCUMENTS = "documents"


class RunState(StrEnum):
    """How far a run has come."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class RunRow(SQLModel, table=True):
    __tablename__ = "runs"

    id: int | None = key()
    round_id: int = refers("rounds.id", index=True)
    kind: RunKind = choice(RunKind, default=RunKind.ALLOCATION)
    state: RunState = choice(RunState, default=RunState.QUEUED)
    done: int = 0
    total: int = 0
    asked_by: str
    asked_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    message: str = ""
    result: dict[str, Any] | None = document(default=None, nullable=True)

    @property
    def number(self) -> int:
        """The key, once kept."""
        assert self.id is not None
        return self.id

    @property
    def under_way(self) -> bool:
        """Waiting for a worker, or in its hands."""
        return self.state in {RunState.QUEUED, RunState.RUNNING}

    def reached(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def failed(self, cause: str, at: datetime) -> None:
        self.state, self.finished_at, self.message = RunState.FAILED, at, cause

    def finished(self, result: dict[str, Any], at: datetime) -> None:
        self.state, self.finished_at, self.result = RunState.DONE, at, result


class Runs:
    """Reading and writing runs; the table is the queue."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def ask(
        self,
        round_id: int,
        total: int,
        by: str,
        at: datetime,
        kind: RunKind = RunKind.ALLOCATION,
    ) -> int:
        row = RunRow(round_id=round_id, kind=kind, total=total, asked_by=by, asked_at=at)
        self.session.add(row)
        self.session.flush()
        return row.number

    def get(self, run_id: int) -> RunRow:
        row = self.session.get(RunRow, run_id)
        if row is None:
            raise NotFound(f"run {run_id}")
        return row

    def claim(self, at: datetime, kind: RunKind) -> RunRow | None:
        """The oldest queued run of this kind, taken so that no other worker takes it."""
        query = (
            select(RunRow)
            .where(RunRow.state == RunState.QUEUED, RunRow.kind == kind)
            .order_by(col(RunRow.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = self.session.exec(query).first()
        if row is not None:
            row.state, row.started_at = RunState.RUNNING, at
            self.session.add(row)
        return row

    def requeue_stale(self, before: datetime) -> None:
        """Runs left running by a worker that died are taken up again."""
        query = select(RunRow).where(
            RunRow.state == RunState.RUNNING, col(RunRow.started_at) < before
        )
        for row in self.session.exec(query).all():
            row.state = RunState.QUEUED
            self.session.add(row)

    def of_round(self, round_id: int, kind: RunKind = RunKind.ALLOCATION) -> list[RunRow]:
        """Runs of a round and kind, newest first."""
        query = (
            select(RunRow)
            .where(RunRow.round_id == round_id, RunRow.kind == kind)
            .order_by(col(RunRow.id).desc())
        )
        return list(self.session.exec(query).all())
