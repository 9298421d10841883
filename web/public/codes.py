"""A code taken apart, for everybody: its parts, what is wrong with it, what cannot be verified."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, get
from litestar.params import FromQuery
from litestar.response import Template

from procurement.rules import code_kinds
from procurement.rules.code_kinds import KINDS, Kind
from procurement.rules.code_parts import Reading
from web import views


@dataclass(frozen=True, slots=True)
class CodePage:
    """The value and kind asked for, its reading if there is a value, and what else it may be."""

    value: str
    kind: str
    reading: Reading | None
    others: tuple[tuple[str, Kind], ...]

    @property
    def kinds(self) -> dict[str, Kind]:
        return KINDS


def code_page(value: str, kind: str) -> CodePage:
    """An unknown kind is as if none was named."""
    value = code_kinds.tidy(value)
    kind = kind if kind in KINDS else ""
    if not value:
        return CodePage("", kind, None, ())
    reading = code_kinds.read(value, kind)
    others = [name for name in code_kinds.candidates(value) if name != (kind or reading.kind)]
    others = [name for name in others if KINDS[name].read(value).kind != reading.kind]
    return CodePage(
        code_kinds.visible(value), kind, reading, tuple((name, KINDS[name]) for name in others)
    )


class CodePages(Controller):
    path = "/codes"

    @get("/", sync_to_thread=True)
    def one(
        self,
        request: Request[Any, Any, Any],
        code: FromQuery[str] = "",
        kind: FromQuery[str] = "",
    ) -> Template:
        return views.show(
            request,
            "public/codes.html",
            page=code_page(code, kind),
            longest=code_kinds.LONGEST,
            visible=code_kinds.visible,
        )
