"""How far a hospital used what it agreed to, line by line."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, get
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from procurement.actions import progress
from procurement.rules.progress import Line, Progress
from procurement.rules.rights import Actor, require
from procurement.store.database import Store
from web import measures, rounds, views
from web.auth import may
from web.measures import Year
from web.rounds import Round


@dataclass(frozen=True, slots=True)
class Row:
    """One agreement, or what was bought without one; ``remaining`` is what is left to buy."""

    line: Line
    product: str
    firm: str
    measured: Progress

    @property
    def remaining(self) -> int | None:
        received = self.line.received
        return None if received is None else max(0, self.line.agreed - received)

    @property
    def level(self) -> str:
        return measures.level(self.measured)


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """The hospital's lines on a day, and what they come to; contracted specs are ``agreed``."""

    round: Round
    year: Year
    whole: Progress
    rows: tuple[Row, ...]

    @property
    def agreed(self) -> int:
        return sum(bool(row.line.agreed) for row in self.rows)

    @property
    def completed(self) -> int:
        done = (row.measured.completion for row in self.rows)
        return sum(one is not None and one >= 1 for one in done)

    @property
    def slow(self) -> int:
        """Lines with an alert."""
        return sum(row.level in {"yellow", "orange", "red"} for row in self.rows)


def page(store: Store, actor: Actor, round_id: int, asked: str, now: datetime) -> ProgressPage:
    """The hospital's own progress; NotFound before the contracts are signed."""
    require(actor, "see_progress", actor.party)
    with store.transaction() as db:
        round_ = rounds.signed(db, round_id, now)
        year = measures.year(round_, asked)
        lines = progress.lines(db, round_id, actor.party, year.look.until)
        products, firms = db.catalogue.products(round_id), db.parties.firms()
    rows = (
        Row(
            line,
            products[line.product].name,
            firms[line.firm].name if line.firm else "",
            year.measure([line]),
        )
        for line in lines
    )
    return ProgressPage(round_, year, year.measure(lines), tuple(rows))


class ProgressPages(Controller):
    path = "/hospital/{round_id:int}/progress"
    guards = (may("report_usage"),)
    cache_control = CacheControlHeader(no_store=True)

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
        day: FromQuery[str] = "",
    ) -> Template:
        seen = page(store, views.person(request), round_id, day, datetime.now(UTC))
        return views.show(request, "hospital/progress.html", page=seen)
