"""The rows of a comparison: what the plans of a scenario come to, and which lots have none."""

from collections.abc import Sequence

from procurement.exchange.scenario_facts import Lot, Planned, Row
from procurement.exchange.scenario_solving import Answer, Together, Without
from procurement.rules import figures, scenario_settings
from procurement.rules.figures import Shared
from procurement.rules.scenarios import PARTS_OF_A_FEN, Scenario
from procurement.rules.text import Text
from solver.allocate import Allocation
from solver.problem import Aim, Problem

MILLI = 1000

PICK_ORDER = Text("供应地区选择顺序（采购文件）", "Pick order (tender document)")
CHEAPEST = Text("金额最低，地区数不变", "Least spend, same numbers of regions")


def pick_order(lots: Sequence[Lot]) -> Row:
    """The reference: a procedure, so nothing was searched for."""
    plans = [_drafted(lot) for lot in lots]
    return Row(
        name=PICK_ORDER,
        settings="",
        figures=figures.of(plans),
        searched=False,
        lots=tuple(Planned(one.asked.lot, _spend(one), one.plan) for one in plans),
    )


def lot_by_lot(
    scenario: Scenario, lots: Sequence[Lot], asked: Sequence[Problem], answers: Sequence[Answer]
) -> Row:
    """A scenario whose lots have nothing to do with each other."""
    plans, found = [], []
    for lot, problem, answer in zip(lots, asked, answers, strict=True):
        if isinstance(answer, Without):
            plans.append(_drafted(lot))
            found.append(_kept(lot, answer))
        else:
            plans.append(Shared(lot.problem, lot.drafted, problem, answer.plan))
            found.append(_planned(plans[-1], answer))
    bounds = [one.bound for one in found]
    return Row(
        name=name(scenario),
        settings=scenario.name,
        figures=figures.of(plans),
        bound=None if None in bounds else sum(bound or 0 for bound in bounds),
        proven=all(one.proven for one in found),
        milliseconds=sum(one.milliseconds for one in found),
        kept=tuple((one.product, one.reason) for one in found if one.reason),
        lots=tuple(found),
    )


def coupled(scenario: Scenario, lots: Sequence[Lot], answer: Together | Without) -> Row:
    """A scenario with a limit over the round; without any plan it has no figures."""
    if isinstance(answer, Without):
        return Row(name(scenario), scenario.name, None, reason=answer.reason)
    reasons = dict(answer.kept)
    plans = [
        _drafted(lot) if lot.code in reasons else Shared(lot.problem, lot.drafted, problem, plan)
        for lot, problem, plan in zip(lots, answer.asked, answer.plans, strict=True)
    ]
    split = any(one.asked.split for one in plans)
    return Row(
        name=name(scenario),
        settings=scenario.name,
        figures=figures.of(plans),
        bound=answer.bound // (PARTS_OF_A_FEN if split else 1),
        proven=answer.proven,
        milliseconds=answer.milliseconds,
        kept=answer.kept,
        lots=tuple(
            Planned(one.asked.lot, _spend(one), one.plan, reason=reasons.get(one.asked.lot))
            for one in plans
        ),
    )


def name(scenario: Scenario) -> Text:
    """The scenario in words."""
    return scenario_settings.describe(scenario.settings) if scenario.settings else CHEAPEST


def _drafted(lot: Lot) -> Shared:
    return Shared(lot.problem, lot.drafted, lot.problem, lot.drafted)


def _spend(lot: Shared) -> int:
    return sum(figures.spend_by_offer(lot))


def _kept(lot: Lot, answer: Without) -> Planned:
    """The pick order: where no plan is possible, no plan is cheaper."""
    spend = _spend(_drafted(lot))
    return Planned(
        product=lot.code,
        spend=spend,
        plan=lot.drafted,
        bound=spend if answer.proven else None,
        proven=answer.proven,
        reason=answer.reason,
    )


def _planned(lot: Shared, answer: Allocation) -> Planned:
    aims = [goal.aim for goal in lot.asked.goals]
    bound = answer.bound // (PARTS_OF_A_FEN if lot.asked.split else 1)
    return Planned(
        product=lot.asked.lot,
        spend=_spend(lot),
        plan=answer.plan,
        bound=bound if Aim.SPEND in aims else None,
        proven=answer.proven,
        milliseconds=round(answer.seconds * MILLI),
    )
