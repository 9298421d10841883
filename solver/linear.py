"""The relaxation as a linear program, solved again and again by GLOP for weights worth trying.

Floats end here: what leaves this module are weights rounded to whole numbers, which nobody has to
believe, and shares that only help to choose a branch.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ortools.math_opt.python import mathopt

from solver.bound import SCALE, Box, Weights, usable
from solver.relax import Flag, Relaxation, Row
from solver.simplex import Optimum, Simplex

FREE, NONE = (0.0, 1.0), (0.0, 0.0)  # limits of shares and flags


@dataclass(frozen=True)
class Solution:
    """What the engine found for a box; ``value`` is in the program's own money."""

    program: "Program"
    optimum: Optimum

    @property
    def value(self) -> float:
        return self.optimum.value

    @cached_property
    def weights(self) -> Weights:
        """Its dual values, rounded; those of rows cut off at 0."""
        program, duals = self.program, self.optimum.duals
        rows = tuple(
            max(0, round(duals.get(row.id, 0.0) * program.unit / size * SCALE))
            for row, size in zip(program.rows, program.sizes, strict=True)
        )
        if not program.tiered:
            return Weights(rows)
        return Weights(
            rows,
            tuple(
                round(duals.get(cover.id, 0.0) * program.unit * SCALE) + base * SCALE
                for cover, base in zip(program.covers, program.base, strict=True)
            ),
        )

    @cached_property
    def shares(self) -> list[dict[int, float]]:
        """By region the part that every offer with any has."""
        found: list[dict[int, float]] = [{} for _ in self.program.covers]
        values = self.optimum.variables
        for option, row in zip(self.program.relaxation.options, self.program.supplies, strict=True):
            for shares, variable in zip(found, row, strict=True):
                if value := values.get(variable.id):
                    shares[option.offer] = shares.get(option.offer, 0) + value
        return found

    @cached_property
    def flags(self) -> Mapping[Flag, float]:
        """How far every flag is set."""
        values = self.optimum.variables
        return {flag: values.get(variable.id, 0.0) for flag, variable in self.program.flags.items()}


class Program:
    """The linear program of a relaxation; boxes change nothing but the limits of its variables.

    Money is counted above the least of each region and in units of the largest difference, a row
    in units of its largest coefficient. An ``elastic`` program has no money: it makes small by
    how much the rows must be broken, and its weights prove that they must.
    """

    def __init__(self, relaxation: Relaxation, *, elastic: bool = False) -> None:
        self.relaxation = relaxation
        self.tiered = any(option.flag for option in relaxation.options)
        columns = [option.money for option in relaxation.options]
        self.base = [0 if elastic else min(column) for column in zip(*columns, strict=True)]
        spread = [max(column) - min(column) for column in zip(*columns, strict=True)]
        self.unit = 1 if elastic else max(1, *spread, *relaxation.fees.values())
        self.model = mathopt.Model()
        add = self.model.add_variable
        self.supplies = [[add(lb=0, ub=1) for _ in spread] for _ in columns]
        self.flags = {flag: add(lb=0, ub=1) for group in relaxation.groups for flag in group}
        self.covers = [self._cover(r) for r in range(len(spread))]
        self._choose()
        self.sizes = [self._size(row) for row in relaxation.rows]
        self.rows = [
            self._keep(row, size, elastic=elastic)
            for row, size in zip(relaxation.rows, self.sizes, strict=True)
        ]
        if not elastic:
            self._spend()
        self.columns = tuple(self.model.variables())
        self.limits: dict[int, tuple[float, float]] = {}
        self.engine = Simplex(self.model)

    def solve(self, box: Box) -> Solution | None:
        """The optimum within the box; ``None`` when there is none."""
        limits = self._limits(box)
        for k in self.limits.keys() | limits.keys():
            if (limit := limits.get(k, FREE)) != self.limits.get(k, FREE):
                self.columns[k].lower_bound, self.columns[k].upper_bound = limit
        self.limits = limits
        optimum = self.engine.solve()
        return Solution(self, optimum) if optimum else None

    def money(self, fen: int) -> float:
        """A spend in the program's own money."""
        return (fen - self.relaxation.constant - sum(self.base)) / self.unit

    def _limits(self, box: Box) -> dict[int, tuple[float, float]]:
        """Of variables that do not go from 0 to 1, by id."""
        offers = usable(self.relaxation, box)
        limits = {self.flags[flag].id: NONE for flag in box.unset}
        for option, row in zip(self.relaxation.options, self.supplies, strict=True):
            for r, variable in enumerate(row):
                if option.offer not in offers[r] or option.flag in box.unset:
                    limits[variable.id] = NONE
                elif (option.offer, r) in box.taken and not option.flag and self._whole(r) > 1:
                    limits[variable.id] = (self.relaxation.part[r] / self._whole(r), 1.0)
        return limits

    def _whole(self, region: int) -> int:
        return self.relaxation.whole[region]

    def _cover(self, region: int) -> mathopt.LinearConstraint:
        """A region is supplied whole; one of a split lot without units need not be."""
        row = self.model.add_linear_constraint(lb=min(1, self._whole(region)), ub=1)
        for supplies in self.supplies:
            row.set_coefficient(supplies[region], 1)
        return row

    def _choose(self) -> None:
        """One flag of every group is set, and without its flag an option has nothing."""
        for group in self.relaxation.groups:
            row = self.model.add_linear_constraint(lb=1, ub=1)
            for flag in group:
                row.set_coefficient(self.flags[flag], 1)
        for option, supplies in zip(self.relaxation.options, self.supplies, strict=True):
            if option.flag:
                for variable in supplies:
                    row = self.model.add_linear_constraint(ub=0)
                    row.set_coefficient(variable, 1)
                    row.set_coefficient(self.flags[option.flag], -1)

    def _size(self, row: Row) -> int:
        largest = max(self.relaxation.volume)
        return max([1, *(abs(weight) * largest for weight in row.volumes.values())])

    def _keep(self, row: Row, size: int, *, elastic: bool) -> mathopt.LinearConstraint:
        kept = self.model.add_linear_constraint(lb=row.least / size)
        for o, weight in row.counts.items():
            for variable in self.supplies[o]:
                kept.set_coefficient(variable, weight / size)
        for o, weight in row.volumes.items():
            for variable, volume in zip(self.supplies[o], self.relaxation.volume, strict=True):
                kept.set_coefficient(variable, weight * volume / size)
        for flag, weight in row.flags.items():
            kept.set_coefficient(self.flags[flag], weight / size)
        if elastic:
            missing = self.model.add_variable(lb=0)
            kept.set_coefficient(missing, 1)
            self.model.objective.set_linear_coefficient(missing, 1)
        return kept

    def _spend(self) -> None:
        goal = self.model.objective
        for option, row in zip(self.relaxation.options, self.supplies, strict=True):
            for variable, money, base in zip(row, option.money, self.base, strict=True):
                goal.set_linear_coefficient(variable, (money - base) / self.unit)
        for flag, fee in self.relaxation.fees.items():
            goal.set_linear_coefficient(self.flags[flag], fee / self.unit)
