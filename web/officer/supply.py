"""One product under both plans: two maps, what every winner supplies, and the regions that move."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from procurement.actions.allocation import plans_of
from procurement.rules.rights import Actor
from procurement.store.database import Store
from procurement.store.rounds import NotFound
from web import tiles
from web.officer.comparison import Lot, lot_of, lots, shown
from web.officer.head import Head, head
from web.tiles import TileMap


@dataclass(frozen=True, slots=True)
class Volume:
    """What a winner supplies under each plan: regions, agreed units, and fen.

    ``named`` of the units were asked for by its name, under either plan; ``spares`` are the
    regions whose spare supplier it is.
    """

    rank: int
    firm: str
    named: int
    spares: Mapping[str, int]
    regions: Mapping[str, int]
    units: Mapping[str, int]
    amount: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Move:
    """A region whose supplier differs between the plans."""

    region: str
    draft: str
    best: str


@dataclass(frozen=True, slots=True)
class ProductPage:
    """One product under both plans, on two maps; ``firms`` are names by code."""

    head: Head
    lot: Lot
    maps: Mapping[str, TileMap]
    firms: Mapping[str, str]
    regions: tuple[str, ...]
    volumes: tuple[Volume, ...]
    moves: tuple[Move, ...]
    chosen: str | None

    @property
    def named(self) -> int:
        """Units that name a winner: they stay with it under either plan."""
        return sum(volume.named for volume in self.volumes)

    @property
    def has_spares(self) -> bool:
        return any(volume.spares["draft"] for volume in self.volumes)


def product(store: Store, actor: Actor, round_id: int, code: str, now: datetime) -> ProductPage:
    """NotFound before a run is finished, and for a product without a winner."""
    with store.transaction() as db:
        top, round_ = head(db, round_id, actor, now), db.rounds.get(round_id)
        run = shown(db.runs.of_round(round_id), round_)
        found = (
            [one for one in lots(run) if one["product"] == code and "regions" in one] if run else []
        )
        if not run or not found:
            raise NotFound(f"product {code}")
        firms, products = db.parties.firms(), db.catalogue.products(round_id)
    (kept,) = found
    plans = plans_of(found)
    names = [firms[firm].name for firm in kept["firms"]]
    suppliers = {
        plan: dict(
            zip(kept["regions"], (names[index] for index in kept[plan]["suppliers"]), strict=True)
        )
        for plan in plans
    }
    return ProductPage(
        head=top,
        lot=lot_of(kept, products),
        maps={plan: tiles.draw(suppliers[plan], names) for plan in plans},
        firms=dict(zip(kept["firms"], names, strict=True)),
        regions=tuple(kept["regions"]),
        volumes=tuple(
            Volume(
                rank=place + 1,
                firm=name,
                named=kept["named"][place] if "named" in kept else 0,
                spares={plan: _spares(kept[plan], place) for plan in plans},
                regions={plan: kept[plan]["suppliers"].count(place) for plan in plans},
                units={plan: kept[plan]["volumes"][place] for plan in plans},
                amount={plan: kept[plan]["amounts"][place] for plan in plans},
            )
            for place, name in enumerate(names)
        ),
        moves=tuple(
            Move(region, supplier, suppliers["best"][region])
            for region, supplier in suppliers["draft"].items()
            if supplier != suppliers["best"][region]
        ),
        chosen=round_.plan if round_.run_id == run.id else None,
    )


def _spares(plan: Mapping[str, Any], place: int) -> int:
    """In how many regions a winner is the first or the second spare supplier."""
    return sum(place in spares for spares in zip(*plan.get("spares", ()), strict=True))
