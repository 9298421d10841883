"""NC and X: batches whose lots firms' capacities couple, decomposed and certified."""

import time
from collections.abc import Callable
from fractions import Fraction

from solver import check
from solver.batch import Batch
from solver.decompose import allocate_batch
from solver.plan import spend
from tests.benchmarks import families
from tests.benchmarks.table import Measured

WORKERS = 2


def batch(generate: Callable[[], Batch]) -> Measured:
    """Plans of a whole batch; every rule and the spend are counted again by the checker."""
    start = time.perf_counter()
    asked = generate()
    build = time.perf_counter() - start
    start = time.perf_counter()
    found = allocate_batch(asked, workers=WORKERS)
    solve = time.perf_counter() - start
    assert not check.batch_faults(asked, found.plans)
    money = sum(map(spend, asked.lots, found.plans))
    assert money == found.spend
    lots, regions, winners = (
        len(asked.lots),
        len(asked.lots[0].regions),
        len(asked.lots[0].offers),
    )
    return Measured(
        size=f"{lots} x {regions} x {winners}, {len(asked.limits)} limits",
        build=build,
        solve=solve,
        certified=Fraction(money - found.bound, money),
        note="build is that of the batch itself",
    )


def coupled() -> Measured:
    """NC."""
    return batch(families.coupled)


def stress() -> Measured:
    """X."""
    return batch(families.stress)
