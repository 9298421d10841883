"""Brute force for small problems, independent of the program the engines are given."""

from dataclasses import replace
from itertools import product
from math import ceil, floor
from typing import NamedTuple

from solver import check
from solver.batch import Batch
from solver.plan import Plan, order, spend, volumes
from solver.problem import Problem


def best(problem: Problem) -> Plan | None:
    """The plan that the goals in order and then the published order leave; None without any."""
    plans = legal(problem)
    for goal in problem.goals:
        values = [check.measure(problem, plan, goal.aim) for plan in plans]
        least = min(values, default=0)
        most = least + floor(goal.tolerance * least)
        plans = [plan for plan, value in zip(plans, values, strict=True) if value <= most]
    return min(plans, key=lambda plan: order(problem, plan), default=None)


def best_batch(batch: Batch) -> tuple[Plan, ...] | None:
    """The plans of least spend over all lots, the goals of the lots aside; then lot by lot.

    Limits know volumes only, so of a lot's plans with the same volumes the best one is enough.
    """
    choices = [_choices(lot) for lot in batch.lots]
    within = [
        choice
        for choice in product(*choices)
        if all(
            sum(use * choice[lot].units[w] for (lot, w), use in limit.use.items()) <= limit.most
            for limit in batch.limits
        )
    ]
    least = min(
        within,
        key=lambda choice: (sum(lot.spend for lot in choice), [lot.order for lot in choice]),
        default=None,
    )
    return None if least is None else tuple(lot.plan for lot in least)


class Choice(NamedTuple):
    """A plan of one lot with what counts over lots."""

    spend: int
    order: tuple[int, ...]
    plan: Plan
    units: tuple[int, ...]


def _choices(lot: Problem) -> list[Choice]:
    best_of: dict[tuple[int, ...], Choice] = {}
    for plan in legal(lot):
        choice = Choice(spend(lot, plan), order(lot, plan), plan, volumes(lot, plan))
        known = best_of.setdefault(choice.units, choice)
        best_of[choice.units] = min(choice, known, key=lambda either: either[:2])
    return list(best_of.values())


def legal(problem: Problem) -> list[Plan]:
    """Every plan the checker accepts; backups only where the plan without them is accepted."""
    offers, regions = range(len(problem.offers)), range(len(problem.regions))
    if problem.split:
        columns = [shares(problem, r) for r in regions]
        plans = [
            Plan(problem.lot, amounts=tuple(zip(*choice, strict=True)))
            for choice in product(*columns)
        ]
        return [plan for plan in plans if not check.faults(problem, plan)]
    alone = replace(problem, backup=None)
    plans = [Plan(problem.lot, choice) for choice in product(offers, repeat=len(regions))]
    plans = [plan for plan in plans if not check.faults(alone, plan)]
    if problem.backup is None:
        return plans
    backed = [
        replace(plan, backups=backups)
        for plan in plans
        for backups in product(*([j for j in offers if j != i] for i in plan.suppliers))
    ]
    return [plan for plan in backed if not check.faults(problem, plan)]


def shares(problem: Problem, region: int) -> list[tuple[int, ...]]:
    """Every way to share out one region's units by offer, each supplier with its least part."""
    volume = problem.volume[region]
    least = max(1, ceil(problem.least_part * volume))
    each = (0, *range(least, volume + 1))
    return [
        column
        for column in product(each, repeat=len(problem.offers))
        if sum(column) == volume and sum(units > 0 for units in column) <= problem.suppliers
    ]
