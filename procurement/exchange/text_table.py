"""Tables of text for a terminal, where Chinese characters take two columns."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence


def lines(rows: Sequence[Sequence[str]], numbers_from: int) -> Iterator[str]:
    """Columns as wide as their widest cell; those from ``numbers_from`` on go to the right."""
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            pad(cell, wide, right=index >= numbers_from)
            for index, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def pad(text: str, wide: int, *, right: bool = False) -> str:
    """The text with as many blanks as it takes to be so wide."""
    gap = " " * (wide - width(text))
    return gap + text if right else text + gap


def width(text: Iterable[str]) -> int:
    """Columns on a terminal."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
