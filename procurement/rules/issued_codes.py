"""Device identifications of the other issuers (发码机构): ZIIOT, from MA., and Ali Health."""

import re
from collections.abc import Iterator

from procurement.rules.code_parts import Part, Reading, place
from procurement.rules.text import Fault, Text

TITLE = Text("UDI（中关村工信二维码技术研究院，MA码）", "UDI of ZIIOT (MA code)")
ALI_TITLE = Text("UDI（阿里健康）", "UDI of Ali Health")
MARK = "MA."

_FIXED: tuple[tuple[str, Text, Text], ...] = (
    ("issuer", Text("发码体系", "System"), Text("MA：二维码注册体系", "MA: registry of codes")),
    ("country", Text("国家代码", "Country"), Text("156为中国", "156 is China")),
    ("trade", Text("行业代码", "Trade"), Text("M0为医疗器械", "M0 is medical devices")),
    ("firm", Text("企业代码", "Firm"), Text("由发码机构分配", "given out by the issuer")),
    (
        "item",
        Text("产品代码", "Item"),
        Text("含包装级别与校验位", "with packaging level and check"),
    ),
)
_PRODUCTION: dict[str, tuple[str, Text]] = {
    "S": ("serial", Text("序列号", "Serial number")),
    "L": ("lot", Text("批号", "Lot")),
    "M": ("produced", Text("生产日期", "Production date")),
    "P": ("produced", Text("生产日期", "Production date")),
    "D": ("sterilized", Text("灭菌批号", "Sterilization lot")),
    "E": ("expires", Text("失效日期", "Expiry date")),
    "V": ("valid", Text("有效期", "Valid until")),
    "C": ("check", Text("校验码", "Check")),
}
"""What the letter in front of a piece of the production identifier announces."""

_PIECE = re.compile(r"[0-9A-Za-z-]+", re.ASCII)
_NOTES = (
    Text(
        "MA码的校验算法未公开，不核对；各段含义尚待证实。",
        "How MA codes are checked is not published, so it is not verified; what the pieces mean is "
        "unconfirmed.",
    ),
)
_ALI_NOTES = (
    Text(
        "阿里健康UDI的结构未知，不拆分也不核对，且与20位药品追溯码无法区分。",
        "The form of Ali Health's identifications is not known: they are neither taken apart nor "
        "verified, nor told from traceability codes of 20 digits.",
    ),
)


def read(value: str) -> Reading:
    """A code of ZIIOT: five pieces of the identifier and any of production, with dots between."""
    parts = tuple(_parts(value))
    return Reading("udi-ma", TITLE, value, parts, tuple(_faults(value, parts)), _NOTES)


def ali(value: str) -> Reading:
    """An identification of Ali Health, as one piece."""
    meaning = Text("DI与PI，结构未知", "identifiers of device and production, form not known")
    whole = Part("whole", Text("全码", "Whole code"), 1, value, meaning, "unconfirmed")
    return Reading("udi-ali", ALI_TITLE, value, (whole,), (), _ALI_NOTES)


def _parts(value: str) -> Iterator[Part]:
    first = 1
    for index, piece in enumerate(value.split(".")):
        if index < len(_FIXED):
            name, title, meaning = _FIXED[index]
            yield Part(name, title, first, piece, meaning, "unconfirmed")
        elif piece[:1] in _PRODUCTION:
            name, title = _PRODUCTION[piece[0]]
            meaning = Text(f"以{piece[0]}开头", f"begins with {piece[0]}")
            yield Part(name, title, first, piece, meaning, "unconfirmed")
        else:
            title = Text("未解读部分", "Not read")
            meaning = Text("字母标识未知", "its letter is not known")
            yield Part("unread", title, first, piece, meaning, "unconfirmed")
        first += len(piece) + 1


def _faults(value: str, parts: tuple[Part, ...]) -> Iterator[Fault]:
    if not value.startswith(MARK):
        text = Text("MA码应以“MA.”开头。", "an MA code begins with “MA.”.")
        yield Fault("udi-ma.issuer", place(1, len(MARK)), text)
    if len(parts) < len(_FIXED):
        text = Text(
            f"只有{len(parts)}段，产品标识应有{len(_FIXED)}段（以点分隔）。请完整复制。",
            f"{len(parts)} pieces; the device identifier has {len(_FIXED)}, with dots between. "
            "Copy the whole code.",
        )
        yield Fault("udi-ma.length", place(1, len(value)), text)
    for part in parts:
        if not _PIECE.fullmatch(part.characters):
            text = Text(
                f"{part.title.zh}“{part.characters}”为空，或含有字母、数字、连字符以外的"
                "字符，请更正。",
                f"the {part.title.en.lower()} “{part.characters}” is blank or has other signs than "
                "letters, digits and hyphens. Correct it.",
            )
            yield Fault(f"udi-ma.{part.name}", place(part.first, part.last), text)
