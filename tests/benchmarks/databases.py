"""What a template saves each test, and a kept cluster each start."""

import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from procurement.store.cluster import DATABASE, OWNER, Cluster
from procurement.store.migrations import migrate
from procurement.store.server import SUPERUSER
from tests.benchmarks.table import Measured

ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    """The median of a few runs."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def measure() -> Measured:
    """A new cluster, and a migrated database in it by cloning."""
    with tempfile.TemporaryDirectory(prefix="vbp-bench-") as place:
        Path(place).chmod(0o711)
        cluster = Cluster(Path(place) / "cluster")
        start = time.perf_counter()
        cluster.start()
        first = time.perf_counter() - start
        migrate(cluster.url(OWNER))
        with closing(cluster.connect(SUPERUSER, SUPERUSER)) as connection:

            def made(template: str) -> None:
                connection.execute("DROP DATABASE IF EXISTS made")
                connection.execute(f"CREATE DATABASE made TEMPLATE {template} OWNER {OWNER}")

            def migrated() -> None:
                made("template1")
                migrate(cluster.url(OWNER, "made"))

            cloning, migrating = seconds(lambda: made(DATABASE)), seconds(migrated)

        def restart() -> None:
            cluster.stop()
            cluster.start()

        again = seconds(restart)
        cluster.remove()
    return Measured(
        size="one cluster",
        build=first,
        solve=cloning,
        ratio=migrating / cloning,
        note=f"clone of a template; ratio of migrating anew; a kept cluster starts "
        f"{first / again:.1f} times faster than a new one",
    )
