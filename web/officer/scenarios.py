"""What other rules would make of a round: asked for on a form, worked out in the background."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Template

from procurement.actions import scenarios
from procurement.exchange import scenario_facts, scenario_report
from procurement.exchange.scenario_facts import Row
from procurement.rules.rights import Actor
from procurement.rules.scenario_settings import SETTINGS
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Store
from procurement.store.rounds import NotFound
from procurement.store.runs import RunKind, RunRow, RunState
from web import views
from web.auth import may
from web.officer.forms import ScenarioForm
from web.officer.head import Head, head
from web.officer.runs import Job, job
from web.officer.scenario_meaning import meaning

Asked = Request[Any, Any, Any]
UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Line:
    """One plan of the table: its figures, what they mean, and when it was asked for."""

    row: Row
    largest: str
    saving: int | None
    share: Fraction | None
    means: Text
    asked_at: datetime | None = None

    @property
    def ready(self) -> str:
        return scenario_report.ready(self.row.figures) if self.row.figures else "—"

    @property
    def points(self) -> int | None:
        return scenario_report.points(self.row.figures) if self.row.figures else None

    @property
    def proof(self) -> Text:
        return scenario_report.proof(self.row)

    @property
    def proof_mark(self) -> str:
        if not self.row.searched:
            return "plain"
        if self.proof == scenario_report.NOTHING:
            return "bad"
        return "good" if self.row.proven and not self.row.kept else "wait"

    @property
    def seconds(self) -> str:
        return scenario_report.seconds(self.row)


@dataclass(frozen=True, slots=True)
class Table:
    """Plans beside the same pick order; ``products`` are the names by code."""

    lines: tuple[Line, ...]
    products: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ScenarioPage:
    """``job`` is the newest run unless it is finished; the newest table comes first."""

    head: Head
    job: Job | None
    tables: tuple[Table, ...]
    askable: bool


def scenario_page(store: Store, actor: Actor, round_id: int, now: datetime) -> ScenarioPage:
    """Every finished run, newest first; those that share their reference in one table."""
    with store.transaction() as db:
        top = head(db, round_id, actor, now)
        if not top.by_regions:
            raise NotFound(f"scenarios of round {round_id}")
        runs = db.runs.of_round(round_id, RunKind.SCENARIO)
        products = {code: one.name for code, one in db.catalogue.products(round_id).items()}
        firms = {code: one.name for code, one in db.parties.firms().items()}
        return ScenarioPage(
            head=top,
            job=job(runs[0]) if runs and runs[0].state is not RunState.DONE else None,
            tables=tuple(_tables(runs, products, firms)),
            askable=top.phase in scenarios.EVALUATED,
        )


def _tables(
    runs: Sequence[RunRow], products: Mapping[str, str], firms: Mapping[str, str]
) -> list[Table]:
    """A new table begins where the pick order or the cheapest plan is another than before."""
    found: list[list[Line]] = []
    reference: tuple[object, ...] = ()
    for run in runs:
        if run.state is not RunState.DONE:
            continue
        draft, cheapest, *asked = scenario_facts.rows(run.result or {})
        if reference != (draft.figures, cheapest.figures):
            reference = (draft.figures, cheapest.figures)
            found.append([_line(row, draft, firms) for row in (draft, cheapest)])
        found[-1] += [_line(row, draft, firms, run) for row in asked]
    return [Table(tuple(lines), products) for lines in found]


def _line(row: Row, reference: Row, firms: Mapping[str, str], run: RunRow | None = None) -> Line:
    assert reference.figures is not None
    before = reference.figures.spend
    saving = before - row.figures.spend if row.figures and row.searched else None
    return Line(
        row=row,
        largest=firms.get(row.figures.largest, row.figures.largest) if row.figures else "",
        saving=saving,
        share=None if saving is None else Fraction(saving, before or 1),
        means=meaning(row, reference),
        asked_at=run.asked_at if run else None,
    )


class ScenarioPages(Controller):
    path = "/officer"

    @get("/{round_id:int}/allocation/scenarios", guards=[may("see_round")], sync_to_thread=True)
    def show(
        self, request: Asked, store: NamedDependency[Store], round_id: FromPath[int]
    ) -> Template:
        return _page(request, store, round_id, ScenarioForm())

    @post(
        "/{round_id:int}/allocation/scenarios",
        guards=[may("allocate")],
        status_code=200,
        sync_to_thread=True,
    )
    def ask(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        data: URLEncodedBody[ScenarioForm],
    ) -> Response[Any]:
        try:
            scenarios.ask(
                store, views.person(request), round_id, [data.settings()], datetime.now(UTC)
            )
        except Refused as refused:
            return _page(request, store, round_id, data, refused.faults)
        return views.done(
            request,
            f"/officer/{round_id}/allocation/scenarios",
            "已提交测算，可离开本页，稍后再看。",
            "The scenario is in the queue; you may leave this page and come back.",
        )


def _page(
    request: Asked,
    store: Store,
    round_id: int,
    typed: ScenarioForm,
    faults: Sequence[Fault] = (),
) -> Template:
    return views.show(
        request,
        "officer/scenarios.html",
        status_code=UNPROCESSABLE if faults else 200,
        faults=faults,
        page=scenario_page(store, views.person(request), round_id, datetime.now(UTC)),
        typed=typed,
        settings=SETTINGS,
    )
