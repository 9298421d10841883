"""Excel workbooks being written: text stays text, and the same facts give the same bytes."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from procurement.exchange import cells

CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # no clock: the file depends on what is in it
STYLES: Mapping[str, Mapping[str, object]] = {
    "text": {"num_format": "@"},
    "formula_like": {"num_format": "@", "quote_prefix": True},
    "quantity": {"num_format": "#,##0"},
    "price": {"num_format": "0.00####"},
    "title": {"bold": True, "font_size": 14, "quote_prefix": True},
    "header": {
        "bold": True,
        "bg_color": "#DCE6F1",
        "border": 1,
        "text_wrap": True,
        "valign": "vcenter",
    },
    "error": {
        "font_color": "#9C0006",
        "bg_color": "#FFE3E0",
        "text_wrap": True,
        "valign": "top",
        "quote_prefix": True,
    },
    "note": {"text_wrap": True, "valign": "top", "quote_prefix": True},
}


class Book:
    """A workbook in memory."""

    def __init__(self) -> None:
        self._content = io.BytesIO()
        self._workbook = xlsxwriter.Workbook(self._content, {"in_memory": True})
        self._workbook.set_properties({"created": CREATED})
        self._styles = {
            name: self._workbook.add_format(dict(style)) for name, style in STYLES.items()
        }

    def sheet(self, name: str) -> "Sheet":
        """One more sheet, after the others."""
        return Sheet(self._workbook.add_worksheet(name), self._styles)

    def to_bytes(self) -> bytes:
        """The finished workbook; nothing can be written to it afterwards."""
        self._workbook.close()
        return self._content.getvalue()


class Sheet:
    """One sheet; rows and columns count from zero. ``raw`` is the writer's own sheet."""

    def __init__(self, raw: Any, styles: Mapping[str, Any]) -> None:  # noqa: ANN401 - untyped library
        self.raw = raw
        self._styles = styles

    def text(self, row: int, col: int, text: str, style: str = "text") -> None:
        """Text as it is: one that looks like a formula never becomes one, nor after editing."""
        if style == "text" and text.startswith(cells.FORMULA):
            style = "formula_like"
        self.raw.write_string(row, col, text, self._styles[style])

    def number(self, row: int, col: int, text: str, style: str) -> None:
        """A decimal number; Excel keeps fifteen digits of it."""
        self.raw.write_number(row, col, float(text), self._styles[style])

    def column(self, col: int, width: int, style: str = "text", *, hidden: bool = False) -> None:
        """The width of a column in characters, and the style of what is typed there later."""
        self.raw.set_column(col, col, width, self._styles[style], {"hidden": hidden})

    def hide(self) -> None:
        """The sheet is out of sight, and out of the menu that shows hidden sheets."""
        self.raw.very_hidden()
