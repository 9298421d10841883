"""Logging in and out: argon2 passwords, server-side sessions that get a new id at login."""

import secrets
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from litestar import Request
from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.middleware.session.server_side import (
    ServerSideSessionBackend,
    ServerSideSessionConfig,
)
from litestar.types import Guard, Message, ScopeSession

from procurement.rules.rights import RIGHTS, Actor, Role, require
from procurement.store.database import Store

hasher = PasswordHasher()
NOBODY = hasher.hash(secrets.token_hex(16))
"""Checked for unknown logins, so that they take as long as known ones."""


class LoginRequired(Exception):
    """The page is for people who are logged in."""


class FreshIdBackend(ServerSideSessionBackend):
    """Sessions that get a new id at login, so a planted one is worthless."""

    def get_session_id(self, connection: ASGIConnection[Any, Any, Any, Any]) -> str:
        fresh: str | None = connection.scope["state"].get("fresh_session_id")
        return fresh or super().get_session_id(connection)

    async def store_in_message(
        self,
        scope_session: ScopeSession,
        message: Message,
        connection: ASGIConnection[Any, Any, Any, Any],
    ) -> None:
        """An empty session that nobody had before is not worth a cookie or a file."""
        if scope_session or connection.cookies.get(self.config.key):
            await super().store_in_message(scope_session, message, connection)


class SessionConfig(ServerSideSessionConfig):
    _backend_class = FreshIdBackend  # a private name: litestar is pinned and a test plants a cookie


async def checked(store: Store, login: str, password: str) -> tuple[Actor, str] | None:
    """The person with this login and password and their name; takes the same time either way."""
    return await sync_to_thread(_checked, store, login, password)


def _checked(store: Store, login: str, password: str) -> tuple[Actor, str] | None:
    with store.transaction() as db:
        row = db.accounts.by_login(login)
    try:
        hasher.verify(row.password_hash if row else NOBODY, password)
    except VerifyMismatchError:
        return None
    return (row.actor(), row.name) if row else None


async def log_in(request: Request[Any, Any, Any], actor: Actor, name: str) -> None:
    """Start a session under a new id and forget the old one."""
    await log_out(request)
    request.scope["state"]["fresh_session_id"] = secrets.token_hex(32)
    request.set_session(
        {"login": actor.login, "role": actor.role.value, "party": actor.party, "name": name}
    )


async def log_out(request: Request[Any, Any, Any]) -> None:
    if old := request.cookies.get("session"):
        await request.app.stores.get("sessions").delete(old)
    request.clear_session()


def actor_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Actor | None:
    """Who is asking, from the session; nobody before login."""
    found = connection.session if "session" in connection.scope else None
    if not found or "login" not in found:
        return None
    return Actor(found["login"], Role(found["role"]), found["party"])


def may(right: str) -> Guard:
    """A guard: the page needs this right. Whose things are touched is asked by the action."""
    assert right in RIGHTS, right

    def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        actor = actor_of(connection)
        if actor is None:
            raise LoginRequired
        require(actor, right)

    return guard
