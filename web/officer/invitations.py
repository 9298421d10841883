"""Inviting people: the code of an invitation is shown this once, and may be taken back."""

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import BaseModel, StringConstraints

from procurement.actions import invitations
from procurement.rules.invitations import INVITED, LIFETIME, Guest, is_open
from procurement.rules.rights import RIGHTS, ROLE_NAMES, Role
from procurement.rules.text import Fault, Refused
from procurement.store.database import Store
from procurement.store.invitations import InvitationRow
from web import views
from web.auth import may

Asked = Request[Any, Any, Any]
UNPROCESSABLE = 422
short = Annotated[str, StringConstraints(max_length=200)]


class InviteForm(BaseModel):
    """Who is to be invited."""

    name: short = ""
    role: Role = Role.FIRM
    party: short = ""

    def guest(self) -> Guest:
        return Guest(self.name.strip(), self.role, self.party.strip())


class InvitePages(Controller):
    path = "/invitations"
    cache_control = CacheControlHeader(no_store=True)

    @get("/", guards=[may("see_people")], sync_to_thread=True)
    def show(self, request: Asked, store: NamedDependency[Store]) -> Template:
        return _page(request, store)

    @post("/", guards=[may("invite_person")], status_code=200, sync_to_thread=True)
    def invite(
        self, request: Asked, store: NamedDependency[Store], data: URLEncodedBody[InviteForm]
    ) -> Template:
        guest, now = data.guest(), datetime.now(UTC)
        try:
            code = invitations.invite(store, views.person(request), guest, now)
        except Refused as refused:
            return _page(request, store, refused.faults, data)
        return views.show(
            request,
            "officer/invited.html",
            guest=guest,
            code=code,
            link=f"{request.base_url}invitation#{code}",
            role_name=ROLE_NAMES[guest.role],
            expires_at=now + LIFETIME,
        )

    @post(
        "/{number:int}/revoke",
        guards=[may("invite_person")],
        status_code=views.SEE_OTHER,
        sync_to_thread=True,
    )
    def revoke(
        self, request: Asked, store: NamedDependency[Store], number: FromPath[int]
    ) -> Redirect:
        invitations.revoke(store, views.person(request), number, datetime.now(UTC))
        return views.done(request, "/invitations", "邀请已撤销。", "The invitation is taken back.")


def state(row: InvitationRow, now: datetime) -> str:
    """Where an invitation stands: open, accepted, revoked or expired."""
    if is_open(now, row.expires_at, row.accepted_at, row.revoked_at):
        return "open"
    if row.accepted_at is not None:
        return "accepted"
    return "expired" if row.revoked_at is None else "revoked"


def _page(
    request: Asked,
    store: Store,
    faults: tuple[Fault, ...] = (),
    typed: InviteForm | None = None,
) -> Template:
    actor, now = views.person(request), datetime.now(UTC)
    return views.show(
        request,
        "officer/invitations.html",
        status_code=UNPROCESSABLE if faults else 200,
        faults=faults,
        invitations=[(row, state(row, now)) for row in invitations.known(store, actor)],
        roles=ROLE_NAMES,
        invited=INVITED,
        typed=typed or InviteForm(),
        acting=actor.role in RIGHTS["invite_person"],
    )
