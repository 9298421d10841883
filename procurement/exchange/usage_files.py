"""A hospital's monthly usage report (采购使用量月报): CSV and Excel files read, checked and added up."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from procurement.exchange import cells, tables
from procurement.exchange.cells import Table, fold, half_width
from procurement.exchange.rows import Findings
from procurement.exchange.usage_articles import (
    COLUMNS,
    VERSION,
    Articles,
    Header,
    header,
    row_key,
)
from procurement.exchange.usage_workbooks import template, with_errors
from procurement.rules import money
from procurement.rules.contracts import Agreement
from procurement.rules.text import Fault, Refused
from procurement.store.usage import Used

__all__ = ["Articles", "Totals", "read", "template", "to_csv", "totals", "with_errors"]

Key = tuple[str, str, str]  # product, spec, firm

_QUANTITY = re.compile(r"([0-9]{1,9})(\.0*)?", re.ASCII)
_PRICE = re.compile(r"[0-9]{1,7}(\.[0-9]{1,6})?", re.ASCII)
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
