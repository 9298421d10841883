"""The rounds of the procurement office, and every step that an officer takes in one."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from procurement.actions import (
    bidding,
    contracts,
    demand,
    evaluation,
    key_shares,
    publication,
    rounds,
)
from procurement.rules.rulebook import Undecided
from procurement.rules.text import Fault, Refused
from procurement.store.database import Store
from web import auth, downloads, views
from web.auth import may
from web.officer import overview
from web.officer.forms import NO_TIME, AnnounceForm, KeyForm, OpeningForm, RehearseForm, SignForm

Asked = Request[Any, Any, Any]
UNPROCESSABLE = 422


class OfficerPages(Controller):
    path = "/officer"

    @get("/", guards=[may("see_round")], sync_to_thread=True)
    def list(self, request: Asked, store: NamedDependency[Store]) -> Template:
        found = overview.all_rounds(store, views.person(request), datetime.now(UTC))
        return views.show(request, "officer/rounds.html", rounds=found)

    @get("/{round_id:int}", guards=[may("see_round")], sync_to_thread=True)
    def show(
        self, request: Asked, store: NamedDependency[Store], round_id: FromPath[int]
    ) -> Response[Any]:
        """The round's page; its design instead, as long as a value has to be decided."""
        try:
            return _page(request, store, round_id)
        except Undecided:
            return Redirect(f"/officer/{round_id}/design", status_code=views.SEE_OTHER)

    @post(
        "/{round_id:int}/rehearse", guards=[may("rehearse")], status_code=200, sync_to_thread=True
    )
    def rehearse(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        data: URLEncodedBody[RehearseForm],
    ) -> Response[Any]:
        actor, now = views.person(request), datetime.now(UTC)
        try:
            rounds.rehearse(store, actor, round_id, data.officer, now, threshold=data.threshold)
        except Refused as refused:
            return _page(request, store, round_id, refused.faults, data)
        return _done(request, round_id, "开标演练已通过。", "The rehearsal passed.")

    @post("/{round_id:int}/share", guards=[may("take_share")], status_code=200, sync_to_thread=True)
    def share(
        self, request: Asked, store: NamedDependency[Store], round_id: FromPath[int]
    ) -> Response[Any]:
        try:
            file = key_shares.take(store, views.person(request), round_id, datetime.now(UTC))
        except Refused as refused:
            return _page(request, store, round_id, refused.faults)
        return downloads.download(file, f"key-share-{round_id}.json", "application/json")

    @post(
        "/{round_id:int}/announce",
        guards=[may("announce")],
        status_code=200,
        sync_to_thread=True,
    )
    def announce(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        data: URLEncodedBody[AnnounceForm],
    ) -> Response[Any]:
        auth.require_fresh_factor(request)
        due = data.deadline()
        if due is None:
            return _page(request, store, round_id, [NO_TIME], data)
        try:
            rounds.announce(
                store,
                views.person(request),
                round_id,
                data.passphrases(),
                due,
                datetime.now(UTC),
                threshold=data.threshold,
            )
        except Refused as refused:
            return _page(request, store, round_id, refused.faults, data)
        return _done(request, round_id, "公告已发布，可以报量。", "Announced: report demand.")

    @post("/{round_id:int}/close-demand", guards=[may("close_demand")], sync_to_thread=True)
    def close_demand(
        self, request: Asked, store: NamedDependency[Store], round_id: FromPath[int]
    ) -> Redirect:
        demand.close(store, views.person(request), round_id, datetime.now(UTC))
        return _done(request, round_id, "报量已截止，开始申报。", "Bidding begins.")

    @post("/{round_id:int}/open", guards=[may("open_bids")], status_code=200, sync_to_thread=True)
    def open(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        data: URLEncodedBody[OpeningForm],
    ) -> Response[Any]:
        auth.require_fresh_factor(request)
        now = datetime.now(UTC)
        try:
            opened = bidding.open_bids(
                store, views.person(request), round_id, data.passphrases(), now, data.lines()
            )
        except Refused as refused:
            return _page(request, store, round_id, refused.faults, data)
        return views.done(
            request,
            f"/officer/{round_id}/bids",
            f"已开标，共开启{opened}份报价。",
            f"The bids are open: {opened} of them.",
        )

    @post("/{round_id:int}/evaluate", guards=[may("evaluate")], sync_to_thread=True)
    def evaluate(
        self, request: Asked, store: NamedDependency[Store], round_id: FromPath[int]
    ) -> Redirect:
        winners = evaluation.evaluate(store, views.person(request), round_id, datetime.now(UTC))
        return views.done(
            request,
            f"/officer/{round_id}/evaluation",
            f"评审完成，拟中选{winners}个。",
            f"Evaluated: {winners} bids are to win.",
        )

    @post("/{round_id:int}/publish", guards=[may("publish")], sync_to_thread=True)
    def publish(
        self, request: Asked, store: NamedDependency[Store], round_id: FromPath[int]
    ) -> Redirect:
        made = publication.publish(store, views.person(request), round_id, datetime.now(UTC))
        return views.done(
            request,
            f"/officer/{round_id}/papers",
            f"结果已公布，共{made}项中选。请出具文书。",
            f"Published: {made} awards. Now issue the documents.",
        )

    @post("/{round_id:int}/sign", guards=[may("sign")], sync_to_thread=True)
    def sign(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        data: URLEncodedBody[SignForm],
    ) -> Redirect:
        made = contracts.sign(store, views.person(request), round_id, data.start, datetime.now(UTC))
        return _done(request, round_id, f"已签约{made}份。", f"Signed: {made} agreements.")


def _page(
    request: Asked,
    store: Store,
    round_id: int,
    faults: Sequence[Fault] = (),
    filled: KeyForm | RehearseForm | None = None,
) -> Template:
    """The round's page; ``filled`` is a form to be shown again, without its passphrases."""
    page = overview.overview(store, views.person(request), round_id, datetime.now(UTC))
    return views.show(
        request,
        "officer/round.html",
        status_code=UNPROCESSABLE if faults else 200,
        faults=faults,
        page=page,
        to_code="" if auth.is_fresh(request) else auth.to_code(f"/officer/{round_id}"),
        wrong={fault.place: fault.text for fault in faults},
        chosen=filled.officer if filled else list(page.officers),
        deadline=filled.bids_close_at if isinstance(filled, AnnounceForm) else "",
    )


def _done(request: Asked, round_id: int, zh: str, en: str) -> Redirect:
    return views.done(request, f"/officer/{round_id}", zh, en)
