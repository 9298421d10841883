"""L: leftover volume of one lot of consumables, 15 winners by 2,500 hospitals, 300,000 arcs.

Reported units have a Pareto tail; rank w keeps 100 − 5 w per cent and gives the rest. Every winner
has room for a tenth of what moves, so that all but the dearest are full.
"""

import time
from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from solver.leftover import Leftover, Winner, check, may_receive, sources, spend
from solver.transfer import transfer
from tests.benchmarks.table import Measured

WINNERS, HOSPITALS = 15, 2_500


def leftover(seed: int = 1) -> Leftover:
    """The lot."""
    random = Random(seed)

    def row() -> tuple[int, ...]:
        return tuple(int(100 * random.paretovariate(1.1)) for _ in range(HOSPITALS))

    prices = sorted(random.sample(range(100, 1000), WINNERS))
    asked = Leftover(
        lot="L",
        winners=tuple(
            Winner(f"{w}", price, Fraction(100 - 5 * w, 100), Fraction(5 * w, 100))
            for w, price in enumerate(prices)
        ),
        regions=tuple(f"{h:04}" for h in range(HOSPITALS)),
        reported=tuple(row() for _ in prices),
        lost=row(),
    )
    room = sum(source.units for source in sources(asked)) // 10
    return replace(asked, winners=tuple(replace(winner, room=room) for winner in asked.winners))


def measure() -> Measured:
    """The moves in the published order, against a flow engine that has every arc."""
    start = time.perf_counter()
    asked = leftover()
    build = time.perf_counter() - start
    start = time.perf_counter()
    moves = transfer(asked)
    solve = time.perf_counter() - start
    assert not check(asked, moves)
    found = sources(asked)
    arcs = np.array(
        [
            (node, w, source.units, asked.winners[w].price)
            for node, source in enumerate(found, start=WINNERS + 1)
            for w in may_receive(asked, source.region, source.giver)
        ]
    )
    start = time.perf_counter()
    flow = SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(*arcs.T)
    for w, winner in enumerate(asked.winners):
        flow.add_arc_with_capacity_and_unit_cost(w, WINNERS, winner.room, 0)
    for node, source in enumerate(found, start=WINNERS + 1):
        flow.set_node_supply(node, source.units)
    flow.set_node_supply(WINNERS, -sum(source.units for source in found))
    assert flow.solve() == flow.OPTIMAL
    bare = time.perf_counter() - start
    assert flow.optimal_cost() == spend(asked, moves)
    return Measured(
        size=f"{WINNERS} x {HOSPITALS:,}, {len(arcs):,} arcs",
        build=build,
        solve=solve,
        proven=Fraction(0),
        certified=Fraction(0),
        ratio=solve / bare,
        note=f"with what is given and the last word; a bare flow engine on the same arcs: "
        f"{bare:.2f} s, the same spend",
    )
