"""Prices of the limits over lots, and the lower bound they certify for a whole batch.

With a price on every limit the lots fall apart. For any prices that are not negative

    sum over lots of the least (spend + prices · use)  -  prices · (what the limits allow)

is a lower bound of the batch's spend; the best prices are those of the Dantzig–Wolfe master
program, which mixes what the lots answered so far. They are tried a step from the best so far
(Wentges), and in the end every lot's least is bounded by weak duality in whole numbers.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from ortools.math_opt.python import mathopt

from solver.batch import Batch
from solver.bound import SCALE, Bound, Weights, bound, everything
from solver.linear import Program
from solver.lot_program import PARAMETERS, LotProgram, Numbers, Optimum
from solver.problem import named_volume
from solver.relax import Relaxation, Row, relax

KEPT = 0.4  # how much of the best prices so far stays in the next ones
ROUNDS = 60
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

    def bounded(self, prices: Prices, *, scale: int = SCALE) -> int:
        """The certified bound times SCALE; with a ``scale`` of 0 the proof that there is no plan.

        Raises ``ArithmeticError`` for a price below 0.
        """
        if any(price < 0 for price in prices.limits):
            raise ArithmeticError("a price below 0 bounds nothing")
        total = -sum(p * room for p, room in zip(prices.limits, self.room, strict=True))
        for p, weights in enumerate(prices.lots):
            found = self._lot(p, prices.limits, weights, scale)
            assert found is not None  # only a box within everything can be empty
            total += found.total
        return total

    def _lot(self, p: int, prices: Sequence[int], weights: Weights, scale: int) -> Bound | None:
        """A lot's least spend and use: the limits are rows of it, with their prices as weights."""
        relaxation = self.relaxations[p]
        rows = tuple(
            Row(limit.name, 0, volumes={o: -int(use[o]) for o in np.flatnonzero(use).tolist()})
            for limit, use in zip(self.batch.limits, self.use[p], strict=True)
        )
        limited = replace(relaxation, rows=(*relaxation.rows, *rows))
        all_weights = replace(weights, rows=(*weights.rows, *prices))
        return bound(limited, everything(relaxation), all_weights, scale=scale)

    def worth(self, p: int, prices: Numbers) -> Numbers:
        """What a unit of each option takes at these prices (by size of limit), in fen."""
        found: Numbers = (prices / self.size) @ self.use[p]
        return found


class Master:
    """Mixes of what the lots answered that keep the limits: whose dual values are prices.

    A limit may be passed at the price of all money twice over for each time its size, so there
    always is a mix; ``over`` says by how much it does so.
    """

    def __init__(self, market: Market, which=None, room=None) -> None:
        self.market = market
        which = range(len(market.relaxations)) if which is None else which
        room = market.room if room is None else room
        self.columns = []
        self.unit = float(max(1, market.dearest()))
        self.model = mathopt.Model()
        add = self.model.add_linear_constraint
        self.lots = {p: add(lb=1, ub=1) for p in which}
        self.limits = [add(ub=r / s) for r, s in zip(room, market.size, strict=True)]
        self.passed = [self.model.add_variable(lb=0) for _ in self.limits]
        for row, variable in zip(self.limits, self.passed, strict=True):
            row.set_coefficient(variable, -1)
            self.model.objective.set_linear_coefficient(variable, 2)
        for row in self.lots.values():
            variable = self.model.add_variable(lb=0)
            row.set_coefficient(variable, 1)
            self.model.objective.set_linear_coefficient(variable, 2)
            self.passed.append(variable)
        self.engine = mathopt.IncrementalSolver(self.model, mathopt.SolverType.GLOP)
        self.value = np.inf
        self.over = False

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
        self.result = result
        self.over = sum(result.variable_values(self.passed)) > NEAR
        duals = np.array(result.dual_values(self.limits))
        return np.maximum(0, -duals) * self.unit

    def shares(self):
        return self.result.variable_values(self.columns)
