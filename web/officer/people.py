"""Everybody who can log in: ending somebody's sessions, taking a lost second factor away."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Request, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from procurement.actions import people
from procurement.rules.rights import RIGHTS, ROLE_NAMES, Role
from procurement.store.database import Store
from web import auth, paging, views
from web.auth import may

Asked = Request[Any, Any, Any]
HERE = "/officer/people"


class PeoplePages(Controller):
    path = HERE
    cache_control = CacheControlHeader(no_store=True)

    @get("/", guards=[may("see_people")], sync_to_thread=True)
    def show(
        self,
        request: Asked,
        store: NamedDependency[Store],
        role: FromQuery[str] = "",
        q: FromQuery[str] = "",
        page: FromQuery[int] = 1,
    ) -> Template:
        actor = views.person(request)
        wanted = Role(role) if role in set(Role) else None
        found = people.everybody(store, actor, datetime.now(UTC), wanted, q)
        return views.show(
            request,
            "officer/people.html",
            found=paging.cut(found, page),
            q=q,
            role=role,
            roles=ROLE_NAMES,
            acting=actor.role in RIGHTS["end_sessions"],
            address=f"{HERE}?{urlencode({'role': role, 'q': q})}&page=",
        )

    @post("/{login:str}/end-sessions", guards=[may("end_sessions")], sync_to_thread=True)
    def end_sessions(
        self, request: Asked, store: NamedDependency[Store], login: FromPath[str]
    ) -> Redirect:
        auth.require_fresh_factor(request, HERE)
        ended = people.end_sessions(store, views.person(request), login, datetime.now(UTC))
        return views.done(
            request, HERE, f"已结束{ended}个会话。", f"Sessions that were ended: {ended}."
        )

    @post("/{login:str}/reset-factor", guards=[may("reset_factor")], sync_to_thread=True)
    def reset_factor(
        self, request: Asked, store: NamedDependency[Store], login: FromPath[str]
    ) -> Redirect:
        auth.require_fresh_factor(request, HERE)
        people.reset_factor(store, views.person(request), login, datetime.now(UTC))
        return views.done(
            request,
            HERE,
            "两步验证已重置，本人下次登录时须重新设置。",
            "The second factor is taken away; its owner sets up another at the next login.",
        )
