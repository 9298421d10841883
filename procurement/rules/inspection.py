"""Everything that can be wrong in the text of a rulebook, named with its file and key."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, get_args

from procurement.rules.entries import Evidence, Key, Schema
from procurement.rules.schemas import SCHEMAS
from procurement.rules.text import Fault, Text

type Columns = Mapping[str, type]

EVIDENCE: tuple[str, ...] = get_args(Evidence.__value__)

# What each level of a rulebook is made of; the optional columns come second.
HEAD: Columns = {
    "id": str,
    "kind": str,
    "title": str,
    "title_en": str,
    "document": str,
    "document_evidence": str,
}
ALIASES: Columns = {"aliases": list}
TABLE: Columns = {
    "title": str,
    "title_en": str,
    "unit": str,
    "unit_en": str,
    "checked": date,
}
VALUES: Columns = {"values": list}
BLANK: Columns = {"blank": str, "blank_en": str}
NOTE: Columns = {"note": str, "note_en": str}
VALUE: Columns = {"since": date, "value": object, "source": str, "evidence": str}


def tables(document: Mapping[str, Any]) -> dict[str, Any]:
    """What is written under each key: ``[winning.low_price]`` is the key ``winning.low_price``."""
    return {
        f"{group}.{key}": table
        for group, members in document.items()
        if isinstance(members, dict)
        for key, table in members.items()
    }


def faults(name: str, document: Mapping[str, Any]) -> list[Fault]:
    """Every fault of a rulebook with this name; the keys are read only under a sound head."""
    head = {key: value for key, value in document.items() if not isinstance(value, dict)}
    found = list(_head(name, head))
    if not found:
        found += _keys(name, SCHEMAS[head["kind"]], tables(document))
    return found


def _fault(place: str, zh: str, en: str, rule: str = "rulebook") -> Fault:
    return Fault(rule, place, Text(zh, en))


def _columns(
    place: str, table: Mapping[str, Any], required: Columns, optional: Columns
) -> Iterator[Fault]:
    """Missing, unknown, empty and badly typed columns of one table."""
    columns = {**required, **optional}
    for column in required:
        if column not in table:
            yield _fault(f"{place}: {column}", "缺少这一栏", "is missing")
    for column, value in table.items():
        kind = columns.get(column)
        if kind is None:
            yield _fault(f"{place}: {column}", "没有这一栏", "no such column")
        elif kind is not object and type(value) is not kind:
            name = kind.__name__
            yield _fault(f"{place}: {column}", f"类型应为 {name}", f"must be a {name}")
        elif kind is not object and not value:
            yield _fault(f"{place}: {column}", "不能为空", "must not be empty")


def _known(place: str, value: str, known: Iterable[str]) -> Iterator[Fault]:
    if value not in known:
        names = ", ".join(known)
        yield _fault(place, f"应为 {names}，实为 {value}", f"must be {names}, not {value}")


def _head(name: str, head: Mapping[str, Any]) -> Iterator[Fault]:
    place = f"{name}.toml"
    found = list(_columns(place, head, HEAD, ALIASES))
    if found:
        yield from found
        return
    yield from _known(f"{place}: id", head["id"], (name,))
    yield from _known(f"{place}: kind", head["kind"], SCHEMAS)
    yield from _known(f"{place}: document_evidence", head["document_evidence"], EVIDENCE)
    if not all(isinstance(alias, str) for alias in head.get("aliases", ())):
        yield _fault(f"{place}: aliases", "别名应为文字", "every alias must be a str")


def _keys(name: str, schema: Schema, written: Mapping[str, Any]) -> Iterator[Fault]:
    known = {key.key: key for key in schema.keys}
    for dotted, table in written.items():
        place = f"{name}.toml [{dotted}]"
        if dotted not in known:
            yield _fault(place, "这类规则手册中没有这一项", "no such key in this kind of rulebook")
        elif not isinstance(table, dict):
            yield _fault(place, "应为一个表", "must be a table")
        else:
            yield from _table(place, known[dotted], table)
    for key in schema.keys:
        if key.key not in written and not key.optional:
            yield _fault(f"{name}.toml [{key.key}]", "缺少这一项", "is missing")


def _table(place: str, key: Key, table: Mapping[str, Any]) -> Iterator[Fault]:
    written = BLANK if "blank" in table else VALUES  # a blank parameter says why, and has no value
    found = list(_columns(place, table, {**TABLE, **written}, NOTE))
    if ("note" in table) != ("note_en" in table):
        found.append(_fault(f"{place}: note", "说明须有中英两种", "needs note and note_en"))
    yield from found
    if found:
        return
    since = date.min
    for number, row in enumerate(table.get("values", ()), start=1):
        spot = f"{place} value {number}"
        if not isinstance(row, dict):
            yield _fault(spot, "应为一个表", "must be a table")
            continue
        found = list(_columns(spot, row, VALUE, {}))
        yield from found
        if not found:
            yield from _value(spot, key, row, since)
            since = row["since"]


def _value(spot: str, key: Key, row: Mapping[str, Any], after: date) -> Iterator[Fault]:
    yield from _known(f"{spot}: evidence", row["evidence"], EVIDENCE)
    if row["since"] <= after:
        yield _fault(f"{spot}: since", "须按生效日先后排列", "must be later than the one before")
    try:
        key.reading.read(row["value"])
    except (ValueError, TypeError):
        must = key.reading.must_be
        yield _fault(
            f"{spot}: value",
            f"应为{must.zh}，实为 {row['value']}",
            f"must be {must.en}, not {row['value']}",
            rule=key.field,
        )
