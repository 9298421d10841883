"""A run as a page follows it: how far it has come, and why it failed."""

from dataclasses import dataclass
from datetime import datetime

from procurement.rules.text import Fault
from procurement.store.database import Store
from procurement.store.rounds import NotFound
from procurement.store.runs import RunKind, RunRow, RunState


@dataclass(frozen=True, slots=True)
class Job:
    """A run as far as it has come; ``failure`` is its cause when it failed.

    ``faults`` say it in both languages where it was refused.
    """

    round: int
    number: int
    kind: RunKind
    state: RunState
    done: int
    total: int
    under_way: bool
    asked_at: datetime
    finished_at: datetime | None
    failure: str
    faults: tuple[Fault, ...]


def job(run: RunRow) -> Job:
    return Job(
        round=run.round_id,
        number=run.number,
        kind=run.kind,
        state=run.state,
        done=run.done,
        total=run.total,
        under_way=run.under_way,
        asked_at=run.asked_at,
        finished_at=run.finished_at,
        failure=run.message,
        faults=run.faults,
    )


def follow(store: Store, round_id: int, run_id: int) -> Job:
    """One run of a round; NotFound when it is another round's."""
    with store.transaction() as db:
        run = db.runs.get(run_id)
        if run.round_id != round_id:
            raise NotFound(f"run {run_id}")
        return job(run)
