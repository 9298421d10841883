"""The evaluation: every bid with its rank, its verdict, and the clause that decided."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import BaseModel

from procurement.actions import evaluation as evaluating
from procurement.exchange import dossier
from procurement.exchange.dossier import Dossier
from procurement.rules import schemes
from procurement.rules.catalogue import Product
from procurement.rules.rights import Actor
from procurement.rules.rulebook import Entry
from procurement.rules.text import Text
from procurement.rules.verdicts import Verdict
from procurement.store.database import Store
from web import views
from web.auth import may
from web.officer.forms import short
from web.officer.head import Head, head


@dataclass(frozen=True, slots=True)
class Clause:
    """The clause that decided, and where it is written."""

    title: Text
    source: Text
    evidence: str


INVALID = Clause(
    Text("无效申报", "Invalid bid"),
    Text("采购文件的申报要求", "the tender document's conditions for bids"),
    "unconfirmed",
)
"""For a bid that no rulebook value decided on: over its ceiling, or malformed."""


@dataclass(frozen=True, slots=True)
class Line:
    """A bid and its verdict; prices in millionths, the comparable one in ten-thousandths."""

    verdict: Verdict
    firm: str
    spec: str
    unit_price: int
    ceiling: int | None
    clause: Clause

    @property
    def may_accept(self) -> bool:
        """It did not win, and may still by accepting its revival price."""
        return self.verdict.revival_price is not None and not self.verdict.won


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One product with its bids in rank order."""

    product: Product
    lines: tuple[Line, ...]

    @property
    def winners(self) -> int:
        return sum(line.verdict.won for line in self.lines)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The evaluation's page; ``asked`` are the products that were searched for."""

    head: Head
    products: tuple[Evaluated, ...]
    asked: tuple[Evaluated, ...]
    decimals: Entry | None


def evaluation(store: Store, actor: Actor, round_id: int, search: str, now: datetime) -> Evaluation:
    with store.transaction() as db:
        top, facts = head(db, round_id, actor, now), dossier.load(db, round_id)
    products = tuple(_evaluated(facts, code) for code in facts.products if code in facts.verdicts)
    wanted = search.strip()
    return Evaluation(
        head=top,
        products=products,
        asked=tuple(
            one
            for one in products
            if wanted in one.product.name or wanted.zfill(len(one.product.code)) == one.product.code
        ),
        decimals=facts.clause("comparable_price_decimals"),
    )


def _evaluated(facts: Dossier, code: str) -> Evaluated:
    product = facts.products[code]
    lines = []
    for verdict in facts.verdicts[code]:
        bid, entry = facts.bid(code, verdict.firm), facts.clause(verdict.clause)
        known = {one.spec for one in product.presentations}
        lines.append(
            Line(
                verdict=verdict,
                firm=facts.firm(verdict.firm),
                spec=bid.spec,
                unit_price=bid.unit_price,
                ceiling=schemes.ceiling(product, bid.spec, facts.rules)
                if bid.spec in known
                else None,
                clause=Clause(entry.title, Text(entry.source, entry.source), entry.evidence)
                if entry
                else INVALID,
            )
        )
    return Evaluated(product, tuple(lines))


class AcceptanceForm(BaseModel):
    """A firm that accepted its revival price for a product."""

    product: short
    firm: short


class EvaluationPages(Controller):
    path = "/officer"

    @post(
        "/{round_id:int}/evaluation/acceptance",
        guards=[may("record_acceptance")],
        sync_to_thread=True,
    )
    def accept(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
        data: URLEncodedBody[AcceptanceForm],
    ) -> Redirect:
        actor, now = views.person(request), datetime.now(UTC)
        winners = evaluating.record_acceptance(store, actor, round_id, data.product, data.firm, now)
        return views.done(
            request,
            f"/officer/{round_id}/evaluation#product-{data.product}",
            f"已登记接受复活价并重新评审，共 {winners} 个拟中选产品。",
            f"The acceptance is recorded and the bids are evaluated again: {winners} to win.",
        )

    @get("/{round_id:int}/evaluation", guards=[may("see_round")], sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
        q: FromQuery[str] = "",
    ) -> Template:
        page = evaluation(store, views.person(request), round_id, q, datetime.now(UTC))
        return views.show(request, "officer/evaluation.html", page=page, q=q)
