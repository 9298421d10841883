"""A firm's right of reply: the flags that name it, without what they show of others."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect
from pydantic import BaseModel

from procurement.actions import screening
from procurement.rules.flags import Outcome
from procurement.rules.rights import Actor, require
from procurement.rules.screen_rules import ARTICLES
from procurement.rules.screens import SCREENS, Screen
from procurement.rules.text import Text
from procurement.store.database import Store
from procurement.store.screening import FlagReplyRow
from web import views
from web.auth import may


@dataclass(frozen=True, slots=True)
class Question:
    """A flag as a firm that it names may see it: its own lots, and neither names nor prices.

    ``outcome`` is None until an officer answered.
    """

    number: int
    screen: Screen
    lots: tuple[str, ...]
    basis: tuple[Text, ...]
    replies: tuple[FlagReplyRow, ...]
    outcome: Outcome | None


def questions(store: Store, actor: Actor, round_id: int) -> tuple[Question, ...]:
    """The flags that stand against the firm or were answered; only after the publication."""
    require(actor, "see_own_result", actor.party)
    with store.transaction() as db:
        kept = db.screenings.of_round(round_id, actor.party)
    return tuple(
        Question(
            one.number,
            SCREENS[one.flag.screen],
            tuple(sorted({fact.lot for fact in one.flag.facts if fact.firm == actor.party})),
            tuple(ARTICLES[name] for name in one.flag.basis),
            one.replies,
            one.answers[-1].outcome if one.answers else None,
        )
        for one in kept
        if one.stands or one.answers
    )


class ReplyForm(BaseModel):
    words: str = ""


class FirmReplyPages(Controller):
    path = "/firm"

    @post("/{round_id:int}/flags/{flag:int}", guards=[may("reply_to_flag")], sync_to_thread=True)
    def reply(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
        flag: FromPath[int],
        data: URLEncodedBody[ReplyForm],
    ) -> Redirect:
        actor, now = views.person(request), datetime.now(UTC)
        screening.reply(store, actor, round_id, flag, data.words, now)
        return views.done(
            request,
            f"/firm/{round_id}/result#flag-{flag}",
            "您的说明已送达采购办，与该线索一并留存。",
            "Your reply has reached the office and is kept beside the question.",
        )
