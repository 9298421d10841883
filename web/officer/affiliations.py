"""Ties between firms: entered by officers, or declared by firms and confirmed here."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, StringConstraints

from procurement.actions import affiliations
from procurement.rules.affiliations import TIE_NAMES, Declared, Tie
from procurement.rules.dates import local_day
from procurement.rules.rights import RIGHTS
from procurement.rules.text import Fault, Refused
from procurement.store.database import Store
from web import views
from web.auth import may

Asked = Request[Any, Any, Any]
UNPROCESSABLE = 422
words = Annotated[str, StringConstraints(max_length=2000)]
"""How long each may really be, the rules say, beside everything else that is wrong."""


class DeclareForm(BaseModel):
    """A tie as it is typed; no last day while it lasts."""

    firm: words = ""
    other: words = ""
    tie: Tie = Tie.CONTROLLER
    since: date
    until: Annotated[date | None, BeforeValidator(lambda given: given or None)] = None
    source: words = ""
    reason: words = ""

    def declared(self, firm: str) -> Declared:
        """The tie of this firm."""
        lines = (self.source, self.reason)
        return Declared(firm, self.other.strip(), self.tie, self.since, self.until, *lines)


class DecisionForm(BaseModel):
    confirmed: bool
    reason: words = ""


class AffiliationPages(Controller):
    path = "/affiliations"
    cache_control = CacheControlHeader(no_store=True)

    @get("/", guards=[may("see_affiliations")], sync_to_thread=True)
    def show(self, request: Asked, store: NamedDependency[Store]) -> Template:
        return _page(request, store)

    @post("/", guards=[may("confirm_affiliation")], sync_to_thread=True)
    def enter(
        self, request: Asked, store: NamedDependency[Store], data: URLEncodedBody[DeclareForm]
    ) -> Redirect | Template:
        declared, now = data.declared(data.firm.strip()), datetime.now(UTC)
        try:
            number = affiliations.enter(store, views.person(request), declared, now)
        except Refused as refused:
            return _page(request, store, refused.faults, data)
        return views.done(
            request,
            f"/affiliations#tie-{number}",
            f"关联关系第{number}号已登记并确认。",
            f"Affiliation {number} is entered and confirmed.",
        )

    @post("/{number:int}", guards=[may("confirm_affiliation")], sync_to_thread=True)
    def decide(
        self,
        request: Asked,
        store: NamedDependency[Store],
        number: FromPath[int],
        data: URLEncodedBody[DecisionForm],
    ) -> Redirect | Template:
        actor, now = views.person(request), datetime.now(UTC)
        try:
            affiliations.decide(store, actor, number, data.reason, now, confirmed=data.confirmed)
        except Refused as refused:
            return _page(request, store, refused.faults)
        return views.done(
            request,
            f"/affiliations#tie-{number}",
            f"关联关系第{number}号的处理结果已记录。",
            f"The decision on affiliation {number} is recorded.",
        )


def _page(
    request: Asked,
    store: Store,
    faults: tuple[Fault, ...] = (),
    typed: DeclareForm | None = None,
) -> Template:
    actor, today = views.person(request), local_day(datetime.now(UTC))
    known = affiliations.known(store, actor)
    with store.transaction() as db:
        names = {code: firm.name for code, firm in db.parties.firms().items()}
        groups = affiliations.groups(db, today)
    members: dict[str, list[str]] = {}
    for code, group in groups.items():
        members.setdefault(group, []).append(code)
    return views.show(
        request,
        "officer/affiliations.html",
        status_code=UNPROCESSABLE if faults else 200,
        faults=faults,
        known=known,
        waiting=sum(not one.decisions for one in known),
        groups=members,
        names=names,
        ties=TIE_NAMES,
        today=today,
        typed=typed or DeclareForm(since=today),
        acting=actor.role in RIGHTS["confirm_affiliation"],
    )
