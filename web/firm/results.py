"""A firm's own result once published, and the letters issued to it."""

from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from procurement.store.database import Store
from web import views
from web.auth import may
from web.firm import outcome, replies


class FirmResultPages(Controller):
    path = "/firm"
    guards = (may("see_own_result"),)
    cache_control = CacheControlHeader(no_store=True)

    @get("/{round_id:int}/result", sync_to_thread=True)
    def result(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
    ) -> Template:
        actor = views.person(request)
        page = outcome.result(store, actor, round_id, datetime.now(UTC))
        asked = replies.questions(store, actor, round_id)
        return views.show(request, "firm/result.html", page=page, round=page.round, questions=asked)

    @get("/{round_id:int}/papers/{kind:str}", sync_to_thread=True)
    def paper(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
        kind: FromPath[str],
    ) -> Response[bytes]:
        row = outcome.letter(store, views.person(request), round_id, kind, datetime.now(UTC))
        name = f"{row.kind}-{row.party}.pdf"
        return Response(
            row.content,
            media_type="application/pdf",
            headers={"content-disposition": f'attachment; filename="{name}"'},
        )
