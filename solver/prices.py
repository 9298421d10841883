"""Prices of the limits over lots, and the lower bound they certify for a whole batch.

With a price on every limit the lots fall apart. For any prices that are not negative

    sum over lots of the least (spend + prices · use)  -  prices · (what the limits allow)

is a lower bound of the batch's spend; the best prices are those of the Dantzig–Wolfe master
program, which mixes what the lots answered so far. They are tried a step from the best so far
(Wentges), and in the end every lot's least is bounded by weak duality in whole numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from ortools.math_opt.python import mathopt

from solver.allocate import Undecided
from solver.batch import Batch
from solver.bound import SCALE, Bound, Weights, bound, everything
from solver.columns import exact
from solver.lot_program import PARAMETERS, LotProgram, Numbers, Optimum
from solver.problem import named_volume
from solver.processes import Job, run_all
from solver.relax import Row, relax

KEPT = 0.4  # how much of the best prices so far stays in the next ones
ROUNDS, EXACT_ROUNDS = 60, 2
TOGETHER = 10  # lots of one job
NEAR = 1e-5  # prices are good when master and bound are as near as this part
SINGLE, CLASSES = 8, 24  # regions alone and classes of regions, while prices are far from good


@dataclass(frozen=True, slots=True)
class Prices:
    """A price for each limit in 1 / SCALE fen, and each lot's weights for its own rows."""

    limits: tuple[int, ...]
    lots: tuple[Weights, ...]


class Market:
    """The lots of a batch without its limits, and what each offer takes of them."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.relaxations = tuple(relax(lot) for lot in batch.lots)
        self.room = [limit.most for limit in batch.limits]
        self.use = [
            np.zeros((len(batch.limits), len(relaxation.options)))
            for relaxation in self.relaxations
        ]
        for k, limit in enumerate(batch.limits):
            for (p, w), use in limit.use.items():
                self.room[k] -= use * named_volume(batch.lots[p], w)
                for o, option in enumerate(self.relaxations[p].options):
                    if option.offer == w:
                        self.use[p][k, o] = use
        self.size = np.array([max(1, limit.most) for limit in batch.limits], float)

    def dearest(self) -> int:
        """More than any plan costs, in fen."""
        return sum(
            relaxation.constant
            + sum(map(max, zip(*(option.money for option in relaxation.options), strict=True)))
            + sum(relaxation.fees.values())
            for relaxation in self.relaxations
        )

    def bounded(self, prices: Prices) -> int:
        """The certified bound times SCALE; raises ``ArithmeticError`` for a price below 0."""
        if any(price < 0 for price in prices.limits):
            raise ArithmeticError("a price below 0 bounds nothing")
        total = -sum(p * room for p, room in zip(prices.limits, self.room, strict=True))
        for p, weights in enumerate(prices.lots):
            found = self._lot(p, prices.limits, weights)
            assert found is not None  # only a box within everything can be empty
            total += found.total
        return total

    def _lot(self, p: int, prices: Sequence[int], weights: Weights) -> Bound | None:
        """A lot's least spend and use: the limits are rows of it, with their prices as weights."""
        relaxation = self.relaxations[p]
        rows = tuple(
            Row(limit.name, 0, volumes={o: -int(use[o]) for o in np.flatnonzero(use).tolist()})
            for limit, use in zip(self.batch.limits, self.use[p], strict=True)
        )
        limited = replace(relaxation, rows=(*relaxation.rows, *rows))
        all_weights = replace(weights, rows=(*weights.rows, *prices))
        return bound(limited, everything(relaxation), all_weights)

    def worth(self, p: int, prices: Numbers) -> Numbers:
        """What a unit of each option takes at these prices (by size of limit), in fen."""
        found: Numbers = (prices / self.size) @ self.use[p]
        return found


