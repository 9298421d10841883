"""Questions and answers of a round for everybody; firms and hospitals ask here, without a name."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Template
from pydantic import BaseModel, Field

from procurement.actions import questions as asking
from procurement.rules import questions
from procurement.rules.dates import local_day
from procurement.rules.rights import Actor, Role
from procurement.rules.text import Refused
from procurement.store.database import Db, Store
from web import views
from web.auth import actor_of, may
from web.public import published
from web.public.published import Outline
from web.settings import Settings

Asked = Request[Any, Any, Any]
UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with the answer that was published; the day alone says when it was asked."""

    number: int
    words: str
    asked: date
    answer: str
    answered_at: datetime
    own: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question of the reader's own that nobody has answered yet."""

    number: int
    words: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """``waiting`` are the reader's own; ``may_ask`` while they may ask."""

    round: Outline
    answered: tuple[Answered, ...]
    waiting: tuple[Waiting, ...]
    may_ask: bool


def questions_page(
    store: Store, actor: Actor | None, round_id: int, key: bytes, now: datetime
) -> QuestionsPage:
    """What was answered, the newest first, and what the reader asked; NotFound for a draft."""
    with store.transaction() as db:
        round_ = db.rounds.get(round_id)
        outline = published.outline(db, round_, now)
        kept = db.questions.of_round(round_id)
        asks = actor is not None and _is_party(db, actor, round_id)
    marks = [(one.question.number, one.question.mark) for one in kept]
    own = questions.own(key, outline.code, actor.party, marks) if actor and asks else frozenset()
    answered = [
        Answered(
            one.question.number,
            one.question.words,
            local_day(one.question.asked_at),
            one.published.words,
            one.published.written_at,
            one.question.number in own,
        )
        for one in kept
        if one.published
    ]
    return QuestionsPage(
        round=outline,
        answered=tuple(sorted(answered, key=lambda one: one.answered_at, reverse=True)),
        waiting=tuple(
            Waiting(one.question.number, one.question.words, one.question.asked_at)
            for one in kept
            if not one.published and one.question.number in own
        ),
        may_ask=asks and questions.is_open(outline.deadline, now),
    )


def _is_party(db: Db, actor: Actor, round_id: int) -> bool:
    """A hospital, or a firm that is entered in the round."""
    if actor.role is Role.FIRM:
        return bool(db.catalogue.entries(round_id, actor.party))
    return actor.role is Role.HOSPITAL


class QuestionForm(BaseModel):
    """A question; how long it may be, the action says."""

    words: str = Field(default="", max_length=20_000)


class QuestionPages(Controller):
    path = "/rounds/{round_id:int}/questions"
    cache_control = CacheControlHeader(no_store=True)

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Asked,
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
        round_id: FromPath[int],
    ) -> Template:
        key, now = settings.question_key(), datetime.now(UTC)
        page = questions_page(store, actor_of(request), round_id, key, now)
        return views.show(request, "public/questions.html", page=page, typed="")

    @post("/", guards=[may("ask_question")], sync_to_thread=True)
    def ask(
        self,
        request: Asked,
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
        round_id: FromPath[int],
        data: URLEncodedBody[QuestionForm],
    ) -> Response[Any]:
        actor, now, key = views.person(request), datetime.now(UTC), settings.question_key()
        try:
            number = asking.ask(store, actor, round_id, data.words, key, now)
        except Refused as refused:
            page = questions_page(store, actor, round_id, key, now)
            return views.show(
                request,
                "public/questions.html",
                status_code=UNPROCESSABLE,
                faults=refused.faults,
                page=page,
                typed=data.words,
            )
        return views.done(
            request,
            f"/rounds/{round_id}/questions",
            f"问题已提交，编号 {number}；采购办看不到提问者。",
            f"Your question was handed in as number {number}; the office does not see who asked.",
        )
