"""What a scenario means beside the pick order: for money, and for security of supply."""

from procurement.exchange.scenario_facts import Row
from procurement.rules import money
from procurement.rules.figures import Figures
from procurement.rules.text import Text


def meaning(row: Row, reference: Row) -> Text:
    """A sentence each about money, how much rests on one firm, and what happens when one fails."""
    assert reference.figures is not None
    if row.figures is None:
        return row.reason or Text("没有方案。", "There is no plan.")
    found = [_failure(row.figures)]
    if row.searched:
        found[:0] = [
            _money(row.figures, reference.figures),
            _weight(row.figures, reference.figures),
        ]
    return Text("".join(one.zh for one in found), " ".join(one.en for one in found))


def _money(figures: Figures, before: Figures) -> Text:
    saved = before.spend - figures.spend
    wan = money.show_wan(abs(saved))
    if not saved:
        return Text("金额不变。", "Costs the same.")
    if saved < 0:
        return Text(f"多支出{wan}万元。", f"Costs {wan} ×10,000 yuan more.")
    return Text(f"少支出{wan}万元。", f"Costs {wan} ×10,000 yuan less.")


def _weight(figures: Figures, before: Figures) -> Text:
    """Whether more or less of the spend rests on the largest firm."""
    now, then = (money.show_percent(one.largest_share) for one in (figures, before))
    if now == then:
        return Text(f"最大企业占比不变（{now}）。", f"The largest firm's share stays {now}.")
    if figures.largest_share > before.largest_share:
        return Text(
            f"供应更集中：最大企业占比由{then}升至{now}，该企业断供时影响更大。",
            f"More rests on one firm: the largest share rises from {then} to {now}, and its "
            "failure would reach further.",
        )
    return Text(
        f"供应更分散：最大企业占比由{then}降至{now}。",
        f"Less rests on one firm: the largest share falls from {then} to {now}.",
    )


def _failure(figures: Figures) -> Text:
    """What happens when a supplier fails."""
    if not figures.backed:
        return Text(
            "没有非同一控制的备供企业：断供时无人接替。",
            "No region has a backup of another control group: nobody stands in for a supplier.",
        )
    regions = f"{figures.backed}/{figures.regions}"
    start = Text(f"{regions}个地区有备供企业；", f"{regions} regions have a backup;")
    if figures.untested:
        rest = Text(
            "未申报产能，断供时能否接替未知。",
            "no capacities are declared, so whether it could take over is unknown.",
        )
    else:
        rest = Text(
            f"任何一家断供时，{figures.ready}/{figures.lots}个品种可全量接替。",
            f"if any one supplier fails, {figures.ready}/{figures.lots} products are supplied "
            "in full.",
        )
    return Text(f"{start.zh}{rest.zh}", f"{start.en} {rest.en}")
