"""One row of a usage report: its cells in half width, and faults that name the cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from procurement.exchange import cells
from procurement.exchange.cells import half_width
from procurement.exchange.rows import Findings
from procurement.exchange.usage_articles import COLUMNS, PRICE_DIGITS, QUANTITY_DIGITS
from procurement.rules import money

_QUANTITY = re.compile(rf"([0-9]{{1,{QUANTITY_DIGITS}}})(\.0*)?", re.ASCII)
_PRICE = re.compile(rf"[0-9]{{1,{PRICE_DIGITS}}}(\.[0-9]{{1,6}})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the report; ``row`` counts from zero."""

    row: int
    cells: Sequence[str]
    columns: Mapping[str, int]
    findings: Findings

    def cell(self, column: str) -> str:
        """The cell in that column, half-width; blank when row or header ends before it."""
        index = self.columns.get(column, len(self.cells))
        return half_width(self.cells[index]) if index < len(self.cells) else ""

    def fault(self, rule: str, column: str, zh: str, en: str) -> None:
        """A fault at this row's cell in that column."""
        self.findings.add(rule, cells.place(self.row, self.columns[column]), zh, en)

    def filled(self, column: str) -> str:
        """The cell in that column; a fault when it is blank."""
        cell = self.cell(column)
        if not cell:
            name = COLUMNS[column].name
            self.fault(
                "blank",
                column,
                f"填了数量但{name.zh}为空。请补填；若不上报，请清空数量。",
                f"{name.en} is blank beside a quantity. Fill it in, or clear the quantity.",
            )
        return cell

    def quantity(self) -> int | None:
        """Units received; None with a fault for anything but 0 or a whole number."""
        cell = self.cell("quantity")
        if found := _QUANTITY.fullmatch(cell):
            return int(found[1])
        negative = cell.startswith("-")
        self.fault(
            "negative" if negative else "whole_number",
            "quantity",
            f"数量“{cell}”{'为负数' if negative else '不是整数'}。请填写0或"
            f"不超过{QUANTITY_DIGITS}位的正整数，不带单位和千位分隔符；不上报请留空，收货为零请填0。",
            f"quantity “{cell}” is {'negative' if negative else 'not a whole number'}. Enter 0 or "
            f"a whole number of at most {QUANTITY_DIGITS} digits, no unit and no separators; leave "
            "it blank not to report.",
        )
        return None

    def price(self) -> int | None:
        """Millionths of a yuan; None with a fault for anything but a price above zero."""
        cell = self.cell("unit_price")
        if _PRICE.fullmatch(cell) and (price := money.parse_price(cell)):
            return price
        self.fault(
            "price",
            "unit_price",
            f"单价“{cell}”有误。请填写大于0的数字（元），至多六位小数，不带单位和千位分隔符。",
            f"“{cell}” is not a unit price. Enter digits above 0 in yuan, at most six decimals, "
            "no unit and no separators.",
        )
        return None
