"""Runs: long work asked for, claimed by a worker, followed by a page, kept with its result."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from procurement.rules.text import Fault, Text
from procurement.store.base import choice, document, key, refers
from procurement.store.rounds import NotFound


class RunKind(StrEnum):
    """What a run makes: plans for the regions, a round's documents, or a scenario's figures."""

    ALLOCATION = "allocation"
    DOCUMENTS = "documents"
    SCENARIO = "scenario"


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
    parameters: dict[str, Any] = document(default_factory=dict)
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

    def failed(self, cause: str, at: datetime, faults: Sequence[Fault] = ()) -> None:
        """Keep the cause, and the faults where it was refused in words for people."""
        self.state, self.finished_at, self.message = RunState.FAILED, at, cause
        if faults:
            self.result = {
                "faults": [
                    {"rule": one.rule, "place": one.place, "zh": one.text.zh, "en": one.text.en}
                    for one in faults
                ]
            }

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What a failed run was refused for."""
        kept = (self.result or {}).get("faults", ()) if self.state is RunState.FAILED else ()
        return tuple(Fault(one["rule"], one["place"], Text(one["zh"], one["en"])) for one in kept)

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
        parameters: dict[str, Any] | None = None,
    ) -> int:
        """Put a run in the queue; ``parameters`` are what it is asked with, beside its round."""
        row = RunRow(
            round_id=round_id,
            kind=kind,
            total=total,
            parameters=parameters or {},
            asked_by=by,
            asked_at=at,
        )
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
