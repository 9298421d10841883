"""Device identifiers (产品标识, UDI-DI) as trade item numbers, and the barcode of 13 digits."""

from procurement.rules import code_parts
from procurement.rules.code_parts import Layout, Meaning, Reading, Segment, place, with_faults
from procurement.rules.text import Fault, Text

HEAVY = 3  # the weight of every other digit, beginning beside the check digit
TEN = 10
CHINA: dict[str, Meaning] = {
    str(prefix): Meaning(
        Text(
            "690–699：中国物品编码中心分配；企业代码与商品代码的分界从号码本身看不出",
            "690–699: given out in China; where the firm's number ends cannot be told from it",
        ),
        "reported",
    )
    for prefix in range(690, 700)
}

_ITEM = Segment(
    "item",
    Text("企业代码与商品代码", "Firm and item"),
    "9" * 12,
    Meaning(
        Text(
            "企业代码与商品代码，分界从号码本身看不出",
            "numbers of firm and item; where one ends cannot be told from the code",
        ),
        "unconfirmed",
    ),
    CHINA,
)
_CHECK = Segment(
    "check",
    Text("校验码", "Check"),
    "9",
    Meaning(Text("由前面各位算得，模10", "reckoned from the others, modulo 10"), "unconfirmed"),
)
_NOTE = Text(
    "校验位相符不等于产品已登记，须到国家药监局医疗器械唯一标识数据库核对；一个27位代码可对应一个或多个产品标识。",
    "A number that checks need not be registered: look it up in the national UDI database. One "
    "code of 27 goes with one identifier or more.",
)

DEVICE = Layout(
    "udi-di",
    Text("医疗器械产品标识（UDI-DI）", "Device identifier (UDI-DI)"),
    (
        Segment(
            "level",
            Text("包装指示符", "Packaging level"),
            "9",
            Meaning(
                Text("1–8为各级外包装，9为变量", "1–8: an outer pack; 9: variable"), "unconfirmed"
            ),
            {"0": Meaning(Text("0：基础单元", "0: the base unit"), "unconfirmed")},
        ),
        _ITEM,
        _CHECK,
    ),
    notes=(_NOTE,),
)
BARCODE = Layout(
    "barcode",
    Text("商品条码（13位）", "Product barcode (13)"),
    (_ITEM, _CHECK),
    notes=(
        Text(
            "商品条码标识品种，不是追溯码；补前导0成为14位产品标识。",
            "The barcode names the article; it is no traceability code. With a 0 in front it is a "
            "device identifier of 14.",
        ),
    ),
)


def check(body: str) -> str:
    """The last digit for the others: weights 3 and 1 in turn from the right, modulo 10."""
    total = sum(
        int(digit) * (1 if index % 2 else HEAVY) for index, digit in enumerate(reversed(body))
    )
    return str(-total % TEN)


def read(value: str) -> Reading:
    """A device identifier: 14 digits of which the last is the check."""
    return _checked(code_parts.read(DEVICE, value))


def barcode(value: str) -> Reading:
    """The barcode of a product: 13 digits of which the last is the check."""
    return _checked(code_parts.read(BARCODE, value))


def _checked(found: Reading) -> Reading:
    if found.faults:
        return found
    end = len(found.value)
    right, last = check(found.value[:-1]), found.value[-1]
    text = Text(
        f"校验码应为{right}，现为{last}：{end}位中至少有一位有误。请重新扫码或对照包装更正。",
        f"the check must be {right}, not {last}: one of the {end} digits or more is wrong. Scan it "
        "again or compare it with the pack.",
    )
    return (
        found
        if right == last
        else with_faults(found, [Fault(f"{found.kind}.check", place(end, end), text)])
    )
