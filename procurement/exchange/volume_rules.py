"""The rules under which a demand table is worked out, with what was chosen for it."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from procurement.exchange import rulebooks
from procurement.rules.entries import Decision, Entry
from procurement.rules.rulebook import Rulebook, RulebookFaults, Undecided, UnitRules
from procurement.rules.schemas import SCHEMAS
from procurement.rules.text import Fault, Refused, Text

KIND = "unit-round"
REASON = "仅为本次测算设定 / set for this calculation only"
BY = "vbp"
IDLE_GROUPS = frozenset({"grouping", "selection", "term"})
"""What a demand table already answers: who competed where, who was selected."""
REVIVED_PARTS = "volume.revived_parts"
IDLE: tuple[Any, ...] = (1, [], [0, 0])
"""A value for a blank that is not read; the first that its key takes."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A rulebook with its newest values, and what was chosen for the calculation."""

    book: Rulebook
    day: date
    rules: UnitRules
    chosen: tuple[Decision, ...]

    def clause(self, field: str) -> Entry:
        """The entry behind a field of the rules."""
        return self.rules.sources[field]


def books() -> tuple[Rulebook, ...]:
    """The rulebooks of rounds by competition units, in order."""
    found = (rulebooks.load(name) for name in rulebooks.ids())
    return tuple(book for book in found if book.kind == KIND)


def newest(book: Rulebook) -> date:
    """The day on which the last of its values came into force."""
    return max(entry.since for entry in book.history)


def apply(name: str, settings: Iterable[str], *, revived: bool) -> Applied:
    """The rules of a rulebook with settings ``KEY=VALUE``; Refused with every fault.

    A blank that a demand table already answers need not be set, nor what revived products keep
    when there are none.
    """
    book = _book(name)
    faults: list[Fault] = []
    day = newest(book)
    chosen = [one for text in settings if (one := _chosen(text, day, faults))]
    named = {one.key for one in chosen}
    idle = [
        Decision(blank.key, _idle(blank.key), REASON, BY, day)
        for blank in book.blanks
        if blank.key not in named and _is_idle(blank.key, revived=revived)
    ]
    try:
        rules = book.at(day, UnitRules, decisions=[*chosen, *idle])
    except RulebookFaults as wrong:
        raise Refused([*faults, *wrong.faults]) from wrong
    except Undecided as undecided:
        raise Refused([*faults, *(_blank(book, key) for key in undecided.keys)]) from undecided
    if faults:
        raise Refused(faults)
    return Applied(book, day, rules, tuple(chosen))


def _book(name: str) -> Rulebook:
    known = {known: book for book in books() for known in (book.id, *book.aliases)}
    if name not in known:
        names = ", ".join(book.id for book in books())
        text = Text(
            f"没有该竞争单元类规则手册，可选：{names}",
            f"no such rulebook of a round by competition units; there are: {names}",
        )
        raise Refused([Fault("rulebook", name or "--rules", text)])
    return known[name]


def _chosen(text: str, day: date, faults: list[Fault]) -> Decision | None:
    """A setting; its value is written as in a rulebook, or is a bare word."""
    key, equals, value = (part.strip() for part in text.partition("="))
    if not (key and equals and value):
        says = Text("应写作 KEY=VALUE，如 pool.scope=category。", "write it as KEY=VALUE.")
        faults.append(Fault("setting", text, says))
        return None
    try:
        read = tomllib.loads(f"value = {value}", parse_float=Decimal)["value"]
    except tomllib.TOMLDecodeError:
        read = value
    return Decision(key, read, REASON, BY, day)


def _is_idle(key: str, *, revived: bool) -> bool:
    return key.partition(".")[0] in IDLE_GROUPS or (key == REVIVED_PARTS and not revived)


def _idle(key: str) -> Any:  # noqa: ANN401 - of TOML's kinds
    reading = next(one.reading for one in SCHEMAS[KIND].keys if one.key == key)
    return next(value for value in IDLE if _reads(reading.read, value))


def _reads(read: Any, value: Any) -> bool:  # noqa: ANN401 - of TOML's kinds
    try:
        read(value)
    except (ValueError, TypeError):
        return False
    return True


def _blank(book: Rulebook, key: str) -> Fault:
    """A blank without a value: why it has none, and how to give it one."""
    blank = next(one for one in book.blanks if one.key == key)
    must = next(one.reading.must_be for one in SCHEMAS[KIND].keys if one.key == key)
    text = Text(
        f"{blank.title.zh}：{blank.why.zh}。请设定 {key}=…，应为{must.zh}。",
        f"{blank.title.en}: {blank.why.en}. Set {key}=…, {must.en}.",
    )
    return Fault("blank", f"{book.id} [{key}]", text)


def shown(chosen: Sequence[Decision]) -> tuple[str, ...]:
    """The settings as they were understood: ``pool.scope = category``."""
    return tuple(f"{one.key} = {one.value}" for one in chosen)
