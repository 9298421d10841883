"""What every answer carries, errors and refusals too: nothing from elsewhere, nothing kept."""

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

STATIC = "/static/"
A_YEAR = 365 * 24 * 3600

HEADERS = {
    "content-security-policy": "default-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""Nothing from elsewhere runs on a page, and no page stands inside another's."""

ENCRYPTED = {"strict-transport-security": f"max-age={A_YEAR}"}
"""Where cookies are for encrypted connections only, so is the whole site."""


class Protect:
    """Sets the headers as an answer leaves; a page that names no other rule is kept nowhere."""

    def __init__(self, *, encrypted: bool) -> None:
        self.headers = HEADERS | (ENCRYPTED if encrypted else {})

    async def __call__(self, message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        headers = MutableScopeHeaders.from_message(message)
        for name, value in self.headers.items():
            headers[name] = value
        if not scope["path"].startswith(STATIC):
            headers.setdefault("cache-control", "no-store")
