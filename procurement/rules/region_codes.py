"""Codes of administrative divisions (行政区划代码, GB/T 2260): province, prefecture, county."""

from collections.abc import Iterator

from procurement.rules import code_parts
from procurement.rules.code_parts import Layout, Meaning, Reading, Segment, place, with_faults
from procurement.rules.codes import REGIONS
from procurement.rules.text import Fault, Text

ELSEWHERE: dict[str, Text] = {
    "71": Text("台湾", "Taiwan"),
    "81": Text("香港", "Hong Kong"),
    "82": Text("澳门", "Macao"),
}
"""Codes of GB/T 2260 that are none of the 31 regions of procurement."""

PROVINCES: dict[str, Text] = {code[:2]: name for code, name in REGIONS.items()} | ELSEWHERE

WHOLE = "00"  # of a prefecture or county: the code is the level above
_WHOLE = Meaning(Text("00：上一级本身", "00: the level above itself"), "reported")

LAYOUT = Layout(
    "region",
    Text("行政区划代码", "Region code"),
    (
        Segment(
            "province",
            Text("省级", "Province"),
            "99",
            Meaning(Text("未知的省级代码", "no province known here"), "unconfirmed"),
            {code: Meaning(name, "official") for code, name in PROVINCES.items()},
        ),
        Segment(
            "prefecture",
            Text("地级", "Prefecture"),
            "99",
            Meaning(Text("市、地区、州、盟的编号", "number of the city or prefecture"), "reported"),
            {WHOLE: _WHOLE},
        ),
        Segment(
            "county",
            Text("县级", "County"),
            "99",
            Meaning(
                Text("区、县、旗、县级市的编号", "number of the district or county"), "reported"
            ),
            {WHOLE: _WHOLE},
        ),
    ),
    notes=(
        Text(
            "地级和县级代码只核对格式，未对照名录；名录逐年变更。",
            "Prefecture and county are checked for their form only, not against the list, which "
            "changes every year.",
        ),
    ),
)


def read(value: str) -> Reading:
    """Six digits, two a level; the first two are a province, and a county has a prefecture."""
    found = code_parts.read(LAYOUT, value)
    return found if found.faults else with_faults(found, _faults(found))


def _faults(found: Reading) -> Iterator[Fault]:
    province = found.part("province")
    if province not in PROVINCES:
        text = Text(
            f"没有以{province}开头的省级代码，请对照GB/T 2260更正，如110000。",
            f"no province begins with {province}. Correct it by GB/T 2260, as 110000.",
        )
        yield Fault("region.province", place(1, 2), text)
    if found.part("prefecture") == WHOLE and found.part("county") != WHOLE:
        text = Text(
            "县级代码之前的地级代码不能是00，请补上地级代码，或以0000结尾表示省级。",
            "a county cannot stand under prefecture 00. Fill in the prefecture, or end the code "
            "with 0000 for the province.",
        )
        yield Fault("region.prefecture", place(3, 4), text)
