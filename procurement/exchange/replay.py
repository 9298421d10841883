"""Replays a published round: the rules' winners, regions and spend beside the published ones."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from procurement.exchange import replay_lots, replay_reasons, round_folder, rulebooks
from procurement.exchange.replay_facts import Mismatch, Replay, Settled
from procurement.exchange.replay_lots import Lot
from procurement.exchange.replay_report import render, to_json
from procurement.rules.rulebook import DrugRules
from procurement.rules.text import Fault, Refused, Text
from solver import check, draft
from solver.allocate import Allocation, BadProblem, Infeasible, allocate_all
from solver.plan import spend
from solver.problem import Linkage, Problem, exactly

__all__ = ["Replay", "render", "replay", "to_json"]

Progress = Callable[[int, int], None]


def replay(
    folder: Path, *, workers: int = 2, on_done: Progress = lambda _done, _all: None
) -> Replay:
    """The folder's round, replayed; Refused with every fault when it cannot be.

    ``on_done`` hears after each product how many of how many are allocated.
    """
    started = time.monotonic()
    read = round_folder.read(folder, outcome_required=True)
    rules = rulebooks.load(read.tender.rulebook).at(read.tender.bids_opened, DrugRules)
    lots = tuple(
        replay_lots.lot(product, read.tender, read.outcomes, rules)
        for product in read.tender.products
    )
    settled = tuple(_settled([lot for lot in lots if lot.asked], rules, workers, on_done))
    return Replay(
        name=read.tender.name,
        rulebook=read.tender.rulebook,
        lots=lots,
        settled=settled,
        mismatches=(*_differences(lots, rules), *broken_promises(settled)),
        remarks=read.remarks,
        seconds=time.monotonic() - started,
    )


def _settled(
    lots: Sequence[Lot], rules: DrugRules, workers: int, on_done: Progress
) -> Iterator[Settled]:
    """Published, pick-order and least spend of every product that was awarded."""
    asked = [lot.asked for lot in lots if lot.asked]
    for lot, allocation in zip(lots, _least_spend(asked, workers, on_done), strict=True):
        assert lot.asked is not None
        assert lot.published is not None
        by_rule = replace(lot.asked, counts=exactly(lot.rule_counts))
        yield Settled(
            lot=lot,
            published_spend=spend(lot.asked, lot.published),
            pick_order_spend=spend(by_rule, draft.pick(by_rule, rules.priority_picks).plan),
            allocation=allocation,
            checker_faults=tuple(
                f"{broken.rule} {broken.place}: {broken.by}"
                for broken in check.faults(lot.asked, allocation.plan)
            ),
        )


def _least_spend(
    asked: Sequence[Problem], workers: int, on_done: Progress
) -> tuple[Allocation, ...]:
    """The plans of least spend; a product whose published counts break the linkage goes without.

    The checker then reports the broken linkage, and with it the replay a difference.
    """
    try:
        return allocate_all(asked, workers=workers, on_done=on_done)
    except BadProblem as bad:
        raise Refused(
            Fault(fault.rule, f"demand.csv: {fault.lot}", Text("数值过大或有误。", str(bad)))
            for fault in bad.faults
        ) from bad
    except Infeasible as none:
        freed = [
            replace(one, linkage=Linkage.NONE) if one.lot in none.lots else one for one in asked
        ]
        return allocate_all(freed, workers=workers, on_done=on_done)


def _differences(lots: Sequence[Lot], rules: DrugRules) -> Iterator[Mismatch]:
    """Winners and numbers of regions that are not the published ones."""
    for lot in lots:
        code, name = lot.product.code, lot.product.name
        if not lot.winners_reproduced:
            yield Mismatch(code, name, "winners", replay_reasons.winners(lot, rules))
        if lot.asked and not lot.counts_reproduced:
            yield Mismatch(code, name, "region_counts", replay_reasons.region_counts(lot))


def broken_promises(settled: Sequence[Settled]) -> Iterator[Mismatch]:
    """A plan that a checker faults, or that costs more than the pick order of the same counts."""
    for one in settled:
        code, name = one.lot.product.code, one.lot.product.name
        if one.checker_faults:
            found = "; ".join(one.checker_faults)
            text = Text(f"优化方案未通过校验：{found}。", f"The checker faults the plan: {found}.")
            yield Mismatch(code, name, "checker", text)
        if one.same_counts and one.allocation.spend > one.pick_order_spend:
            text = Text("优化方案金额高于按顺位选择。", "The plan costs more than the pick order.")
            yield Mismatch(code, name, "spend", text)
