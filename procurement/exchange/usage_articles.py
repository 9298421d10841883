"""What a hospital may report on, and the columns of the report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from procurement.exchange.cells import Table, fold
from procurement.rules.catalogue import Product
from procurement.rules.contracts import Agreement
from procurement.rules.parties import Firm
from procurement.rules.text import Text

VERSION = "usage-1"  # of the template; an older one is refused
QUANTITY_DIGITS = 9  # at most, of a month's units
PRICE_DIGITS = 7  # at most, of whole yuan
TITLE_ROWS = 10  # the row of column names is looked for in the first ten


class Column(NamedTuple):
    """A column of the report by its two names; ``width`` is in characters."""

    name: Text
    width: int
    required: bool = True


COLUMNS = {
    "product": Column(Text("品种编码", "Product code"), 12),
    "product_name": Column(Text("品种", "Product"), 30, required=False),
    "spec": Column(Text("规格", "Specification"), 16),
    "firm": Column(Text("企业编码", "Firm code"), 22),
    "firm_name": Column(Text("企业", "Firm"), 34, required=False),
    "quantity": Column(Text("本月收货数量", "Quantity received"), 16),
    "unit_price": Column(Text("单价（元）", "Unit price (yuan)"), 16),
    "key": Column(Text("行标识", "Row key"), 10, required=False),
    "errors": Column(Text("错误说明", "Errors"), 70, required=False),
}
_NAMES = {
    fold(name): column
    for column, (text, _, _) in COLUMNS.items()
    for name in (text.zh, text.en, text.zh + text.en)
}


@dataclass(frozen=True, slots=True)
class Articles:
    """The products and firms of the round by code, and the hospital's agreements."""

    products: Mapping[str, Product]
    firms: Mapping[str, Firm]
    agreements: tuple[Agreement, ...]

    @property
    def hospital(self) -> str:
        """The hospital's code; blank when it has no agreement."""
        return self.agreements[0].hospital if self.agreements else ""


class Header(NamedTuple):
    """Where the column names are, counted from zero; ``twice`` are the columns named again."""

    row: int
    columns: Mapping[str, int]
    twice: Sequence[tuple[str, int]]


def row_key(product: str, spec: str, firm: str) -> str:
    """What the hidden column of the template says of its row."""
    return f"{product}|{spec}|{firm}"


def header(table: Table) -> Header | None:
    """The row among the first ten that names the most columns; None when no row names any."""
    found = [_header(index, row) for index, row in enumerate(table.rows[:TITLE_ROWS])]
    best = max(found, key=lambda one: len(one.columns), default=None)
    return best if best and best.columns else None


def _header(index: int, row: Sequence[str]) -> Header:
    columns: dict[str, int] = {}
    twice = []
    for position, cell in enumerate(row):
        if (column := _NAMES.get(fold(cell))) is None:
            continue
        if column in columns:
            twice.append((column, position))
        else:
            columns[column] = position
    return Header(index, columns, twice)
