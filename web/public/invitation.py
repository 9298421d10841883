"""Accepting an invitation: the code from the link, a login and a password."""

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.middleware.rate_limit import RateLimitConfig
from litestar.params import URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field, StringConstraints

from procurement.actions import invitations
from procurement.rules.invitations import Guest
from procurement.rules.passwords import SHORTEST
from procurement.rules.rights import ROLE_NAMES
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Store
from web import views

Asked = Request[Any, Any, Any]
UNPROCESSABLE = 422
line = Annotated[str, StringConstraints(max_length=2000)]
DIFFERENT = Fault(
    "password_again",
    "again",
    Text("两次输入的密码不一致。", "The two passwords differ; type both again."),
)


class AcceptForm(BaseModel):
    """The code alone shows whom it is for; with login and password it is accepted."""

    code: line = Field(default="", repr=False)
    login: line = ""
    password: line = Field(default="", repr=False)
    again: line = Field(default="", repr=False)
    step: line = ""


class InvitationPages(Controller):
    path = "/invitation"
    cache_control = CacheControlHeader(no_store=True)

    @get("/", sync_to_thread=False)
    def ask(self, request: Asked) -> Template:
        """The code stands behind the # of the link, which no browser sends to a server."""
        return _page(request, AcceptForm(), None)

    @post(
        "/",
        middleware=[RateLimitConfig(("minute", 30), store="inviting").middleware],
        status_code=200,
        sync_to_thread=True,
    )
    def accept(
        self, request: Asked, store: NamedDependency[Store], data: URLEncodedBody[AcceptForm]
    ) -> Redirect | Template:
        now = datetime.now(UTC)
        guest = None
        try:
            guest = invitations.guest(store, data.code, now)
            if data.step != "accept":
                return _page(request, data, guest)
            if data.password != data.again:
                return _page(request, data, guest, (DIFFERENT,))
            invitations.accept(store, data.code, data.login.strip(), data.password, now)
        except Refused as refused:
            return _page(request, data, guest, refused.faults)
        return Redirect("/login", status_code=views.SEE_OTHER)


def _page(
    request: Asked, typed: AcceptForm, guest: Guest | None, faults: tuple[Fault, ...] = ()
) -> Template:
    return views.show(
        request,
        "public/invitation.html",
        status_code=UNPROCESSABLE if faults else 200,
        faults=faults,
        guest=guest,
        role_name=ROLE_NAMES[guest.role] if guest else None,
        code=typed.code if guest else "",
        login=typed.login,
        shortest=SHORTEST,
    )
