"""Drug traceability codes (药品追溯码): the identity of one sales unit, in three families."""

import re
from collections.abc import Iterator
from dataclasses import replace

from procurement.rules import code_parts, device_codes, device_strings
from procurement.rules.code_parts import Layout, Meaning, Part, Reading, Segment, place
from procurement.rules.text import Fault, Text

LONGEST = 100  # characters of the national field drug_trac_codg
DIGITS = 20

LAYOUT = Layout(
    "trace",
    Text("药品追溯码（码上放心）", "Traceability code (Mashang Fangxin)"),
    (
        Segment(
            "resource",
            Text("资源码", "Resource code"),
            "8999999",
            Meaning(
                Text(
                    "对应企业、药品、剂型、批准文号与包装规格，各地系统凭此7位对照药品",
                    "stands for firm, drug, form, approval and pack; systems find the drug by "
                    "these 7",
                ),
                "reported",
            ),
        ),
        Segment(
            "serial",
            Text("序列号", "Serial number"),
            "9" * 9,
            Meaning(Text("单个销售单元的序号", "number of the sales unit"), "reported"),
        ),
        Segment(
            "check",
            Text("校验码", "Check"),
            "9999",
            Meaning(
                Text("加密校验，算法保密，不核对", "by a secret algorithm, not verified"),
                "reported",
            ),
        ),
    ),
    notes=(
        Text(
            "末4位校验算法保密，离线无法辨别真伪；是否重复使用须联网查询。",
            "The last four are a check by a secret algorithm: offline a forged code cannot be "
            "told. Whether a code was used before has to be asked online.",
        ),
    ),
)
OWN_TITLE = Text("药品追溯码（企业自编）", "Traceability code (maker's own)")

_OWN_NOTES = (
    Text(
        "企业自编追溯码的结构未知，不拆分也不核对。",
        "The form of a maker's own code is not known: it is neither taken apart nor verified.",
    ),
    Text(
        "部分医院软件只接受20位数字，会提示“长度非法”或“格式错误”；国家接口字段接受至多100个字符。",
        "Some hospital software takes 20 digits only and answers “长度非法” (wrong length) or "
        "“格式错误” (wrong format); the national field takes up to 100 characters.",
    ),
)
_MASHANG = re.compile(r"8[0-9]{19}", re.ASCII)
_PRINTED = re.compile(r"[!-~]+", re.ASCII)
_BARCODE = re.compile(r"69[0-9]{11}", re.ASCII)


def read(value: str) -> Reading:
    """20 digits from 8 are taken apart, GS1 strings as such, anything else is a maker's own code.

    The barcode of the product is refused: it is the same on every pack.
    """
    if _MASHANG.fullmatch(value):
        return code_parts.read(LAYOUT, value)
    if value.startswith(("(", "]")) or device_strings.SEPARATOR.search(value):
        found = device_strings.read(value)
        title = Text("药品追溯码（GS1）", "Traceability code (GS1)")
        return replace(found, kind=LAYOUT.kind, title=title)
    meaning = Text("企业自编，结构未知", "made up by the maker, form not known")
    whole = Part("whole", Text("全码", "Whole code"), 1, value, meaning, "reported")
    return Reading(LAYOUT.kind, OWN_TITLE, value, (whole,), tuple(_faults(value)), _OWN_NOTES)


def _faults(value: str) -> Iterator[Fault]:
    if _BARCODE.fullmatch(value) and not device_codes.barcode(value).faults:
        text = Text(
            "这是商品条码（13位，以69开头），同品种每盒相同，不是追溯码。请扫描追溯码。",
            "this is the product's barcode (13 digits from 69), the same on every pack. Scan the "
            "traceability code instead.",
        )
        yield Fault("trace.barcode", place(1, len(value)), text)
    if len(value) > LONGEST:
        text = Text(
            f"共{len(value)}个字符，国家接口字段至多{LONGEST}个。请核对是否连扫。",
            f"{len(value)} characters; the national field takes {LONGEST}. Two codes may have been "
            "scanned in a row.",
        )
        yield Fault("trace.length", place(1, len(value)), text)
    if not _PRINTED.fullmatch(value):
        text = Text(
            "为空，或含有空格、全角等字符。请重新扫码。",
            "it is blank, or has blanks or full-width signs in it. Scan it again.",
        )
        yield Fault("trace.characters", place(1, len(value)), text)
