"""A comparison of scenarios for people, as a text table with what has to be known about it."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from procurement.exchange import text_table
from procurement.exchange.scenario_facts import Comparison, Row
from procurement.rules import money
from procurement.rules.figures import Figures
from procurement.rules.text import Text

MILLI = 1000
POINTS = 10_000  # the index as competition authorities write it, and a percentage's two decimals

HEADINGS = (
    Text("方案", "Plan"),
    Text("最大企业", "Largest firm"),
    Text("金额(万元)", "10k yuan"),
    Text("比选择顺序", "Saving"),
    Text("最大占比", "Its share"),
    Text("HHI", "HHI"),
    Text("变动地区", "Moved"),
    Text("有备供", "Backup"),
    Text("N−1", "N−1"),
    Text("证明", "Proof"),
    Text("秒", "Seconds"),
)
NUMBERS_FROM = 2

NOTHING = Text("无方案", "no plan")

LEGEND = Text(
    "占比与HHI（0–10000）按采购金额计；有备供＝备供企业与主供企业非同一控制的地区；"
    "N−1＝任何一家断供时备供企业都能接替的品种，?＝未申报产能，无法检验。",
    "Share and HHI (0–10,000) are of the spend; Backup: regions whose backup is of another control "
    "group than the supplier; N−1: products in which the backups can replace any one supplier, "
    "?: no capacities declared, so nobody can tell.",
)


def render(comparison: Comparison, title: str, language: str = "zh") -> str:
    """The table, then a line a lot without a plan of its own, and what the columns mean."""
    rows = [[_in(heading, language) for heading in HEADINGS]]
    rows += [cells(row, comparison.rows[0], language) for row in comparison.rows]
    notes = list(_notes(comparison, language))
    return "\n".join(
        [
            title,
            "",
            *text_table.lines(rows, NUMBERS_FROM),
            "",
            _in(LEGEND, language),
            *(["", *notes] if notes else []),
        ]
    )


def cells(row: Row, reference: Row, language: str) -> list[str]:
    """One line of the table; a plan that does not exist has a dash for every number."""
    assert reference.figures is not None
    name = row.settings or _in(row.name, language)
    if row.figures is None:
        return [name, *["—"] * (len(HEADINGS) - 3), _in(proof(row), language), seconds(row)]
    found, saved = row.figures, reference.figures.spend - row.figures.spend
    return [
        name,
        found.largest,
        money.show_wan(found.spend),
        money.show_percent(Fraction(saved, reference.figures.spend or 1)),
        money.show_percent(found.largest_share),
        str(points(found)),
        f"{found.moved}/{found.regions}",
        f"{found.backed}/{found.regions}",
        ready(found),
        _in(proof(row), language),
        seconds(row),
    ]


def ready(figures: Figures) -> str:
    """Lots that one failure leaves supplied; a question mark where capacities are not declared."""
    if figures.untested == figures.lots:
        return "?"
    unknown = f" ({figures.untested}?)" if figures.untested else ""
    return f"{figures.ready}/{figures.lots}{unknown}"


def points(figures: Figures) -> int:
    """The index as competition authorities write it, half up."""
    return money.half_up(figures.hhi * POINTS)


def proof(row: Row) -> Text:
    """How much is proved: the best plan there is, or how far it may be from that.

    And how many lots have none, and keep the pick order.
    """
    if row.figures is None or len(row.kept) == row.figures.lots:
        return NOTHING
    if not row.searched:
        return Text("基准", "reference")
    if row.proven:
        found = Text("最优", "optimal")
    elif row.gap is None:
        found = Text("未证明", "not proven")
    else:
        most = Fraction(ceil(row.gap * POINTS), POINTS)  # never less than it may be
        found = Text(*[f"≤{money.show_percent(most)}"] * 2)
    if row.kept:
        left = len(row.kept)
        return Text(f"{found.zh}，{left}个无方案", f"{found.en}, {left} without a plan")
    return found


def seconds(row: Row) -> str:
    """How long the engines took; a dash where nothing was searched for."""
    return f"{row.milliseconds / MILLI:.1f}" if row.searched and row.figures else "—"


def _notes(comparison: Comparison, language: str) -> Iterator[str]:
    """The lots that keep their pick order in a scenario, and scenarios without any plan."""
    names = {lot.code: lot.name for lot in comparison.lots}
    for row in comparison.rows:
        if row.reason is not None:
            yield f"{row.settings}  {_in(row.reason, language)}"
        if row.kept:
            head = Text(
                f"{row.settings}  {len(row.kept)}个品种没有方案，沿用选择顺序：",
                f"{row.settings}  {len(row.kept)} products have no plan and keep the pick order:",
            )
            yield _in(head, language)
            yield from (f"  {code} {names[code]}  {_in(why, language)}" for code, why in row.kept)


def _in(text: Text, language: str) -> str:
    return text.en if language == "en" else text.zh
