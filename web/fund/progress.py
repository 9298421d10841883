"""The progress of a whole round, for the fund, the procurement office and the auditor."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Request, get
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from procurement.rules.codes import REGIONS
from procurement.store.database import Store
from web import measures, paging, views
from web.auth import may
from web.fund import dashboard


class FundProgressPages(Controller):
    path = "/fund/{round_id:int}/progress"
    guards = (may("see_all_progress"),)
    cache_control = CacheControlHeader(no_store=True)

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
        *,
        day: FromQuery[str] = "",
        q: FromQuery[str] = "",
        region: FromQuery[str] = "",
        level: FromQuery[str] = "",
        page: FromQuery[int] = 1,
    ) -> Template:
        actor = views.person(request)
        seen = dashboard.dashboard(store, actor, round_id, day, datetime.now(UTC))
        asked = {"day": day, "q": q, "region": region, "level": level}
        return views.show(
            request,
            "fund/progress.html",
            seen=seen,
            found=paging.cut(seen.found(q, region, level), page),
            asked=asked,
            regions=REGIONS,
            levels=measures.LEVELS,
            address=f"/fund/{round_id}/progress?{urlencode(asked)}&page=",
        )
