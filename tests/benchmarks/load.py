"""The last minute before a deadline: a thousand firms hand in at once, over real sockets.

They are logged in and connect anew, all in one moment; in a second round they come one evenly
after the other while its deadline passes. The server is what ``vbp serve`` starts: two processes
on a database that writes to the disk before it answers. The same rows in bare transactions are the
measure.
"""

import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import psycopg

from procurement.actions import audit, box
from procurement.rules.sealing import BOTH_BYTES
from procurement.store.cluster import DATABASE, OWNER, Cluster
from procurement.store.database import Store
from procurement.store.migrations import migrate
from procurement.store.server import SUPERUSER
from tests import plot
from tests.benchmarks.table import Measured
from tests.rush import Answer, Crowd
from tests.served import Served

FIRMS = 1_000
PROCESSES = 2
AT_ONCE, AROUND = 3600, 30
"""Seconds from the announcement to the deadline, in the first round and in the second."""
BEFORE, AFTER = 6, 2
"""Seconds around the second deadline in which everybody comes."""
ACCEPTED, LATE = 303, 409
HUNDRED = 100


def measure() -> Measured:
    """All that is accepted is kept and proved before a figure is believed."""
    with tempfile.TemporaryDirectory(prefix="vbp-bench-") as place:
        Path(place).chmod(0o711)
        home = Path(place) / "home"
        home.mkdir()
        with Cluster(Path(place) / "cluster") as cluster:
            migrate(cluster.url(OWNER))
            with closing(Store(cluster.url())) as store:
                found = rushed(store, home)
            with closing(cluster.connect(SUPERUSER, DATABASE)) as connection:
                bare = inserted(connection)
        cluster.remove()
    start, first, second, wave = found
    told = Counter(one.status for one in second)
    assert {one.status for one in first} == {ACCEPTED}
    assert set(told) <= {ACCEPTED, LATE}
    return Measured(
        size=f"{FIRMS:,} firms at once",
        build=start,
        solve=wave,
        ratio=wave / bare,
        note=f"{FIRMS / wave:.0f} bids/s; {tail(first)}; while a deadline passes {told[ACCEPTED]} "
        f"accepted, {told[LATE]} refused as late, {tail(second)}; none lost, none late; ratio to "
        f"bare transactions, {FIRMS / bare:.0f}/s",
    )


def rushed(store: Store, home: Path) -> tuple[float, Sequence[Answer], Sequence[Answer], float]:
    """Seconds to get ready, what all were told first and then, and the seconds of the first."""
    start = time.perf_counter()
    story = plot.small_story(store)
    story.register()
    crowd = Crowd(story, FIRMS)
    with Served(store.engine.url, home, workers=PROCESSES) as served:
        crowd.announce(AT_ONCE)
        ready = time.perf_counter() - start
        first, wave = crowd.hand_in(served.address, [0.0] * FIRMS)
        check(crowd, first)
        sys.stderr.write(f"{FIRMS} firms at once: {wave:.1f} s, {tail(first)}\n")
        crowd.announce(AROUND)
        begin = max(0.0, crowd.left() - BEFORE)
        step = max(0.0, crowd.left() + AFTER - begin) / FIRMS
        second, _ = crowd.hand_in(served.address, [begin + step * n for n in range(FIRMS)])
        check(crowd, second)
    return ready, first, second, wave


def check(crowd: Crowd, told: Sequence[Answer]) -> None:
    """What was accepted is kept, all of it and in time; box and chain tell the same."""
    accepted = [one for one in told if one.status == ACCEPTED]
    store = crowd.story.store
    with store.transaction() as db:
        kept = db.envelopes.all(crowd.round_id)
    assert len({one.page for one in accepted}) == len(accepted) == len(kept)
    assert all(row.received_at < crowd.due for row in kept)
    if crowd.left() < 0:
        closed = box.seen(store, crowd.round_id, crowd.due)
        assert closed is not None
        assert closed.faults == ()
    assert audit.verify(store)[2] is None


def inserted(connection: psycopg.Connection) -> float:
    """Seconds for as many rows of an envelope's size, each in a transaction of its own."""
    connection.execute("CREATE TABLE bare (id bigserial PRIMARY KEY, envelope bytea NOT NULL)")
    rows = [os.urandom(BOTH_BYTES) for _ in range(FIRMS)]
    start = time.perf_counter()
    for row in rows:
        connection.execute("INSERT INTO bare (envelope) VALUES (%s)", [row])
    return time.perf_counter() - start


def tail(answers: Sequence[Answer]) -> str:
    """How long those waited who waited longer than most."""
    taken = [one.seconds for one in answers]
    parts = statistics.quantiles(taken, n=HUNDRED)
    shown = [f"p{part} {parts[part - 1]:.2f} s" for part in (50, 95, 99)]
    return ", ".join([*shown, f"max {max(taken):.2f} s"])
