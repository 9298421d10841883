"""Progress of a whole round: by region, product, firm and hospital."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from procurement.actions import progress
from procurement.rules.codes import REGIONS
from procurement.rules.progress import Line, Progress, by
from procurement.rules.rights import Actor, require
from procurement.rules.text import Text
from procurement.store.database import Store
from web import measures, rounds, tiles
from web.measures import Year
from web.rounds import Round
from web.tiles import TileMap


@dataclass(frozen=True, slots=True)
class Bar:
    """A region, product, firm or hospital with its progress."""

    code: str
    name: Text | str
    measured: Progress
    months: int = 0

    @property
    def level(self) -> str:
        return measures.level(self.measured)


@dataclass(frozen=True, slots=True)
class Tile:
    """One region's square of the map, with its bar; none where nothing is agreed."""

    x: int
    y: int
    short: Text
    name: Text
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The round on a day; every list is in the order of the codes."""

    round: Round
    year: Year
    whole: Bar
    regions: tuple[Bar, ...]
    products: tuple[Bar, ...]
    firms: tuple[Bar, ...]
    hospitals: tuple[Bar, ...]
    region_of: dict[str, str]

    @property
    def reporting(self) -> int:
        """Hospitals that reported anything by the day."""
        return sum(bar.measured.received is not None for bar in self.hospitals)

    @property
    def slow(self) -> int:
        """Hospitals with an alert."""
        return sum(bar.level in {"yellow", "orange", "red"} for bar in self.hospitals)

    @property
    def map(self) -> TileMap:
        """The squares of the regions, without anything in them."""
        return tiles.draw({}, ())

    @property
    def tiles(self) -> tuple[Tile, ...]:
        bars = {bar.code: bar for bar in self.regions}
        return tuple(
            Tile(tile.x, tile.y, tile.short, tile.name, bars.get(tile.code))
            for tile in self.map.tiles
        )

    def at(self, level: str) -> int:
        """Regions at this level."""
        return sum(bar.level == level for bar in self.regions)

    def found(self, words: str, region: str, level: str) -> tuple[Bar, ...]:
        """Hospitals with these words in name or code, in that region, at that level."""
        asked = words.strip().casefold()
        return tuple(
            bar
            for bar in self.hospitals
            if asked in f"{bar.name} {bar.code}".casefold()
            and region in {"", self.region_of[bar.code]}
            and level in {"", bar.level}
        )


def dashboard(store: Store, actor: Actor, round_id: int, asked: str, now: datetime) -> Dashboard:
    """All of a round's progress; NotFound before its contracts are signed."""
    require(actor, "see_all_progress")
    with store.transaction() as db:
        round_ = rounds.signed(db, round_id, now)
        year = measures.year(round_, asked)
        lines = progress.lines(db, round_id, until=year.look.until)
        months = db.usage.months(round_id)
        products = {code: one.name for code, one in db.catalogue.products(round_id).items()}
        firms = {code: one.name for code, one in db.parties.firms().items()}
        parties = db.parties.hospitals()
    agreed = [line for line in lines if line.firm]

    def bars(
        parts: list[Line], key: Callable[[Line], str], name: Callable[[str], Text | str]
    ) -> tuple[Bar, ...]:
        found = by(parts, key, year.start, year.day, year.rules)
        return tuple(Bar(code, name(code), one, months.get(code, 0)) for code, one in found.items())

    return Dashboard(
        round=round_,
        year=year,
        whole=Bar("", round_.name, year.measure(lines)),
        regions=bars(lines, lambda line: line.region, REGIONS.__getitem__),
        products=bars(lines, lambda line: line.product, products.__getitem__),
        firms=bars(agreed, lambda line: line.firm, firms.__getitem__),
        hospitals=bars(lines, lambda line: line.hospital, lambda code: parties[code].name),
        region_of={code: one.region for code, one in parties.items()},
    )
