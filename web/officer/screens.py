"""Screens for collusion: every flag with its facts, what firms reply and officers answer."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import BaseModel

from procurement.actions import screening
from procurement.rules.flags import OUTCOME_NAMES, Outcome
from procurement.rules.phases import Phase
from procurement.rules.rights import RIGHTS, Actor, require
from procurement.rules.rulebook import Entry
from procurement.rules.screen_rules import ARTICLES
from procurement.rules.screens import SCREENS, Screen
from procurement.store.database import Store
from procurement.store.screening import Kept
from web import views
from web.auth import may
from web.officer.head import Head, head

Asked = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Screened:
    """One screen with the rulebook's entries that it used, and the flags it raised."""

    name: str
    screen: Screen
    entries: tuple[Entry, ...]
    flags: tuple[Kept, ...]

    @property
    def standing(self) -> int:
        return sum(one.stands for one in self.flags)


@dataclass(frozen=True, slots=True)
class ScreensPage:
    """``firms`` and ``people`` are names by code and by login; ``ran_at`` None before any run."""

    head: Head
    opened: bool
    acting: bool
    ran_at: datetime | None
    screens: tuple[Screened, ...]
    firms: dict[str, str]
    lots: dict[str, str]
    people: dict[str, str]

    @property
    def open(self) -> int:
        """How many flags that stand nobody has answered."""
        return sum(one.stands and not one.answers for each in self.screens for one in each.flags)


def screens(store: Store, actor: Actor, round_id: int, now: datetime) -> ScreensPage:
    """The flags of a round; none before its bids are opened."""
    require(actor, "see_flags")
    with store.transaction() as db:
        top, round_ = head(db, round_id, actor, now), db.rounds.get(round_id)
        last, kept = db.screenings.newest(round_id), db.screenings.of_round(round_id)
        sources = screening.rules(round_).sources
        said = {answer.answered_by for one in kept for answer in one.answers}
        return ScreensPage(
            head=top,
            opened=top.reached(Phase.OPENED),
            acting=actor.role in RIGHTS["screen_bids"],
            ran_at=last.run_at if last else None,
            screens=tuple(
                Screened(
                    name,
                    screen,
                    tuple(entry for field, entry in sources.items() if field.startswith(name)),
                    tuple(one for one in kept if one.flag.screen == name),
                )
                for name, screen in SCREENS.items()
            ),
            firms={code: firm.name for code, firm in db.parties.firms().items()},
            lots={code: one.name for code, one in db.catalogue.products(round_id).items()},
            people={login: db.accounts.name(login) for login in sorted(said)},
        )


class AnswerForm(BaseModel):
    """What an officer makes of a flag; how long a reason may be, the action says."""

    outcome: Outcome
    reason: str = ""


class ScreenPages(Controller):
    path = "/officer/{round_id:int}/screens"
    cache_control = CacheControlHeader(no_store=True)

    @get("/", guards=[may("see_flags")], sync_to_thread=True)
    def show(
        self, request: Asked, store: NamedDependency[Store], round_id: FromPath[int]
    ) -> Template:
        page = screens(store, views.person(request), round_id, datetime.now(UTC))
        return views.show(
            request,
            "officer/screens.html",
            page=page,
            outcomes=OUTCOME_NAMES,
            articles=ARTICLES,
        )

    @post("/", guards=[may("screen_bids")], sync_to_thread=True)
    def run(
        self, request: Asked, store: NamedDependency[Store], round_id: FromPath[int]
    ) -> Redirect:
        found = screening.run(store, views.person(request), round_id, datetime.now(UTC))
        return views.done(
            request,
            f"/officer/{round_id}/screens",
            f"筛查完成，共有{found}条线索。",
            f"The bids were screened; flags that stand: {found}.",
        )

    @post("/{flag:int}", guards=[may("screen_bids")], sync_to_thread=True)
    def answer(
        self,
        request: Asked,
        store: NamedDependency[Store],
        round_id: FromPath[int],
        flag: FromPath[int],
        data: URLEncodedBody[AnswerForm],
    ) -> Redirect:
        actor, now = views.person(request), datetime.now(UTC)
        screening.answer(store, actor, round_id, flag, data.outcome, data.reason, at=now)
        return views.done(
            request,
            f"/officer/{round_id}/screens#flag-{flag}",
            "处理结果已记录；报价的评审结果不因此改变。",
            "The answer is kept; the evaluation of the bids does not change by it.",
        )
