"""Where a form was sent from: a browser says so itself, and one from elsewhere is refused."""

from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.enums import ScopeType
from litestar.exceptions import PermissionDeniedException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OURS = frozenset({"same-origin", "none"})


def is_ours(request: Request[Any, Any, Any]) -> bool:
    """Sent by a page of ours, typed by the person, or by a program that is no browser.

    Browsers name the site of the page that sends in Sec-Fetch-Site, older ones in Origin; a page
    cannot change either. It stands beside the token of a form, which a neighbouring site that can
    plant cookies might get around.
    """
    if said := request.headers.get("sec-fetch-site"):
        return said in OURS
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


class OwnForms(ASGIMiddleware):
    """Whatever changes anything comes from a page of this site."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        request: Request[Any, Any, Any] = Request(scope)
        if request.method not in SAFE and not is_ours(request):
            raise PermissionDeniedException
        await next_app(scope, receive, send)
