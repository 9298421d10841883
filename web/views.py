"""Showing a page: its template with the frame, the language and what was just done."""

from collections.abc import Sequence
from typing import Any, Literal

from litestar import Request
from litestar.datastructures import Cookie
from litestar.response import Redirect, Template

from procurement.actions import notices
from procurement.rules.rights import Actor
from procurement.rules.text import Fault, Text
from web import pages
from web.auth import actor_of
from web.pages import Notice

STORE = "store"
"""Where the application keeps the store for the frame of its pages."""
FAILED = 400
SEE_OTHER: Literal[303] = 303
YEAR = 365 * 24 * 3600


def lang_of(request: Request[Any, Any, Any]) -> str:
    return pages.language(request.query_params.get("lang"), request.cookies.get("lang"))


def context(
    request: Request[Any, Any, Any],
    faults: Sequence[Fault] = (),
    **shown: Any,  # noqa: ANN401 - whatever the template shows
) -> dict[str, Any]:
    """What a template is given: the frame of the person's page, and what it shows."""
    actor = actor_of(request)
    session = request.session if actor else {}
    said = session.pop("said", None)
    return pages.context(
        request.url.path,
        lang_of(request),
        actor=actor,
        speaks_for=session.get("name", ""),
        notices=[Notice(said["kind"], Text(said["zh"], said["en"]))] if said else (),
        faults=faults,
        query=list(request.query_params.multi_items()),
        **shown,
    )


def show(
    request: Request[Any, Any, Any],
    template: str,
    *,
    status_code: int = 200,
    faults: Sequence[Fault] = (),
    **shown: Any,  # noqa: ANN401 - whatever the template shows
) -> Template:
    """The page, with the notice left by the action before it; remembers the language."""
    lang = lang_of(request)
    kept = request.cookies.get("lang") == lang
    return Template(
        template,
        context=context(request, faults, unread=unread(request, status_code), **shown),
        status_code=status_code,
        cookies=[] if kept else [Cookie("lang", value=lang, max_age=YEAR, samesite="lax")],
    )


def unread(request: Request[Any, Any, Any], status_code: int) -> int:
    """The person's unread notices; a page that tells of a failure does not ask for them."""
    actor = actor_of(request)
    if actor is None or status_code >= FAILED:
        return 0
    return notices.unread(request.app.state[STORE], actor)


def done(request: Request[Any, Any, Any], address: str, zh: str, en: str) -> Redirect:
    """Go to a page that says what was done."""
    request.session["said"] = {"kind": "done", "zh": zh, "en": en}
    return Redirect(address, status_code=SEE_OTHER)


def person(request: Request[Any, Any, Any]) -> Actor:
    """Who is asking, on a page whose guard let them in."""
    actor = actor_of(request)
    assert actor is not None
    return actor