class Master:
    """Mixes of what the lots answered that keep the limits: whose dual values are prices.

    A limit may be passed at the price of all money twice over for each time its size, so there
    always is a mix; ``over`` says that it does so. ``mixed`` are the shares of the answers, in the
    order they came in.
    """

    def __init__(self, market: Market) -> None:
        self.market = market
        self.columns: list[mathopt.Variable] = []
        self.unit = float(max(1, market.dearest()))
        self.model = mathopt.Model()
        add = self.model.add_linear_constraint
        self.lots = [add(lb=1, ub=1) for _ in market.relaxations]
        self.limits = [add(ub=room / s) for room, s in zip(market.room, market.size, strict=True)]
        self.passed = [self.model.add_variable(lb=0) for _ in self.limits]
        for row, variable in zip(self.limits, self.passed, strict=True):
            row.set_coefficient(variable, -1)
            self.model.objective.set_linear_coefficient(variable, 2)
        for row in self.lots:
            variable = self.model.add_variable(lb=0)
            row.set_coefficient(variable, 1)
            self.model.objective.set_linear_coefficient(variable, 2)
            self.passed.append(variable)
        self.engine = mathopt.IncrementalSolver(self.model, mathopt.SolverType.GLOP)
        self.value = np.inf
        self.over = False
        self.mixed: Sequence[float] = ()

    def add(self, p: int, money: float, use: Numbers) -> None:
        """A lot's answer: its fen and what it takes of each limit, by size."""
        column = self.model.add_variable(lb=0)
        self.columns.append(column)
        self.model.objective.set_linear_coefficient(column, money / self.unit)
        self.lots[p].set_coefficient(column, 1)
        for k in np.flatnonzero(use).tolist():
            self.limits[k].set_coefficient(column, float(use[k]))

    def prices(self) -> Numbers:
        """Fen for each limit's whole size."""
        result = self.engine.solve(params=PARAMETERS)
        self.value = result.objective_value() * self.unit
        self.mixed = result.variable_values(self.columns)
        self.over = sum(result.variable_values(self.passed)) > NEAR
        duals = np.array(result.dual_values(self.limits))
        prices: Numbers = np.maximum(0, -duals) * self.unit
        return prices


@dataclass(frozen=True, slots=True)
class Quote:
    """Prices of the limits (fen for each limit's size) and what each lot answers to them.

    ``units`` is by lot and option what the mix that keeps the limits takes; ``bound`` is certified,
    in fen.
    """

    prices: Numbers
    optima: tuple[Optimum, ...]
    units: tuple[Numbers, ...]
    bound: Fraction


class _Tried:
    """Prices one after another, with all the answers so far and the best prices among them."""

    def __init__(self, market: Market) -> None:
        self.market, self.master = market, Master(market)
        self.answers: list[tuple[int, Numbers]] = []
        self.room = np.array(market.room, float) / market.size
        self.next = np.zeros(len(market.room))
        self.forget()

    def forget(self) -> None:
        """The best is to be found anew, for answers that are more exact."""
        self.bound, self.best, self.optima = -np.inf, self.next, tuple[Optimum, ...]()

    def hear(self, optima: Sequence[Optimum]) -> bool:
        """The lots' answers to the prices; whether master and bound are near each other."""
        total = sum(one.priced for one in optima) - float(self.next @ self.room)
        for p, one in enumerate(optima):
            self.master.add(p, one.money, self.market.use[p] @ one.units / self.market.size)
            self.answers.append((p, one.units))
        if total > self.bound:
            self.bound, self.best, self.optima = total, self.next, tuple(optima)
        newest = self.master.prices()
        self.next = KEPT * self.best + (1 - KEPT) * newest
        return bool(self.master.value - self.bound <= NEAR * abs(self.bound))

    def units(self) -> tuple[Numbers, ...]:
        """What each lot takes in the mix, by option."""
        found = [np.zeros(use.shape[1]) for use in self.market.use]
        for share, (p, units) in zip(self.master.mixed, self.answers, strict=True):
            found[p] += share * units
        return tuple(found)


def quote(market: Market, workers: int) -> Quote:
    """Good prices: first with regions in classes, here, then exactly, in processes.

    Raises ``Undecided`` for lots that have no plan even in parts.
    """
    tried = _Tried(market)
    programs = [LotProgram(one, single=SINGLE, classes=CLASSES) for one in market.relaxations]
    for _ in range(ROUNDS):
        answers = [one.solve(market.worth(p, tried.next)) for p, one in enumerate(programs)]
        if tried.hear(_all(market, answers)):
            break
    tried.next = tried.best
    tried.forget()
    lots = range(len(market.relaxations))
    chunks = [lots[i : i + TOGETHER] for i in range(0, len(lots), TOGETHER)]
    for _ in range(EXACT_ROUNDS):
        jobs = [
            Job(
                exact,
                (
                    [market.relaxations[p] for p in chunk],
                    [market.worth(p, tried.next) for p in chunk],
                ),
            )
            for chunk in chunks
        ]
        answers = [one for result in run_all(jobs, workers=workers) for one in result]
        if tried.hear(_all(market, answers)):
            break
    whole = zip(tried.best, market.size, strict=True)
    prices = Prices(
        tuple(max(0, round(float(price / size) * SCALE)) for price, size in whole),
        tuple(Weights(one.weights) for one in tried.optima),
    )
    bound = Fraction(market.bounded(prices), SCALE)
    return Quote(tried.best, tried.optima, tried.units(), bound)


def _all(market: Market, answers: Sequence[Optimum | None]) -> list[Optimum]:
    optima = [one for one in answers if one]
    if len(optima) < len(answers):
        lots = zip(market.batch.lots, answers, strict=True)
        raise Undecided(*(lot.lot for lot, one in lots if one is None))
    return optima
