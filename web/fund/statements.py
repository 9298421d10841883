"""Statements of retained savings of all hospitals: lists, tables and documents."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Request, Response, get
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from procurement.actions import statements
from procurement.rules.codes import REGIONS
from procurement.store.database import Store
from web import downloads, paging, settled, views
from web.auth import may
from web.fund import settlement

Asked = Request[Any, Any, Any]


class FundPages(Controller):
    path = "/fund"
    cache_control = CacheControlHeader(no_store=True)

    @get("/", guards=[may("see_all_statements")], sync_to_thread=True)
    def home(self, request: Asked, store: NamedDependency[Store]) -> Template:
        found = settlement.settlements(store, views.person(request), datetime.now(UTC))
        return views.show(request, "fund/rounds.html", settlements=found)

    @get("/{round_id:int}", guards=[may("see_all_statements")], sync_to_thread=True)
    def listing(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        q: FromQuery[str] = "",
        region: FromQuery[str] = "",
        page: FromQuery[int] = 1,
    ) -> Template:
        seen = settlement.settlement(store, views.person(request), round_id, datetime.now(UTC))
        return views.show(
            request,
            "fund/settlement.html",
            settlement=seen,
            found=paging.cut(seen.found(q, region), page),
            q=q,
            region=region,
            regions=REGIONS,
            address=f"/fund/{round_id}?{urlencode({'q': q, 'region': region})}&page=",
        )

    @get("/{round_id:int}/csv", guards=[may("see_all_statements")], sync_to_thread=True)
    def table(
        self, request: Asked, store: NamedDependency[Store], round_id: FromPath[int]
    ) -> Response[bytes]:
        seen = settlement.settlement(store, views.person(request), round_id, datetime.now(UTC))
        return downloads.download(seen.csv(), f"retained-savings-{round_id}.csv", downloads.CSV)

    @get(
        "/{round_id:int}/statements/{hospital:str}",
        guards=[may("see_statement")],
        sync_to_thread=True,
    )
    def show(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        hospital: FromPath[str],
    ) -> Template:
        actor = views.person(request)
        seen = settled.page(store, actor, round_id, hospital, datetime.now(UTC))
        return views.show(request, "fund/statement.html", page=seen)

    @get(
        "/{round_id:int}/statements/{hospital:str}/pdf",
        guards=[may("see_statement")],
        sync_to_thread=True,
    )
    def document(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        hospital: FromPath[str],
    ) -> Response[bytes]:
        actor = views.person(request)
        paper = statements.printed(store, actor, round_id, hospital, datetime.now(UTC))
        return downloads.download(paper.content, paper.name, downloads.PDF)
