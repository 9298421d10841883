"""A replay for programs: amounts in yuan, savings as ratios, each rounded once from integers."""

from fractions import Fraction
from typing import Any

from procurement.exchange.replay_facts import Change, Mismatch, Replay, Settled, saved
from procurement.exchange.replay_lots import Lot
from procurement.rules import money

SAVING_DECIMALS = 6


def to_json(replay: Replay) -> dict[str, Any]:
    """What the replay found, with one entry a product.

    ``saving`` and ``pick_order_saving`` are against the published spend. ``no_winner_loses_saving``
    is against the pick order, which is also what ``changed`` counts from: regions and winners,
    every product by itself.
    """
    settled = {one.lot.product.code: one for one in replay.settled}
    return {
        "name": replay.name,
        "rulebook": replay.rulebook,
        "products": len(replay.lots),
        "winners_reproduced": replay.winners_reproduced,
        "winners_reproduced_on_assumption": replay.reproduced_on_assumption,
        "awarded_products": len(replay.settled),
        "region_counts_reproduced": replay.region_counts_reproduced,
        "published_spend": _yuan(replay.published_spend),
        "pick_order_spend": _yuan(replay.pick_order_spend),
        "pick_order_saving": _ratio(replay.pick_order_saving),
        "optimised_spend": _yuan(replay.optimised_spend),
        "saving": _ratio(replay.saving),
        "allowance": _ratio(replay.allowance),
        "no_winner_loses_spend": _yuan(replay.no_loser_spend),
        "no_winner_loses_saving": _ratio(replay.no_loser_saving),
        "no_winner_loses_gap": _ratio(replay.no_loser_gap),
        "all": _change(replay.everything),
        "changed": {
            "published": _change(replay.published_change),
            "optimised": _change(replay.least_spend_change),
            "no_winner_loses": _change(replay.no_loser_change),
        },
        "mismatches": [_mismatch(mismatch) for mismatch in replay.mismatches],
        "assumptions": [
            {"product": lot.product.code, "name": lot.product.name, **text._asdict()}
            for lot in replay.lots
            for text in lot.assumptions
        ],
        "remarks": [{"place": remark.place, **remark.text._asdict()} for remark in replay.remarks],
        "lots": [_lot(lot, settled.get(lot.product.code)) for lot in replay.lots],
        "seconds": round(replay.seconds, 2),
    }


def _lot(lot: Lot, settled: Settled | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "product": lot.product.code,
        "name": lot.product.name,
        "bidders": len(lot.bids),
        "published_winners": [bid.firm for bid in lot.winners],
        "replayed_winners": [bid.firm for bid in lot.replayed],
        "winners_reproduced": lot.winners_reproduced,
    }
    if settled is None:
        return found
    published, picked = settled.published_spend, settled.pick_order_spend
    no_loser = settled.no_loser
    return found | {
        "published_region_counts": list(lot.published_counts),
        "rule_region_counts": list(lot.rule_counts),
        "region_counts_reproduced": lot.counts_reproduced,
        "published_spend": _yuan(published),
        "pick_order_spend": _yuan(picked),
        "pick_order_saving": _ratio(saved(picked, published)),
        "optimised_spend": _yuan(settled.allocation.spend),
        "saving": _ratio(saved(settled.allocation.spend, published)),
        "proven": settled.allocation.proven,
        "cross_checked": settled.allocation.cross_checked,
        "no_winner_loses_spend": _yuan(settled.no_loser_spend),
        "no_winner_loses_saving": _ratio(saved(settled.no_loser_spend, picked)),
        "no_winner_loses_bound": _yuan(settled.no_loser_bound),
        "no_winner_loses_cross_checked": bool(no_loser and no_loser.cross_checked),
        "changed": {
            "published": _change(settled.published_change),
            "optimised": _change(settled.least_spend_change),
            "no_winner_loses": _change(settled.no_loser_change),
        },
        "checker_faults": list(settled.checker_faults),
        "no_winner_loses_checker_faults": list(settled.no_loser_faults),
    }


def _mismatch(mismatch: Mismatch) -> dict[str, str]:
    return {
        "product": mismatch.product,
        "name": mismatch.name,
        "what": mismatch.what,
        **mismatch.reason._asdict(),
    }


def _change(change: Change) -> dict[str, int]:
    return {"regions": change.regions, "winners": change.winners}


def _yuan(fen: int) -> float:
    """The nearest JSON number; below 10^13 yuan it prints the very digits."""
    return float(Fraction(fen, money.FEN))


def _ratio(ratio: Fraction) -> float:
    return float(round(ratio, SAVING_DECIMALS))
