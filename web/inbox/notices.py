"""A person's inbox, and the address that mail is sent to."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field, StringConstraints

from procurement.actions import notices
from procurement.rules.notices import LONGEST_ADDRESS, WORDS, Kind
from procurement.rules.rights import RIGHTS
from procurement.store.database import Store
from web import views
from web.auth import may


class ReadForm(BaseModel):
    """``open`` goes where the notice leads, ``stay`` only marks it."""

    then: Literal["open", "stay"] = "stay"


class AddressForm(BaseModel):
    address: Annotated[str, StringConstraints(max_length=LONGEST_ADDRESS)] = Field("", repr=False)


class InboxPages(Controller):
    path = "/inbox"
    guards = [may("see_notices")]  # noqa: RUF012 - Litestar reads a list

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        page: Annotated[int, QueryParameter(ge=1, le=1_000_000)] = 1,
    ) -> Template:
        actor = views.person(request)
        return views.show(
            request,
            "inbox/inbox.html",
            inbox=notices.inbox(store, actor, page),
            page=page,
            words={kind.value: WORDS[kind] for kind in Kind},
            hooks=actor.role in RIGHTS["keep_webhooks"],
        )

    @post("/{number:int}/read", sync_to_thread=True, status_code=views.SEE_OTHER)
    def read(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        number: FromPath[int],
        data: URLEncodedBody[ReadForm],
    ) -> Redirect:
        link = notices.read(store, views.person(request), number, datetime.now(UTC))
        there = link if data.then == "open" else "/inbox"
        return Redirect(there, status_code=views.SEE_OTHER)

    @post("/read", sync_to_thread=True, status_code=views.SEE_OTHER)
    def read_all(self, request: Request[Any, Any, Any], store: NamedDependency[Store]) -> Redirect:
        notices.read_all(store, views.person(request), datetime.now(UTC))
        return views.done(
            request, "/inbox", "全部通知已标为已读。", "All notices are marked as read."
        )


class MailPages(Controller):
    path = "/inbox/settings"
    guards = [may("set_mail_address")]  # noqa: RUF012 - as above

    @get("/", sync_to_thread=True)
    def show(self, request: Request[Any, Any, Any], store: NamedDependency[Store]) -> Template:
        actor = views.person(request)
        return views.show(
            request,
            "inbox/settings.html",
            address=notices.address(store, actor),
            longest=LONGEST_ADDRESS,
            hooks=actor.role in RIGHTS["keep_webhooks"],
        )

    @post("/", sync_to_thread=True, status_code=views.SEE_OTHER)
    def keep(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        data: URLEncodedBody[AddressForm],
    ) -> Redirect:
        notices.set_address(store, views.person(request), data.address, datetime.now(UTC))
        return views.done(request, "/inbox/settings", "邮箱设置已保存。", "The address is kept.")
