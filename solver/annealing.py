"""Plans of a plain lot at given money: many at once, annealed by moves and swaps of regions.

A plain lot has whole regions, one price step an offer and no backups. A state is a supplier for
every region; counts always hold, the rows over volumes are bought with a penalty. A step takes,
in every state, the move or swap that is best after noise of the step's temperature is added.
The money is only a guide: whoever uses a plan counts it again in whole numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from solver.problem import Linkage, Problem
from solver.relax import relax

HALF = 0.5  # of a unit: volumes are whole, sums of them in floats nearly so
PENALTIES = (1.5, 12.0)
"""Fen of a unit that breaks a row, from the first state to the last, in differences between the
dearest and the cheapest unit of the lot."""
COOLING = 1000.0  # times the last temperature is the first
TRIED = 300  # moves and swaps looked at in a step

type Numbers = NDArray[np.float64]
type Places = NDArray[np.int64]


def plain(problem: Problem) -> bool:
    """Annealing knows every rule of the lot."""
    return not (
        problem.split
        or problem.backup
        or problem.linkage is Linkage.CONDITIONAL
        or any(offer.tiers for offer in problem.offers)
    )


@dataclass(frozen=True, slots=True)
class Board:
    """The rules of a plain lot as arrays: rows are weights · volumes ≥ least.

    A row with a ``price`` above 0 may be broken at that money a unit; the others may not.
    """

    volume: Numbers
    weights: Numbers
    least: Numbers
    price: Numbers
    fewest: Places
    most: Places
    open: NDArray[np.bool_]


def board(problem: Problem) -> Board:
    """The board of a plain lot."""
    relaxation = relax(problem)
    rows = [row for row in relaxation.rows if row.volumes]
    weights = np.zeros((len(rows), len(problem.offers)))
    for i, row in enumerate(rows):
        for w, weight in row.volumes.items():
            weights[i, w] = weight
    allowed = np.ones((len(problem.offers), len(problem.regions)), bool)
    for w, r in relaxation.taken:
        allowed[:, r] = False
        allowed[w, r] = True
    for w, r in relaxation.barred:
        allowed[w, r] = False
    return Board(
        volume=np.array(problem.volume, float),
        weights=weights,
        least=np.array([row.least for row in rows], float),
        price=np.zeros(len(rows)),
        fewest=np.array([count.least for count in problem.counts]),
        most=np.array([count.most for count in problem.counts]),
        open=allowed,
    )


class States:
    """Several states of one board, each with money of its own, and the best legal one of each."""

    def __init__(self, rules: Board, money: Numbers, suppliers: Places) -> None:
        self.rules, self.money, self.suppliers = rules, money, suppliers.copy()
        states, offers, regions = money.shape
        self.each = np.arange(states)
        one = np.eye(offers)[self.suppliers]
        self.counts = one.sum(axis=1).astype(np.int64)
        self.units = np.einsum("krw,r->kw", one, rules.volume)
        self.left = self.units @ rules.weights.T - rules.least
        self.cost = np.take_along_axis(money, self.suppliers[:, None, :], 1)[:, 0].sum(axis=1)
        self.effect = rules.weights.T[:, None, :] - rules.weights.T[None, :, :]
        self.best = np.full(states, np.inf)
        self.kept = self.suppliers.copy()
        per_unit = money.sum(axis=2) / max(1.0, rules.volume.sum())
        self.spread = np.maximum(per_unit.max(axis=1) - per_unit.min(axis=1), 1e-9)
        self.hard = rules.price == 0
        firm = (np.geomspace(*PENALTIES, states) * self.spread)[:, None]
        self.penalty = np.where(self.hard, firm, rules.price)
        self.all_moves = np.divmod(np.arange(offers * regions), regions)
        self.all_swaps = np.triu_indices(regions, 1)
        self.keep()

    def keep(self) -> None:
        """Remember every state that is legal and cheaper than its best, as it is or in order.

        In order: who has more units changes places with a lower price that has less, so that the
        linkage holds; only where every offer may have every region.
        """
        self._keep(self.suppliers, self.units, self.counts)
        if not self.rules.open.all():
            return
        place = np.argsort(np.argsort(-self.units, axis=1, kind="stable"), axis=1, kind="stable")
        suppliers = np.take_along_axis(place, self.suppliers, 1)
        counts = np.take_along_axis(self.counts, np.argsort(place, axis=1), 1)
        self._keep(suppliers, -np.sort(-self.units, axis=1), counts)

    def _keep(self, suppliers: Places, units: Numbers, counts: Places) -> None:
        left = units @ self.rules.weights.T - self.rules.least
        legal = ((left >= -HALF) | ~self.hard).all(axis=1)
        legal &= ((counts >= self.rules.fewest) & (counts <= self.rules.most)).all(axis=1)
        cost = np.take_along_axis(self.money, suppliers[:, None, :], 1)[:, 0].sum(axis=1)
        cost -= np.minimum(left, 0) @ self.rules.price
        better = legal & (cost < self.best)
        self.best[better] = cost[better]
        self.kept[better] = suppliers[better]

    def step(self, temperature: float, random: np.random.Generator) -> None:
        """One move or swap in every state."""
        to, region = _some(self.all_moves, TRIED // 2, random)
        first, second = _some(self.all_swaps, TRIED // 2, random)
        giver, taker, units, extra, allowed = self._moves(region, to)
        swaps = self._swaps(first, second)
        giver, taker, units, extra, allowed = (
            np.concatenate(pair, axis=1)
            for pair in zip((giver, taker, units, extra, allowed), swaps, strict=True)
        )
        left = self.left[:, None, :] + units[:, :, None] * self.effect[taker, giver]
        broken = np.minimum(left, 0) @ self.penalty[:, :, None]
        noise = temperature * self.rules.volume.mean() * random.gumbel(size=extra.shape)
        worth = extra - broken[:, :, 0] - self.spread[:, None] * noise
        worth = np.where(allowed, worth, np.inf)
        taken = worth.argmin(axis=1)
        able = worth[self.each, taken] < np.inf
        for k, i in zip(self.each[able].tolist(), taken[able].tolist(), strict=True):
            w, v = giver[k, i], taker[k, i]
            self.cost[k] += extra[k, i]
            self.left[k] += units[k, i] * self.effect[v, w]
            self.units[k, w] -= units[k, i]
            self.units[k, v] += units[k, i]
            if i < len(region):
                self.suppliers[k, region[i]] = v
                self.counts[k, w] -= 1
                self.counts[k, v] += 1
            else:
                r, s = first[i - len(region)], second[i - len(region)]
                self.suppliers[k, r], self.suppliers[k, s] = v, w
        self.keep()

    def _moves(self, region: Places, to: Places) -> tuple[NDArray[np.generic], ...]:
        """A region goes from its supplier to another: counts must allow it."""
        giver = self.suppliers[:, region]
        taker = np.broadcast_to(to, giver.shape)
        extra = self.money[:, to, region] - self.money[self.each[:, None], giver, region]
        rules, k = self.rules, self.each[:, None]
        allowed = (giver != taker) & rules.open[to, region]
        fewer = self.counts - 1 >= rules.fewest
        more = self.counts + 1 <= rules.most
        allowed &= (fewer | (self.counts > rules.most))[k, giver]
        allowed &= (more | (self.counts < rules.fewest))[k, taker]
        return giver, taker, np.broadcast_to(rules.volume[region], giver.shape), extra, allowed

    def _swaps(self, first: Places, second: Places) -> tuple[NDArray[np.generic], ...]:
        """Two suppliers exchange two regions: the first region goes to the second's supplier."""
        giver, taker = self.suppliers[:, first], self.suppliers[:, second]
        k, rules = self.each[:, None], self.rules
        extra = self.money[k, taker, first] + self.money[k, giver, second]
        extra -= self.money[k, giver, first] + self.money[k, taker, second]
        allowed = (giver != taker) & rules.open[taker, first] & rules.open[giver, second]
        units = np.broadcast_to(rules.volume[first] - rules.volume[second], giver.shape)
        return giver, taker, units, extra, allowed


