"""Whole device identifications (医疗器械唯一标识, UDI): identifier, dates, lot and serial in a row.

They are printed with brackets, ``(01)06901234567892(17)301231(10)A1``, and scanned without: there
a separator (FNC1, sent as the control character GS) ends each part of variable length.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from procurement.rules import device_codes
from procurement.rules.code_parts import Part, Reading, place
from procurement.rules.dates import MONTHS
from procurement.rules.text import Fault, Text

TITLE = Text("医疗器械唯一标识（UDI）", "Unique device identification (UDI)")
CENTURY = 2000  # no device was identified before
LONGEST = 20
FIRST = 1


@dataclass(frozen=True, slots=True)
class Identifier:
    """What an application identifier (应用标识符) announces; ``size`` None: up to 20, then GS."""

    name: str
    title: Text
    size: int | None = None


IDENTIFIERS: dict[str, Identifier] = {
    "01": Identifier("di", Text("产品标识DI", "Device identifier"), 14),
    "11": Identifier("produced", Text("生产日期", "Production date"), 6),
    "17": Identifier("expires", Text("失效日期", "Expiry date"), 6),
    "10": Identifier("lot", Text("批号", "Lot")),
    "21": Identifier("serial", Text("序列号", "Serial number")),
}
SEPARATOR = re.compile("\x1d|␝|<GS>")
SCANNED = re.compile(r"\](?:d2|C1|Q3|e0)")  # what a scanner sends first, by the kind of symbol

_BRACKETS = re.compile(r"\(([0-9]{2,4})\)", re.ASCII)
_DATE = re.compile(r"[0-9]{6}", re.ASCII)
_VARIABLE = re.compile(rf"[!\"%-?A-Z_a-z]{{1,{LONGEST}}}", re.ASCII)
_SWALLOWED = re.compile(r".+(?:(?:11|17)[0-9]{6}|21.+)", re.ASCII)
_NO_PRODUCTION = Text(
    "只有产品标识，没有生产标识（批号、序列号、日期）。",
    "It has no production identifier: no lot, serial number or date.",
)
_SWALLOWS = Text(
    "批号或序列号中含有形似其他标识符的内容；若分隔符（GS）在复制时丢失，请改用带括号的格式。",
    "The lot or serial number holds what may be another identifier. If a separator (GS) was lost "
    "in copying, enter the form with brackets.",
)


@dataclass(frozen=True, slots=True)
class _Element:
    """An identifier's digits and the characters it announces; ``first`` is their place from 1."""

    identifier: str
    first: int
    characters: str


def read(value: str) -> Reading:
    """A UDI in brackets or as scanned: every element with its meaning, and all faults at once."""
    bracketed = value.startswith("(")
    elements = list(_bracketed(value) if bracketed else _scanned(value))
    parts: list[Part] = []
    faults: list[Fault] = []
    for element in elements:
        part, wrong = _understood(element)
        parts.append(part)
        faults += wrong
    faults += _together(value, elements)
    return Reading("udi", TITLE, value, tuple(parts), tuple(faults), _notes(value, elements))


def _bracketed(value: str) -> Iterator[_Element]:
    found = list(_BRACKETS.finditer(value))
    ends = [*(one.start() for one in found[1:]), len(value)]
    if not found:
        yield _Element("", FIRST, value)
    for one, end in zip(found, ends, strict=False):
        yield _Element(one[1], one.end() + 1, value[one.end() : end])


def _scanned(value: str) -> Iterator[_Element]:
    """Without brackets: sizes and separators say where an element ends."""
    at = begun.end() if (begun := SCANNED.match(value)) else 0
    while at < len(value):
        if gap := SEPARATOR.match(value, at):
            at = gap.end()
            continue
        known = IDENTIFIERS.get(value[at : at + 2])
        start = at + 2 if known else at
        stop = SEPARATOR.search(value, start)
        at = stop.start() if stop else len(value)
        if known and known.size:
            at = min(at, start + known.size)
        yield _Element(value[start - 2 : start] if known else "", start + 1, value[start:at])


def _understood(element: _Element) -> tuple[Part, list[Fault]]:
    known = IDENTIFIERS.get(element.identifier)
    if known is None:
        return _unknown(element)
    title = Text(*(f"({element.identifier}) {name}" for name in known.title))
    said, wrong = _said(known, element.characters)
    part = Part(known.name, title, element.first, element.characters, said, "unconfirmed")
    rule, where = f"udi.{known.name}", place(element.first, part.last)
    return part, [Fault(rule, where, wrong)] if wrong else []


