"""A rulebook for programs: every value that ever held, with its source, as JSON."""

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from procurement.rules import money
from procurement.rules.entries import Entry
from procurement.rules.readings import PRICE
from procurement.rules.rulebook import Rulebook
from procurement.rules.schemas import SCHEMAS


def to_json(book: Rulebook) -> dict[str, Any]:
    """Ratios and prices are decimals in text, since a JSON number may be read inexactly."""
    prices = {key.key for key in SCHEMAS[book.kind].keys if key.reading is PRICE}
    return {
        "id": book.id,
        "kind": book.kind,
        "title": book.title._asdict(),
        "document": book.document,
        "document_evidence": book.document_evidence,
        "sha256": book.sha256,
        "aliases": list(book.aliases),
        "values": [_entry(entry, is_price=entry.key in prices) for entry in book.history],
    }


def dump(book: Rulebook) -> str:
    return json.dumps(to_json(book), ensure_ascii=False, indent=1)


def _entry(entry: Entry, *, is_price: bool) -> dict[str, Any]:
    value = money.show_price(entry.value, exact=True) if is_price else _plain(entry.value)
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


def _plain(value: Any) -> Any:  # noqa: ANN401 - the values of a rulebook are of many kinds
    if isinstance(value, Fraction):
        return money.show_number(value)
    if isinstance(value, Mapping):
        return {name: _plain(cell) for name, cell in value.items()}
    if isinstance(value, tuple):
        return [_plain(cell) for cell in value]
    return value
