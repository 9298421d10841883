"""A rulebook for programs: every value that ever held, with its source, as JSON."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, get_args

from procurement.rules import money
from procurement.rules.entries import Blank, Entry, Evidence
from procurement.rules.readings import PRICE
from procurement.rules.rulebook import Rulebook
from procurement.rules.schemas import SCHEMAS

MARKS = (*get_args(Evidence.__value__), "decided")
"""From the strongest evidence to what an office decided itself."""
PRICED = frozenset({"winning.low_price_by_form"})
"""Keys of several prices under their names."""


def marks(entries: Iterable[Entry]) -> dict[str, int]:
    """How many values have each evidence mark; the strongest evidence first."""
    found: Counter[str] = Counter(entry.evidence for entry in entries)
    return {mark: found[mark] for mark in MARKS}


def counts(book: Rulebook) -> dict[str, int]:
    """How many values of a rulebook have each evidence mark, and how many are ``blank``."""
    found = marks(book.history)
    del found["decided"]  # only a round decides
    return found | {"blank": len(book.blanks)}


def to_json(book: Rulebook) -> dict[str, Any]:
    """Ratios and prices are decimals in text, since a JSON number may be read inexactly."""
    prices = {key.key for key in SCHEMAS[book.kind].keys if key.reading is PRICE} | PRICED
    return {
        "id": book.id,
        "kind": book.kind,
        "title": book.title._asdict(),
        "document": book.document,
        "document_evidence": book.document_evidence,
        "sha256": book.sha256,
        "aliases": list(book.aliases),
        "values": [_entry(entry, is_price=entry.key in prices) for entry in book.history],
        "blanks": [_blank(blank) for blank in book.blanks],
    }


def dump(book: Rulebook) -> str:
    return json.dumps(to_json(book), ensure_ascii=False, indent=1)


def _entry(entry: Entry, *, is_price: bool) -> dict[str, Any]:
    value = _priced(entry.value) if is_price else _plain(entry.value)
    return {
        "key": entry.key,
        "title": entry.title._asdict(),
        "unit": entry.unit._asdict(),
        "value": value,
        "shown": entry.shown._asdict(),
        "since": entry.since.isoformat(),
        "source": entry.source,
        "evidence": entry.evidence,
        "checked": entry.checked.isoformat(),
        "note": entry.note._asdict() if entry.note else None,
    }


def _blank(blank: Blank) -> dict[str, Any]:
    return {
        "key": blank.key,
        "title": blank.title._asdict(),
        "unit": blank.unit._asdict(),
        "why": blank.why._asdict(),
        "checked": blank.checked.isoformat(),
    }


def _priced(value: int | Mapping[str, int]) -> str | dict[str, str]:
    """A price, or several by name, in yuan."""
    if isinstance(value, Mapping):
        return {name: money.show_price(price, exact=True) for name, price in value.items()}
    return money.show_price(value, exact=True)


def _plain(value: Any) -> Any:  # noqa: ANN401 - the values of a rulebook are of many kinds
    if isinstance(value, Fraction):
        return money.show_number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(cell) for name, cell in value.items()}
    if isinstance(value, tuple):
        return [_plain(cell) for cell in value]
    return value
