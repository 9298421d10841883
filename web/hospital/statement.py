"""A hospital's statement of retained savings, on the page and as a document."""

from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from procurement.actions import statements
from procurement.store.database import Store
from web import downloads, settled, views
from web.auth import may


class StatementPages(Controller):
    path = "/hospital/{round_id:int}/statement"
    guards = (may("report_usage"),)
    cache_control = CacheControlHeader(no_store=True)

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
    ) -> Template:
        actor = views.person(request)
        seen = settled.page(store, actor, round_id, actor.party, datetime.now(UTC))
        return views.show(request, "hospital/statement.html", page=seen)

    @get("/pdf", sync_to_thread=True)
    def document(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
    ) -> Response[bytes]:
        actor = views.person(request)
        paper = statements.printed(store, actor, round_id, actor.party, datetime.now(UTC))
        return downloads.download(paper.content, paper.name, downloads.PDF)