def _said(known: Identifier, characters: str) -> tuple[Text, Text | None]:
    """What the characters mean, and what is wrong with them."""
    name = known.title
    if known.name == "di":
        found = device_codes.read(characters)
        told = [fault.text for fault in found.faults]
        meaning = Text("14位，末位为校验码", "14 digits, the last a check")
        wrong = Text("".join(t.zh for t in told), " ".join(t.en for t in told)) if told else None
        return meaning, wrong
    if known.size:
        return _dated(characters, name)
    if _VARIABLE.fullmatch(characters):
        return Text("由生产企业编制", "given by the maker"), None
    return name, Text(
        f"{name.zh}“{characters}”应为1至{LONGEST}个字母、数字或符号；过长时多为分隔符丢失，请改用带括号的格式。",
        f"the {name.en.lower()} “{characters}” must have 1 to {LONGEST} letters, digits or signs. "
        "One that is too long has mostly lost its separator: enter the form with brackets.",
    )


def _dated(characters: str, name: Text) -> tuple[Text, Text | None]:
    """Six digits of year, month and day; day 00 is the end of the month."""
    if _DATE.fullmatch(characters):
        year, month, day = (int(characters[at : at + 2]) for at in (0, 2, 4))
        if 1 <= month <= MONTHS and day <= (last := monthrange(CENTURY + year, month)[1]):
            shown = date(CENTURY + year, month, day or last).isoformat()
            whole = Text("（未注明日，按月末）", " (no day given: end of the month)")
            return Text(
                shown + (whole.zh if not day else ""), shown + (whole.en if not day else "")
            ), None
    return name, Text(
        f"{name.zh}“{characters}”应为六位数字的年月日（YYMMDD），如301231。",
        f"the {name.en.lower()} “{characters}” must be six digits of year, month and day (YYMMDD), "
        "as 301231.",
    )


def _unknown(element: _Element) -> tuple[Part, list[Fault]]:
    """Brackets show where an unknown identifier ends; without them nothing does."""
    name = Text("未解读部分", "Not read")
    if element.identifier:
        name = Text(f"({element.identifier}) {name.zh}", f"({element.identifier}) {name.en}")
    meaning = Text("本平台不解读该标识符", "this identifier is not read here")
    part = Part("unread", name, element.first, element.characters, meaning, "unconfirmed")
    if element.identifier:
        return part, []
    text = Text(
        "此处应为应用标识符01、11、17、10或21。请重新扫码，或改用带括号的格式。",
        "an identifier 01, 11, 17, 10 or 21 must stand here. Scan it again, or enter the form with "
        "brackets.",
    )
    return part, [Fault("udi.identifier", place(element.first, part.last), text)]


def _together(value: str, elements: list[_Element]) -> Iterator[Fault]:
    """Faults between elements: the identifier is there, nothing stands twice, time runs on."""
    names = [element.identifier for element in elements]
    if "01" not in names:
        text = Text(
            "缺少产品标识(01)，无法识别产品。请补全。",
            "the device identifier (01) is missing: no product can be told. Add it.",
        )
        yield Fault("udi.missing", place(1, len(value)), text)
    for element in elements[1:]:
        if element.identifier in names[: elements.index(element)] and element.identifier:
            text = Text(
                f"标识符({element.identifier})重复，请只保留一个。",
                f"the identifier ({element.identifier}) stands twice. Keep one of them.",
            )
            last = element.first + len(element.characters) - 1
            yield Fault("udi.twice", place(element.first, last), text)
    told = {element.identifier: element for element in elements}
    made, ends = told.get("11"), told.get("17")
    if made and ends and ends.characters < made.characters:
        text = Text(
            "失效日期早于生产日期，请核对。", "it expires before it was made. Compare both dates."
        )
        yield Fault("udi.order", place(ends.first, ends.first + len(ends.characters) - 1), text)


def _notes(value: str, elements: list[_Element]) -> tuple[Text, ...]:
    known = {element.identifier for element in elements}
    notes = list(device_codes.DEVICE.notes)
    if not known & {"10", "21", "11", "17"}:
        notes.append(_NO_PRODUCTION)
    variable = (one for one in elements if one.identifier in {"10", "21"})
    if not value.startswith("(") and any(_SWALLOWED.match(one.characters) for one in variable):
        notes.append(_SWALLOWS)
    return tuple(notes)
