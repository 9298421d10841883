"""Sessions in the database, for the framework: they outlive a crash, are listed and ended."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, MutableScopeHeaders
from litestar.middleware.session.server_side import (
    ServerSideSessionBackend,
    ServerSideSessionConfig,
)
from litestar.stores.base import Store as FrameworkStore
from litestar.types import Empty, Message, ScopeSession

from procurement.store import sessions
from procurement.store.database import Store
from procurement.store.sessions import Visit


class DatabaseSessions(FrameworkStore):
    """What the framework asks of a store of sessions; the database works in threads."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def begin(self, identity: str, visit: Visit, data: bytes) -> None:
        await sync_to_thread(self._begin, identity, visit, data)

    def _begin(self, identity: str, visit: Visit, data: bytes) -> None:
        with self.store.transaction() as db:
            db.sessions.begin(identity, visit, data, datetime.now(UTC))

    async def set(
        self,
        key: str,
        value: str | bytes,
        expires_in: int | timedelta | None = None,  # noqa: ARG002 - the table knows how long
    ) -> None:
        await sync_to_thread(self._set, key, value.encode() if isinstance(value, str) else value)

    def _set(self, identity: str, data: bytes) -> None:
        with self.store.transaction() as db:
            db.sessions.keep(identity, data, datetime.now(UTC))

    async def get(
        self,
        key: str,
        renew_for: int | timedelta | None = None,  # noqa: ARG002 - renewed when it is kept
    ) -> bytes | None:
        return await sync_to_thread(self._get, key)

    def _get(self, identity: str) -> bytes | None:
        with self.store.transaction() as db:
            return db.sessions.data(identity, datetime.now(UTC))

    async def delete(self, key: str) -> None:
        await sync_to_thread(self._delete, key)

    def _delete(self, identity: str) -> None:
        with self.store.transaction() as db:
            db.sessions.end(identity)

    async def delete_expired(self) -> None:
        await sync_to_thread(self._delete_expired)

    def _delete_expired(self) -> None:
        with self.store.transaction() as db:
            db.sessions.forget_expired(datetime.now(UTC))

    async def delete_all(self) -> None:
        """Nobody ends everybody's sessions at once."""
        raise NotImplementedError

    async def exists(self, key: str) -> bool:
        return await self.get(key) is not None

    async def expires_in(self, key: str) -> int | None:
        """The framework never asks: a session's end is looked at when it is read."""
        raise NotImplementedError


class FreshIdBackend(ServerSideSessionBackend):
    """The cookie is given once, where a session begins: at the login and the second factor."""

    async def store_in_message(
        self,
        scope_session: ScopeSession,
        message: Message,
        connection: ASGIConnection[Any, Any, Any, Any],
    ) -> None:
        """Keep what the session says; a cookie that stands for none is taken away."""
        fresh: str | None = connection.scope["state"].get("fresh_session_id")
        brought = connection.cookies.get(self.config.key)
        headers = MutableScopeHeaders.from_message(message)
        kept = scope_session not in (Empty, None, {})
        if (identity := fresh or brought) and kept:
            data = self.serialize_data(scope_session, connection.scope)
            await self.set(identity, data, self.config.get_store_from_app(connection.app))
        if fresh and kept:
            headers.add("set-cookie", self.cookie(fresh, self.config.max_age))
        elif brought and not kept:
            headers.add("set-cookie", self.cookie("null", 0))

    def cookie(self, value: str, seconds: int) -> str:
        return Cookie(
            key=self.config.key,
            value=value,
            max_age=seconds,
            path=self.config.path,
            secure=self.config.secure,
            httponly=self.config.httponly,
            samesite=self.config.samesite,
        ).to_header(header="")


class SessionConfig(ServerSideSessionConfig):
    _backend_class = FreshIdBackend  # a private name: litestar is pinned and a test plants a cookie


def config(*, secure: bool) -> SessionConfig:
    """Sessions under one cookie, which lives as long as a session at most."""
    life = int(sessions.LIFE.total_seconds())
    return SessionConfig(
        key=COOKIE,
        store="sessions",
        max_age=life,
        secure=secure,
        samesite="lax",
        exclude="^/static/",  # the same for everybody
    )


COOKIE = "session"


def new_id() -> str:
    return secrets.token_hex(32)
