"""What is answered: who supplies every region, and what follows from it in whole numbers."""

from dataclasses import dataclass

from solver.problem import Problem, Tier, named_volume


@dataclass(frozen=True, slots=True)
class Plan:
    """Suppliers by region, as indices into the problem's offers.

    A region that goes whole to one offer is in ``suppliers``; where regions are split,
    ``suppliers`` is empty and ``amounts`` has the units by offer and region. ``backups`` has the
    backup of every region where backups are asked for.
    """

    lot: str
    suppliers: tuple[int, ...] = ()
    backups: tuple[int, ...] = ()
    amounts: tuple[tuple[int, ...], ...] = ()


def amounts(problem: Problem, plan: Plan) -> tuple[tuple[int, ...], ...]:
    """The units by offer and region under the plan, without those that name a brand."""
    if problem.split:
        return plan.amounts
    return tuple(
        tuple(
            volume if supplier == w else 0
            for supplier, volume in zip(plan.suppliers, problem.volume, strict=True)
        )
        for w in range(len(problem.offers))
    )


def supplied(problem: Problem, plan: Plan) -> tuple[tuple[int, ...], ...]:
    """The regions every offer supplies, as indices; one without units has a supplier too."""
    if not problem.split:
        return tuple(
            tuple(r for r, supplier in enumerate(plan.suppliers) if supplier == w)
            for w in range(len(problem.offers))
        )
    return tuple(tuple(r for r, units in enumerate(row) if units) for row in plan.amounts)


def volumes(problem: Problem, plan: Plan) -> tuple[int, ...]:
    """The units every offer supplies under the plan, named ones included."""
    return tuple(
        sum(row) + named_volume(problem, w) for w, row in enumerate(amounts(problem, plan))
    )


def tier(problem: Problem, offer: int, volume: int) -> Tier:
    """The price step that holds for an offer at this volume; an untiered offer has one."""
    steps = problem.offers[offer].tiers
    if not steps:
        return Tier(0, problem.cost[offer], problem.offers[offer].named_cost)
    return max((step for step in steps if step.start <= volume), key=lambda step: step.start)


def costs(problem: Problem, plan: Plan) -> tuple[tuple[int, ...], ...]:
    """The money by offer and region under the plan, without that of named volume."""
    return tuple(
        tuple(
            cost * (units if problem.split else 1)
            if (units if problem.split else plan.suppliers[r] == w)
            else 0
            for r, (cost, units) in enumerate(zip(tier(problem, w, volume).cost, row, strict=True))
        )
        for w, (row, volume) in enumerate(
            zip(amounts(problem, plan), volumes(problem, plan), strict=True)
        )
    )


def spend(problem: Problem, plan: Plan) -> int:
    """The money of the plan, named volume included."""
    named = (tier(problem, w, volume).named_cost for w, volume in enumerate(volumes(problem, plan)))
    return sum(map(sum, costs(problem, plan))) + sum(named)


def order(problem: Problem, plan: Plan) -> tuple[int, ...]:
    """The published last word between equal plans: the smallest of these is the plan.

    Suppliers' ranks by region, then backups' ranks by region; where regions are split, region by
    region the most units to the best rank.
    """
    if not problem.split:
        return (*plan.suppliers, *plan.backups)
    return tuple(-units for column in zip(*plan.amounts, strict=True) for units in column)
