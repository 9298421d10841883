"""Who calls the API: the person a key speaks for, with the rights of its scopes and no others."""

from datetime import UTC, datetime
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.handlers.base import BaseRouteHandler
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import Guard

from procurement.actions import api_keys
from procurement.rules.api_keys import MARK, RIGHT_OF, Scope
from procurement.rules.rights import Actor, require
from procurement.store.database import Store
from web.auth import RULE, LoginRequired, rights_of

SCHEME = "bearer"
NAME = "key"
DESCRIBED = Components(security_schemes={NAME: SecurityScheme(type="http", scheme=SCHEME)})
SECURITY = ({NAME: list[str]()},)
"""How the OpenAPI document says that a key is asked for."""
LONGEST = 200  # characters of a key


def scope(wanted: Scope) -> Guard:
    """A guard: the route is for keys of this scope. Which key it is, and whose, is asked after."""
    right = RIGHT_OF[wanted]

    def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        key_of(connection)

    guard.__name__ = f"{RULE}{right}"
    return guard


def key_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The key that the caller shows; LoginRequired without one. A cookie is not looked at."""
    scheme, _, key = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != SCHEME or not key.startswith(MARK) or len(key) > LONGEST:
        raise LoginRequired
    return key


def speaker(request: Request[Any, Any, Any], store: NamedDependency[Store]) -> Actor:
    """Who the key speaks for; LoginRequired when it is spent, Forbidden without the scope."""
    actor = api_keys.speaker(store, key_of(request), datetime.now(UTC))
    if actor is None:
        raise LoginRequired
    for right in rights_of(request.route_handler):
        require(actor, right, actor.party)
    return actor
