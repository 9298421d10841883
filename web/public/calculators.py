"""Calculators for policy staff: a price by the ratio rule, at an address that can be shared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from litestar import Controller, Request, get
from litestar.response import Template

from procurement.exchange import rulebooks
from procurement.rules import dates, ratio, ratio_requests, ratio_rules
from procurement.rules.ratio_fields import FIELDS
from procurement.rules.ratio_packs import DIMENSIONS
from procurement.rules.ratio_requests import Answer
from procurement.rules.rulebook import Rulebook
from procurement.rules.text import Fault, Refused, Text
from web import views

UNPROCESSABLE = 422
HEADS = ("rules", "day")
EXAMPLE = {"price": "1.20", "strength": "60", "to_strength": "20"}
"""Duloxetine of the fourth round: 60 mg compared at 20 mg."""
DEFAULTS = {"per": "pack", "direction": "forward"}


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """``typed`` is what stands in the fields, ``said`` what is wrong with each of them."""

    books: tuple[Rulebook, ...]
    typed: Mapping[str, str]
    said: Mapping[str, Text]
    answer: Answer | None
    book: Rulebook | None
    example: str


def comparing() -> tuple[Rulebook, ...]:
    """The rulebooks that say how prices are made comparable, the newest first."""
    books = (rulebooks.load(name) for name in rulebooks.ids())
    drugs = [book for book in books if book.kind == "drug-round"]
    return tuple(sorted(drugs, key=_newest, reverse=True))


def _newest(book: Rulebook) -> date:
    return max(entry.since for entry in book.history)


def comparison_page(asked: Mapping[str, str], today: date) -> tuple[ComparisonPage, list[Fault]]:
    """The page for what was asked, if anything was, and every fault."""
    books = comparing()
    typed = {"rules": books[0].id, "day": today.isoformat()} | dict.fromkeys(FIELDS, "") | DEFAULTS
    typed |= {name: asked[name] for name in typed if asked.get(name)}
    answer, faults, book = None, [], None
    if any(asked.get(name) for name in FIELDS):
        try:
            book = _book(typed["rules"], books)
            answer = ratio_requests.answer(typed, ratio_rules.in_force(book, _day(typed["day"])))
        except Refused as refused:
            faults = list(refused.faults)
    said: dict[str, Text] = {fault.place: fault.text for fault in reversed(faults)}
    example = "&".join(f"{name}={value}" for name, value in EXAMPLE.items())
    return ComparisonPage(books, typed, said, answer, book, example), faults


def _book(name: str, books: Sequence[Rulebook]) -> Rulebook:
    for book in books:
        if name in {book.id, *book.aliases}:
            return book
    text = Text("没有这部规则手册，请从列表中选择。", "no such rulebook; take one from the list.")
    raise Refused([Fault("rulebook", "rules", text)])


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        text = Text("日期应写作 2026-11-22。", "write the day like 2026-11-22.")
        raise Refused([Fault("day", "day", text)]) from None


class CalculatorPages(Controller):
    path = "/compare-price"

    @get("/", sync_to_thread=True)
    def compare_price(self, request: Request[Any, Any, Any]) -> Template:
        """Everything that was asked stands in the address, so that it can be passed on."""
        asked = {name: request.query_params.get(name, "") for name in (*HEADS, *FIELDS)}
        page, faults = comparison_page(asked, dates.local_day(datetime.now(UTC)))
        return views.show(
            request,
            "public/compare_price.html",
            status_code=UNPROCESSABLE if faults else 200,
            faults=faults,
            page=page,
            fields=FIELDS,
            defaults=DEFAULTS,
            dimensions=DIMENSIONS,
            clause=ratio.CLAUSE,
            clause_evidence=ratio.CLAUSE_EVIDENCE,
        )
