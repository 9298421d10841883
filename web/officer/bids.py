"""Envelopes: before the opening only how many; after it what they held, or why they are unread."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from procurement.rules.phases import Phase
from procurement.rules.rights import Actor
from procurement.rules.text import Text
from procurement.store.database import Db, Store
from web import views
from web.auth import may
from web.officer.head import Head, head

Asked = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Lot:
    """A product, the firms entered for it, and the envelopes that stand; never whose."""

    code: str
    name: str
    firms: int
    envelopes: int


@dataclass(frozen=True, slots=True)
class Envelope:
    """An opened envelope: its price in millionths of a yuan, or the cause it is unread."""

    code: str
    product: str
    firm: str
    received: datetime
    fingerprint: str
    spec: str = ""
    unit_price: int | None = None
    cause: Text | None = None


@dataclass(frozen=True, slots=True)
class Bids:
    """The envelopes' page; ``opened`` is None before the opening."""

    head: Head
    lots: tuple[Lot, ...]
    opened: tuple[Envelope, ...] | None
    minutes: bool

    @property
    def envelopes(self) -> int:
        return sum(lot.envelopes for lot in self.lots)

    @property
    def unread(self) -> tuple[Envelope, ...]:
        return tuple(one for one in self.opened or () if one.cause)


def envelopes(store: Store, actor: Actor, round_id: int, now: datetime) -> Bids:
    with store.transaction() as db:
        top = head(db, round_id, actor, now)
        firms: dict[str, int] = {}
        for entry in db.catalogue.entries(round_id):
            firms[entry.product] = firms.get(entry.product, 0) + 1
        counts = {one.lot: one.envelopes for one in db.envelopes.counted(round_id)}
        return Bids(
            head=top,
            lots=tuple(
                Lot(code, product.name, firms.get(code, 0), counts.get(code, 0))
                for code, product in db.catalogue.products(round_id).items()
            ),
            opened=_opened(db, round_id) if top.reached(Phase.OPENED) else None,
            minutes=any(row.kind == "opening_minutes" for row in db.papers.of_round(round_id)),
        )


def _opened(db: Db, round_id: int) -> tuple[Envelope, ...]:
    products, firms = db.catalogue.products(round_id), db.parties.firms()
    bids = {
        (bid.product, bid.firm): bid
        for opened in db.evaluations.bids(round_id).values()
        for bid in opened
    }
    causes = {
        row.envelope_id: Text(row.cause_zh, row.cause_en)
        for row in db.evaluations.unopened(round_id)
    }
    found = []
    for row in db.envelopes.standing(round_id):
        bid = bids.get((row.lot, row.firm))
        found.append(
            Envelope(
                code=row.lot,
                product=products[row.lot].name,
                firm=firms[row.firm].name,
                received=row.received_at,
                fingerprint=row.fingerprint,
                spec=bid.spec if bid else "",
                unit_price=bid.unit_price if bid else None,
                cause=causes.get(row.id) if row.id else None,
            )
        )
    return tuple(found)


class EnvelopePages(Controller):
    path = "/officer"

    @get("/{round_id:int}/bids", guards=[may("see_round")], sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
    ) -> Template:
        page = envelopes(store, views.person(request), round_id, datetime.now(UTC))
        return views.show(request, "officer/bids.html", page=page)
