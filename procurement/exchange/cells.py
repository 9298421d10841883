"""Cells of a table as text: width of digits, addresses, and formulas kept from running."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

LETTERS = 26
DIGITS = 15  # that Excel keeps of a number
FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: " "}
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so is run by spreadsheets
TEXT_MARK = "'"  # in front of a cell: what follows is text

_ROW = re.compile(r"第([0-9]+)行")
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as text: ``rows[0][0]`` is A1, and a row ends with its last cell.

    ``merged`` are the first and last cell of each merged range, as zero-based row and column;
    ``hidden`` are the facts of the hidden sheet.
    """

    rows: Sequence[Sequence[str]]
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)


def half_width(text: str) -> str:
    """Full-width digits, letters and signs (全角) as the ASCII ones they stand for, trimmed."""
    return text.translate(FULL_WIDTH).strip()


def fold(text: str) -> str:
    """What stays of a text when width, blanks and case do not matter: for comparing only."""
    return "".join(half_width(text).split()).casefold()


def text_of(value: object) -> str:
    """A value of a workbook as a person sees it: numbers in plain decimals, at most 15 digits."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{Decimal(f'{value:.{DIGITS}g}'):f}"
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).strip()


def column(index: int) -> str:
    """The letters of a zero-based column: 0 is A, 26 is AA."""
    letters = ""
    while index >= 0:
        index, rest = index // LETTERS - 1, index % LETTERS
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, col: int) -> str:
    """The name of a cell, counted from zero: 2, 5 is F3."""
    return f"{column(col)}{row + 1}"


def position(name: str) -> tuple[int, int]:
    """The cell of that name, counted from zero; ValueError when it names none."""
    if (found := _ADDRESS.fullmatch(name)) is None:
        raise ValueError(f"not a cell: {name!r}")
    col = 0
    for letter in found[1]:
        col = col * LETTERS + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, col - 1


def place(row: int, col: int) -> str:
    """Where a fault is, counted from zero, as the hospital finds it: ``第3行/row 3, F3``."""
    return f"第{row + 1}行/row {row + 1}, {address(row, col)}"


def row_of(where: str) -> int | None:
    """The zero-based row of a place; None for a fault of the whole file."""
    found = _ROW.match(where)
    return int(found[1]) - 1 if found else None


def guarded(text: str) -> str:
    """A cell for CSV that no spreadsheet runs as a formula; ``unguarded`` gives the text back."""
    return TEXT_MARK + text if text.startswith((*FORMULA, TEXT_MARK)) else text


def unguarded(text: str) -> str:
    """The text of a guarded cell; an apostrophe in front of anything else stays."""
    bare = text.removeprefix(TEXT_MARK)
    return bare if bare.startswith((*FORMULA, TEXT_MARK)) else text
