"""Plans of plain lots at the prices of the limits: what is wished for, and what is found.

All of it runs as jobs, several lots at a time, in processes of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from solver import annealing
from solver.annealing import Numbers, Places
from solver.bound import SCALE
from solver.lot_program import LotProgram, Optimum
from solver.plan import Plan
from solver.problem import Problem
from solver.relax import Relaxation, Row
from solver.search import first_plan

APART = 0.02  # how far the volumes that further states begin with differ from those wished for
CLOSE = 1e-5  # money a unit below this part of what prices differ by is as good as none


@dataclass(frozen=True, slots=True)
class Wish:
    """Plans wanted of a lot.

    ``use`` is by limit and offer; ``room`` is what the lot may take of each limit, ``target`` what
    it should take: more than that costs ``price`` (fen a unit of the limit). ``worths`` are fen by
    state and offer, added for every unit. ``starts`` are suppliers by state and region.
    """

    lot: Problem
    use: Numbers
    room: Numbers
    target: Numbers
    price: Numbers
    worths: Numbers
    starts: Places
    seed: tuple[int, ...]
    steps: int


def exact(relaxations: Sequence[Relaxation], worths: Sequence[Numbers]) -> list[Optimum | None]:
    """Every lot's linear optimum, region by region, at what its options are worth."""
    return [
        LotProgram(relaxation, single=len(relaxation.volume), classes=0).solve(worth)
        for relaxation, worth in zip(relaxations, worths, strict=True)
    ]


def held(
    relaxation: Relaxation, optimum: Optimum, use: Numbers, target: Numbers, worth: Numbers
) -> tuple[Relaxation, Optimum]:
    """A lot that may take no more of any limit than its target, and its linear optimum.

    As it was, with the optimum given, where there is no such optimum.
    """
    rows = tuple(
        Row("target", -ceil(most), volumes={o: -int(one[o]) for o in np.flatnonzero(one).tolist()})
        for one, most in zip(use, target.tolist(), strict=True)
        if one.any()
    )
    limited = replace(relaxation, rows=(*relaxation.rows, *rows))
    found = exact([limited], [worth])[0]
    return (limited, found) if found else (relaxation, optimum)


def drafted(lots: Sequence[Problem]) -> list[Plan | None]:
    """Every lot's pick order, where it is legal."""
    return [first_plan(lot) for lot in lots]


def found(wishes: Sequence[Wish]) -> list[list[tuple[int, ...]]]:
    """The suppliers of legal states for every wish."""
    results = []
    for wish in wishes:
        nothing = np.zeros(len(wish.room))
        rules = annealing.capped(annealing.board(wish.lot), wish.use, wish.room, nothing)
        dear = wish.price > 0
        if dear.any():
            rules = annealing.capped(rules, wish.use[dear], wish.target[dear], wish.price[dear])
        volume, cost = np.array(wish.lot.volume, float), np.array(wish.lot.cost, float)
        money = cost[None] + wish.worths[:, :, None] * volume
        results.append(
            annealing.anneal(rules, money, wish.starts, steps=wish.steps, seed=wish.seed)
        )
    return results


def reduced(lot: Problem, relaxation: Relaxation, optimum: Optimum, worth: Numbers) -> Numbers:
    """Money by offer and region beyond the cheapest there, at the optimum's own weights."""
    volume = np.array(lot.volume, float)
    money = np.array(lot.cost, float) + worth[:, None] * volume
    for weight, row in zip(optimum.weights, relaxation.rows, strict=True):
        for w, each in row.counts.items():
            money[w] -= weight / SCALE * each
        for w, each in row.volumes.items():
            money[w] -= weight / SCALE * each * volume
    difference: Numbers = money - money.min(axis=0)
    return difference


def starts(
    lot: Problem, money: Numbers, units: Numbers, states: int, random: np.random.Generator
) -> Places:
    """Suppliers by state and region: volumes near ``units``, only where the reduced money is 0."""
    far = [np.zeros(len(units)), *(APART * random.standard_normal((states - 1, len(units))))]
    return np.array([_start(lot, money, units * np.exp(each)) for each in far])


def _start(lot: Problem, money: Numbers, units: Numbers) -> Places:
    """Largest regions first, each to the offer that misses most of its volume."""
    rules = annealing.board(lot)
    dear = np.array(lot.cost, float).sum(axis=1) / max(1.0, rules.volume.sum())
    near = 1 + CLOSE * (dear.max() - dear.min()) * rules.volume
    missing, counts = units.copy(), np.zeros(len(units), int)
    suppliers = np.empty(len(rules.volume), int)
    for r in np.argsort(-rules.volume, kind="stable").tolist():
        free = rules.open[:, r] & (counts < rules.most)
        if not free.any():
            free = rules.open[:, r]
        cheap = free & (money[:, r] <= near[r])
        w = int(np.where(cheap if cheap.any() else free, missing, -np.inf).argmax())
        suppliers[r] = w
        missing[w] -= rules.volume[r]
        counts[w] += 1
    if (counts < rules.fewest).any() or (counts > rules.most).any():
        shares = np.zeros(rules.open.shape)
        shares[suppliers, np.arange(len(suppliers))] = 1
        return annealing.seat(lot, shares)
    return suppliers
