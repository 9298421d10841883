"""A replay for people: a text table of the products, the plans side by side, and notes."""

from collections.abc import Iterator

from procurement.exchange import text_table
from procurement.exchange.replay_facts import Change, Replay, Settled, saved
from procurement.exchange.replay_lots import Lot
from procurement.rules import money
from procurement.rules.text import Text

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
    Text("节约", "Saving"),
    Text("优化(万元)", "Optimized"),
    Text("节约", "Saving"),
    Text("不减量(万元)", "No loser"),
    Text("较顺位节约", "vs picks"),
)
SUMMARY = (
    Text("方案", "Plan"),
    Text("金额(元)", "Yuan"),
    Text("较公布节约", "Saving vs published"),
    Text("较顺位节约", "vs pick order"),
    Text("较顺位变动地区", "Regions changed vs it"),
    Text("变动企业", "Winners"),
)
AMOUNTS_FROM = 4  # the columns from here on are numbers, set to the right


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
            *_plans(replay, language),
            "",
            *_totals(replay, language),
            *_notes(replay, language),
        ]
    )


def _plans(replay: Replay, language: str) -> Iterator[str]:
    """The four ways of sharing out, side by side, each against the first two."""
    published, picked, every = replay.published_spend, replay.pick_order_spend, replay.everything
    rows = [[_in(heading, language) for heading in SUMMARY]]
    for name, spend, change in (
        (Text("公布", "As published"), published, replay.published_change),
        (Text("顺位选择", "Pick order"), picked, Change(0, 0)),
        (Text("优化", "Optimized"), replay.optimised_spend, replay.least_spend_change),
        (Text("不减量", "No winner loses"), replay.no_loser_spend, replay.no_loser_change),
    ):
        rows.append(
            [
                _in(name, language),
                money.show(spend),
                money.show_percent(saved(spend, published)),
                money.show_percent(saved(spend, picked)),
                f"{change.regions}/{every.regions}",
                f"{change.winners}/{every.winners}",
            ]
        )
    yield from text_table.lines(rows, 1)
    text = Text(
        f"优化：各企业地区数同公布，低价不少于高价。不减量：各企业数量不低于顺位选择的"
        f"{money.show_percent(1 - replay.allowance)}；"
        f"已证明至多还可节约{money.show_percent(replay.no_loser_gap)}。",
        f"Optimized: numbers of regions as published, no less volume for a lower price. No winner "
        f"loses: each keeps {money.show_percent(1 - replay.allowance)} of its pick-order volume; "
        f"proved to be at most {money.show_percent(replay.no_loser_gap)} above the least.",
    )
    yield _in(text, language)


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
        return start + [""] * (len(HEADINGS) - len(start))
    published, picked = settled.published_spend, settled.pick_order_spend
    least, no_loser = settled.allocation.spend, settled.no_loser_spend
    return [
        *start,
        "✓" if lot.counts_reproduced else "✗",
        money.show_wan(published),
        money.show_wan(picked),
        money.show_percent(saved(picked, published)),
        money.show_wan(least),
        money.show_percent(saved(least, published)),
        money.show_wan(no_loser),
        money.show_percent(saved(no_loser, picked)),
    ]


def _in(text: Text, language: str) -> str:
    return text.en if language == "en" else text.zh
