"""The office answers questions: it reads what was asked, and not by whom."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Template
from pydantic import BaseModel, Field

from procurement.actions import questions as answering
from procurement.rules.rights import RIGHTS, Actor, require
from procurement.rules.text import Fault, Refused
from procurement.store.database import Store
from procurement.store.questions import Kept
from web import views
from web.auth import may
from web.officer.head import Head, head

Asked = Request[Any, Any, Any]
UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """``people`` are names by login."""

    head: Head
    waiting: tuple[Kept, ...]
    answered: tuple[Kept, ...]
    people: dict[str, str]
    acting: bool


def questions_page(store: Store, actor: Actor, round_id: int, now: datetime) -> QuestionsPage:
    """Every question, those first that wait the longest."""
    require(actor, "see_round")
    with store.transaction() as db:
        kept = db.questions.of_round(round_id)
        written = [row for one in kept for row in (one.draft, one.published) if row]
        return QuestionsPage(
            head=head(db, round_id, actor, now),
            waiting=tuple(one for one in kept if not one.published),
            answered=tuple(one for one in reversed(kept) if one.published),
            people={row.written_by: db.accounts.name(row.written_by) for row in written},
            acting=actor.role in RIGHTS["answer_question"],
        )


class AnswerForm(BaseModel):
    """An answer, to keep as a draft or to publish; how long it may be, the action says."""

    words: str = Field(default="", max_length=20_000)
    what: Literal["draft", "publish"] = "draft"


class OfficerQuestionPages(Controller):
    path = "/officer/{round_id:int}/questions"
    cache_control = CacheControlHeader(no_store=True)

    @get("/", guards=[may("see_round")], sync_to_thread=True)
    def show(
        self, request: Asked, store: NamedDependency[Store], round_id: FromPath[int]
    ) -> Template:
        return _page(request, store, round_id)

    @post("/{number:int}", guards=[may("answer_question")], sync_to_thread=True)
    def answer(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        number: FromPath[int],
        data: URLEncodedBody[AnswerForm],
    ) -> Response[Any]:
        actor, now = views.person(request), datetime.now(UTC)
        publish = data.what == "publish"
        act = answering.publish_answer if publish else answering.draft_answer
        try:
            act(store, actor, round_id, number, data.words, now)
        except Refused as refused:
            return _page(request, store, round_id, refused.faults, {number: data.words})
        here = f"/officer/{round_id}/questions"
        if publish:
            return views.done(
                request,
                here,
                "问题与答复已向所有人公布，并已通知全部申报企业。",
                "Question and answer are published to everybody; every bidder was told.",
            )
        return views.done(
            request, here, "答复草稿已保存，尚未公布。", "The draft is kept; nothing is published."
        )


def _page(
    request: Asked,
    store: Store,
    round_id: int,
    faults: tuple[Fault, ...] = (),
    typed: dict[int, str] | None = None,
) -> Template:
    page = questions_page(store, views.person(request), round_id, datetime.now(UTC))
    return views.show(
        request,
        "officer/questions.html",
        status_code=UNPROCESSABLE if faults else 200,
        faults=faults,
        page=page,
        typed=typed or {},
    )
