"""Keys for an organisation's own systems: made, shown once, revoked."""

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from procurement.actions import api_keys
from procurement.rules.api_keys import MOST_DAYS, SCOPE_NAMES, Scope, Wanted, scopes_for
from procurement.rules.text import Fault, Refused
from procurement.store.database import Store
from web import views
from web.auth import may
from web.officer.forms import listed

Asked = Request[Any, Any, Any]
UNPROCESSABLE = 422
USUAL_DAYS = 90
short = Annotated[str, StringConstraints(max_length=2000)]


class KeyForm(BaseModel):
    """What a new key is for."""

    purpose: short = ""
    scope: Annotated[list[short], BeforeValidator(listed), Field(max_length=len(Scope))] = Field(
        default_factory=list
    )
    days: int = USUAL_DAYS


class ApiKeyPages(Controller):
    path = "/api-keys"
    guards = (may("make_api_key"),)
    cache_control = CacheControlHeader(no_store=True)

    @get("/", sync_to_thread=True)
    def show(self, request: Asked, store: NamedDependency[Store]) -> Template:
        return _page(request, store)

    @post("/", status_code=200, sync_to_thread=True)
    def make(
        self, request: Asked, store: NamedDependency[Store], data: URLEncodedBody[KeyForm]
    ) -> Template:
        wanted = Wanted(data.purpose, tuple(data.scope), data.days)
        try:
            key = api_keys.make(store, views.person(request), wanted, datetime.now(UTC))
        except Refused as refused:
            return _page(request, store, refused.faults, typed=data)
        return _page(request, store, made=key)

    @post("/{number:int}/revoke", status_code=views.SEE_OTHER, sync_to_thread=True)
    def revoke(
        self, request: Asked, store: NamedDependency[Store], number: FromPath[int]
    ) -> Redirect:
        api_keys.revoke(store, views.person(request), number, datetime.now(UTC))
        return views.done(request, "/api-keys", "密钥已停用。", "The key is revoked.")


def _page(
    request: Asked,
    store: Store,
    faults: tuple[Fault, ...] = (),
    made: str = "",
    typed: KeyForm | None = None,
) -> Template:
    actor, now = views.person(request), datetime.now(UTC)
    return views.show(
        request,
        "api_keys.html",
        status_code=UNPROCESSABLE if faults else 200,
        faults=faults,
        keys=[(row, api_keys.is_in_force(row, now)) for row in api_keys.own(store, actor)],
        names=SCOPE_NAMES,
        scopes=scopes_for(actor.role),
        most_days=MOST_DAYS,
        made=made,
        typed=typed or KeyForm(),
    )
