"""The tile map of China's regions: one square a region, marked by who supplies it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from procurement.rules.codes import REGIONS, TILE
from procurement.rules.text import Text

SIDE = 50  # one tile and its gap, in the drawing's own units
# ISO 3166-2:CN, in the order of REGIONS: an English name does not fit a tile.
ISO = "BJ TJ HE SX NM LN JL HL SH JS ZJ AH FJ JX SD HA HB HN GD GX HI CQ SC GZ YN XZ SN GS QH NX XJ"
PATTERNS = 12  # fills in the style sheet; the letter goes on where they repeat


@dataclass(frozen=True, slots=True)
class Supplier:
    """An entry of the legend: its letter, its fill, and the regions it supplies, in code order."""

    name: str
    letter: str
    fill: int
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """One region's square; no supplier where nobody was chosen."""

    code: str
    name: Text
    short: Text
    x: int
    y: int
    supplier: Supplier | None


@dataclass(frozen=True, slots=True)
class TileMap:
    """Everything the drawing, its legend and its table show."""

    width: int
    height: int
    tiles: tuple[Tile, ...]
    suppliers: tuple[Supplier, ...]


def draw(supplied: Mapping[str, str], names: Sequence[str]) -> TileMap:
    """Who supplies which region (region code to name), lettered in the order of ``names``.

    Every supplier must be among the names; KeyError otherwise.
    """
    regions: dict[str, list[str]] = {name: [] for name in names}
    for code in sorted(supplied):
        regions[supplied[code]].append(code)
    suppliers = {
        name: Supplier(name, letter(place), place % PATTERNS + 1, tuple(regions[name]))
        for place, name in enumerate(names)
    }
    shorts = {
        code: Text(name.zh.partition("（")[0], iso)
        for (code, name), iso in zip(REGIONS.items(), ISO.split(), strict=True)
    }
    tiles = tuple(
        Tile(
            code,
            REGIONS[code],
            shorts[code],
            column * SIDE,
            row * SIDE,
            suppliers[supplied[code]] if code in supplied else None,
        )
        for code, (column, row) in TILE.items()
    )
    return TileMap(
        max(tile.x for tile in tiles) + SIDE,
        max(tile.y for tile in tiles) + SIDE,
        tiles,
        tuple(suppliers.values()),
    )


def letter(place: int) -> str:
    """A to Z, then A2, B2 and so on."""
    again, index = divmod(place, len(ascii_uppercase))
    return ascii_uppercase[index] + (str(again + 1) if again else "")
