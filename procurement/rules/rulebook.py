"""The law as data: a rulebook read from its text, and the rules in force on a day."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, overload

from procurement.rules import inspection
from procurement.rules.drug_rules import ALTERNATIVES, DrugRules
from procurement.rules.entries import Blank, Decision, Entry, Evidence, Key
from procurement.rules.schemas import SCHEMAS, RoundRules, Rules
from procurement.rules.text import Fault, Text
from procurement.rules.unit_rules import NUMBERED, UnitRules
from procurement.rules.year_rules import SavingsRules, UptakeRules

__all__ = [
    "DrugRules",
    "Entry",
    "RoundRules",
    "Rulebook",
    "RulebookFaults",
    "Rules",
    "SavingsRules",
    "Undecided",
    "UnitRules",
    "UptakeRules",
    "parse",
]


class RulebookFaults(Exception):
    """A rulebook cannot be used; every fault is named at once, with file and key."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{fault.place}: {fault.text.en}" for fault in self.faults))


class Undecided(LookupError):
    """Values that the rules need have none: not in force yet, or blank and not decided."""

    def __init__(self, book: str, day: date, keys: Iterable[str]) -> None:
        self.keys = tuple(keys)
        super().__init__(f"{book}: no value on {day}: {', '.join(self.keys)}")


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rulebook of one scheme.

    ``sha256`` is of its text; ``document_evidence`` says how far the document's number is known;
    ``history`` has every value that ever held, in the order of the keys, the oldest first;
    ``blanks`` are the parameters that every round has to decide.
    """

    id: str
    kind: str
    title: Text
    document: str
    document_evidence: Evidence
    sha256: str
    aliases: tuple[str, ...]
    history: tuple[Entry, ...]
    blanks: tuple[Blank, ...]

    @overload
    def at(self, day: date, *, decisions: Iterable[Decision] = ()) -> Rules: ...
    @overload
    def at[R: Rules](
        self, day: date, expected: type[R], *, decisions: Iterable[Decision] = ()
    ) -> R: ...
    def at(
        self,
        day: date,
        expected: type[Any] | None = None,
        *,
        decisions: Iterable[Decision] = (),
    ) -> Rules:
        """The rules in force on a day, with the entry behind each value in ``sources``.

        A round's decisions stand in place of parameters. TypeError when the rulebook is not of
        the expected kind; ``Undecided`` when a value that the rules need was not in force yet or
        is blank; ``RulebookFaults`` for a decision about what is not a parameter, or of a wrong
        kind.
        """
        schema = SCHEMAS[self.kind]
        if expected not in {None, schema.rules}:
            raise TypeError(f"{self.id} is a rulebook of the kind {self.kind}")
        in_force = self.entries(day, decisions=decisions)
        blank = {blank.key for blank in self.blanks}
        absent = [
            key.key
            for key in schema.keys
            if key.key not in in_force and (not key.optional or key.key in blank)
        ]
        if absent:
            raise Undecided(self.id, day, absent)
        sources = {key.field: in_force[key.key] for key in schema.keys if key.key in in_force}
        values: dict[str, Any] = {key.field: None for key in schema.keys}
        values |= {field: entry.value for field, entry in sources.items()}
        made: Rules = schema.rules(**values, sources=sources)
        return made

    def entries(self, day: date, *, decisions: Iterable[Decision] = ()) -> dict[str, Entry]:
        """The entry of every key that has a value on a day; what has none is left out.

        A round's decisions and ``RulebookFaults`` are as in ``at``.
        """
        in_force = {entry.key: entry for entry in self.history if entry.since <= day}
        return in_force | self._decided(in_force, decisions)

    def _decided(
        self, in_force: Mapping[str, Entry], decisions: Iterable[Decision]
    ) -> dict[str, Entry]:
        """The entry of every decision; all its faults at once."""
        readings = {key.key: key.reading for key in SCHEMAS[self.kind].keys}
        subjects: dict[str, Entry | Blank] = {
            **{key: entry for key, entry in in_force.items() if entry.is_parameter},
            **{blank.key: blank for blank in self.blanks},
        }
        found, faults = {}, []
        for one in decisions:
            place = f"{self.id} [{one.key}]"
            if one.key not in subjects:
                text = Text("不是可由本轮次决定的参数", "is not a parameter a round may decide")
                faults.append(Fault("decision", place, text))
                continue
            if not one.reason.strip():
                faults.append(Fault("reason", place, Text("须写明理由", "needs a reason")))
            try:
                value = readings[one.key].read(one.value)
            except (ValueError, TypeError):
                must = readings[one.key].must_be
                text = Text(f"应为{must.zh}", f"must be {must.en}")
                faults.append(Fault("value", place, text))
                continue
            subject = subjects[one.key]
            found[one.key] = Entry(
                key=one.key,
                title=subject.title,
                unit=subject.unit,
                value=value,
                shown=readings[one.key].show(value),
                since=one.day,
                source=one.reason,
                evidence="decided",
                checked=one.day,
            )
        if faults:
            raise RulebookFaults(faults)
        return found


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
        blanks=tuple(_blank(key, tables[key.key]) for key in keys if "blank" in tables[key.key]),
    )
    if faults := list(_numberless(book)):
        raise RulebookFaults(faults)
    return book


def _blank(key: Key, table: Mapping[str, Any]) -> Blank:
    return Blank(
        key=key.key,
        title=Text(table["title"], table["title_en"]),
        unit=Text(table["unit"], table["unit_en"]),
        why=Text(table["blank"], table["blank_en"]),
        checked=table["checked"],
    )


def _entries(key: Key, table: Mapping[str, Any]) -> Iterator[Entry]:
    note = Text(table["note"], table["note_en"]) if "note" in table else None
    for row in table.get("values", ()):
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


NAMING = {
    "winning.alternatives": frozenset(ALTERNATIVES),
    "selection.any_of": NUMBERED,
    "selection.all_of": NUMBERED,
}
"""Keys that name conditions, and which of these have their number under a key of that name."""


def _numberless(book: Rulebook) -> Iterator[Fault]:
    """A condition that is named needs its number, under the key of the same name."""
    present = {entry.key for entry in book.history} | {blank.key for blank in book.blanks}
    for entry in book.history:
        group = entry.key.split(".")[0]
        for condition in entry.value if entry.key in NAMING else ():
            if condition in NAMING[entry.key] and f"{group}.{condition}" not in present:
                place = f"{book.id}.toml [{group}.{condition}]"
                text = Text("中选条件缺少数值", f"is named in {entry.key} but missing")
                yield Fault(entry.key.replace(".", "_"), place, text)
