"""One line of JSON for each request and each happening; never bodies, headers or cookies."""

import logging
import time
import traceback

import structlog
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from sqlalchemy.exc import DBAPIError

log: structlog.stdlib.BoundLogger = structlog.get_logger()


def configure() -> None:
    """Send structured lines to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )


def failure(event: str, error: BaseException, **facts: object) -> None:
    """Record what broke and where; a database's message may repeat a row, so it is left out."""
    said = type(error).__name__ if isinstance(error, DBAPIError) else repr(error)
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error(event, error=said, where=where, **facts)


class AccessLog(ASGIMiddleware):
    """What was asked, how it ended, how long it took."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        started, status = time.perf_counter(), 500

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await next_app(scope, receive, watch)
        finally:
            log.info(
                "request",
                method=scope.get("method"),
                path=scope["path"],
                status=status,
                ms=round(1000 * (time.perf_counter() - started)),
            )
