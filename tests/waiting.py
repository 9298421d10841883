"""Waiting for others: for somebody who holds the round, and for something to come true."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text

WAITS = """
    SELECT EXISTS (
        SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'
    )
"""


def while_somebody_waits(story, change, attempt):
    """Hold the round; once ``attempt`` waits for it (or is done), ``change`` and let go.

    Returns what the attempt returned, or raises what it raised.
    """
    with ThreadPoolExecutor(1) as other:
        with story.store.transaction() as db:
            db.rounds.get(story.round_id, lock=True)
            attempted = other.submit(attempt)
            while not (attempted.done() or db.session.scalar(text(WAITS))):
                db.session.execute(text("SELECT pg_stat_clear_snapshot()"))
            change(db)
        return attempted.result()


PATIENCE = 60
GLANCE = 0.05


def until(true):
    """Look again and again; what has not come true by then never will."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it did not come true"
        threading.Event().wait(GLANCE)
