"""Who is asking: logging in and out, the second factor, and the guards of the pages."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from litestar import Request
from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.serialization import encode_json
from litestar.types import Guard

from procurement.actions import accounts
from procurement.actions.accounts import Entered
from procurement.rules import second_factors
from procurement.rules.rights import RIGHTS, Actor, Role, require
from procurement.store.database import Store
from procurement.store.sessions import Visit
from web.sessions import COOKIE, DatabaseSessions, new_id

Asked = Request[Any, Any, Any]
Connection = ASGIConnection[Any, Any, Any, Any]

REQUIRED = "second_factor_required"
"""Under this name the application's state says whether a second factor is required."""
RULE = "may "
"""How the name of a guard begins that asks for a right."""


class LoginRequired(Exception):
    """The page is for people who are logged in."""


class FreshFactorNeeded(Exception):
    """A code of the second factor must be given now; ``back`` is the page to go on from."""

    def __init__(self, back: str) -> None:
        self.back = back
        super().__init__("a code of the second factor is needed")


CODE_PAGE = "/login/code"
ENROLMENT_PAGE = "/account/second-factor"


class Awaited(StrEnum):
    """What stands between the password and the pages."""

    CODE = "code"
    ENROLMENT = "enrolment"


DUE = "due"
"""In a session: the person has a second factor, and gave no code yet."""


async def checked(
    request: Asked, store: Store, login: str, password: str, key: bytes
) -> Entered | None:
    """The person with this login and password; takes the same time either way."""
    now = datetime.now(UTC)
    place = accounts.Place(address_of(request), key)
    return await sync_to_thread(accounts.enter, store, login, password, place, at=now)


async def proved(request: Asked, store: Store, actor: Actor, code: str, key: bytes) -> bool:
    """The code is the person's and was not used before."""
    now = datetime.now(UTC)
    place = accounts.Place(address_of(request), key)
    return await sync_to_thread(accounts.prove, store, actor.login, code, place, at=now)


async def log_in(request: Asked, entered: Entered, factor: str | None = None) -> None:
    """Start a session under a new id and forget the old one.

    ``factor`` is when a code was given; where none was, a person with a second factor owes one.
    """
    await _end(request)
    actor = entered.actor
    data = {
        "login": actor.login,
        "role": actor.role.value,
        "party": actor.party,
        "name": entered.name,
        "factor": factor or (DUE if entered.has_factor else ""),
    }
    fresh = new_id()
    agent = request.headers.get("user-agent", "")
    visit = Visit(actor.login, address_of(request), agent)
    await _sessions(request).begin(fresh, visit, encode_json(data))
    request.scope["state"]["fresh_session_id"] = fresh
    request.set_session(data)


async def log_out(request: Asked) -> None:
    await _end(request)
    request.clear_session()


async def _end(request: Asked) -> None:
    if old := session_id(request):
        await _sessions(request).delete(old)


def _sessions(request: Asked) -> DatabaseSessions:
    found = request.app.stores.get("sessions")
    assert isinstance(found, DatabaseSessions)
    return found


def session_id(connection: Connection) -> str:
    """The id that the visitor brought; empty for none."""
    return connection.cookies.get(COOKIE, "")


def address_of(request: Asked) -> str:
    return request.client.host if request.client else ""


def _told(connection: Connection) -> Mapping[str, str]:
    """What the session says of a person; empty before login."""
    found = connection.session if "session" in connection.scope else None
    return found if found and "login" in found else {}


def _actor(told: Mapping[str, str]) -> Actor:
    return Actor(told["login"], Role(told["role"]), told["party"])


def awaited(connection: Connection) -> Awaited | None:
    """What a person whose password was right has to do yet; None when nothing, or for nobody."""
    told = _told(connection)
    if not told or told["factor"] not in {DUE, ""}:
        return None
    if told["factor"] == DUE:
        return Awaited.CODE
    must = connection.app.state[REQUIRED] and Role(told["role"]) in second_factors.REQUIRED
    return Awaited.ENROLMENT if must else None


def actor_of(connection: Connection) -> Actor | None:
    """Who is asking, from the session; nobody before the login is complete."""
    told = _told(connection)
    return _actor(told) if told and awaited(connection) is None else None


def half_in(connection: Connection) -> Actor | None:
    """Who gave the right password, whatever they have to do yet; for the pages of doing it."""
    told = _told(connection)
    return _actor(told) if told else None


def to_code(back: str) -> str:
    """The page that asks for a code and then goes on to another."""
    return f"{CODE_PAGE}?{urlencode({'next': back})}"


def way_in(connection: Connection) -> str:
    """Where somebody is sent who may not see this page yet."""
    match awaited(connection):
        case Awaited.CODE:
            return to_code(connection.url.path)
        case Awaited.ENROLMENT:
            return ENROLMENT_PAGE
        case None:
            return f"/login?{urlencode({'next': connection.url.path})}"


def owes_code(connection: Connection) -> Entered | None:
    """Who has a second factor and may give a code of it: at the login, or anew."""
    told = _told(connection)
    return Entered(_actor(told), told["name"], has_factor=True) if told.get("factor") else None


def is_fresh(connection: Connection) -> bool:
    """The person gave a code just now; or has no second factor to give one of."""
    given = _told(connection).get("factor", DUE)
    if given in {DUE, ""}:
        return given == ""
    return datetime.now(UTC) - datetime.fromisoformat(given) <= second_factors.FRESH


def require_fresh_factor(request: Asked, back: str = "") -> None:
    """A person with a second factor gave a code within the last minutes.

    ``back`` is where to go on from afterwards: by default the page that holds this one. Raises
    ``FreshFactorNeeded``.
    """
    if not is_fresh(request):
        raise FreshFactorNeeded(back or request.url.path.rpartition("/")[0] or "/")


def may(right: str, *, enrolling: bool = False) -> Guard:
    """A guard: the page needs this right. Whose things are touched is asked by the action.

    ``enrolling`` lets in who is to set up a second factor before anything else.
    """
    assert right in RIGHTS, right

    def guard(connection: Connection, _: BaseRouteHandler) -> None:
        open_to = {None, Awaited.ENROLMENT} if enrolling else {None}
        actor = half_in(connection) if awaited(connection) in open_to else None
        if actor is None:
            raise LoginRequired
        require(actor, right)

    guard.__name__ = f"{RULE}{right}"
    return guard


def rights_of(handler: BaseRouteHandler) -> frozenset[str]:
    """The rights that a route asks for; empty where it is open to everybody."""
    names = (getattr(getattr(one, "func", one), "__name__", "") for one in handler.resolve_guards())
    return frozenset(name.removeprefix(RULE) for name in names if name.startswith(RULE))
