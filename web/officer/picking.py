"""The office watches the picking of regions: starts, pauses, resumes, breaks off, finishes it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from litestar import Controller, Request, get, post
from litestar.datastructures import CacheControlHeader, UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, MultipartBody, QueryParameter, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import BaseModel, ConfigDict

from procurement.actions import picking as actions
from procurement.actions import picks
from procurement.actions.rounds import law
from procurement.exchange import tables
from procurement.rules.drug_rules import ABSENT_PICKS
from procurement.rules.phases import Phase
from procurement.rules.rights import RIGHTS, Actor, require
from procurement.rules.rulebook import Entry
from procurement.rules.text import Text
from procurement.store.database import Store
from procurement.store.rounds import NotFound
from web import picking, views
from web.auth import may
from web.officer.head import Head, head
from web.picking import PickingPage

Asked = Request[Any, Any, Any]
CLAUSES = ("priority_picks", "spare_suppliers", "turn_seconds", "absent_pick")
"""The rulebook's values that a picking goes by."""
MOVES = {"pause": actions.pause, "resume": actions.resume, "break_off": actions.break_off}
SAID = {
    "pause": Text("选区已暂停。", "The picking is paused."),
    "resume": Text("选区已恢复，当前轮次重新计时。", "The picking goes on; turns begin anew."),
    "break_off": Text("选区已中止，记录保留。", "The picking is broken off; its record stays."),
}


@dataclass(frozen=True, slots=True)
class OfficerPicking:
    """The newest picking, None before the first; ``acting`` may run it."""

    head: Head
    picking: PickingPage | None
    clauses: tuple[Entry, ...]
    acting: bool
    askable: bool


class ReasonForm(BaseModel):
    """How the picking goes on, and why."""

    move: Literal["pause", "resume", "break_off"]
    reason: str = ""


class PreferenceForm(BaseModel):
    """The recorded preferences as a table."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    file: UploadFile | str | None = None

    def read(self) -> tuple[str, bytes]:
        """The name and the content; nothing of a file that was not chosen."""
        if isinstance(self.file, UploadFile):
            return self.file.filename, self.file.file.read(tables.MAX_SIZE + 1)
        return "", b""


def shown(store: Store, actor: Actor, round_id: int) -> OfficerPicking:
    """What the office sees of a round's picking; what is due is picked first."""
    require(actor, "see_round")
    now = datetime.now(UTC)
    picks.keep_time(store, round_id, now)
    with store.transaction() as db:
        top, round_ = head(db, round_id, actor, now), db.rounds.get(round_id)
        row = db.picks.newest(round_id)
        return OfficerPicking(
            head=top,
            picking=picking.page(db, row, ABSENT_PICKS[row.absent_pick], now) if row else None,
            clauses=tuple(
                entry for name in CLAUSES if (entry := law(db, round_).sources.get(name))
            ),
            acting=actor.role in RIGHTS["run_picking"],
            askable=top.phase in {Phase.EVALUATED, Phase.ALLOCATED},
        )


class OfficerPickingPages(Controller):
    path = "/officer/{round_id:int}/picking"
    cache_control = CacheControlHeader(no_store=True)

    @get("/", guards=[may("see_round")], sync_to_thread=True)
    def show(
        self, request: Asked, store: NamedDependency[Store], round_id: FromPath[int]
    ) -> Template:
        page = shown(store, views.person(request), round_id)
        return views.show(request, "officer/picking.html", page=page, hows=picking.HOW_NAMES)

    @get("/board", guards=[may("see_round")], sync_to_thread=True)
    def board(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        seen: Annotated[str, QueryParameter(max_length=40)] = "",
    ) -> Template:
        """The picking without the frame, asked for every two seconds; loaded anew at its end."""
        page = shown(store, views.person(request), round_id)
        if page.picking is None:
            raise NotFound(f"picking of round {round_id}")
        answer = views.show(
            request, "officer/_picking_board.html", page=page, hows=picking.HOW_NAMES
        )
        over = page.picking.is_complete and page.picking.seen != seen
        if over or not page.picking.is_live:
            answer.set_header("HX-Refresh", "true")
        return answer

    @post("/", guards=[may("run_picking")], sync_to_thread=True)
    def start(
        self, request: Asked, store: NamedDependency[Store], round_id: FromPath[int]
    ) -> Redirect:
        actions.start(store, views.person(request), round_id, datetime.now(UTC))
        return _done(
            request,
            round_id,
            Text(
                "选区已开始，并已通知第一顺位企业。",
                "The picking has begun; the first firms were told.",
            ),
        )

    @post("/recorded", guards=[may("run_picking")], sync_to_thread=True)
    def recorded(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        data: MultipartBody[PreferenceForm],
    ) -> Redirect:
        now = datetime.now(UTC)
        actions.run_recorded(store, views.person(request), round_id, *data.read(), now)
        return _done(
            request,
            round_id,
            Text("已按意向表完成选择。", "Every region is picked from the recorded preferences."),
        )

    @post("/move", guards=[may("run_picking")], sync_to_thread=True)
    def move(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        data: URLEncodedBody[ReasonForm],
    ) -> Redirect:
        now = datetime.now(UTC)
        MOVES[data.move](store, views.person(request), round_id, data.reason, now)
        return _done(request, round_id, SAID[data.move])

    @post("/finish", guards=[may("run_picking")], sync_to_thread=True)
    def finish(
        self, request: Asked, store: NamedDependency[Store], round_id: FromPath[int]
    ) -> Redirect:
        actions.finish(store, views.person(request), round_id, datetime.now(UTC))
        return views.done(
            request,
            f"/officer/{round_id}/allocation",
            "选区已结束，正在与另两个方案一并测算。",
            "The picking is finished; it is worked out beside both other plans.",
        )


def _done(request: Asked, round_id: int, said: Text) -> Redirect:
    return views.done(request, f"/officer/{round_id}/picking", said.zh, said.en)
