"""The law as data: a rulebook read from its text, and the rules in force on a day."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, overload

from procurement.rules import inspection
from procurement.rules.schemas import (
    SCHEMAS,
    DrugRules,
    Entry,
    Evidence,
    Key,
    Rules,
    SavingsRules,
    UptakeRules,
)
from procurement.rules.text import Fault, Text

__all__ = [
    "DrugRules",
    "Entry",
    "Rulebook",
    "RulebookFaults",
    "Rules",
    "SavingsRules",
    "UptakeRules",
    "parse",
]


class RulebookFaults(Exception):
    """A rulebook cannot be used; every fault is named at once, with file and key."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{fault.place}: {fault.text.en}" for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rulebook of one scheme.

    ``sha256`` is of its text; ``document_evidence`` says how far the document's number is known;
    ``history`` has every value that ever held, in the order of the keys, the oldest first.
    """

    id: str
    kind: str
    title: Text
    document: str
    document_evidence: Evidence
    sha256: str
    aliases: tuple[str, ...]
    history: tuple[Entry, ...]

    @overload
    def at(self, day: date) -> Rules: ...
    @overload
    def at[R: Rules](self, day: date, expected: type[R]) -> R: ...
    def at(self, day: date, expected: type[Any] | None = None) -> Rules:
        """The rules in force on a day, with the entry behind each value in ``sources``.

        TypeError when the rulebook is not of the expected kind; LookupError when a value that
        the rules need was not in force yet.
        """
        schema = SCHEMAS[self.kind]
        if expected not in {None, schema.rules}:
            raise TypeError(f"{self.id} is a rulebook of the kind {self.kind}")
        in_force = {entry.key: entry for entry in self.history if entry.since <= day}
        absent = [key.key for key in schema.keys if not key.optional and key.key not in in_force]
        if absent:
            raise LookupError(f"{self.id}: not in force on {day}: {', '.join(absent)}")
        sources = {key.field: in_force[key.key] for key in schema.keys if key.key in in_force}
        values: dict[str, Any] = {key.field: None for key in schema.keys}
        values |= {field: entry.value for field, entry in sources.items()}
        return schema.rules(**values, sources=sources)


def parse(name: str, text: str) -> Rulebook:
    """The rulebook of this name from its TOML; RulebookFaults with every fault in the text.

    Unknown, missing, unsourced, unordered and badly typed entries are faults.
    """
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        problem = Text(f"不是有效的 TOML：{error}", f"not valid TOML: {error}")
        raise RulebookFaults([Fault("rulebook", f"{name}.toml", problem)]) from error
    if faults := inspection.faults(name, document):
        raise RulebookFaults(faults)
    tables = inspection.tables(document)
    keys = [key for key in SCHEMAS[document["kind"]].keys if key.key in tables]
    book = Rulebook(
        id=name,
        kind=document["kind"],
        title=Text(document["title"], document["title_en"]),
        document=document["document"],
        document_evidence=document["document_evidence"],
        sha256=sha256(text.encode()).hexdigest(),
        aliases=tuple(document.get("aliases", ())),
        history=tuple(entry for key in keys for entry in _entries(key, tables[key.key])),
    )
    if faults := list(_numberless(book)):
        raise RulebookFaults(faults)
    return book


def _entries(key: Key, table: Mapping[str, Any]) -> Iterator[Entry]:
    note = Text(table["note"], table["note_en"]) if "note" in table else None
    for row in table["values"]:
        value = key.reading.read(row["value"])
        yield Entry(
            key=key.key,
            title=Text(table["title"], table["title_en"]),
            unit=Text(table["unit"], table["unit_en"]),
            value=value,
            shown=key.reading.show(value),
            since=row["since"],
            source=row["source"],
            evidence=row["evidence"],
            checked=table["checked"],
            note=note,
        )


def _numberless(book: Rulebook) -> Iterator[Fault]:
    """A winning condition that is named needs its number, under the key of the same name."""
    present = {entry.key for entry in book.history}
    for entry in book.history:
        if entry.key == "winning.alternatives":
            for condition in entry.value:
                if f"winning.{condition}" not in present:
                    place = f"{book.id}.toml [winning.{condition}]"
                    text = Text("中选条件缺少数值", "is named in winning.alternatives but missing")
                    yield Fault("winning_alternatives", place, text)
