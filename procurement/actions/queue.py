"""Carrying out what waits in the queue: taken once, its progress written, its end recorded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from procurement.actions.papers import Progress
from procurement.rules.text import Refused
from procurement.store.database import Db, Store
from procurement.store.runs import RunKind

type Result = dict[str, Any]
type Do = Callable[[Task, Progress], Result]
type Record = Callable[[Db, int, Result], None]  # run, result


@dataclass(frozen=True, slots=True)
class Task:
    """A run in the worker's hands: its round, who asked for it, and with what parameters."""

    round_id: int
    asked_by: str
    parameters: Mapping[str, Any]


def carry_out(
    store: Store, kind: RunKind, at: datetime, do: Do, record: Record | None = None
) -> bool:
    """Take the oldest run of this kind and carry it out; ``False`` when there is none.

    A run that breaks is recorded with its cause, and the error raised again. ``record`` speaks of
    the result in the transaction that keeps it.
    """
    with store.transaction() as db:
        run = db.runs.claim(at, kind)
        if run is None:
            return False
        number, task = run.number, Task(run.round_id, run.asked_by, run.parameters)

    def progress(done: int, total: int) -> None:
        with store.transaction() as db:
            db.runs.get(number).reached(done, total)

    try:
        result = do(task, progress)
    except Exception as error:  # whatever broke: the page that follows the run must learn of it
        with store.transaction() as db:
            faults = error.faults if isinstance(error, Refused) else ()
            db.runs.get(number).failed(str(error), datetime.now(UTC), faults)
        raise
    with store.transaction() as db:
        db.runs.get(number).finished(result, datetime.now(UTC))
        if record is not None:
            record(db, number, result)
    return True
