"""A lot's relaxation as a linear program that stands ready for one set of prices after another.

Only the goal changes between solves, so GLOP goes on from its last basis. Regions of like volume
may be taken together, which makes the program small and its weights worse, never wrong: whoever
uses them counts region by region again (``solver.bound``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.model_pb2 import ModelProto
from ortools.math_opt.python import mathopt

from solver.bound import SCALE, everything, usable
from solver.relax import Relaxation

PARAMETERS = mathopt.SolveParameters(presolve=mathopt.Emphasis.OFF)

type Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Optimum:
    """The cheapest shares at some prices: fen with and without the prices, units by option."""

    priced: float
    money: float
    units: Numbers
    shares: Numbers
    weights: tuple[int, ...]


class LotProgram:
    """The linear program of a relaxation without its flags: rows with flags are left out.

    Columns are the parts of every class of regions by option, then the volume of every option as
    a part of the whole. Rows are one a class, one a volume, then the relaxation's.
    """

    def __init__(self, relaxation: Relaxation, *, single: int, classes: int) -> None:
        self.relaxation = relaxation
        volume = np.array(relaxation.volume, float)
        self.total = max(1.0, volume.sum())
        self.kept = [not row.flags for row in relaxation.rows]
        self.classes = _classes(relaxation, single, classes)
        money = np.array([option.money for option in relaxation.options], float)
        self.money = np.stack([money[:, members].sum(axis=1) for members in self.classes], axis=1)
        self.unit = max(1.0, self.money.max())
        model = mathopt.Model.from_model_proto(self._model(volume))
        self.variables = list(model.variables())
        self.rows = list(model.linear_constraints())[-sum(self.kept) or len(self.variables) ** 2 :]
        self.goal = model.objective
        self.engine = mathopt.IncrementalSolver(model, mathopt.SolverType.GLOP)

    def solve(self, prices: Numbers) -> Optimum | None:
        """The optimum when a unit of every option costs so much more; ``None`` without one."""
        options, classes = self.money.shape
        volumes = self.variables[options * classes :]
        for variable, price in zip(volumes, prices.tolist(), strict=True):
            self.goal.set_linear_coefficient(variable, price * self.total / self.unit)
        result = self.engine.solve(params=PARAMETERS)
        if result.termination.reason is not mathopt.TerminationReason.OPTIMAL:
            return None
        values = np.array(result.variable_values(self.variables))
        shares, units = values[: -len(volumes)], values[-len(volumes) :] * self.total
        money = float(shares @ self.money.ravel())
        duals = iter(result.dual_values(self.rows))
        return Optimum(
            priced=money + float(units @ prices),
            money=money,
            units=units,
            shares=shares.reshape(self.money.shape),
            weights=tuple(
                max(0, round(next(duals) * self.unit * SCALE / (self.total if row.volumes else 1)))
                if kept
                else 0
                for kept, row in zip(self.kept, self.relaxation.rows, strict=True)
            ),
        )

    def _model(self, volume: Numbers) -> ModelProto:
        options, classes = self.money.shape
        parts = np.arange(options * classes).reshape(options, classes)
        volumes = np.arange(options) + parts.size
        sizes = np.array([len(members) for members in self.classes], float)
        units = np.array([volume[members].sum() for members in self.classes]) / self.total
        offers = usable(self.relaxation, everything(self.relaxation))
        upper = np.array(
            [
                [float(option.offer in offers[members[0]]) for members in self.classes]
                for option in self.relaxation.options
            ]
        )
        model = ModelProto()
        model.variables.ids.extend(range(parts.size + options))
        model.variables.lower_bounds.extend([0.0] * (parts.size + options))
        model.variables.upper_bounds.extend([*upper.ravel().tolist(), *[1.0] * options])
        model.variables.integers.extend([False] * (parts.size + options))
        model.objective.linear_coefficients.ids.extend(range(parts.size))
        model.objective.linear_coefficients.values.extend((self.money / self.unit).ravel().tolist())
        rows: list[tuple[float, float, Sequence[int], Sequence[float]]] = [
            (min(1, self.relaxation.whole[members[0]]), 1, parts[:, k].tolist(), [1.0] * options)
            for k, members in enumerate(self.classes)
        ]
        for o in range(options):
            columns = [*parts[o].tolist(), int(volumes[o])]
            rows.append((0, 0, columns, [*units.tolist(), -1.0]))
        for row in compress(self.relaxation.rows, self.kept):
            places, each = list[int](), list[float]()
            for o, weight in sorted(row.counts.items()):
                places += parts[o].tolist()
                each += (weight * sizes).tolist()
            for o, weight in sorted(row.volumes.items()):
                places.append(int(volumes[o]))
                each.append(float(weight))
            least = row.least / (self.total if row.volumes else 1)
            rows.append((least, np.inf, places, each))
        for i, (least, most, members, weights) in enumerate(rows):
            model.linear_constraints.ids.append(i)
            model.linear_constraints.lower_bounds.append(least)
            model.linear_constraints.upper_bounds.append(most)
            model.linear_constraint_matrix.row_ids.extend([i] * len(members))
            model.linear_constraint_matrix.column_ids.extend(members)
            model.linear_constraint_matrix.coefficients.extend(weights)
        return model


def _classes(relaxation: Relaxation, single: int, classes: int) -> list[list[int]]:
    """The regions in classes: the largest and those not open to all alone, the rest by volume."""
    offers = usable(relaxation, everything(relaxation))
    every = set().union(*offers)
    order = sorted(range(len(offers)), key=lambda r: -relaxation.volume[r])
    if len(order) <= single + classes:
        return [[r] for r in order]
    bound = [r for r in order[single:] if offers[r] != every or not relaxation.whole[r]]
    rest = [r for r in order[single:] if offers[r] == every and relaxation.whole[r]]
    found = [[r] for r in (*order[:single], *bound)]
    whole, so_far, last = sum(relaxation.volume[r] for r in rest), 0, -1
    for r in rest:
        place = so_far * classes // whole
        so_far += relaxation.volume[r]
        if place == last:
            found[-1].append(r)
        else:
            found.append([r])
        last = place
    return found
