"""Ratios measured in one run, so that they mean something on any machine: ``make bench``."""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from procurement.store.cluster import DATABASE, OWNER, Cluster
from procurement.store.migrations import migrate
from procurement.store.server import SUPERUSER
from tests.benchmarks import solving

ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    """The median of a few runs."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def report(name: str, fast: float, slow: float) -> None:
    sys.stdout.write(f"{name}: {slow / fast:.1f} times ({fast:.3f} s against {slow:.3f} s)\n")


def databases() -> None:
    """What a template saves each test, and a kept cluster each start."""
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

            report(
                "cloning a template against migrating anew",
                seconds(lambda: made(DATABASE)),
                seconds(migrated),
            )

        def restart() -> None:
            cluster.stop()
            cluster.start()

        report("stopping and starting a cluster against making one", seconds(restart), first)
        cluster.remove()


def allocation() -> None:
    """What the proof of a plan costs, and what a second process brings."""
    problems = solving.lots()
    solving.whole(problems)  # engines are loaded, caches warm
    fast = solving.bare(problems)
    report(
        "both plans, two engines, proof and tie-break against the exact engine",
        fast,
        solving.whole(problems),
    )
    report(
        "one process against two, with their start",
        solving.shared(problems, 2),
        solving.shared(problems, 1),
    )


if __name__ == "__main__":
    databases()
    allocation()
