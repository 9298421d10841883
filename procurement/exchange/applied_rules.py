"""Rulebooks applied to a round for comparison, with what is decided about their parameters."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from procurement.exchange import rulebooks
from procurement.rules import comparison, schemes
from procurement.rules.entries import Decision
from procurement.rules.rulebook import RoundRules, Rulebook, RulebookFaults, Undecided
from procurement.rules.schemas import SCHEMAS
from procurement.rules.text import Fault, Refused, Text

FEWEST = 2
ROUND_KINDS = ("drug-round", "unit-round")
REASON = "仅为本次比较 / for this comparison only"


@dataclass(frozen=True, slots=True)
class Applied:
    """A rulebook as it is applied: the day whose values hold, and what was decided."""

    book: Rulebook
    day: date
    rules: RoundRules
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """``KEY=VALUE`` or ``RULEBOOK:KEY=VALUE``, the value as in a rulebook or as a bare word."""

    text: str
    book: str
    key: str
    value: Any


def apply(
    names: Sequence[str],
    settings: Iterable[str],
    opened: date,
    decided: Mapping[str, Sequence[Decision]] | None = None,
) -> tuple[Applied, ...]:
    """The rulebooks with these names, in their order, each once; Refused with every fault.

    ``decided`` is what a round's office decided, by rulebook; settings go over it. A setting
    without a rulebook is for all that leave its key open.
    """
    faults: list[Fault] = []
    books = _books(tuple(dict.fromkeys(names)), faults)
    given = [one for text in settings if (one := _setting(text, faults))]
    days = {book.id: comparison.applied_day(book, opened) for book in books}
    faults += [
        Fault("setting", one.text, Text("所选规则手册中没有这一待定参数。", NO_PARAMETER))
        for one in given
        if books and not any(_open(one, book, days[book.id]) for book in books)
    ]
    found = []
    for book in books:
        kept = {one.key: one for one in (decided or {}).get(book.id, ())}
        kept |= {
            one.key: Decision(one.key, one.value, REASON, "vbp", days[book.id])
            for one in given
            if _open(one, book, days[book.id])
        }
        try:
            rules = schemes.rules_of(book, days[book.id], kept.values())
        except RulebookFaults as wrong:
            faults += wrong.faults
        except Undecided as undecided:
            faults += [_blank(book, key) for key in undecided.keys]
        else:
            found.append(Applied(book, days[book.id], rules, tuple(kept.values())))
    if faults:
        raise Refused(faults)
    return tuple(found)


NO_PARAMETER = "no rulebook chosen has a parameter of this name that is open."


def _books(names: Sequence[str], faults: list[Fault]) -> list[Rulebook]:
    """At least two, all of one kind, and of rounds."""
    found: dict[str, Rulebook] = {}
    for name in names:
        try:
            book = rulebooks.load(name)
        except LookupError:
            known = ", ".join(rulebooks.ids())
            text = Text(f"没有该规则手册，可选：{known}", f"no such rulebook; there are: {known}")
            faults.append(Fault("rulebook", name, text))
            continue
        if book.kind not in ROUND_KINDS:
            text = Text("不是采购轮次的规则手册。", "is not a rulebook of a round.")
            faults.append(Fault("rulebook", name, text))
        else:
            found[book.id] = book
    books = list(found.values())
    if len({book.kind for book in books}) > 1:
        text = Text("规则手册须为同一类。", "rulebooks must be of the same kind.")
        faults.append(Fault("kind", ", ".join(found), text))
    if not faults and len(books) < FEWEST:
        text = Text("请至少选两部规则手册。", "give at least two rulebooks.")
        faults.append(Fault("rulebooks", ", ".join(names) or "--rules", text))
    return books


def _setting(text: str, faults: list[Fault]) -> Setting | None:
    name, equals, value = (part.strip() for part in text.partition("="))
    if not (equals and name and value):
        faults.append(Fault("setting", text, Text("应写作 KEY=VALUE。", "write it as KEY=VALUE.")))
        return None
    book, _, key = name.rpartition(":")
    try:
        read = tomllib.loads(f"value = {value}", parse_float=Decimal)["value"]
    except tomllib.TOMLDecodeError:
        read = value
    return Setting(text, book, key, read)


def _open(setting: Setting, book: Rulebook, day: date) -> bool:
    """The setting is for this rulebook, which leaves its key to the round."""
    if setting.book not in {"", book.id, *book.aliases}:
        return False
    entry = book.entries(day).get(setting.key)
    blank = any(blank.key == setting.key for blank in book.blanks)
    return blank or (entry is not None and entry.is_parameter)


def _blank(book: Rulebook, key: str) -> Fault:
    """A parameter without a value, and what to do about it."""
    blank = next(one for one in book.blanks if one.key == key)
    must = next(one.reading.must_be for one in SCHEMAS[book.kind].keys if one.key == key)
    return Fault(
        "blank",
        f"{book.id} [{key}]",
        Text(
            f"{blank.title.zh}：{blank.why.zh}。请以 --set {key}=… 决定，应为{must.zh}。",
            f"{blank.title.en}: {blank.why.en}. Decide it by --set {key}=…, {must.en}.",
        ),
    )
