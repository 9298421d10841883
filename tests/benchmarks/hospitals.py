"""H: the reports of 46,000 hospitals on 55 lots, and one pass over all of them, to the unit.

Every hospital lies in one of 32 regions, drawn in proportion to lognormal weights, and has a
lognormal size. In every lot it reports one to five brands of twelve, or none by name, 2.7 on
average: 6.8 million rows. A demand is the hospital's size times a lognormal number, in whole
units. Every lot has 1 to 10 winners, who own a brand each; the agreed part is 50, 60, 70 or 80 %
by their number. In every fifth lot two winners share a region, in every eleventh three.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from solver import bulk
from solver.bulk import NOBODY, Whole
from tests.benchmarks.table import Measured

HOSPITALS, LOTS, REGIONS, BRANDS = 46_000, 55, 32, 12
PARTS = (Fraction(50, 100), Fraction(60, 100), Fraction(70, 100), Fraction(80, 100))
NAMED = (0.15, 0.30, 0.30, 0.20, 0.05)  # how likely one, two … five rows are


@dataclass(frozen=True)
class Reports:
    """One lot: hospital and demand by row, the winner that owns the row's brand, the winners."""

    hospitals: Whole
    demand: Whole
    owners: Whole
    winners: int
    sharing: int

    @property
    def part(self) -> Fraction:
        return PARTS[min(self.winners, len(PARTS)) - 1]


def reports(seed: int = 1) -> tuple[Whole, list[Reports]]:
    """The region of every hospital, and the reports of every lot."""
    random = np.random.default_rng(seed)
    weights = random.lognormal(0, 0.7, REGIONS)
    regions = random.choice(REGIONS, HOSPITALS, p=weights / weights.sum())
    sizes = random.lognormal(0, 1.2, HOSPITALS)
    lots = []
    for lot in range(LOTS):
        rows = random.choice(len(NAMED), HOSPITALS, p=NAMED) + 1
        hospitals = np.repeat(np.arange(HOSPITALS), rows)
        place = np.arange(hospitals.size) - np.repeat(rows.cumsum() - rows, rows)
        step = np.repeat(random.integers(1, 3, HOSPITALS), rows)
        brands = (np.repeat(random.integers(0, BRANDS, HOSPITALS), rows) + place * step) % BRANDS
        demand = np.ceil(sizes[hospitals] * random.lognormal(5, 1.5, hospitals.size))
        winners = int(random.integers(1, 11))
        owners = np.where(brands < winners, brands, NOBODY)
        sharing = min(winners, 2 if lot % 5 == 0 else 3 if lot % 11 == 0 else 1)
        lots.append(Reports(hospitals, demand.astype(np.int64), owners, winners, sharing))
    return regions.astype(np.int64), lots


def amounts(pool: Whole, lot: Reports) -> Whole:
    """Who supplies the pool of every region: the winners in turn, in equal parts."""
    found = np.zeros((REGIONS, lot.winners), dtype=np.int64)
    for k in range(lot.sharing):
        supplier = (np.arange(REGIONS) + k) % lot.winners
        found[np.arange(REGIONS), supplier] = pool // lot.sharing
    found[np.arange(REGIONS), np.arange(REGIONS) % lot.winners] += pool % lot.sharing
    return found


def split(regions: Whole, lots: list[Reports]) -> Iterator[tuple[bulk.Agreed, bulk.Lines]]:
    """By lot the agreed units of every row, and who supplies each hospital's pool."""
    for lot in lots:
        groups = regions[lot.hospitals]
        agreed = bulk.agreed(lot.demand, groups, [lot.part] * REGIONS)
        shape = (REGIONS, lot.winners)
        _, pool = bulk.attribute(agreed.units, groups, lot.owners, shape)
        free = lot.owners == NOBODY
        pools = bulk.sums(agreed.units[free], lot.hospitals[free], HOSPITALS)
        yield agreed, bulk.share(pools, regions, amounts(pool, lot))


def measure() -> Measured:
    """The whole pass, against reading the same arrays once; every lot's totals are checked."""
    start = time.perf_counter()
    regions, lots = reports()
    build = time.perf_counter() - start
    start, cpu = time.perf_counter(), time.process_time()
    totals = [
        (int(agreed.units.sum()), int(agreed.volume.sum()), int(lines.units.sum()))
        for agreed, lines in split(regions, lots)
    ]
    solve, busy = time.perf_counter() - start, time.process_time() - cpu
    start = time.perf_counter()
    demand = [int(lot.demand.sum()) for lot in lots]
    once = [(int(lot.hospitals.sum()), int(lot.owners.sum())) for lot in lots]
    reading = time.perf_counter() - start
    assert len(once) == LOTS
    for lot, whole, (units, volume, pooled) in zip(lots, demand, totals, strict=True):
        assert units == volume >= pooled
        assert abs(volume - lot.part * whole) <= Fraction(REGIONS, 2)
    return Measured(
        size=f"{HOSPITALS:,} x {LOTS}, {sum(lot.demand.size for lot in lots):,} rows",
        build=build,
        solve=solve,
        ratio=solve / reading,
        note=f"{busy:.2f} s of processor; ratio to one pass over the same bytes",
    )
