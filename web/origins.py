"""Where a form was sent from: a browser says so itself; where one leads stays on this site."""

from typing import Any
from urllib.parse import SplitResult, urlsplit

from litestar import Request
from litestar.enums import ScopeType
from litestar.exceptions import PermissionDeniedException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OURS = frozenset({"same-origin", "none"})
SCHEMES = frozenset({"http", "https"})
NOWHERE = urlsplit("")


def is_ours(request: Request[Any, Any, Any]) -> bool:
    """Sent by a page of ours, typed by the person, or by a program that is no browser.

    Browsers name the site of the page that sends in Sec-Fetch-Site, older ones in Origin; a page
    cannot change either. It stands beside the token of a form, which a neighbouring site that can
    plant cookies might get around.
    """
    if said := request.headers.get("sec-fetch-site"):
        return said in OURS
    origin = request.headers.get("origin")
    return origin is None or _is_at(_place(origin), request)


def form_of(request: Request[Any, Any, Any]) -> str:
    """The page whose form was sent, by its path alone; empty when it is not one of this site."""
    place = _place(request.headers.get("referer", ""))
    if request.method in SAFE or place.scheme not in SCHEMES or not _is_at(place, request):
        return ""
    return inside(place.path)


def inside(address: str) -> str:
    """An address to go on to if it is one of this site; empty otherwise."""
    ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if ours and address.isprintable() else ""


def _place(address: str) -> SplitResult:
    """The parts of an address; what is no address has none."""
    try:
        return urlsplit(address)
    except ValueError:
        return NOWHERE


def _is_at(place: SplitResult, request: Request[Any, Any, Any]) -> bool:
    return bool(place.netloc) and place.netloc == request.headers.get("host")


class OwnForms(ASGIMiddleware):
    """Whatever changes anything comes from a page of this site."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        request: Request[Any, Any, Any] = Request(scope)
        if request.method not in SAFE and not is_ours(request):
            raise PermissionDeniedException
        await next_app(scope, receive, send)
