"""A firm picks its regions, in turn and in time; it sees the products whose regions it picks."""

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import BaseModel, StringConstraints

from procurement.actions import picks
from procurement.rules.codes import REGIONS
from procurement.rules.drug_rules import ABSENT_PICKS
from procurement.rules.rights import Actor
from procurement.store.database import Store
from procurement.store.rounds import NotFound
from web import picking, views
from web.auth import may
from web.firm import lots
from web.picking import PickingPage

Asked = Request[Any, Any, Any]


class PickForm(BaseModel):
    turn: int
    region: Annotated[str, StringConstraints(max_length=20)]


class FirmPickingPages(Controller):
    path = "/firm/{round_id:int}/picking"
    guards = (may("pick_region"),)
    cache_control = CacheControlHeader(no_store=True)

    @get("/", sync_to_thread=True)
    def show(
        self, request: Asked, store: NamedDependency[Store], round_id: FromPath[int]
    ) -> Template:
        actor = views.person(request)
        round_ = lots.round_(store, actor, round_id, datetime.now(UTC))
        page = seen(store, actor, round_id)
        return views.show(
            request, "firm/picking.html", page=page, round=round_, hows=picking.HOW_NAMES
        )

    @get("/clock", sync_to_thread=True)
    def clock(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        seen_last: Annotated[str, QueryParameter(name="seen", max_length=40)] = "",
    ) -> Template:
        """The clock, asked for every two seconds; it says when there is more to see."""
        page = seen(store, views.person(request), round_id)
        answer = views.show(request, "firm/_picking_clock.html", page=page)
        if page.seen != seen_last:
            answer.set_header("HX-Trigger", "picked")
        return answer

    @get("/boards", sync_to_thread=True)
    def boards(
        self, request: Asked, store: NamedDependency[Store], round_id: FromPath[int]
    ) -> Template:
        page = seen(store, views.person(request), round_id)
        return views.show(request, "firm/_picking_boards.html", page=page, hows=picking.HOW_NAMES)

    @post("/{product:str}", sync_to_thread=True, status_code=views.SEE_OTHER)
    def pick(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        product: FromPath[str],
        data: URLEncodedBody[PickForm],
    ) -> Redirect:
        actor, now = views.person(request), datetime.now(UTC)
        picks.pick(store, actor, round_id, product, data.turn, data.region, now)
        name = REGIONS[data.region]
        return views.done(
            request,
            f"/firm/{round_id}/picking",
            f"已选定{name.zh}。",
            f"{name.en} is yours.",
        )


def seen(store: Store, actor: Actor, round_id: int) -> PickingPage:
    """The firm's part of the picking; NotFound when it has none. What is due is picked first."""
    now = datetime.now(UTC)
    picks.keep_time(store, round_id, now)
    with store.transaction() as db:
        row = db.picks.get(round_id)
        page = picking.page(db, row, ABSENT_PICKS[row.absent_pick], now, actor.party)
    if not page.boards:
        raise NotFound(f"picking of round {round_id}")
    return page
