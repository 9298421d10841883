"""A hospital's rounds: what is done in each and what is due."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, get
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.response import Template

from procurement.actions import progress
from procurement.rules import dates
from procurement.rules.progress import Progress, measure
from procurement.rules.rights import Actor
from procurement.store.database import Db, Store
from web import rounds, views
from web.auth import may
from web.rounds import Round


@dataclass(frozen=True, slots=True)
class State:
    """Where a hospital stands in a round; ``None`` is what has not happened yet."""

    round: Round
    presentations: int
    reported: int
    agreements: int
    amount: int
    months: int
    progress: Progress | None
    retained: int | None

    @property
    def year(self) -> int:
        return dates.MONTHS


def states(store: Store, actor: Actor, now: datetime) -> tuple[State, ...]:
    """Every announced round with this hospital's state in it, the newest first."""
    with store.transaction() as db:
        return tuple(_state(db, one, actor.party) for one in rounds.announced(db, now))


def _state(db: Db, round_: Round, hospital: str) -> State:
    products = db.catalogue.products(round_.id).values()
    reports = db.demand.by_hospital(round_.id, hospital)
    agreements = db.agreements.of_round(round_.id, hospital)
    statements = db.statements.summaries(round_.id, hospital)
    return State(
        round=round_,
        presentations=sum(len(product.presentations) for product in products),
        reported=len({(one.product, one.spec) for one in reports}),
        agreements=len(agreements),
        amount=sum(one.amount for one in agreements),
        months=db.usage.months(round_.id, hospital).get(hospital, 0),
        progress=_progress(db, round_, hospital) if agreements else None,
        retained=statements[0].retained if statements else None,
    )


def _progress(db: Db, round_: Round, hospital: str) -> Progress:
    lines = progress.lines(db, round_.id, hospital)
    return measure(lines, round_.first, round_.day, progress.limits(round_.day))


class HospitalPages(Controller):
    path = "/hospital"
    guards = (may("report_usage"),)
    cache_control = CacheControlHeader(no_store=True)

    @get("/", sync_to_thread=True)
    def home(self, request: Request[Any, Any, Any], store: NamedDependency[Store]) -> Template:
        found = states(store, views.person(request), datetime.now(UTC))
        return views.show(request, "hospital/rounds.html", states=found)
