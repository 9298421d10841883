"""A replay for people, as a text table, and for programs, as JSON."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from procurement.exchange import text_table
from procurement.exchange.replay_facts import Mismatch, Replay, Settled
from procurement.exchange.replay_lots import Lot
from procurement.rules import money
from procurement.rules.text import Text

SAVING_DECIMALS = 6

# Chinese and English of everything the table says.
WHAT = {
    "winners": Text("中选企业", "winners"),
    "region_counts": Text("地区数", "region counts"),
    "checker": Text("方案校验", "plan check"),
    "spend": Text("采购金额", "spend"),
}
HEADINGS = (
    Text("产品", "Product"),
    Text("名称", "Name"),
    Text("中选", "Winners"),
    Text("地区数", "Regions"),
    Text("公布(万元)", "Published"),
    Text("顺位(万元)", "Pick order"),
    Text("优化(万元)", "Optimized"),
    Text("节约", "Saving"),
)
AMOUNTS_FROM = 4  # the columns from here on are numbers, set to the right


def to_json(replay: Replay) -> dict[str, Any]:
    """Amounts in yuan and the saving as a ratio, each rounded once, from integers of fen."""
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
        "optimised_spend": _yuan(replay.optimised_spend),
        "saving": _ratio(replay.saving),
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


def render(replay: Replay, language: str = "zh") -> str:
    """The replay as a text table with totals, differences, assumptions and remarks."""
    settled = {one.lot.product.code: one for one in replay.settled}
    rows = [[_in(heading, language) for heading in HEADINGS]]
    rows += [_row(lot, settled.get(lot.product.code)) for lot in replay.lots]
    return "\n".join(
        [
            f"{replay.name}  {replay.rulebook}",
            "",
            *text_table.lines(rows, AMOUNTS_FROM),
            "",
            *_totals(replay, language),
            *_notes(replay, language),
        ]
    )


def _totals(replay: Replay, language: str) -> Iterator[str]:
    products, awarded = len(replay.lots), len(replay.settled)
    for label, value in (
        (Text("中选企业复现", "Winner sets reproduced"), f"{replay.winners_reproduced}/{products}"),
        (
            Text("　其中依前提", "  of these on an assumption"),
            str(replay.reproduced_on_assumption),
        ),
        (
            Text("地区数复现", "Region counts reproduced"),
            f"{replay.region_counts_reproduced}/{awarded}",
        ),
        (Text("公布金额(元)", "Published spend (yuan)"), money.show(replay.published_spend)),
        (Text("顺位选择金额(元)", "Pick-order spend (yuan)"), money.show(replay.pick_order_spend)),
        (Text("优化金额(元)", "Optimized spend (yuan)"), money.show(replay.optimised_spend)),
        (Text("节约", "Saving"), money.show_percent(replay.saving)),
        (Text("用时(秒)", "Seconds"), f"{replay.seconds:.2f}"),
    ):
        yield f"{text_table.pad(_in(label, language), 28)}{value}"


def _notes(replay: Replay, language: str) -> Iterator[str]:
    """Differences, assumptions and remarks, each under its heading if there are any."""
    assumed = [(lot, text) for lot in replay.lots for text in lot.assumptions]
    sections = (
        (
            Text("差异", "Differences"),
            [
                f"{one.product} {one.name} [{_in(WHAT[one.what], language)}] "
                f"{_in(one.reason, language)}"
                for one in replay.mismatches
            ],
        ),
        (
            Text("前提", "Assumptions"),
            [
                f"{lot.product.code} {lot.product.name} {_in(text, language)}"
                for lot, text in assumed
            ],
        ),
        (
            Text("说明", "Remarks"),
            [f"{one.place} {_in(one.text, language)}" for one in replay.remarks],
        ),
    )
    for heading, lines in sections:
        if lines:
            yield ""
            yield _in(heading, language)
            yield from (f"  {line}" for line in lines)


def _row(lot: Lot, settled: Settled | None) -> list[str]:
    start = [
        lot.product.code,
        lot.product.name,
        "✓" if lot.winners_reproduced else "✗",
    ]
    if settled is None:
        return [*start, "", "", "", "", ""]
    published, least = settled.published_spend, settled.allocation.spend
    return [
        *start,
        "✓" if lot.counts_reproduced else "✗",
        money.show_wan(published),
        money.show_wan(settled.pick_order_spend),
        money.show_wan(least),
        money.show_percent(_saving(settled)),
    ]


def _lot(lot: Lot, settled: Settled | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "product": lot.product.code,
        "name": lot.product.name,
        "bidders": len(lot.bids),
        "published_winners": [bid.firm for bid in lot.winners],
        "replayed_winners": [bid.firm for bid in lot.replayed],
        "winners_reproduced": lot.winners_reproduced,
    }
    if settled is None or lot.asked is None:
        return found
    return found | {
        "published_region_counts": list(lot.published_counts),
        "rule_region_counts": list(lot.rule_counts),
        "region_counts_reproduced": lot.counts_reproduced,
        "published_spend": _yuan(settled.published_spend),
        "pick_order_spend": _yuan(settled.pick_order_spend),
        "optimised_spend": _yuan(settled.allocation.spend),
        "saving": _ratio(_saving(settled)),
        "proven": settled.allocation.proven,
        "cross_checked": settled.allocation.cross_checked,
        "checker_faults": list(settled.checker_faults),
    }


def _mismatch(mismatch: Mismatch) -> dict[str, str]:
    return {
        "product": mismatch.product,
        "name": mismatch.name,
        "what": mismatch.what,
        **mismatch.reason._asdict(),
    }


def _saving(settled: Settled) -> Fraction:
    if not settled.published_spend:
        return Fraction(0)
    return 1 - Fraction(settled.allocation.spend, settled.published_spend)


def _yuan(fen: int) -> float:
    """The nearest JSON number; below 10^13 yuan it prints the very digits."""
    return float(Fraction(fen, money.FEN))


def _ratio(ratio: Fraction) -> float:
    return float(round(ratio, SAVING_DECIMALS))


def _in(text: Text, language: str) -> str:
    return text.en if language == "en" else text.zh
