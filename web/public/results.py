"""Published results: for everybody, and nothing of them before the publication."""

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Template

from procurement.store.database import Store
from web import views
from web.public import downloads, listing, lots, overview, regions


class PublicPages(Controller):
    path = "/"

    @get("/", sync_to_thread=True)
    def front(self, request: Request[Any, Any, Any], store: NamedDependency[Store]) -> Template:
        page = overview.front_page(store, datetime.now(UTC))
        return views.show(request, "public/front.html", page=page)

    @get("/rounds/{round_id:int}", sync_to_thread=True)
    def results(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
        q: Annotated[str, QueryParameter(max_length=100)] = "",
        page: Annotated[int, QueryParameter(ge=1, le=1000)] = 1,
    ) -> Template:
        shown = listing.listing(store, round_id, q, page, datetime.now(UTC))
        template = "public/results.html" if shown.round.is_public else "public/waiting.html"
        return views.show(request, template, page=shown)

    @get("/rounds/{round_id:int}/products/{code:str}", sync_to_thread=True)
    def product(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
        code: FromPath[str],
    ) -> Template:
        page = lots.lot(store, round_id, code, datetime.now(UTC))
        return views.show(request, "public/product.html", page=page)

    @get("/rounds/{round_id:int}/regions/{code:str}", sync_to_thread=True)
    def region(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
        code: FromPath[str],
    ) -> Template:
        page = regions.region(store, round_id, code, datetime.now(UTC))
        return views.show(request, "public/region.html", page=page)

    @get("/rounds/{round_id:int}/results.csv", sync_to_thread=True)
    def as_csv(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
    ) -> Response[bytes]:
        return downloads.results(request, store, round_id, "csv")

    @get("/rounds/{round_id:int}/results.json", sync_to_thread=True)
    def as_json(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
    ) -> Response[bytes]:
        return downloads.results(request, store, round_id, "json")

    @get("/rounds/{round_id:int}/award-notice.pdf", sync_to_thread=True)
    def notice(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
    ) -> Response[bytes]:
        return downloads.notice(request, store, round_id)
