"""Replays a published round: the rules' winners, regions and spend beside the published ones."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from procurement.exchange import (
    certificates,
    replay_lots,
    replay_plans,
    replay_reasons,
    round_folder,
    rulebooks,
)
from procurement.exchange.replay_facts import Mismatch, Replay, Settled
from procurement.exchange.replay_json import to_json
from procurement.exchange.replay_lots import Lot
from procurement.exchange.replay_plans import Progress, Wanted
from procurement.exchange.replay_report import render
from procurement.rules.rulebook import DrugRules
from procurement.rules.text import Text

__all__ = ["Replay", "Wanted", "certify", "render", "replay", "to_json"]

LEAST = Text("优化方案", "the plan of least spend")
NO_LOSER = Text("不减量方案", "the plan in which no winner loses")


def replay(
    folder: Path,
    *,
    wanted: Wanted = Wanted(),  # noqa: B008 - frozen
    on_done: Progress = lambda _done, _all: None,
) -> Replay:
    """The folder's round, replayed; Refused with every fault when it cannot be.

    ``on_done`` hears after each plan how many of how many are made.
    """
    started = time.monotonic()
    read = round_folder.read(folder, outcome_required=True)
    rules = rulebooks.load(read.tender.rulebook).at(read.tender.bids_opened, DrugRules)
    lots = tuple(
        replay_lots.lot(product, read.tender, read.outcomes, rules)
        for product in read.tender.products
    )
    awarded = [lot for lot in lots if lot.asked]
    settled = tuple(replay_plans.settled(awarded, rules, wanted, on_done))
    return Replay(
        name=read.tender.name,
        rulebook=read.tender.rulebook,
        allowance=wanted.allowance,
        lots=lots,
        settled=settled,
        mismatches=(*_differences(lots, rules), *broken_promises(settled)),
        remarks=read.remarks,
        seconds=time.monotonic() - started,
    )


def certify(done: Replay, path: Path) -> None:
    """A file with the certificate of every plan of least spend, as ``vbp certify`` reads it."""
    book = rulebooks.load(done.rulebook)
    certificates.write(
        path,
        [one.lot.asked for one in done.settled if one.lot.asked],
        [one.allocation for one in done.settled],
        {"id": done.rulebook, "sha256": book.sha256},
    )


def _differences(lots: Sequence[Lot], rules: DrugRules) -> Iterator[Mismatch]:
    """Winners and numbers of regions that are not the published ones."""
    for lot in lots:
        code, name = lot.product.code, lot.product.name
        if not lot.winners_reproduced:
            yield Mismatch(code, name, "winners", replay_reasons.winners(lot, rules))
        if lot.asked and not lot.counts_reproduced:
            yield Mismatch(code, name, "region_counts", replay_reasons.region_counts(lot))


def broken_promises(settled: Sequence[Settled]) -> Iterator[Mismatch]:
    """A plan that a checker faults, or that costs more than the pick order it is measured by."""
    for one in settled:
        code, name = one.lot.product.code, one.lot.product.name
        for plan, faults, spend in (
            (LEAST, one.checker_faults, one.allocation.spend if one.same_counts else 0),
            (NO_LOSER, one.no_loser_faults, one.no_loser_spend),
        ):
            if faults:
                found = "; ".join(faults)
                text = Text(
                    f"{plan.zh}未通过校验：{found}。", f"The checker faults {plan.en}: {found}."
                )
                yield Mismatch(code, name, "checker", text)
            if spend > one.pick_order_spend:
                text = Text(
                    f"{plan.zh}金额高于按顺位选择。",
                    f"The spend of {plan.en} is above that of the pick order.",
                )
                yield Mismatch(code, name, "spend", text)
