"""Logging in and out: the password, and the code of a second factor."""

from datetime import UTC, datetime
from math import ceil
from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import BaseModel, Field, StringConstraints

from procurement.rules.lockout import LockedOut
from procurement.rules.rights import Actor, Role
from procurement.rules.text import Fault, Text
from procurement.store.database import Store
from web import auth, views
from web.origins import inside
from web.settings import Settings

Asked = Request[Any, Any, Any]

HOMES: dict[Role, str] = {
    Role.OFFICER: "/officer",
    Role.FIRM: "/firm",
    Role.HOSPITAL: "/hospital",
    Role.FUND: "/fund",
    Role.AUDITOR: "/officer",
    Role.SUPERVISOR: "/officer",
    Role.DISTRIBUTOR: "/distributor",
}
WRONG = Fault(
    "login",
    "login",
    Text(
        "账号或密码不正确，请核对后重试。",
        "The login or password is wrong; check both and try again.",
    ),
)
WRONG_CODE = Fault(
    "second_factor",
    "code",
    Text(
        "验证码不正确或已用过，请等待下一个验证码，或使用恢复码。",
        "The code is wrong or was used before; wait for the next one, or use a recovery code.",
    ),
)
UNAUTHORIZED, TOO_MANY = 401, 429
MINUTE = 60
short = Annotated[str, StringConstraints(max_length=200)]


class LoginForm(BaseModel):
    login: short
    password: short = Field(repr=False)
    next: short = ""


class CodeForm(BaseModel):
    code: Annotated[str, StringConstraints(max_length=40)] = Field(repr=False)
    next: short = ""


def too_early(locked: LockedOut, place: str) -> Fault:
    """When the next try may be, the same words for everybody."""
    seconds = max(1, ceil((locked.until - datetime.now(UTC)).total_seconds()))
    minutes, rest = divmod(seconds, MINUTE)
    return Fault(
        "lockout",
        place,
        Text(
            f"失败次数过多，请在{minutes}分{rest}秒后再试。",
            f"Too many failures; try again in {minutes} min {rest} s.",
        ),
    )


def home(actor: Actor) -> str:
    return HOMES[actor.role]


class LoginPages(Controller):
    path = "/"

    @get("/login", sync_to_thread=True)
    def ask(self, request: Asked, next: FromQuery[str] = "") -> Response[Any]:  # noqa: A002 - the name in the address
        """The form; who gave the password already goes on from there."""
        if auth.awaited(request):
            return Redirect(auth.way_in(request), status_code=views.SEE_OTHER)
        return views.show(request, "public/login.html", next=next, login="")

    @post("/login", status_code=200)
    async def log_in(
        self,
        request: Asked,
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
        data: URLEncodedBody[LoginForm],
    ) -> Response[Any]:
        def again(status: int, fault: Fault) -> Template:
            return views.show(
                request,
                "public/login.html",
                status_code=status,
                faults=[fault],
                next=data.next,
                login=data.login,
            )

        key = settings.accounts_key()
        try:
            found = await auth.checked(request, store, data.login, data.password, key)
        except LockedOut as locked:
            return again(TOO_MANY, too_early(locked, "login"))
        if found is None:
            return again(UNAUTHORIZED, WRONG)
        await auth.log_in(request, found)
        onward = inside(data.next) or home(found.actor)
        if found.has_factor:
            onward = auth.to_code(onward)
        return Redirect(onward, status_code=views.SEE_OTHER)

    @get("/login/code", sync_to_thread=True)
    def ask_code(self, request: Asked, next: FromQuery[str] = "") -> Response[Any]:  # noqa: A002 - the name in the address
        """The second factor's form, at the login and before weighty acts."""
        if not auth.owes_code(request):
            return Redirect(auth.way_in(request), status_code=views.SEE_OTHER)
        return views.show(request, "public/code.html", next=next)

    @post("/login/code", status_code=200)
    async def take_code(
        self,
        request: Asked,
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
        data: URLEncodedBody[CodeForm],
    ) -> Response[Any]:
        def again(status: int, fault: Fault) -> Template:
            return views.show(
                request, "public/code.html", status_code=status, faults=[fault], next=data.next
            )

        entered = auth.owes_code(request)
        if entered is None:
            return Redirect(auth.way_in(request), status_code=views.SEE_OTHER)
        try:
            key = settings.accounts_key()
            is_right = await auth.proved(request, store, entered.actor, data.code, key)
        except LockedOut as locked:
            return again(TOO_MANY, too_early(locked, "code"))
        if not is_right:
            return again(UNAUTHORIZED, WRONG_CODE)
        await auth.log_in(request, entered, datetime.now(UTC).isoformat())
        return Redirect(inside(data.next) or home(entered.actor), status_code=views.SEE_OTHER)

    @post("/logout", status_code=views.SEE_OTHER)
    async def log_out(self, request: Asked) -> Redirect:
        await auth.log_out(request)
        return Redirect("/", status_code=views.SEE_OTHER)
