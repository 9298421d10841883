"""Excel workbooks (.xlsx) read as text, and never larger in memory than the limits allow."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from procurement.exchange import cells
from procurement.exchange.cells import Table
from procurement.rules.text import Fault, Refused, Text

MAX_UNZIPPED = 50 * 2**20  # bytes
MAX_ROWS = 20_000  # of the whole sheet
MAX_COLUMNS = 50
SHEET = "月报"  # read when there; else the first sheet that shows
HIDDEN_SHEET = "_meta"
NO_VALUE = "#N/A"  # an error, or a formula without a result: read as text, so never as blank

_BROKEN = (
    CalamineError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
)


class _Scout:
    """Walks one part before it is trusted: how far its cells reach, and which have no value.

    The reader of workbooks takes memory for the whole rectangle up to the last cell, and shows a
    cell in error as blank.
    """

    def __init__(self) -> None:
        self.cell = (0, 0)
        self.kind = ""
        self.tags: set[str] = set()
        self.has_text = False
        self.without_value: set[tuple[int, int]] = set()
        self.beyond = False
        parser = self.parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def walk(self, part: bytes) -> bool:
        """Whether the part is well-formed XML."""
        try:
            self.parser.Parse(part, True)  # noqa: FBT003 - expat takes it by position only
        except expat.ExpatError:
            return False
        return True

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c" and "t" not in self.tags:
            self.cell = cells.position(attributes["r"]) if "r" in attributes else (-1, -1)
            self.kind = attributes.get("t", "")
            self.tags, self.has_text = set(), False
        elif tag in {"v", "is", "f"}:
            self.tags.add(tag)
            row, col = self.cell
            self.beyond |= not (0 <= row < MAX_ROWS and 0 <= col < MAX_COLUMNS)

    def _text(self, text: str) -> None:
        self.has_text |= "v" in self.tags and bool(text)

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] != "c":
            return
        if self.kind == "e" or ("f" in self.tags and not self.has_text):
            self.without_value.add(self.cell)
