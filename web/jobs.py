"""The worker: takes runs from the queue, one after another, in a process of its own."""

import signal
import threading
from datetime import UTC, datetime, timedelta

from procurement.actions import allocation, audit, box, issuing, picks, scenarios
from procurement.store.database import Store
from web import logs, posting, settings
from web.posting import Posters

PAUSE = 0.5
POOL = 4
"""Connections: two for runs, and one for each of the threads that send."""
ABANDONED = timedelta(minutes=30)
KINDS = (allocation.work, issuing.work, scenarios.work)
"""What there is to do, first what a round waits for."""


def work(store: Store, stop: threading.Event, signing_key: bytes | None = None) -> None:
    """Carry out runs until told to stop; a run that fails is recorded and the next one taken.

    Between runs boxes are closed whose deadline has passed, and the day's head is signed.
    """
    with store.transaction() as db:
        db.runs.requeue_stale(datetime.now(UTC) - ABANDONED)
    while not stop.is_set():
        try:
            now = datetime.now(UTC)
            keep_promises(store, signing_key, now)
            busy = any(work(store, now) for work in KINDS)
        except Exception as error:  # noqa: BLE001 - the queue must outlive one bad run
            logs.failure("run failed", error)
            busy = False
        if not busy:
            stop.wait(PAUSE)


def keep_promises(store: Store, signing_key: bytes | None, now: datetime) -> None:
    """What is published by the clock, whether anybody looks or not."""
    try:
        box.close_due(store, now)
        picks.keep_all_times(store, now)
        if signing_key is not None:
            audit.seal_head(store, signing_key, now)
    except Exception as error:  # noqa: BLE001 - the queue must go on; the next turn tries again
        logs.failure("publishing failed", error)


def main() -> None:
    logs.configure()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    wanted = settings.from_environment()
    store = Store(wanted.database_url, pool=POOL, drift=settings.DRIFT)
    try:
        with Posters(store, posting.from_environment(wanted)):
            work(store, stop, wanted.receipt_key())
    finally:
        store.close()


if __name__ == "__main__":
    main()
