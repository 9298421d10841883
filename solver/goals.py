"""What is made small, in order; and the last word between equal plans, digit by digit."""

from collections.abc import Callable, Iterator, Sequence

from pulp import LpAffineExpression, LpVariable, lpSum_vars

from solver.model import Model, steps, weighted
from solver.problem import Aim, control_groups

PER_MILLE = 1000

Digit = tuple[Sequence[tuple[LpVariable, int]], int]
"""A whole number as a sum of variables, and the largest value it can have."""


def goal(model: Model, aim: Aim) -> LpAffineExpression:
    """The aim as an expression to be made small; may add variables and rows of its own."""
    return EXPRESSIONS[aim](model)


def spend(model: Model) -> LpAffineExpression:
    """The money of the plan: what it would cost at the very least, and what is added."""
    problem, terms = model.problem, []
    prices = [[step.cost for step in steps(problem, w)] for w in range(len(problem.offers))]
    least = [min(column) for column in zip(*(row for rows in prices for row in rows), strict=True)]
    units = problem.volume if problem.split else (1,) * len(problem.regions)
    constant = sum(cost * unit for cost, unit in zip(least, units, strict=True))
    for w, offer in enumerate(problem.offers):
        for variables, costs in zip(model.taken[w], prices[w], strict=True):
            more = (cost - base for cost, base in zip(costs, least, strict=True))
            terms += list(zip(variables, more, strict=True))
        if offer.tiers:
            named = (step.named_cost for step in offer.tiers)
            terms += list(zip(model.step[w], named, strict=True))
        else:
            constant += offer.named_cost
    return weighted(terms, constant)


def largest_group(model: Model) -> LpAffineExpression:
    """The units of the control group that gets most."""
    largest = model.lp.add_variable(
        f"{model.problem.lot}_largest", 0, model.problem.total, cat="Integer"
    )
    for offers in control_groups(model.problem).values():
        total = lpSum_vars([model.volume[w] for w in offers])
        model.lp.addConstraint(total - largest <= 0)
    return weighted([(largest, 1)])


def shared_groups(model: Model) -> LpAffineExpression:
    """The regions whose backup is of the supplier's own control group."""
    offers = model.problem.offers
    return weighted(
        [
            (variable, 1)
            for (i, j), row in model.backed.items()
            if offers[i].controlled_by == offers[j].controlled_by
            for variable in row
        ]
    )


def distance(model: Model) -> LpAffineExpression:
    """The grades of distance or preference of all who supply, region by region."""
    rows = [[row] for row in model.present] or model.taken
    return weighted(
        [
            (variable, grade)
            for by_step, grades in zip(rows, model.problem.distance, strict=True)
            for row in by_step
            for variable, grade in zip(row, grades, strict=True)
        ]
    )


def shortfall(model: Model) -> LpAffineExpression:
    """The per mille by which the worst served offer falls short of its entitlement."""
    short = model.lp.add_variable(f"{model.problem.lot}_short", 0, PER_MILLE, cat="Integer")
    for volume, entitled in zip(model.volume, model.problem.entitled, strict=True):
        served = weighted([(volume, PER_MILLE), (short, entitled)])
        model.lp.addConstraint(served >= PER_MILLE * entitled)
    return weighted([(short, 1)])


EXPRESSIONS: dict[Aim, Callable[[Model], LpAffineExpression]] = {
    Aim.SPEND: spend,
    Aim.LARGEST_GROUP: largest_group,
    Aim.SHARED_GROUPS: shared_groups,
    Aim.DISTANCE: distance,
    Aim.SHORTFALL: shortfall,
}


def digits(model: Model) -> Iterator[Digit]:
    """The published order between equal plans (``plan.order``), the first digit counting most."""
    problem = model.problem
    offers, regions = range(len(problem.offers)), range(len(problem.regions))
    if problem.split:
        for r in regions:
            for w in offers:
                yield [(row[r], -1) for row in model.taken[w]], problem.volume[r]
        return
    for r in regions:
        yield [(row[r], w) for w in offers for row in model.taken[w] if w], len(offers) - 1
    for r in regions if model.backed else ():
        yield [(row[r], j) for (_, j), row in model.backed.items() if j], len(offers) - 1


def blocks(model: Model, bits: int) -> Iterator[Sequence[Digit]]:
    """The digits in blocks, each of which makes one number that stays exact in so many bits."""
    block: list[Digit] = []
    size = 1
    for digit in digits(model):
        if block and size * (digit[1] + 1) > 2**bits:
            yield block
            block, size = [], 1
        block.append(digit)
        size *= digit[1] + 1
    yield block


def number(block: Sequence[Digit]) -> LpAffineExpression:
    """The digits of a block as one number, to be made small."""
    terms: list[tuple[LpVariable, int]] = []
    weight = 1
    for variables, most in reversed(block):
        terms += [(variable, weight * value) for variable, value in variables]
        weight *= most + 1
    return weighted(terms)


def settle(model: Model, block: Sequence[Digit], values: Sequence[int]) -> None:
    """These digits keep the value they have in an answer."""
    for terms, _ in block:
        value = sum(values[variable.id] * each for variable, each in terms)
        if model.present:
            model.lp.addConstraint(weighted(terms) == value)
            continue
        for variable, each in terms:
            if each != value:
                variable.upBound = 0
