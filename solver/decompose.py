"""Lots that only the batch's limits couple: prices, plans lot by lot, and a certified bound.

Prices of the limits (``solver.prices``) make the lots fall apart, and bound the spend. Around the
mix of plans that keeps the limits at those prices, plans of every lot are found beside its pick
order (``solver.columns``), and the best choice of one a lot is taken (``solver.choice``); then
again, around the mix of all plans so far and around the choice. A basic mix divides at most one
lot for each limit, so the more lots there are, the closer a choice comes to the bound.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

import numpy as np

from solver import annealing, check
from solver.allocate import BadProblem, Undecided
from solver.batch import Batch
from solver.choice import Column, choose
from solver.columns import Wish, drafted, found, held, reduced, starts
from solver.engines import Engine, Limits, Report
from solver.faults import batch_faults
from solver.lot_program import Numbers
from solver.plan import Plan, spend, volumes
from solver.prices import TOGETHER, Market, Master, Quote, quote
from solver.processes import Job, run_all
from solver.whole import allocate_whole

SMALL = 5000  # decisions up to which all lots go into one program
TARGET = Fraction(1, 1000)
TURNS = 10
STATES = 4  # of annealing for each lot
STEPS, LEAST_STEPS, ALL_STEPS = 2000, 300, 300_000  # of a lot, and of all lots, in a turn
NOISE = 0.1  # of the logarithm of the prices that further states see
DIVIDED = 1e-3  # of what a lot takes in the mix: as far as its own optimum may be from it
TIGHT = 0.998  # of what a lot takes in the mix: annealed plans rather take too much
SOFT = 0.4  # the part of a price that only counts beyond what a lot should take
CHOICE = Limits(effort=6)
HARDLY = 0.003  # dearer than the best, for a first choice


@dataclass(frozen=True, slots=True)
class BatchAllocation:
    """Plans of all lots that keep their rules and the limits; no such plans cost less than bound.

    ``spend`` and ``bound`` are fen; ``prices`` of the limits, in fen a unit, are indicative.
    ``seconds`` by the clock take no part in comparisons.
    """

    plans: tuple[Plan, ...]
    spend: int
    bound: int
    prices: dict[str, float]
    seconds: float = field(compare=False)

    @property
    def gap(self) -> Fraction:
        """How much less, at most, other plans may cost, as a part of the spend."""
        return Fraction(self.spend - self.bound, self.spend) if self.spend else Fraction(0)


def allocate_batch(
    batch: Batch,
    *,
    workers: int = 2,
    target: Fraction = TARGET,
    turns: int = TURNS,
    small: int = SMALL,
    on_report: Callable[[Report], None] = lambda _report: None,
) -> BatchAllocation:
    """Plans within the target gap, or the best found in so many turns; only spend is a goal.

    A batch of at most ``small`` decisions, or one with a lot that is not plain
    (``annealing.plain``), is solved as one program. The same batch gives the same plans, whatever
    the number of workers. Raises ``BadProblem``, ``Infeasible``, or ``Undecided`` when no plans
    were found.
    """
    if wrong := batch_faults(batch):
        raise BadProblem(*wrong)
    began = time.monotonic()
    size = sum(len(lot.offers) * len(lot.regions) for lot in batch.lots)
    if size <= small or not batch.limits or not all(map(annealing.plain, batch.lots)):
        whole = allocate_whole(batch)
        return BatchAllocation(whole.plans, whole.spend, whole.bound, {}, time.monotonic() - began)
    search = _Search(batch, workers)
    bound = ceil(search.quote.bound)
    for turn in range(turns):
        search.turn(turn)
        best = sum(column.spend for column in search.chosen) if search.chosen else None
        on_report(Report(Engine.CP_SAT, time.monotonic() - began, best, bound))
        if best is not None and best - bound <= target * best:
            break
    plans = tuple(column.plan for column in search.chosen)
    if not plans or check.batch_faults(batch, plans):
        raise Undecided(*(lot.lot for lot in batch.lots))
    prices = zip(batch.limits, search.quote.prices / search.market.size, strict=True)
    return BatchAllocation(
        plans,
        sum(map(spend, batch.lots, plans)),
        bound,
        {limit.name: float(price) for limit, price in prices},
        time.monotonic() - began,
    )


class _Search:
    """All plans found so far, by lot, and the best choice among them."""

    def __init__(self, batch: Batch, workers: int) -> None:
        self.batch, self.workers, self.market = batch, workers, Market(batch)
        self.quote: Quote = quote(self.market, workers)
        self.prices = self.quote.prices
        self.room = np.array(self.market.room, float)
        self.use = [use.astype(int) for use in self.market.use]
        self.units: Sequence[Numbers] = self.quote.units
        self.money = self._reduced()
        self.columns: list[dict[tuple[int, tuple[int, ...]], Column]] = [{} for _ in batch.lots]
        chunks = [batch.lots[i : i + TOGETHER] for i in range(0, len(batch.lots), TOGETHER)]
        plans = run_all([Job(drafted, (chunk,)) for chunk in chunks], workers=workers)
        for p, plan in enumerate(plan for result in plans for plan in result):
            if plan:
                self._keep(p, plan)
        self.chosen: tuple[Column, ...] = ()
        self.places: tuple[int, ...] = ()

    def turn(self, turn: int) -> None:
        """More plans around the mix, or every other time around the choice; then a new choice."""
        wishes = self._around_choice(turn) if self.chosen and turn % 2 else self._around_mix(turn)
        jobs = [Job(found, (wishes[i : i + TOGETHER],)) for i in range(0, len(wishes), TOGETHER)]
        plans = [one for result in run_all(jobs, workers=self.workers) for one in result]
        for p, (lot, states) in enumerate(zip(self.batch.lots, plans, strict=True)):
            for suppliers in states:
                self._keep(p, Plan(lot.lot, suppliers))
        self._mix()

    def _reduced(self) -> list[Numbers]:
        """Money beyond the cheapest, by lot; a lot that the mix divides keeps to its part there."""
        market, optima = self.market, self.quote.optima
        worths = [market.worth(p, self.quote.prices) for p in range(len(optima))]
        targets = [use @ units for use, units in zip(market.use, self.units, strict=True)]
        far = [
            abs(use @ one.units - target).max() / max(1.0, target.max())
            for use, one, target in zip(market.use, optima, targets, strict=True)
        ]
        divided = [p for p, part in enumerate(far) if part > DIVIDED]
        jobs = [
            Job(held, (market.relaxations[p], optima[p], market.use[p], targets[p], worths[p]))
            for p in divided
        ]
        found = list(zip(market.relaxations, optima, strict=True))
        for p, one in zip(divided, run_all(jobs, workers=self.workers), strict=True):
            found[p] = one
        return [
            reduced(lot, *one, worth)
            for lot, one, worth in zip(self.batch.lots, found, worths, strict=True)
        ]

    def _keep(self, p: int, plan: Plan) -> None:
        """A plan of a lot as a column, once."""
        lot = self.batch.lots[p]
        use = tuple(map(int, self.use[p] @ np.array(volumes(lot, plan))))
        column = Column(plan, spend(lot, plan), use)
        self.columns[p].setdefault((column.spend, column.use), column)

    def _mix(self) -> None:
        """The cheapest mix of all columns, its prices, and the choice if the limits can be kept."""
        master, entries = Master(self.market), list[tuple[int, Column]]()
        for p, columns in enumerate(self.columns):
            for column in columns.values():
                master.add(p, column.spend, np.array(column.use) / self.market.size)
                entries.append((p, column))
        prices = master.prices()
        if master.over:
            return
        self.prices = (self.quote.prices + prices) / 2
        units = [np.zeros(len(lot.offers)) for lot in self.batch.lots]
        for share, (p, column) in zip(master.mixed, entries, strict=True):
            units[p] += share * np.array(volumes(self.batch.lots[p], column.plan))
        self.units = units
        lists = [list(columns.values()) for columns in self.columns]
        hint = self.places or self._near(lists)
        if places := choose(lists, self.market.room, CHOICE, hint):
            self.places = places
            self.chosen = tuple(one[place] for one, place in zip(lists, places, strict=True))

    def _near(self, lists: Sequence[Sequence[Column]]) -> tuple[int, ...]:
        """A first choice, among plans that are hardly dearer at the prices than their lot's best.

        Far ones, such as pick orders, keep the engine from it. Empty when there is none.
        """
        prices = self.prices / self.market.size
        priced = [[one.spend + float(prices @ one.use) for one in columns] for columns in lists]
        near = [
            [i for i, money in enumerate(one) if money <= (1 + HARDLY) * min(one)] for one in priced
        ]
        few = [[one[i] for i in some] for one, some in zip(lists, near, strict=True)]
        places = choose(few, self.market.room, CHOICE)
        return tuple(some[place] for some, place in zip(near, places, strict=False))

    def _around_mix(self, turn: int) -> list[Wish]:
        """Each lot should take a little less than what it takes in the mix."""
        targets = [
            TIGHT * (use @ units) for use, units in zip(self.market.use, self.units, strict=True)
        ]
        rooms = [self.room] * len(targets)
        return self._wishes(turn, self.units, rooms, targets)

    def _around_choice(self, turn: int) -> list[Wish]:
        """Each lot may take what it takes in the choice and all that is left, and should a part."""
        uses = [np.array(column.use, float) for column in self.chosen]
        left = self.room - sum(uses)
        part = left / np.maximum(1, self.room - left)
        units = [
            np.array(volumes(lot, column.plan), float)
            for lot, column in zip(self.batch.lots, self.chosen, strict=True)
        ]
        targets = [use * (1 + part) for use in uses]
        return self._wishes(turn, units, [use + left for use in uses], targets)

    def _wishes(
        self,
        turn: int,
        units: Sequence[Numbers],
        rooms: Sequence[Numbers],
        targets: Sequence[Numbers],
    ) -> list[Wish]:
        wishes = []
        steps = max(LEAST_STEPS, min(STEPS, ALL_STEPS // len(self.batch.lots)))
        for p, lot in enumerate(self.batch.lots):
            random = np.random.default_rng([turn, p])
            noise = NOISE * random.standard_normal((STATES, len(self.prices)))
            noise[0] = 0
            prices = self.prices * np.exp(noise) * (1 - SOFT)
            wishes.append(
                Wish(
                    lot=lot,
                    use=self.market.use[p],
                    room=rooms[p],
                    target=targets[p],
                    price=2 * SOFT * self.prices / self.market.size,
                    worths=np.array([self.market.worth(p, each) for each in prices]),
                    starts=starts(lot, self.money[p], units[p], STATES, random),
                    seed=(turn, p),
                    steps=steps,
                )
            )
        return wishes
