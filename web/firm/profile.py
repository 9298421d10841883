"""A firm's own file: its registration with licences, and the ties it has to others."""

from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from procurement.actions import affiliations, registrations
from procurement.rules.affiliations import TIE_NAMES
from procurement.rules.dates import local_day
from procurement.rules.qualifications import DECISION_NAMES, LICENCE_NAMES
from procurement.rules.text import Fault, Refused
from procurement.store.database import Store
from web import views
from web.auth import may
from web.officer.affiliations import DeclareForm
from web.officer.registrations import file

Asked = Request[Any, Any, Any]
UNPROCESSABLE = 422


class ProfilePages(Controller):
    path = "/profile"
    cache_control = CacheControlHeader(no_store=True)

    @get("/", guards=[may("see_own_registration")], sync_to_thread=True)
    def show(self, request: Asked, store: NamedDependency[Store]) -> Template:
        return _page(request, store)

    @get(
        "/registrations/{number:int}/licences/{licence:int}",
        guards=[may("see_own_registration")],
        sync_to_thread=True,
    )
    def licence(
        self,
        request: Asked,
        store: NamedDependency[Store],
        number: FromPath[int],
        licence: FromPath[int],
    ) -> Response[bytes]:
        return file(registrations.own_licence(store, views.person(request), number, licence))

    @post("/affiliations", guards=[may("declare_affiliation")], sync_to_thread=True)
    def declare(
        self, request: Asked, store: NamedDependency[Store], data: URLEncodedBody[DeclareForm]
    ) -> Redirect | Template:
        """The firm's own, whatever firm the form names."""
        actor, now = views.person(request), datetime.now(UTC)
        try:
            number = affiliations.declare(store, actor, data.declared(actor.party), now)
        except Refused as refused:
            return _page(request, store, refused.faults, data)
        return views.done(
            request,
            "/profile#affiliations",
            f"关联关系第{number}号已申报，待采购办确认。",
            f"Affiliation {number} is declared and waits for the office.",
        )


def _page(
    request: Asked,
    store: Store,
    faults: tuple[Fault, ...] = (),
    typed: DeclareForm | None = None,
) -> Template:
    actor = views.person(request)
    with store.transaction() as db:
        names = {code: firm.name for code, firm in db.parties.firms().items()}
    return views.show(
        request,
        "firm/profile.html",
        status_code=UNPROCESSABLE if faults else 200,
        faults=faults,
        party=actor.party,
        names=names,
        cases=registrations.own(store, actor),
        known=affiliations.own(store, actor),
        licences=LICENCE_NAMES,
        decisions=DECISION_NAMES,
        ties=TIE_NAMES,
        typed=typed or DeclareForm(since=local_day(datetime.now(UTC))),
    )
