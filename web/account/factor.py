"""Setting up the second factor: a QR code for the authenticator, its first code, recovery codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

import segno
from litestar import Controller, Request, Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.di import NamedDependency
from litestar.params import URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field, StringConstraints

from procurement.actions import own_account
from procurement.actions.accounts import Entered
from procurement.rules import second_factors
from procurement.rules.rights import Actor
from procurement.rules.text import Fault, Refused
from procurement.store.database import Store
from web import auth, views
from web.auth import may
from web.settings import Settings

Asked = Request[Any, Any, Any]
HERE = auth.ENROLMENT_PAGE
UNPROCESSABLE = 422
DOT = 5
"""Pixels of one dot of the QR code."""
GROUP = 4
"""Letters of the secret that stand together when it is to be typed."""


class FirstCodeForm(BaseModel):
    code: Annotated[str, StringConstraints(max_length=40)] = Field(repr=False)


@dataclass(frozen=True, slots=True)
class Offer:
    """What an authenticator is to be told, as a picture and as letters."""

    picture: str
    letters: str


def offer(secret: str, login: str) -> Offer:
    made = segno.make(second_factors.address(secret, login), error="m")
    picture = made.svg_inline(scale=DOT, dark="#000", light="#fff")
    groups = [secret[start : start + GROUP] for start in range(0, len(secret), GROUP)]
    return Offer(picture, " ".join(groups))


class FactorPages(Controller):
    path = HERE

    @get("/", guards=[may("keep_account", enrolling=True)], sync_to_thread=True)
    def show(
        self,
        request: Asked,
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
    ) -> Template:
        return _page(request, store, settings)

    @post("/new", guards=[may("keep_account", enrolling=True)], sync_to_thread=True)
    def new(
        self,
        request: Asked,
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
    ) -> Redirect:
        """Offer a secret; instead of one that counts only after a code of that one."""
        auth.require_fresh_factor(request, HERE)
        own_account.offer_factor(store, _who(request), settings.accounts_key())
        return Redirect(HERE, status_code=views.SEE_OTHER)

    @post("/confirm", guards=[may("keep_account", enrolling=True)], status_code=200)
    async def confirm(
        self,
        request: Asked,
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
        data: URLEncodedBody[FirstCodeForm],
    ) -> Response[Any]:
        """The first code: the factor counts, and the person goes on under a new session."""
        actor, now, key = _who(request), datetime.now(UTC), settings.accounts_key()
        name = str(request.session["name"])
        auth.require_fresh_factor(request, HERE)
        try:
            codes = await sync_to_thread(
                own_account.confirm_factor, store, actor, data.code, key, at=now
            )
        except Refused as refused:
            return await sync_to_thread(_page, request, store, settings, refused.faults)
        await auth.log_in(request, Entered(actor, name, has_factor=True), now.isoformat())
        return views.show(request, "account/codes.html", codes=codes)

    @post("/codes", guards=[may("keep_account")], status_code=200, sync_to_thread=True)
    def renew(
        self,
        request: Asked,
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
    ) -> Template:
        auth.require_fresh_factor(request, HERE)
        key = settings.accounts_key()
        codes = own_account.renew_codes(store, views.person(request), key, datetime.now(UTC))
        return views.show(request, "account/codes.html", codes=codes)

    @post("/remove", guards=[may("keep_account")], status_code=200)
    async def remove(
        self,
        request: Asked,
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
    ) -> Redirect:
        auth.require_fresh_factor(request, HERE)
        actor, name = views.person(request), str(request.session["name"])
        await sync_to_thread(
            own_account.remove_factor,
            store,
            actor,
            auth.session_id(request),
            is_required=settings.second_factor_required,
            at=datetime.now(UTC),
        )
        await auth.log_in(request, Entered(actor, name))
        return views.done(request, HERE, "两步验证已停用。", "The second factor is off.")


def _who(request: Asked) -> Actor:
    """Who is asking, though they may have this to set up before anything else."""
    actor = auth.half_in(request)
    assert actor is not None
    return actor


def _page(
    request: Asked, store: Store, settings: Settings, faults: Sequence[Fault] = ()
) -> Template:
    actor = _who(request)
    is_on, codes_left = own_account.has_factor(store, actor)
    secret = own_account.offered_secret(store, actor, settings.accounts_key())
    # The secret is a password of its own: who left the screen alone does not find it open.
    shown = secret if secret and auth.is_fresh(request) else None
    return views.show(
        request,
        "account/factor.html",
        status_code=UNPROCESSABLE if faults else 200,
        faults=faults,
        is_on=is_on,
        codes_left=codes_left,
        offer=offer(shown, actor.login) if shown else None,
        is_required=settings.second_factor_required and actor.role in second_factors.REQUIRED,
        is_half_in=auth.actor_of(request) is None,
    )
