"""The round designer: choosing a scheme, drafting a round under it, deciding its parameters."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, MultipartBody, URLEncodedBody
from litestar.response import Redirect, Template

from procurement.actions import designing
from procurement.exchange import draft_files, open_rules
from procurement.exchange.draft_files import Drafted
from procurement.rules.rulebook import Rulebook
from procurement.rules.text import Fault, Refused
from procurement.store.database import Store
from procurement.store.rounds import NotFound
from web import views
from web.auth import may
from web.officer.design_page import design_page
from web.officer.designer_forms import (
    NO_CONTENT,
    ContentForm,
    DecisionForm,
    DraftForm,
    Trial,
    trial,
)
from web.public.rules import KINDS

Asked = Request[Any, Any, Any]
UNPROCESSABLE = 422


class DesignerPages(Controller):
    path = "/officer"
    cache_control = CacheControlHeader(no_store=True)

    @get("/design", guards=[may("draft_round")], sync_to_thread=True)
    def schemes(self, request: Asked) -> Template:
        """Every scheme a round can be drafted under, with how far its values are known."""
        books = [(book, open_rules.counts(book)) for book in designing.schemes()]
        shelves = [
            (name, tuple(one for one in books if one[0].kind == kind))
            for kind, name in KINDS.items()
            if kind in designing.KINDS
        ]
        return views.show(request, "officer/schemes.html", shelves=shelves)

    @get("/design/{rulebook:str}", guards=[may("draft_round")], sync_to_thread=True)
    def blank(
        self, request: Asked, store: NamedDependency[Store], rulebook: FromPath[str]
    ) -> Template:
        return _new(request, store, _scheme(rulebook), DraftForm())

    @post(
        "/design/{rulebook:str}",
        guards=[may("draft_round")],
        status_code=200,
        sync_to_thread=True,
    )
    def draft(
        self,
        request: Asked,
        store: NamedDependency[Store],
        rulebook: FromPath[str],
        data: MultipartBody[DraftForm],
    ) -> Response[Any]:
        book = _scheme(rulebook)
        try:
            plan = data.plan(book.id, _content(store, data))
            number = designing.draft(store, views.person(request), plan, datetime.now(UTC))
        except Refused as refused:
            return _new(request, store, book, data, refused.faults)
        return views.done(
            request,
            f"/officer/{number}/design",
            "轮次已起草。请核对规则并决定待定参数。",
            "The round is drafted. Look through its rules, and decide what is open.",
        )

    @get("/{round_id:int}/design", guards=[may("see_round")], sync_to_thread=True)
    def show(
        self, request: Asked, store: NamedDependency[Store], round_id: FromPath[int]
    ) -> Template:
        """The rules of the round, tried with planned days and the demand of another round."""
        return _page(request, store, round_id, trial(request.query_params))

    @post(
        "/{round_id:int}/products",
        guards=[may("draft_round")],
        status_code=200,
        sync_to_thread=True,
    )
    def furnish(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        data: MultipartBody[ContentForm],
    ) -> Response[Any]:
        """The products of a draft, in place of those it had."""
        actor, now = views.person(request), datetime.now(UTC)
        try:
            products, entries = _given(store, data)
            designing.furnish(store, actor, round_id, products, entries, now)
        except Refused as refused:
            return _page(request, store, round_id, Trial(), refused.faults)
        return views.done(
            request,
            f"/officer/{round_id}/design#lint",
            f"已载入{len(products)}个品种，申报资格{len(entries)}项。",
            f"Taken in: {len(products)} products, {len(entries)} entries.",
        )

    @post(
        "/{round_id:int}/design/{key:str}",
        guards=[may("draft_round")],
        status_code=200,
        sync_to_thread=True,
    )
    def decide(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        key: FromPath[str],
        data: URLEncodedBody[DecisionForm],
    ) -> Response[Any]:
        actor, now = views.person(request), datetime.now(UTC)
        try:
            designing.decide(store, actor, round_id, key, data.value, data.reason, now)
        except Refused as refused:
            return _page(request, store, round_id, Trial(), refused.faults, (key, data))
        return _done(request, round_id, key, "已决定，并已留痕。", "Decided, and on record.")

    @post(
        "/{round_id:int}/design/{key:str}/withdraw",
        guards=[may("draft_round")],
        status_code=200,
        sync_to_thread=True,
    )
    def withdraw(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        key: FromPath[str],
        data: URLEncodedBody[DecisionForm],
    ) -> Response[Any]:
        actor, now = views.person(request), datetime.now(UTC)
        try:
            designing.withdraw(store, actor, round_id, key, data.reason, now)
        except Refused as refused:
            return _page(request, store, round_id, Trial(), refused.faults)
        return _done(
            request,
            round_id,
            key,
            "决定已撤回，并已留痕。",
            "The decision is taken back, and that is on record.",
        )


def _scheme(name: str) -> Rulebook:
    """The rulebook of this id, if rounds are made under it; NotFound otherwise."""
    for book in designing.schemes():
        if book.id == name:
            return book
    raise NotFound(f"scheme {name}")


def _content(store: Store, form: ContentForm) -> Drafted:
    """What the round buys: from the files, from another round, or nothing yet."""
    if files := form.uploaded():
        with store.transaction() as db:
            firms = {code: firm.name for code, firm in db.parties.firms().items()}
        return draft_files.read(files, firms)
    if form.copy_of.isdecimal():
        return designing.catalogue_of(store, int(form.copy_of))
    return (), ()


def _given(store: Store, form: ContentForm) -> Drafted:
    """The same, refused when there is nothing."""
    found = _content(store, form)
    if not found[0]:
        raise Refused([NO_CONTENT])
    return found


def _new(
    request: Asked, store: Store, book: Rulebook, typed: DraftForm, faults: Sequence[Fault] = ()
) -> Template:
    with store.transaction() as db:
        others = {row.number: row.name for row in reversed(db.rounds.all())}
    return views.show(
        request,
        "officer/new_round.html",
        status_code=UNPROCESSABLE if faults else 200,
        faults=faults,
        book=book,
        counts=open_rules.counts(book),
        typed=typed,
        others=others,
        wrong={fault.place: fault.text for fault in faults},
    )


def _page(
    request: Asked,
    store: Store,
    round_id: int,
    trying: Trial,
    faults: Sequence[Fault] = (),
    typed: tuple[str, DecisionForm] | None = None,
) -> Template:
    """The design; ``typed`` is a decision that was refused, with its key."""
    key, form = typed or ("", DecisionForm())
    return views.show(
        request,
        "officer/designer.html",
        status_code=UNPROCESSABLE if faults else 200,
        faults=faults,
        page=design_page(store, views.person(request), round_id, trying, datetime.now(UTC)),
        asked=key,
        typed=form,
        wrong={fault.place: fault.text for fault in faults},
    )


def _done(request: Asked, round_id: int, key: str, zh: str, en: str) -> Redirect:
    return views.done(request, f"/officer/{round_id}/design#{key}", zh, en)
