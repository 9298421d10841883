"""My account: where one is logged in, and the password."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field, StringConstraints

from procurement.actions import own_account
from procurement.actions.accounts import Place
from procurement.rules.text import Fault, Refused, Text
from procurement.store import sessions
from procurement.store.database import Store
from web import auth, views
from web.auth import may
from web.settings import Settings

Asked = Request[Any, Any, Any]
HERE = "/account"
UNPROCESSABLE = 422
secret = Annotated[str, StringConstraints(max_length=1000)]
REPEATED = Fault(
    "password_repeated",
    "repeated",
    Text("两次输入的新密码不一致。", "The new password was not repeated alike."),
)


class PasswordForm(BaseModel):
    password: secret = Field(repr=False)
    new_password: secret = Field(repr=False)
    repeated: secret = Field(repr=False)


@dataclass(frozen=True, slots=True)
class Visited:
    """One session as its owner sees it; address and browser are as they were told."""

    number: int
    began: datetime
    seen: datetime
    address: str
    agent: str
    is_this: bool


@dataclass(frozen=True, slots=True)
class Account:
    """The page: sessions, and how the second factor stands."""

    login: str
    visits: tuple[Visited, ...]
    has_factor: bool
    codes_left: int


def account(store: Store, request: Asked) -> Account:
    actor, this = views.person(request), sessions.mark(auth.session_id(request))
    rows = own_account.sessions(store, actor, datetime.now(UTC))
    return Account(
        actor.login,
        tuple(
            Visited(
                row.number,
                row.created_at,
                row.seen_at,
                row.address,
                row.agent,
                row.mark == this,
            )
            for row in rows
        ),
        *own_account.has_factor(store, actor),
    )


class AccountPages(Controller):
    path = HERE

    @get("/", guards=[may("keep_account")], sync_to_thread=True)
    def show(self, request: Asked, store: NamedDependency[Store]) -> Template:
        return _page(request, store)

    @post("/sessions/{number:int}/end", guards=[may("keep_account")], sync_to_thread=True)
    def end(self, request: Asked, store: NamedDependency[Store], number: FromPath[int]) -> Redirect:
        own_account.end_session(store, views.person(request), number, datetime.now(UTC))
        return views.done(request, HERE, "该会话已结束。", "That session has ended.")

    @post("/sessions/end-others", guards=[may("keep_account")], sync_to_thread=True)
    def end_others(self, request: Asked, store: NamedDependency[Store]) -> Redirect:
        actor, this = views.person(request), auth.session_id(request)
        ended = own_account.end_other_sessions(store, actor, this, datetime.now(UTC))
        return views.done(
            request, HERE, f"已结束其他{ended}个会话。", f"Other sessions that ended: {ended}."
        )

    @post("/password", guards=[may("keep_account")], status_code=200, sync_to_thread=True)
    def change_password(
        self,
        request: Asked,
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
        data: URLEncodedBody[PasswordForm],
    ) -> Response[Any]:
        if data.repeated != data.new_password:
            return _page(request, store, [REPEATED])
        place = Place(auth.address_of(request), settings.accounts_key())
        try:
            own_account.change_password(
                store,
                views.person(request),
                data.password,
                data.new_password,
                place,
                auth.session_id(request),
                at=datetime.now(UTC),
            )
        except Refused as refused:
            return _page(request, store, refused.faults)
        return views.done(
            request,
            HERE,
            "密码已修改，其他会话均已结束。",
            "The password is changed; every other session has ended.",
        )


def _page(request: Asked, store: Store, faults: tuple[Fault, ...] | list[Fault] = ()) -> Template:
    return views.show(
        request,
        "account/overview.html",
        status_code=UNPROCESSABLE if faults else 200,
        faults=faults,
        page=account(store, request),
        wrong={fault.place: fault.text for fault in faults},
    )
