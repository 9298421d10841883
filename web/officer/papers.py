"""The documents of a round: issuing them, and every one to download."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from procurement.actions import issuing
from procurement.rules.dates import local_day
from procurement.rules.phases import Phase
from procurement.rules.rights import Actor
from procurement.rules.text import Text
from procurement.store.database import Store
from procurement.store.papers import PaperRow
from procurement.store.rounds import NotFound
from procurement.store.runs import RunKind, RunState
from web import views
from web.auth import may
from web.downloads import PDF, download
from web.officer.head import Head, head
from web.officer.runs import Job, job

Asked = Request[Any, Any, Any]

KINDS: dict[str, Text] = {
    "opening_minutes": Text("开标记录", "Opening minutes"),
    "award_notice": Text("中选结果公告", "Award notice"),
    "award_letter": Text("中选通知书", "Award letters"),
    "result_letter": Text("申报结果告知书", "Result letters"),
    "retained_savings": Text("结余留用核算书", "Retained-savings statements"),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as issued; ``party`` is empty for those that concern everybody."""

    kind: Text
    party: str
    addressee: str
    name: str
    sha256: str
    issued_at: datetime
    address: str


@dataclass(frozen=True, slots=True)
class PaperList:
    """``due`` documents may be issued by now and were not yet."""

    head: Head
    job: Job | None
    due: int
    papers: tuple[Paper, ...]


def papers(store: Store, actor: Actor, round_id: int, now: datetime) -> PaperList:
    with store.transaction() as db:
        top = head(db, round_id, actor, now)
        names = {code: one.name for code, one in db.parties.firms().items()}
        names |= {code: one.name for code, one in db.parties.hospitals().items()}
        runs = db.runs.of_round(round_id, RunKind.DOCUMENTS)
        opened = top.reached(Phase.OPENED)
        return PaperList(
            head=top,
            job=job(runs[0]) if runs and runs[0].state is not RunState.DONE else None,
            due=len(issuing.due(db, round_id, local_day(now))) if opened else 0,
            papers=tuple(
                _paper(row, names.get(row.party, "")) for row in db.papers.of_round(round_id)
            ),
        )


def _paper(row: PaperRow, addressee: str) -> Paper:
    return Paper(
        kind=KINDS.get(row.kind, Text(row.kind, row.kind)),
        party=row.party,
        addressee=addressee,
        name=row.name,
        sha256=row.sha256,
        issued_at=row.issued_at,
        address="/".join(part for part in (row.kind, row.party) if part),
    )


def paper(store: Store, round_id: int, kind: str, party: str = "") -> Response[bytes]:
    with store.transaction() as db:
        row = db.papers.get(round_id, kind, party)
    if row is None:
        raise NotFound(f"paper {kind} {party}")
    return download(row.content, row.name, PDF)


class PaperPages(Controller):
    path = "/officer"

    @get("/{round_id:int}/papers", guards=[may("see_round")], sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
    ) -> Template:
        page = papers(store, views.person(request), round_id, datetime.now(UTC))
        return views.show(request, "officer/papers.html", page=page)

    @post("/{round_id:int}/papers", guards=[may("publish")], sync_to_thread=True)
    def issue(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
    ) -> Redirect:
        issuing.ask(store, views.person(request), round_id, datetime.now(UTC))
        return views.done(
            request,
            f"/officer/{round_id}/papers",
            "文书正在后台生成，可离开本页，稍后再看。",
            "The documents are being printed; you may leave this page and come back.",
        )

    @get("/{round_id:int}/papers/{kind:str}", guards=[may("see_round")], sync_to_thread=True)
    def public_paper(
        self, store: NamedDependency[Store], round_id: FromPath[int], kind: FromPath[str]
    ) -> Response[bytes]:
        return paper(store, round_id, kind)

    @get(
        "/{round_id:int}/papers/{kind:str}/{party:str}",
        guards=[may("see_round")],
        sync_to_thread=True,
    )
    def letter(
        self,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        kind: FromPath[str],
        party: FromPath[str],
    ) -> Response[bytes]:
        return paper(store, round_id, kind, party)
