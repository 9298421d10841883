"""Allocation runs and the choice between plans."""

from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from procurement.actions import allocation
from procurement.store.database import Store
from web import views
from web.auth import may
from web.officer import comparison, leftover, runs, supply
from web.officer.forms import ChoiceForm

Asked = Request[Any, Any, Any]


class AllocationPages(Controller):
    path = "/officer"

    @get("/{round_id:int}/allocation", guards=[may("see_round")], sync_to_thread=True)
    def show(
        self, request: Asked, store: NamedDependency[Store], round_id: FromPath[int]
    ) -> Template:
        actor, now = views.person(request), datetime.now(UTC)
        if not comparison.shares_regions(store, round_id):
            found = leftover.leftover(store, actor, round_id, now)
            return views.show(
                request, "officer/leftover.html", page=found, names=leftover.PROPOSAL_NAMES
            )
        page = comparison.allocation(store, actor, round_id, now)
        return views.show(
            request, "officer/allocation.html", page=page, names=comparison.PLAN_NAMES
        )

    @post("/{round_id:int}/allocation", guards=[may("allocate")], sync_to_thread=True)
    def ask(
        self, request: Asked, store: NamedDependency[Store], round_id: FromPath[int]
    ) -> Redirect:
        allocation.ask(store, views.person(request), round_id, datetime.now(UTC))
        return views.done(
            request,
            f"/officer/{round_id}/allocation",
            "已提交运算，可离开本页，稍后再看。",
            "The run is in the queue; you may leave this page and come back.",
        )

    @post("/{round_id:int}/allocation/choice", guards=[may("allocate")], sync_to_thread=True)
    def choose(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        data: URLEncodedBody[ChoiceForm],
    ) -> Redirect:
        allocation.choose(
            store, views.person(request), round_id, data.run, data.plan, datetime.now(UTC)
        )
        by_regions = comparison.shares_regions(store, round_id)
        name = (comparison.PLAN_NAMES if by_regions else leftover.PROPOSAL_NAMES)[data.plan]
        return views.done(
            request,
            f"/officer/{round_id}/allocation",
            f"已选定：{name.zh}。",
            f"Chosen: {name.en}.",
        )

    @get(
        "/{round_id:int}/allocation/{product:str}",
        guards=[may("see_round")],
        sync_to_thread=True,
    )
    def product(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        product: FromPath[str],
    ) -> Template:
        now = datetime.now(UTC)
        page = supply.product(store, views.person(request), round_id, product, now)
        return views.show(request, "officer/product.html", page=page, names=comparison.PLAN_NAMES)

    @get("/{round_id:int}/runs/{run_id:int}", guards=[may("see_round")], sync_to_thread=True)
    def follow(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        run_id: FromPath[int],
    ) -> Template:
        """The progress of a run, asked for every second; the page is loaded anew at its end."""
        job = runs.follow(store, round_id, run_id)
        answer = views.show(request, "officer/_run.html", job=job)
        if not job.under_way:
            answer.set_header("HX-Refresh", "true")
        return answer
