"""Logging in and out."""

from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.middleware.rate_limit import RateLimitConfig
from litestar.params import FromQuery, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import BaseModel, StringConstraints

from procurement.rules.rights import Role
from procurement.rules.text import Fault, Text
from procurement.store.database import Store
from web import auth, views

HOMES: dict[Role, str] = {
    Role.OFFICER: "/officer",
    Role.FIRM: "/firm",
    Role.HOSPITAL: "/hospital",
    Role.FUND: "/fund",
    Role.AUDITOR: "/officer",
}
WRONG = Fault(
    "login",
    "login",
    Text(
        "账号或密码不正确，请核对后重试。",
        "The login or password is wrong; check both and try again.",
    ),
)
UNAUTHORIZED = 401
short = Annotated[str, StringConstraints(max_length=200)]


class LoginForm(BaseModel):
    login: short
    password: short
    next: short = ""


class LoginPages(Controller):
    path = "/"

    @get("/login", sync_to_thread=True)
    def ask(self, request: Request[Any, Any, Any], next: FromQuery[str] = "") -> Template:  # noqa: A002 - the name in the address
        return views.show(request, "public/login.html", next=next, login="")

    @post(
        "/login",
        middleware=[RateLimitConfig(("minute", 30), store="limits").middleware],
        status_code=200,
    )
    async def log_in(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        data: URLEncodedBody[LoginForm],
    ) -> Response[Any]:
        found = await auth.checked(store, data.login, data.password)
        if found is None:
            return views.show(
                request,
                "public/login.html",
                status_code=UNAUTHORIZED,
                faults=[WRONG],
                next=data.next,
                login=data.login,
            )
        actor, name = found
        await auth.log_in(request, actor, name)
        inside = data.next.startswith("/") and not data.next.startswith(("//", "/\\"))
        return Redirect(data.next if inside else HOMES[actor.role], status_code=views.SEE_OTHER)

    @post("/logout", status_code=views.SEE_OTHER)
    async def log_out(self, request: Request[Any, Any, Any]) -> Redirect:
        await auth.log_out(request)
        return Redirect("/", status_code=views.SEE_OTHER)
