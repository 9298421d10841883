"""The allocation as a mixed-integer program in PuLP: one function per clause, named after it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pulp import LpAffineExpression, LpProblem, LpVariable, lpSum_vars, lpSum_vars_coefs

from solver.plan import Plan
from solver.problem import Linkage, Problem, price_groups


@dataclass(frozen=True, slots=True)
class Model:
    """A program with its decisions: ``choice[offer][region]`` is 1 where the offer supplies."""

    lp: LpProblem
    choice: Sequence[Sequence[LpVariable]]


def build(problem: Problem) -> Model:
    """All clauses, with the least spend as the goal; every number in it is whole."""
    lp = LpProblem("allocation")
    shape = (range(len(problem.offers)), range(len(problem.regions)))
    model = Model(lp, lp.add_variable_matrix("supplies", shape, cat="Binary"))
    cover(model)
    count(model, problem)
    if problem.linkage is not Linkage.NONE:
        link(model, problem)
    lp.setObjective(spend(model, problem))
    return model


def cover(model: Model) -> None:
    """Each region has exactly one supplier."""
    for r, suppliers in enumerate(zip(*model.choice, strict=True)):
        model.lp.addConstraint(lpSum_vars(suppliers) == 1, f"cover_{r}")


def count(model: Model, problem: Problem) -> None:
    """Each offer supplies exactly the number of regions fixed for its rank."""
    for w, (row, regions) in enumerate(zip(model.choice, problem.counts, strict=True)):
        model.lp.addConstraint(lpSum_vars(row) == regions.most, f"count_{w}")


def link(model: Model, problem: Problem) -> None:
    """A lower price never gets less volume than a higher one (量价挂钩).

    Between each price group and the next lies a threshold volume: every offer of the lower price
    gets at least that much, every offer of the higher price at most. Equal prices bind each other
    in no way.
    """
    for g, (cheap, dear) in enumerate(pairwise(price_groups(problem))):
        threshold = model.lp.add_variable(f"threshold_{g}", 0, sum(problem.volume))
        for w in cheap:
            model.lp.addConstraint(_volume(model, problem, w) >= threshold, f"above_{g}_{w}")
        for w in dear:
            model.lp.addConstraint(_volume(model, problem, w) <= threshold, f"below_{g}_{w}")


def spend(model: Model, problem: Problem) -> LpAffineExpression:
    """The money of the plan in fen: what every region would cost at least, and what is added."""
    least = [min(column) for column in zip(*problem.cost, strict=True)]
    terms = [
        (variable, cost - base)
        for row, costs in zip(model.choice, problem.cost, strict=True)
        for variable, cost, base in zip(row, costs, least, strict=True)
    ]
    money = lpSum_vars_coefs(terms)
    money.constant = sum(least)
    return money


def limit_spend(model: Model, problem: Problem, most: int) -> None:
    """The plan costs no more than this many fen."""
    model.lp.addConstraint(spend(model, problem) <= most, "most_spend")


def prefer_low_ranks(model: Model, regions: Sequence[int]) -> None:
    """Of two plans the one with the better rank in the first region where they differ."""
    offers = len(model.choice)
    weights = [offers**place for place in reversed(range(len(regions)))]
    model.lp.setObjective(
        lpSum_vars_coefs(
            (row[region], rank * weight)
            for rank, row in enumerate(model.choice)
            for region, weight in zip(regions, weights, strict=True)
        )
    )


def settle(model: Model, plan: Plan, regions: Iterable[int]) -> None:
    """These regions keep their supplier of this plan."""
    for region in regions:
        model.choice[plan.suppliers[region]][region].lowBound = 1


def values_of(model: Model, plan: Plan) -> tuple[int, ...]:
    """The decisions of a plan in the order of the program's variables."""
    return tuple(
        int(supplier == w) for w, _ in enumerate(model.choice) for supplier in plan.suppliers
    )


def plan_of(model: Model, lot: str, values: Sequence[int]) -> Plan:
    """The plan of an engine's decisions; of two suppliers in one region the better rank."""
    taken = [[values[variable.id] for variable in row] for row in model.choice]
    return Plan(lot, tuple(column.index(max(column)) for column in zip(*taken, strict=True)))


def _volume(model: Model, problem: Problem, offer: int) -> LpAffineExpression:
    return lpSum_vars_coefs(zip(model.choice[offer], problem.volume, strict=True))
