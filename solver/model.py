"""One lot, or several, as a mixed-integer program in PuLP: its decisions, and plans from them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from pulp import LpAffineExpression, LpProblem, LpVariable, lpSum_vars, lpSum_vars_coefs

from solver.plan import Plan, amounts, supplied, tier, volumes
from solver.problem import Linkage, Problem, Tier, price_groups, smallest_region

Row = Sequence[LpVariable]


@dataclass(frozen=True, slots=True)
class Model:
    """A program with the decisions of one lot.

    ``taken[offer][step][region]`` is 1 where the offer supplies the region at that price step, or
    the units where regions are split; an offer without tiers has one step. ``present`` (offer,
    region) is 1 where a split region is supplied. ``volume`` is the whole volume of each offer.
    ``step[offer][step]`` is 1 for the price step that holds, ``full`` for an offer that is full,
    ``backed[supplier, backup][region]`` for the pair of a region.
    """

    lp: LpProblem
    problem: Problem
    taken: Sequence[Sequence[Row]]
    present: Sequence[Row]
    volume: Row
    step: Sequence[Row]
    full: dict[int, LpVariable]
    backed: dict[tuple[int, int], Row]

    def supplies(self, offer: int, region: int) -> LpAffineExpression:
        """1 where the offer supplies the region."""
        if self.present:
            return lpSum_vars([self.present[offer][region]])
        return lpSum_vars([step[region] for step in self.taken[offer]])

    def units(self, offer: int, step: int) -> Iterator[tuple[LpVariable, int]]:
        """The units the offer supplies at a price step, as variables with coefficients."""
        row = self.taken[offer][step]
        if self.present:
            return ((variable, 1) for variable in row)
        return zip(row, self.problem.volume, strict=True)


def steps(problem: Problem, offer: int) -> tuple[Tier, ...]:
    """The price steps of an offer: one when it has no tiers."""
    return problem.offers[offer].tiers or (tier(problem, offer, 0),)


def decisions(lp: LpProblem, problem: Problem) -> Model:
    """The variables of a lot, in an order that ``values_of`` follows; no clause yet."""
    offers, regions = range(len(problem.offers)), range(len(problem.regions))
    most = problem.volume if problem.split else (1,) * len(regions)

    def row(name: str, tops: Sequence[int]) -> Row:
        return [
            lp.add_variable(f"{problem.lot}_{name}_{i}", 0, top, cat="Integer")
            for i, top in enumerate(tops)
        ]

    ones = (1,) * len(regions)
    return Model(
        lp,
        problem,
        taken=[
            [row(f"taken_{w}_{k}", most) for k, _ in enumerate(steps(problem, w))] for w in offers
        ],
        present=[row(f"present_{w}", ones) for w in offers] if problem.split else (),
        volume=row("volume", (problem.total,) * len(offers)),
        step=[row(f"step_{w}", (1,) * len(problem.offers[w].tiers)) for w in offers],
        full=dict(zip(_may_be_full(problem), row("full", (1,) * len(offers)), strict=False)),
        backed={pair: row(f"backed_{pair[0]}_{pair[1]}", ones) for pair in backup_pairs(problem)},
    )


def backup_pairs(problem: Problem) -> tuple[tuple[int, int], ...]:
    """Every (supplier, backup) a region may have."""
    if problem.backup is None:
        return ()
    apart, offers = problem.backup.apart, problem.offers
    return tuple(
        (i, j)
        for i, j in permutations(range(len(offers)), 2)
        if not (apart and offers[i].controlled_by == offers[j].controlled_by)
    )


def _may_be_full(problem: Problem) -> tuple[int, ...]:
    """The offers for which being full excuses a smaller volume: all below the highest price."""
    if problem.linkage is not Linkage.CONDITIONAL:
        return ()
    return tuple(w for group in price_groups(problem)[:-1] for w in group)


def room(problem: Problem, offer: int) -> int:
    """The most units of the offer that leave no room even for the smallest region, plus one."""
    capacity = problem.offers[offer].capacity or 0
    return capacity - smallest_region(problem) + 1


def values_of(model: Model, plan: Plan) -> tuple[int, ...]:
    """The decisions of a plan in the order of the program's variables."""
    problem = model.problem
    regions, total = range(len(problem.regions)), volumes(problem, plan)
    units, supplying = amounts(problem, plan), supplied(problem, plan)
    found: dict[int, int] = {}
    for w, by_step in enumerate(model.taken):
        held = steps(problem, w).index(tier(problem, w, total[w]))
        for k, row in enumerate(by_step):
            for r, variable in enumerate(row):
                here = units[w][r] if problem.split else int(plan.suppliers[r] == w)
                found[variable.id] = here if k == held else 0
        found |= {variable.id: int(k == held) for k, variable in enumerate(model.step[w])}
        found[model.volume[w].id] = total[w]
    for w, row in enumerate(model.present):
        found |= {row[r].id: int(r in supplying[w]) for r in regions}
    for w, variable in model.full.items():
        found[variable.id] = int(total[w] >= room(problem, w))
    for (i, j), row in model.backed.items():
        pairs = zip(plan.suppliers, plan.backups, strict=True)
        found |= {row[r].id: int(pair == (i, j)) for r, pair in enumerate(pairs)}
    return tuple(found.get(variable.id, 0) for variable in model.lp.variables())


def plan_of(model: Model, values: Sequence[int]) -> Plan:
    """The plan of an engine's decisions; of two suppliers in one region the better rank."""
    problem = model.problem
    taken = [
        [sum(values[row[r].id] for row in by_step) for r in range(len(problem.regions))]
        for by_step in model.taken
    ]
    if problem.split:
        return Plan(problem.lot, amounts=tuple(map(tuple, taken)))
    suppliers = tuple(column.index(max(column)) for column in zip(*taken, strict=True))
    if problem.backup is None:
        return Plan(problem.lot, suppliers)
    backups = []
    for r, i in enumerate(suppliers):
        backing = {j: values[row[r].id] for (w, j), row in model.backed.items() if w == i}
        backups.append(max(backing, key=backing.__getitem__, default=-1))
    return Plan(problem.lot, suppliers, tuple(backups))


def weighted(terms: Sequence[tuple[LpVariable, int]], constant: int = 0) -> LpAffineExpression:
    """A sum of variables with whole coefficients."""
    total = lpSum_vars_coefs(terms)
    total.constant = constant
    return total
