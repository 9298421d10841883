"""Firms that registered: what they handed in, and an officer's review of it."""

from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import BaseModel

from procurement.actions import registrations
from procurement.actions.registrations import Case
from procurement.rules.qualifications import DECISION_NAMES, LICENCE_NAMES, MEDIA_TYPES, Decision
from procurement.rules.rights import RIGHTS, Actor
from procurement.rules.text import Fault, Refused
from procurement.store.database import Store
from procurement.store.registrations import LicenceRow
from web import downloads, views
from web.auth import may

Asked = Request[Any, Any, Any]
UNPROCESSABLE = 422


class ReviewForm(BaseModel):
    """What an officer makes of a registration; how long a reason may be, the action says."""

    decision: Decision
    reason: str = ""


class RegistrationPages(Controller):
    path = "/registrations"
    cache_control = CacheControlHeader(no_store=True)

    @get("/", guards=[may("see_registrations")], sync_to_thread=True)
    def list(self, request: Asked, store: NamedDependency[Store]) -> Template:
        cases = registrations.cases(store, views.person(request))
        return views.show(
            request,
            "officer/registrations.html",
            cases=cases,
            waiting=sum(one.review is None for one in cases),
            counts={
                decision: sum(
                    one.review is not None and one.review.decision is decision for one in cases
                )
                for decision in Decision
            },
            decisions=DECISION_NAMES,
        )

    @get("/{number:int}", guards=[may("see_registrations")], sync_to_thread=True)
    def show(
        self, request: Asked, store: NamedDependency[Store], number: FromPath[int]
    ) -> Template:
        return _page(request, store, number)

    @post("/{number:int}", guards=[may("review_registration")], sync_to_thread=True)
    def review(
        self,
        request: Asked,
        store: NamedDependency[Store],
        number: FromPath[int],
        data: URLEncodedBody[ReviewForm],
    ) -> Redirect | Template:
        actor, now = views.person(request), datetime.now(UTC)
        try:
            registrations.review(store, actor, number, data.decision, data.reason, now)
        except Refused as refused:
            return _page(request, store, number, refused.faults, data.reason)
        name = DECISION_NAMES[data.decision]
        return views.done(
            request, f"/registrations/{number}", f"已记录：{name.zh}。", f"Recorded: {name.en}."
        )

    @get(
        "/{number:int}/licences/{licence:int}",
        guards=[may("see_registrations")],
        sync_to_thread=True,
    )
    def licence(
        self,
        request: Asked,
        store: NamedDependency[Store],
        number: FromPath[int],
        licence: FromPath[int],
    ) -> Response[bytes]:
        return file(registrations.licence(store, views.person(request), number, licence))


def file(row: LicenceRow) -> Response[bytes]:
    """A licence to take away: never shown in a page of ours, under a name of ours."""
    name = f"registration-{row.registration_id}-{row.kind.value}-{row.number}.{row.format.value}"
    return downloads.download(row.content, name, MEDIA_TYPES[row.format])


def _page(
    request: Asked,
    store: Store,
    number: int,
    faults: tuple[Fault, ...] = (),
    reason: str = "",
) -> Template:
    actor = views.person(request)
    newest, *before = registrations.case(store, actor, number)
    others = _others(store, actor, newest)
    return views.show(
        request,
        "officer/registration.html",
        status_code=UNPROCESSABLE if faults else 200,
        faults=faults,
        case=newest,
        before=before,
        others=others,
        licences=LICENCE_NAMES,
        decisions=DECISION_NAMES,
        reason=reason,
        acting=actor.role in RIGHTS["review_registration"],
    )


def _others(store: Store, actor: Actor, newest: Case) -> list[Case]:
    """Other registrations under the same credit code: somebody may claim another's name."""
    return [
        one
        for one in registrations.cases(store, actor)
        if one.row.credit_code == newest.row.credit_code
        and one.row.code_sha256 != newest.row.code_sha256
    ]
