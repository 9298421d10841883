"""Every kind of code that is read here, and which kinds a value may be."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from procurement.rules import (
    consumable_codes,
    credit_codes,
    device_codes,
    device_strings,
    drug_codes,
    issued_codes,
    region_codes,
    trace_codes,
)
from procurement.rules.code_parts import Layout, Reading, place
from procurement.rules.text import Fault, Text

UNKNOWN = Text("未识别", "Not recognized")
LONGEST = 200  # characters of a value that is looked at
SEPARATOR = "\x1d"  # GS, between the elements of a scanned UDI
_BLANK = " \t\r\n\u3000\u200b\ufeff"  # around a value; the separator GS is none of them


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind is called, how its codes look, and how they are read.

    ``like`` fits whatever may be meant as one, right or wrong.
    """

    title: Text
    shape: Text
    example: str
    read: Callable[[str], Reading]
    like: re.Pattern[str]


def _kind(
    title: Text, shape: Text, example: str, read: Callable[[str], Reading], like: str
) -> Kind:
    return Kind(title, shape, example, read, re.compile(like, re.ASCII | re.DOTALL))


def _drug(layout: Layout, read: Callable[[str], Reading], lengths: str, example: str) -> Kind:
    letter, *_, (end,) = layout.segments[0].shape, layout.ends
    shape = Text(f"{end}位，以{letter}开头", f"{end} characters from {letter}")
    return _kind(layout.title, shape, example, read, rf"{letter}[0-9A-Z]{{{lengths}}}")


KINDS: dict[str, Kind] = {
    "western-drug": _drug(drug_codes.WESTERN, drug_codes.western, "4,", "XA10AED356B002010100000"),
    "patent-medicine": _drug(drug_codes.PATENT, drug_codes.patent, "4,", "ZA01BAX0341010100000"),
    "granule": _drug(drug_codes.GRANULE, drug_codes.granule, "4,", "T0102A00110101000000"),
    **{
        name: _kind(
            title,
            Text(f"{end}位，以C开头", f"{end} characters from C"),
            "C09100100000000211790000049"[:end],
            partial(consumable_codes.read, kind=name),
            rf"C.{{{end - 1}}}",
        )
        for name, (end, title) in consumable_codes.ENDS.items()
    },
    "consumable": _kind(
        Text("医用耗材代码（10、15、20或27位）", "Consumable code (10, 15, 20 or 27)"),
        Text("以C开头，按位数识别", "from C, told by its length"),
        "C03160923400002043450000010",
        consumable_codes.read,
        r"C.{3,}",
    ),
    "udi": _kind(
        device_strings.TITLE,
        Text("带括号，或扫码原文（GS分隔）", "in brackets, or as scanned, with separators"),
        "(01)06901234567892(17)301231(10)A1",
        device_strings.read,
        r"[(\]].*|(?:\x1d|␝|<GS>)?01[0-9]{14}.+",
    ),
    "udi-ma": _kind(
        issued_codes.TITLE,
        Text("以MA.开头", "from MA."),
        "MA.156.M0.100204.13351764",
        issued_codes.read,
        r"MA\..*",
    ),
    "credit-code": _kind(
        credit_codes.LAYOUT.title,
        Text("18位，末位校验", "18 characters, the last a check"),
        "91350100M000100Y43",
        credit_codes.read,
        r"[0-9A-Z]{18}|[159Y][0-9A-Z]{16,18}",
    ),
    "trace": _kind(
        Text("药品追溯码", "Traceability code"),
        Text("多为以8开头的20位数字", "mostly 20 digits from 8"),
        "83711700173703755001",
        trace_codes.read,
        r"[0-9]{19,}",
    ),
    "udi-di": _kind(
        device_codes.DEVICE.title,
        Text("14位数字，末位校验", "14 digits, the last a check"),
        "06901234567892",
        device_codes.read,
        r"[0-9]{14}",
    ),
    "barcode": _kind(
        device_codes.BARCODE.title,
        Text("13位数字，末位校验", "13 digits, the last a check"),
        "6901234567892",
        device_codes.barcode,
        r"[0-9]{13}",
    ),
    "region": _kind(
        region_codes.LAYOUT.title,
        Text("6位数字", "6 digits"),
        "510100",
        region_codes.read,
        r"[0-9]{6}",
    ),
    "udi-ali": _kind(
        issued_codes.ALI_TITLE,
        Text("结构未知，仅在指定时采用", "form not known; only when asked for"),
        "81773220288616423835",
        issued_codes.ali,
        r"(?!)",
    ),
}
"""The kinds by name; the first that a value looks like is taken for its kind."""


def tidy(value: str) -> str:
    """The value without blanks around it; nothing inside is changed."""
    return value.strip(_BLANK)


def visible(value: str) -> str:
    """The value with a sign for each character that cannot be seen; <GS> is the separator."""
    return "".join(
        one if one.isprintable() else "<GS>" if one == SEPARATOR else "�" for one in value
    )


def candidates(value: str) -> tuple[str, ...]:
    """Names of the kinds that the value looks like in any width and case, likeliest first."""
    folded = unicodedata.normalize("NFKC", value).upper()
    return tuple(name for name, kind in KINDS.items() if kind.like.fullmatch(folded))


def read(value: str, kind: str = "") -> Reading:
    """The value as a code of this kind, else of the likeliest; KeyError for an unknown kind.

    What looks like none is a reading with one fault that names the kinds.
    """
    value = tidy(value)
    if len(value) > LONGEST:
        text = Text(
            f"超过{LONGEST}个字符，不是一个代码。请每次输入一个。",
            f"more than {LONGEST} characters, so not one code. Enter one at a time.",
        )
        return Reading("", UNKNOWN, value, (), (Fault("code.length", place(1, len(value)), text),))
    if name := kind or next(iter(candidates(value)), ""):
        return KINDS[name].read(value)
    text = Text(
        "看不出是哪种代码。可识别："
        + "；".join(f"{k.title.zh}（{k.shape.zh}）" for k in _listed())
        + "。",
        "it looks like no kind of code. There are: "
        + "; ".join(f"{k.title.en} ({k.shape.en})" for k in _listed())
        + ".",
    )
    return Reading("", UNKNOWN, value, (), (Fault("code.kind", place(1, len(value)), text),))


def _listed() -> list[Kind]:
    hidden = {*consumable_codes.ENDS, "udi-ali"}
    return [kind for name, kind in KINDS.items() if name not in hidden]
