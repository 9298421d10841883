"""The settings of a scenario: what each is called, what it does, and how its value is read."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from procurement.rules.scenarios import ANY, Around, Backing, Scenario
from procurement.rules.text import Text
from solver.problem import Aim, Bounds, Linkage

_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)(%?)", re.ASCII)
_WHOLE = re.compile(r"[0-9]+", re.ASCII)
_RANGE = re.compile(r"([0-9]+)\.\.([0-9]+)", re.ASCII)
_AROUND = re.compile(r"(?:±|\+-)([0-9]+)", re.ASCII)
_LONGEST = 12  # digits of a number that anybody means
_MOST_SUPPLIERS = 9  # of one region
_MOST_RATIO = 10

type Read = Callable[[str], object]

AIMS = (Aim.SPEND, Aim.LARGEST_GROUP, Aim.SHARED_GROUPS, Aim.SHORTFALL)
"""Goals for which a round has the facts."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name for people, what it does, what it takes, and how that is read.

    ``read`` raises ValueError for a value it does not take; ``words`` say for people those values
    that are not numbers.
    """

    title: Text
    does: Text
    takes: Text
    read: Read
    words: Mapping[str, Text] = field(default_factory=dict)

    def put(self, scenario: Scenario, key: str, value: str) -> Scenario:
        """The scenario with this setting; ValueError for a value it does not take."""
        read: Any = self.read(value)
        if key == "shares":  # one list a number of winners
            read = (*scenario.shares, read)
        return replace(scenario, **{key: read})


def describe(settings: Sequence[tuple[str, str]]) -> Text:
    """Settings in words."""
    told = [
        (SETTINGS[key].title, SETTINGS[key].words.get(value, Text(value, value)))
        for key, value in settings
    ]
    return Text(
        "；".join(f"{title.zh}：{value.zh}" for title, value in told),
        "; ".join(f"{title.en}: {value.en}" for title, value in told),
    )


def part(text: str) -> Fraction:
    """A part of something: ``0.4`` or ``40%``; above nothing and at most all of it."""
    if not 0 < (found := _ratio(text)) <= 1:
        raise ValueError(text)
    return found


def _ratio(text: str) -> Fraction:
    found = _PART.fullmatch(text)
    if found is None or len(found[1]) > _LONGEST:
        raise ValueError(text)
    ratio = Fraction(found[1]) / (100 if found[2] else 1)
    if ratio > _MOST_RATIO:
        raise ValueError(text)
    return ratio


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text) or len(text) > _LONGEST:
        raise ValueError(text)
    return int(text)


def _suppliers(text: str) -> int:
    if not 1 <= (found := _whole(text)) <= _MOST_SUPPLIERS:
        raise ValueError(text)
    return found


def _counts(text: str) -> Around | Bounds:
    if text == "equal":
        return Around(0)
    if text == "free":
        return ANY
    if found := _AROUND.fullmatch(text):
        return Around(_whole(found[1]))
    found = _RANGE.fullmatch(text)
    if found is None or _whole(found[1]) > _whole(found[2]):
        raise ValueError(text)
    return Bounds(_whole(found[1]), _whole(found[2]))


def _keep(text: str) -> Fraction:
    return Fraction(1) if text == "draft" else part(text)


def _shares(text: str) -> tuple[Fraction, ...]:
    found = tuple(part(one) for one in text.split("/"))
    if sum(found) != 1:
        raise ValueError(text)
    return found


def _goals(text: str) -> tuple[Aim, ...]:
    found = tuple(Aim(word.strip()) for word in re.split("[,/]", text))
    if len(set(found)) < len(found) or not set(found) <= set(AIMS):
        raise ValueError(text)
    return found


SHARE = Text("大于0且不超过1的比例，如0.4或40%", "a part above 0 and at most 1, such as 0.4 or 40%")
RATIO = Text("0至10的比例，如0.2或20%", "a part from 0 to 10, such as 0.2 or 20%")

SETTINGS: dict[str, Setting] = {
    "linkage": Setting(
        Text("量价挂钩", "Quantity–price linkage"),
        Text("低价者约定采购量不少于高价者", "a lower price never gets less than a higher one"),
        Text("none、strict或conditional", "none, strict or conditional"),
        Linkage,
        {
            "strict": Text("严格", "strict"),
            "conditional": Text("产能已满者除外", "unless the cheaper firm is full"),
            "none": Text("不要求", "none"),
        },
    ),
    "tolerance": Setting(
        Text("挂钩容差", "Tolerance of the linkage"),
        Text("量价挂钩允许相差的数量", "units by which the linkage may be missed"),
        Text("整数（单位数量）", "a whole number of units"),
        _whole,
    ),
    "counts": Setting(
        Text("地区数", "Numbers of regions"),
        Text(
            "各企业供应的地区数，±N为与选择顺序相差不超过N个",
            "regions of each winner; ±N: up to N more or fewer than by the pick order",
        ),
        Text("equal、free、±N（或+-N）或A..B", "equal, free, ±N (or +-N) or A..B"),
        _counts,
        {
            "equal": Text("与选择顺序相同", "as by the pick order"),
            "free": Text("不限，至少1个", "any, from 1"),
        },
    ),
    "max_share": Setting(
        Text("全轮次最大份额", "Largest share of the round"),
        Text(
            "同一控制企业在整个轮次中的最大份额，按最低中选可比价计值",
            "of one control group in the whole round, valued at the lowest winning price",
        ),
        SHARE,
        part,
    ),
    "lot_share": Setting(
        Text("单品种最大份额", "Largest share of a lot"),
        Text(
            "同一控制企业在每个品种约定采购量中的最大份额",
            "of one control group in the volume of each product",
        ),
        SHARE,
        part,
    ),
    "suppliers": Setting(
        Text("每地区供应企业数", "Suppliers of a region"),
        Text(
            "每个地区最多由K家企业分担供应，地区数不再固定",
            "a region may be shared by up to K winners; numbers of regions are then free",
        ),
        Text("1至9的整数", "a whole number from 1 to 9"),
        _suppliers,
    ),
    "least_part": Setting(
        Text("分担的最低比例", "Least part of a region"),
        Text("分担供应的企业至少得到该地区的比例", "of a region's volume for whoever shares in it"),
        SHARE,
        part,
    ),
    "backup": Setting(
        Text("备供企业", "Backup suppliers"),
        Text("每个地区另有一家备供企业", "another winner stands by in each region"),
        Text("none、any或apart", "none, any or apart"),
        Backing,
        {
            "none": Text("不设", "none"),
            "any": Text("另一家中选企业", "another winner"),
            "apart": Text("非同一控制的中选企业", "a winner of another control group"),
        },
    ),
    "surge": Setting(
        Text("应急增产", "Surge of a backup"),
        Text(
            "一家企业断供时，备供企业可超出产能的比例",
            "part of its capacity that a backup may add when a supplier fails",
        ),
        RATIO,
        _ratio,
    ),
    "capacity": Setting(
        Text("假定产能", "Assumed capacity"),
        Text(
            "企业未申报产能时，假定其产能为品种约定采购量的比例",
            "of a winner that declared none, as part of the product's volume",
        ),
        RATIO,
        _ratio,
    ),
    "keep": Setting(
        Text("保底数量", "Kept volume"),
        Text(
            "各企业不少于选择顺序所得数量的比例",
            "part of its pick-order volume that no winner gets less than",
        ),
        Text("draft或比例，如0.95", "draft, or a part such as 0.95"),
        _keep,
        {"draft": Text("不少于选择顺序所得", "all of it, as by the pick order")},
    ),
    "shares": Setting(
        Text("按顺位的份额", "Shares by rank"),
        Text(
            "按顺位的约定采购量份额，适用于中选企业数相同的品种，可对不同企业数各写一次",
            "parts of the volume by rank, for products with as many winners; once a number of them",
        ),
        Text("合计为1的份额，如0.4/0.3/0.3", "parts that add up to 1, such as 0.4/0.3/0.3"),
        _shares,
    ),
    "band": Setting(
        Text("份额浮动", "Band of the shares"),
        Text(
            "份额允许偏离的比例（占品种总量），缺省5%", "how far a share may be off, of the lot; 5%"
        ),
        SHARE,
        part,
    ),
    "goals": Setting(
        Text("目标顺序", "Goals in order"),
        Text(
            "依次优化：采购金额、最大企业份额、备供与主供同一控制的地区、未达到选择顺序数量的差额",
            "made small one after another: spend, largest group, backups of the own group, "
            "shortfall from the pick order",
        ),
        Text(f"{'、'.join(AIMS)}中的若干项", f"some of {', '.join(AIMS)}"),
        _goals,
    ),
    "spend_tolerance": Setting(
        Text("金额容差", "Tolerance of the spend"),
        Text("为后续目标可多支出的比例", "part of the least spend given up for the later goals"),
        RATIO,
        _ratio,
    ),
}
"""Every setting by its key, in the order of the help."""
