"""Changes of an announced round: one person of the office proposes, another consents."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from procurement.actions import amendments, changes
from procurement.exchange import rulebooks
from procurement.rules.changes import OUTCOME_NAMES, Change
from procurement.rules.entries import Blank, Entry
from procurement.rules.phases import Phase
from procurement.rules.rights import RIGHTS, Actor, require
from procurement.rules.text import Fault, Refused, Text
from procurement.store.amendments import DocumentVersionRow
from procurement.store.database import Store
from web import views
from web.auth import may, require_fresh_factor
from web.officer.change_forms import ChangeForm, ReasonForm
from web.officer.head import Head, head
from web.public.changes import Line, lines

Asked = Request[Any, Any, Any]
UNPROCESSABLE = 422
UNDER_WAY = frozenset({Phase.ANNOUNCED, Phase.BIDDING})


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What waits and what was answered; ``open`` while anything may change.

    ``ceilings`` are places with their names, ``parameters`` keys with their titles, ``books`` the
    rulebooks of the same kind with theirs, ``document`` the newest version of every part.
    """

    head: Head
    me: str
    open: bool
    drafting: bool
    proposing: bool
    answering: bool
    waiting: tuple[Line, ...]
    answered: tuple[Line, ...]
    ceilings: dict[str, str]
    parameters: dict[str, Text]
    books: dict[str, Text]
    document: tuple[DocumentVersionRow, ...]
    notice: Entry


def changes_page(store: Store, actor: Actor, round_id: int, now: datetime) -> ChangesPage:
    """Every proposal of the round, and what may be proposed."""
    require(actor, "see_round")
    with store.transaction() as db:
        top, round_ = head(db, round_id, actor, now), db.rounds.get(round_id)
        listed = lines(db, round_, db.changes.of_round(round_id))
        products = db.catalogue.products(round_id).values()
        document = {row.part: row for row in db.amendments.of_round(round_id)}
        sources = changes.rules(round_).sources
    book = rulebooks.load(round_.rulebook)
    entries: tuple[Entry | Blank, ...] = (
        *book.entries(round_.rulebook_day).values(),
        *book.blanks,
    )
    late = round_.bids_close_at is not None and now >= round_.bids_close_at
    return ChangesPage(
        head=top,
        me=actor.login,
        open=top.phase in UNDER_WAY and not late,
        drafting=top.phase is Phase.DRAFT,
        proposing=actor.role in RIGHTS["propose_change"],
        answering=actor.role in RIGHTS["answer_change"],
        waiting=tuple(one for one in listed if one.answer is None),
        answered=tuple(one for one in reversed(listed) if one.answer),
        ceilings={
            f"{one.code}/{item.spec}": f"{one.code} {one.name} {item.spec}"
            for one in products
            for item in one.presentations
        },
        parameters={
            one.key: one.title for one in entries if not isinstance(one, Entry) or one.is_parameter
        },
        books={
            one.id: one.title
            for one in map(rulebooks.load, rulebooks.ids())
            if one.kind == book.kind
        },
        document=tuple(document.values()),
        notice=sources["notice_days"],
    )


class OfficerChangePages(Controller):
    path = "/officer/{round_id:int}/changes"
    cache_control = CacheControlHeader(no_store=True)

    @get("/", guards=[may("see_round")], sync_to_thread=True)
    def show(
        self, request: Asked, store: NamedDependency[Store], round_id: FromPath[int]
    ) -> Template:
        return _page(request, store, round_id, ChangeForm())

    @post("/", guards=[may("propose_change")], sync_to_thread=True)
    def propose(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        data: URLEncodedBody[ChangeForm],
    ) -> Response[Any]:
        actor, now = views.person(request), datetime.now(UTC)
        wanted = (data.kind, data.where(), data.typed())
        try:
            changes.propose(store, actor, round_id, *wanted, data.reason, at=now)
        except Refused as refused:
            return _page(request, store, round_id, data, refused.faults)
        return _done(
            request,
            round_id,
            "变更已提出，待另一人复核同意后生效。",
            "The change is proposed; it is in force once another person consents.",
        )

    @post("/document", guards=[may("draft_round")], sync_to_thread=True)
    def write(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        data: URLEncodedBody[ChangeForm],
    ) -> Response[Any]:
        """A part of a draft's document, which needs no second person yet."""
        actor, now = views.person(request), datetime.now(UTC)
        part = data.model_copy(update={"kind": Change.AMENDMENT})
        try:
            amendments.write(store, actor, round_id, part.where(), part.typed(), now)
        except Refused as refused:
            return _page(request, store, round_id, part, refused.faults)
        return _done(request, round_id, "采购文件已保存。", "The document is kept.")

    @post("/{number:int}/consent", guards=[may("answer_change")], sync_to_thread=True)
    def consent(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        number: FromPath[int],
    ) -> Redirect:
        """Consent, by somebody who gave a code of their second factor just now."""
        require_fresh_factor(request, f"/officer/{round_id}/changes")
        changes.consent(store, views.person(request), round_id, number, datetime.now(UTC))
        return _done(
            request,
            round_id,
            "变更已生效，并已通知全部申报企业。",
            "The change is in force; every bidder was told.",
        )

    @post("/{number:int}/refuse", guards=[may("answer_change")], sync_to_thread=True)
    def refuse(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        number: FromPath[int],
        data: URLEncodedBody[ReasonForm],
    ) -> Redirect:
        actor, now = views.person(request), datetime.now(UTC)
        changes.refuse(store, actor, round_id, number, data.reason, now)
        return _done(
            request, round_id, "变更未获同意，一切照旧。", "The change was refused; all stays."
        )


def _done(request: Asked, round_id: int, zh: str, en: str) -> Redirect:
    return views.done(request, f"/officer/{round_id}/changes", zh, en)


def _page(
    request: Asked,
    store: Store,
    round_id: int,
    typed: ChangeForm,
    faults: tuple[Fault, ...] = (),
) -> Template:
    page = changes_page(store, views.person(request), round_id, datetime.now(UTC))
    return views.show(
        request,
        "officer/changes.html",
        status_code=UNPROCESSABLE if faults else 200,
        faults=faults,
        page=page,
        typed=typed,
        outcomes=OUTCOME_NAMES,
    )
