"""The parties of a round: firms that bid, and hospitals that buy."""

from dataclasses import dataclass
from enum import StrEnum

from procurement.rules.text import Text


class Level(StrEnum):
    """The grade of a hospital (医院等级), highest first."""

    TERTIARY = "tertiary"
    SECONDARY = "secondary"
    PRIMARY = "primary"


LEVEL_NAMES: dict[Level, Text] = {
    Level.TERTIARY: Text("三级", "Level 3 (tertiary)"),
    Level.SECONDARY: Text("二级", "Level 2 (secondary)"),
    Level.PRIMARY: Text("一级", "Level 1 (primary)"),
}


@dataclass(frozen=True, slots=True)
class Firm:
    """A bidder (申报企业); ``controller`` is who controls it (同一控制), itself when blank."""

    code: str
    name: str
    controller: str = ""


@dataclass(frozen=True, slots=True)
class Hospital:
    """A medical institution (医疗机构); ``region`` is its province's six-digit GB/T 2260 code."""

    code: str
    name: str
    region: str
    level: Level
