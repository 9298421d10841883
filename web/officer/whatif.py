"""What if: the opened bids of a round under another rulebook, beside its own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from procurement.actions import rounds
from procurement.exchange import applied_rules, rulebooks, whatif, whatif_report
from procurement.exchange.applied_rules import Applied
from procurement.exchange.whatif import Comparison
from procurement.exchange.whatif_remarks import SAME_BIDS
from procurement.rules.comparison import Contrast
from procurement.rules.phases import OPEN
from procurement.rules.rulebook import Rulebook
from procurement.rules.tender import Tender
from procurement.rules.text import Fault, Refused, Text
from procurement.rules.verdicts import Verdict
from procurement.store.database import Db, Store
from procurement.store.rounds import RoundRow
from web import views
from web.auth import may
from web.officer.head import Head, head
from web.public.rules import first_day

UNPROCESSABLE = 422
BETWEEN = re.compile(r"[;；\n]")
"""What parts one setting from the next on the form."""

type Line = tuple[Text, tuple[str, ...]]
"""A figure, and its value under each rulebook."""


@dataclass(frozen=True, slots=True)
class Row:
    """A bidder: how it fares under each rulebook, with the state's mark and the reason."""

    firm: str
    moved: bool
    cells: tuple[tuple[str, Text, Text], ...]


@dataclass(frozen=True, slots=True)
class Lot:
    """A product whose result is not the same under all rulebooks."""

    code: str
    name: str
    rows: tuple[Row, ...]
    figures: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The comparison as it is shown; ``same`` are the other products, by code and name."""

    applied: tuple[tuple[Applied, tuple[Text, ...]], ...]
    totals: tuple[Line, ...]
    lots: tuple[Lot, ...]
    same: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WhatIfPage:
    """``books`` may be chosen from; ``found`` is None until two are."""

    head: Head
    open: bool
    books: tuple[Rulebook, ...]
    found: Found | None


def tender(db: Db, round_: RoundRow, one: Applied) -> Tender:
    """The round's facts as the rules look at them."""
    bids = db.evaluations.bids(round_.number)
    return Tender(
        name=round_.name,
        document=round_.document,
        rulebook=round_.rulebook,
        bids_opened=round_.rulebook_day,
        products=tuple(db.catalogue.products(round_.number).values()),
        bids=tuple(bid for opened in bids.values() for bid in opened),
        demand=tuple(rounds.demand(db, round_, one.rules)),
    )


def _found(db: Db, round_: RoundRow, names: Sequence[str], settings: Sequence[str]) -> Found:
    """Refused with every fault of what was chosen and set."""
    decided = {round_.rulebook: db.decisions.of_round(round_.number)}
    applied = applied_rules.apply(names, settings, round_.rulebook_day, decided)
    compared = whatif.compare(tender(db, round_, applied[0]), applied)
    firms = {code: one.name for code, one in db.parties.firms().items()}
    totals = [whatif_report.totals(one, compared.totals[0]) for one in compared.totals]
    return Found(
        applied=tuple(zip(compared.applied, compared.remarks, strict=True)),
        totals=_lines(whatif_report.TOTALS, totals),
        lots=tuple(_lot(one, compared, firms) for one in compared.differing),
        same=tuple((one.product.code, one.product.name) for one in compared.same),
    )


def _lot(contrast: Contrast, compared: Comparison, firms: Mapping[str, str]) -> Lot:
    figures = [whatif_report.figures(contrast, index) for index in range(len(compared.applied))]
    by_book = [
        ({verdict.firm: verdict for verdict in one.verdicts}, one.prices)
        for one in contrast.results
    ]
    return Lot(
        code=contrast.product.code,
        name=contrast.product.name,
        rows=tuple(
            Row(
                firm=firms[firm],
                moved=firm in contrast.moved,
                cells=tuple(
                    _cell(verdicts[firm], prices.get(firm)) for verdicts, prices in by_book
                ),
            )
            for firm in contrast.firms
        ),
        figures=_lines(whatif_report.FIGURES, figures),
    )


def _cell(verdict: Verdict, price: int | None) -> tuple[str, Text, Text]:
    mark = "good" if verdict.won else "bad"
    return mark, whatif_report.outcome(verdict, price), verdict.reason


def _lines(names: Sequence[Text], columns: Sequence[Sequence[str]]) -> tuple[Line, ...]:
    return tuple((name, tuple(cells)) for name, *cells in zip(names, *columns, strict=True))


class WhatIfPages(Controller):
    path = "/officer"

    @get("/{round_id:int}/whatif", guards=[may("see_round")], sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
        first: FromQuery[str] = "",
        second: FromQuery[str] = "",
        decide: FromQuery[str] = "",
    ) -> Template:
        """A form; with two rulebooks chosen, what differs between them, worked out at once."""
        faults: Sequence[Fault] = ()
        with store.transaction() as db:
            top = head(db, round_id, views.person(request), datetime.now(UTC))
            found, round_ = None, db.rounds.get(round_id)
            own = rulebooks.load(round_.rulebook)
            asked = [one.strip() for one in BETWEEN.split(decide) if one.strip()]
            if second and top.phase in OPEN:
                try:
                    found = _found(db, round_, [first or own.id, second], asked)
                except Refused as refused:
                    faults = refused.faults
        books = [book for book in map(rulebooks.load, rulebooks.ids()) if book.kind == own.kind]
        page = WhatIfPage(
            head=top,
            open=top.phase in OPEN,
            books=tuple(sorted(books, key=first_day)),
            found=found,
        )
        return views.show(
            request,
            "officer/whatif.html",
            status_code=UNPROCESSABLE if faults else 200,
            faults=faults,
            page=page,
            first=first or own.id,
            second=second,
            decide=decide,
            same_bids=SAME_BIDS,
        )