def capped(rules: Board, use: Numbers, room: Numbers, price: Numbers) -> Board:
    """The board with the room that limits leave to this lot: ``use`` by limit and offer."""
    here = use.any(axis=1)
    size = use[here].max(axis=1)
    return replace(
        rules,
        weights=np.concatenate([rules.weights, -use[here] / size[:, None]]),
        least=np.concatenate([rules.least, -room[here] / size]),
        price=np.concatenate([rules.price, price[here] * size]),
    )


def anneal(
    rules: Board, money: Numbers, start: Places, *, steps: int, seed: Sequence[int]
) -> list[tuple[int, ...]]:
    """The suppliers of the best legal state found from every start, without those never legal.

    ``money`` is by state, offer and region; ``start`` by state and region, counts kept. It starts
    as hot as regions are large in what an offer gets.
    """
    random = np.random.default_rng(seed)
    states = States(rules, money, start)
    hot = (len(rules.fewest) / len(rules.volume)) ** 2
    for temperature in np.geomspace(hot, hot / COOLING, steps).tolist():
        states.step(temperature, random)
    legal = states.best < np.inf
    return [tuple(row) for row in states.kept[legal].tolist()]


def seat(problem: Problem, shares: Numbers) -> Places:
    """Each region's supplier by the largest share (by offer and region), then so that counts hold.

    Smallest regions go from whom has most to spare to whom misses most.
    """
    rules = board(problem)
    suppliers = np.where(rules.open, shares, -1.0).argmax(axis=0)
    for r in np.argsort(rules.volume, kind="stable").tolist():
        counts = np.bincount(suppliers, minlength=len(problem.offers))
        missing, spare = rules.fewest - counts, rules.most - counts
        w = suppliers[r]
        able = rules.open[:, r] & (spare > 0)
        if spare[w] < 0 and able.any():
            suppliers[r] = np.where(able, missing + spare / len(problem.regions), -np.inf).argmax()
        elif missing[w] < 0 and (able & (missing > 0)).any():
            suppliers[r] = np.where(able, missing, 0).argmax()
    return suppliers


def _some(
    pairs: tuple[Places, Places], most: int, random: np.random.Generator
) -> tuple[Places, Places]:
    """All the pairs, or a sample where there are more."""
    first, second = pairs
    if len(first) <= most:
        return first, second
    chosen = random.integers(len(first), size=most)
    return first[chosen], second[chosen]
