"""Long lists a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

ROWS = 50


@dataclass(frozen=True, slots=True)
class Page[T]:
    """The rows of one page; ``number`` counts from 1."""

    rows: tuple[T, ...]
    number: int
    pages: int
    total: int


def cut[T](found: Sequence[T], asked: int) -> Page[T]:
    """The page asked for, or the nearest there is."""
    pages = max(1, -(-len(found) // ROWS))
    number = min(max(1, asked), pages)
    return Page(tuple(found[(number - 1) * ROWS : number * ROWS]), number, pages, len(found))
