"""A hospital's leftover: what was proposed for it, and a form to assign it itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Template

from procurement.actions import leftover
from procurement.actions.unit_plans import Units
from procurement.exchange.cells import half_width
from procurement.rules.linkage import Code, Selected
from procurement.rules.moves import Move
from procurement.rules.phases import Phase
from procurement.rules.pools import NOBODY, Place, Pool
from procurement.rules.rights import Actor, require
from procurement.rules.rulebook import Entry
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Store
from web import rounds, views
from web.auth import may
from web.rounds import Round

UNPROCESSABLE = 422
DIGITS = 12
_WHOLE = re.compile(rf"[0-9]{{1,{DIGITS}}}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Target:
    """A winner that may receive: its price, what the hospital itself asked for, what it gets."""

    code: Code
    field: str
    product: str
    firm: str
    unit_price: int
    own: int
    units: int


@dataclass(frozen=True, slots=True)
class Assigned:
    """One pool: ``free`` units are the hospital's to assign, ``best`` go by the rule."""

    pool: Pool
    name: str
    giver: str
    targets: tuple[Target, ...]
    barred: tuple[tuple[str, str, Entry | None], ...]


@dataclass(frozen=True, slots=True)
class LeftoverPage:
    """``confirmed``: the hospital chose; else the units are those proposed."""

    round: Round
    pools: tuple[Assigned, ...]
    confirmed: bool
    open: bool


def page(store: Store, actor: Actor, round_id: int, now: datetime) -> LeftoverPage:
    """NotFound in a round without leftover; WrongPhase before a proposal was chosen."""
    require(actor, "confirm_leftover", actor.party)
    with store.transaction() as db:
        round_ = rounds.get(db, round_id, now)
        row = db.rounds.get(round_id)
        units = leftover.of(db, row)
        standing = units.standing(row)
        products = {code: one.name for code, one in db.catalogue.products(round_id).items()}
        firms = {code: one.name for code, one in db.parties.firms().items()}
    own = [pool for pool in units.assigned.pools if pool.place.hospital == actor.party]
    given = {(one.place, one.receiver): one.units for one in standing}
    return LeftoverPage(
        round=round_,
        pools=tuple(
            _assigned(number, pool, units, given, products, firms)
            for number, pool in enumerate(own)
        ),
        confirmed=actor.party in units.confirmed,
        open=round_.phase is Phase.ALLOCATED,
    )


def _assigned(
    number: int,
    pool: Pool,
    units: Units,
    given: Mapping[tuple[Place, Code], int],
    products: Mapping[str, str],
    firms: Mapping[str, str],
) -> Assigned:
    winners = {one.code: one for one in units.assigned.winners}
    sources = units.rules.sources
    return Assigned(
        pool=pool,
        name=products.get(pool.place.scope, pool.place.scope),
        giver="" if pool.place.giver == NOBODY else firms[pool.place.giver[1]],
        targets=tuple(
            Target(
                code,
                f"{number} {' '.join(code)}",
                products[code[0]],
                firms[code[1]],
                winners[code].price,
                _own(units, pool, winners[code]),
                given.get((pool.place, code), 0),
            )
            for code in pool.targets
        ),
        barred=tuple(
            (products[code[0]], firms[code[1]], sources.get(why)) for code, why in pool.barred
        ),
    )


def _own(units: Units, pool: Pool, winner: Selected) -> int:
    """What the hospital asked for of the winner's product."""
    return sum(
        split.demand
        for split in units.assigned.splits
        if split.hospital == pool.place.hospital and (split.product, split.firm) == winner.code
    )


def read(form: Mapping[str, Any], seen: LeftoverPage) -> list[Move]:
    """The moves of a form; blank is nothing. Refused with every field that is no number."""
    found, faults = [], []
    for one in seen.pools:
        for target in one.targets:
            typed = half_width(str(form.get(target.field, ""))) or "0"
            if not _WHOLE.fullmatch(typed):
                text = Text(
                    f"“{typed}”不是0或正整数，请只填数字。",
                    f"“{typed}” is not 0 or a whole number; use digits only.",
                )
                faults.append(Fault("units", target.field, text))
            elif int(typed):
                found.append(Move(one.pool.place, target.code, int(typed)))
    if faults:
        raise Refused(faults)
    return found


class LeftoverPages(Controller):
    path = "/hospital/{round_id:int}/leftover"
    guards = (may("confirm_leftover"),)
    cache_control = CacheControlHeader(no_store=True)

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
    ) -> Template:
        seen = page(store, views.person(request), round_id, datetime.now(UTC))
        return views.show(request, "hospital/leftover.html", page=seen, typed={}, wrong={})

    @post("/", sync_to_thread=True)
    def confirm(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
        data: URLEncodedBody[dict[str, Any]],
    ) -> Response[Any]:
        actor, now = views.person(request), datetime.now(UTC)
        seen = page(store, actor, round_id, now)
        try:
            moves = read(data, seen)
            leftover.confirm(store, actor, round_id, moves, now)
        except Refused as refused:
            return views.show(
                request,
                "hospital/leftover.html",
                status_code=UNPROCESSABLE,
                faults=refused.faults,
                page=seen,
                typed=data,
                wrong={fault.place: fault.text for fault in refused.faults},
            )
        return views.done(
            request,
            f"/hospital/{round_id}/leftover",
            "待分配量已确认；公布结果前可以更改。",
            "The leftover is assigned; you can change it until the results are published.",
        )
