"""A round under several rulebooks for people: what is assumed, totals, products that differ."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from procurement.exchange import text_table
from procurement.exchange.printing import NOTHING, count, percent, wan
from procurement.exchange.whatif import Comparison
from procurement.exchange.whatif_remarks import SAME_BIDS
from procurement.rules import money
from procurement.rules.comparison import Contrast, Result, Total
from procurement.rules.text import Text
from procurement.rules.verdicts import Verdict

TOTALS = (
    Text("有中选企业的产品", "Products with a winner"),
    Text("中选", "Winning bids"),
    Text("其中复活", "of these revived"),
    Text("约定采购量占基数", "Agreed part of the base"),
    Text("采购金额（万元）", "Spend (10k yuan)"),
    Text("比第一部手册", "Against the first"),
)
FIGURES = (
    Text("约定采购比例", "Agreed share"),
    Text("约定采购量", "Agreed quantity"),
    Text("采购金额（万元）", "Spend (10k yuan)"),
    Text("最高中选价/最低价", "Highest / lowest price"),
    Text("均价/第一部手册", "Mean price / first"),
)


def render(comparison: Comparison, language: str = "zh") -> str:
    """Assumptions first, then totals, every product that differs, and the names of the others."""
    return "\n".join(_lines(comparison, language))


def outcome(verdict: Verdict, price: int | None) -> Text:
    """What became of a bid, with the price that it is paid."""
    if price is not None:
        paid = money.show_price(price)
        if not verdict.revived:
            return Text(f"中选 {paid}", f"won {paid}")
        return Text(f"复活中选 {paid}", f"revived {paid}")
    if verdict.rank is None:
        return Text("无效", "invalid")
    if verdict.shortlisted:
        return Text("入围未中选", "shortlisted, lost")
    return Text("未入围", "not shortlisted")


def totals(one: Total, first: Total) -> tuple[str, ...]:
    """The column of a rulebook under the headings of ``TOTALS``."""
    part = None if one.quantity is None else Fraction(one.quantity, one.base or 1)
    more = None if one.spend is None or not first.spend else Fraction(one.spend, first.spend) - 1
    return (
        f"{one.won}/{one.products}",
        count(one.winners),
        count(one.revived),
        percent(part),
        wan(one.spend),
        NOTHING if one is first else signed(more),
    )


def figures(contrast: Contrast, index: int) -> tuple[str, ...]:
    """The column of a rulebook under the headings of ``FIGURES``."""
    one = contrast.results[index]
    return (
        percent(one.share),
        count(one.quantity),
        wan(one.spend),
        times(one.spread),
        times(contrast.dearer(index)),
    )


def times(ratio: Fraction | None) -> str:
    """A multiple with two decimals, half up."""
    return NOTHING if ratio is None else money.show(money.half_up(ratio * money.FEN))


def signed(ratio: Fraction | None) -> str:
    """A change in percent, with its sign."""
    return f"+{percent(ratio)}" if ratio is not None and ratio > 0 else percent(ratio)


def _lines(found: Comparison, language: str) -> Iterator[str]:
    yield f"{found.tender.name}  {found.tender.document}  {found.tender.bids_opened}"
    for applied, remarks in zip(found.applied, found.remarks, strict=True):
        yield ""
        yield f"{applied.book.id}  {_in(applied.book.title, language)}  {applied.day}"
        yield from (f"  {_in(remark, language)}" for remark in remarks)
    yield from ("", _in(SAME_BIDS, language), "")
    columns = [totals(one, found.totals[0]) for one in found.totals]
    yield from _table(found, TOTALS, columns, language)
    differing, same = found.differing, found.same
    head = Text(f"结果不同的产品：{len(differing)}个", f"Products that differ: {len(differing)}")
    yield from ("", _in(head, language))
    for contrast in differing:
        yield from ("", f"{contrast.product.code} {contrast.product.name}")
        yield from _product(found, contrast, language)
    head = Text(f"结果相同的产品：{len(same)}个", f"Products that do not: {len(same)}")
    yield from (
        "",
        _in(head, language),
        *(f"  {one.product.code} {one.product.name}" for one in same),
    )


def _product(found: Comparison, contrast: Contrast, language: str) -> Iterator[str]:
    """Firms and figures by rulebook, and the reasons of the bids that fare differently."""
    firms = contrast.firms
    by_book = [_by_firm(result) for result in contrast.results]
    columns = [
        (
            *(_in(outcome(verdicts[firm], result.prices.get(firm)), language) for firm in firms),
            *figures(contrast, index),
        )
        for index, (result, verdicts) in enumerate(zip(contrast.results, by_book, strict=True))
    ]
    names = [*(Text(firm, firm) for firm in firms), *FIGURES]
    yield from _table(found, names, columns, language)
    for firm in contrast.moved:
        for applied, verdicts in zip(found.applied, by_book, strict=True):
            yield f"  {firm} {applied.book.id}  {_in(verdicts[firm].reason, language)}"


def _by_firm(result: Result) -> dict[str, Verdict]:
    return {verdict.firm: verdict for verdict in result.verdicts}


def _table(
    found: Comparison,
    names: Sequence[Text],
    columns: Sequence[Sequence[str]],
    language: str,
) -> Iterator[str]:
    """A row a name, a column a rulebook."""
    rows = [["", *(applied.book.id for applied in found.applied)]]
    rows += [[_in(name, language), *cells] for name, *cells in zip(names, *columns, strict=True)]
    yield from text_table.lines(rows, 1)


def _in(text: Text, language: str) -> str:
    return text.en if language == "en" else text.zh
