"""A hospital's monthly usage report (采购使用量月报): CSV and Excel files read, and added up."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from procurement.exchange import cells, tables
from procurement.exchange.cells import Table
from procurement.exchange.rows import Findings
from procurement.exchange.usage_articles import COLUMNS, VERSION, Articles, Header, header
from procurement.exchange.usage_errors import with_errors
from procurement.exchange.usage_rows import Reader
from procurement.exchange.usage_template import template
from procurement.rules import money
from procurement.rules.text import Fault, Refused
from procurement.store.usage import Used

__all__ = ["Articles", "Totals", "read", "template", "to_csv", "totals", "with_errors"]

_CSV_COLUMNS = [name for name in COLUMNS if name not in {"key", "errors"}]


@dataclass(frozen=True, slots=True)
class Totals:
    """The reconciliation count of a report: rows, units, and fen."""

    rows: int
    quantity: int
    amount: int
    winning_quantity: int
    winning_amount: int


def totals(rows: Iterable[Used]) -> Totals:
    """What the hospital compares with its own books; amounts are rounded row by row."""
    added = [(row, money.cost(row.unit_price, row.quantity)) for row in rows]
    return Totals(
        rows=len(added),
        quantity=sum(row.quantity for row, _ in added),
        amount=sum(amount for _, amount in added),
        winning_quantity=sum(row.quantity for row, _ in added if row.winning),
        winning_amount=sum(amount for row, amount in added if row.winning),
    )


def read(
    file_name: str, content: bytes, articles: Articles, *, month: date | None = None
) -> tuple[list[Used], list[Fault]]:
    """The rows without a fault, and every fault of the file with its cell and its remedy.

    A blank quantity is not reported, 0 is a reported zero. A row is winning when its firm is the
    hospital's agreed one for that product and spec: its price may stay blank and cannot differ.
    ``month`` refuses a template that was made for another one.
    """
    findings = Findings()
    try:
        table = tables.load(file_name, content)
    except Refused as refusal:
        return [], list(refusal.faults)
    head = _checked(file_name, table, articles, month, findings)
    if head is None or findings.faults:
        return [], findings.faults
    rows = Reader(articles, findings).read(table, head)
    if not rows and not findings.faults:
        findings.add(
            "nothing_reported",
            file_name,
            "没有填写任何数量。请填写本月收货数量，收货为零请填0。",
            "no quantity is filled in. Enter the month's quantities, and 0 for none received.",
        )
    return rows, findings.faults


def to_csv(rows: Iterable[Used], articles: Articles) -> bytes:
    """The rows as CSV in UTF-8 with a byte order mark, no cell of which runs as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS[name].name.zh for name in _CSV_COLUMNS)
    for row in rows:
        names = (
            row.product,
            articles.products[row.product].name,
            row.spec,
            row.firm,
            articles.firms[row.firm].name,
        )
        price = money.show_price(row.unit_price, exact=True)
        writer.writerow([*map(cells.guarded, names), row.quantity, price])
    return text.getvalue().encode("utf-8-sig")


def _checked(
    file_name: str, table: Table, articles: Articles, month: date | None, findings: Findings
) -> Header | None:
    """The header; None or a fault when the file is not a report of this hospital and month."""
    _check_template(file_name, table, articles, month, findings)
    head = header(table)
    if head is None:
        findings.add(
            "missing_header",
            file_name,
            "未找到表头（前10行内应有“品种编码”等列名）。请下载并填写最新模板。",
            "no column names were found in the first ten rows. Download and fill in the template.",
        )
        return None
    names = [column for name, column in COLUMNS.items() if name not in head.columns]
    if missing := [column.name for column in names if column.required]:
        findings.add(
            "missing_column",
            cells.place(head.row, 0),
            f"缺少列：{'、'.join(name.zh for name in missing)}。请补上，或使用最新模板。",
            f"missing column: {', '.join(name.en for name in missing)}. Add it, or use the "
            "template.",
        )
    for twice, index in head.twice:
        name = COLUMNS[twice].name
        findings.add(
            "duplicate_column",
            cells.place(head.row, index),
            f"列名“{name.zh}”重复。请只保留一列。",
            f"the column “{name.en}” is named twice. Keep one of them.",
        )
    return head


def _check_template(
    file_name: str, table: Table, articles: Articles, month: date | None, findings: Findings
) -> None:
    """A template says in its hidden sheet what it was made for; other files say nothing."""
    made_for = table.hidden
    if made_for and (version := made_for.get("version", "")) != VERSION:
        findings.add(
            "template_version",
            file_name,
            f"模板版本“{version}”已停用，现行版本为“{VERSION}”。请重新下载模板并转填。",
            f"template version “{version}” is no longer read; the current one is “{VERSION}”. "
            "Download the template again and copy your figures into it.",
        )
    asked = f"{month:%Y-%m}" if month else ""
    if asked and made_for.get("month", asked) != asked:
        findings.add(
            "template_month",
            file_name,
            f"这是{made_for['month']}的模板，而本次上报的是{asked}。请核对月份或更换文件。",
            f"the template is for {made_for['month']}, the report for {asked}. Check the month, "
            "or choose the other file.",
        )
    hospital = made_for.get("hospital")
    if hospital and articles.hospital and hospital != articles.hospital:
        findings.add(
            "template_hospital",
            file_name,
            f"这是医疗机构{hospital}的模板。请下载本机构的模板。",
            f"the template is of hospital {hospital}. Download the template of your own.",
        )
