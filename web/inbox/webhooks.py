"""An organisation's webhooks: register, see what was delivered, send again, revoke."""

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field, StringConstraints

from procurement.actions import webhooks
from procurement.rules.notices import WORDS, Kind
from procurement.rules.webhooks import LONGEST, MOST, PATIENCE
from procurement.store.database import Store
from web import views
from web.auth import may
from web.settings import Settings

HERE = "/inbox/webhooks"
LARGEST = 2**63 - 1  # what a number in the store can be


class HookForm(BaseModel):
    address: Annotated[str, StringConstraints(max_length=LONGEST)] = Field("", repr=False)


class ResendForm(BaseModel):
    sequence: Annotated[int, Field(ge=1, le=LARGEST)]


class WebhookPages(Controller):
    path = HERE
    guards = [may("keep_webhooks")]  # noqa: RUF012 - Litestar reads a list

    @get("/", sync_to_thread=True)
    def show(self, request: Request[Any, Any, Any], store: NamedDependency[Store]) -> Template:
        return _page(request, store)

    @post("/", sync_to_thread=True, status_code=200)
    def add(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
        data: URLEncodedBody[HookForm],
    ) -> Template:
        """The page shows the secret, and nothing keeps it."""
        secret = webhooks.add(
            store,
            views.person(request),
            data.address,
            settings.hook_key(),
            datetime.now(UTC),
            loopback=settings.hooks_to_loopback,
        )
        return _page(request, store, secret)

    @post("/{number:int}/revoke", sync_to_thread=True, status_code=views.SEE_OTHER)
    def revoke(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        number: FromPath[int],
    ) -> Redirect:
        webhooks.revoke(store, views.person(request), number, datetime.now(UTC))
        return views.done(request, HERE, "推送地址已撤销。", "The webhook is revoked.")

    @post("/{number:int}/resend", sync_to_thread=True, status_code=views.SEE_OTHER)
    def resend(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        number: FromPath[int],
        data: URLEncodedBody[ResendForm],
    ) -> Redirect:
        webhooks.resend(store, views.person(request), number, data.sequence, datetime.now(UTC))
        return views.done(
            request,
            HERE,
            f"将从第 {data.sequence} 号起重新推送。",
            f"Everything from number {data.sequence} on is sent again.",
        )


def _page(request: Request[Any, Any, Any], store: Store, secret: str = "") -> Template:
    return views.show(
        request,
        "inbox/webhooks.html",
        receivers=webhooks.receivers(store, views.person(request)),
        secret=secret,
        hooks=True,
        words={kind.value: WORDS[kind] for kind in Kind},
        longest=LONGEST,
        most=MOST,
        days=PATIENCE.days,
    )
