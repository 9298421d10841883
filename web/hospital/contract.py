"""A hospital's contract: what it agreed to buy, of whom, at which price."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from procurement.rules import money
from procurement.rules.contracts import Agreement
from procurement.rules.rights import Actor, require
from procurement.store.database import Store
from web import downloads, rounds, views
from web.auth import may
from web.rounds import Round

COLUMNS = (
    "product_code",
    "product",
    "spec",
    "firm_code",
    "firm",
    "agreed_quantity",
    "unit_price_yuan",
    "amount_yuan",
)


@dataclass(frozen=True, slots=True)
class Contract:
    """The agreements of one hospital, and the names of what they name."""

    round: Round
    hospital: str
    agreements: tuple[Agreement, ...]
    products: dict[str, str]
    firms: dict[str, str]

    @property
    def amount(self) -> int:
        return sum(one.amount for one in self.agreements)

    @property
    def suppliers(self) -> int:
        return len({one.firm for one in self.agreements})

    def csv(self) -> bytes:
        return downloads.table(
            COLUMNS,
            (
                (
                    one.product,
                    self.products[one.product],
                    one.spec,
                    one.firm,
                    self.firms[one.firm],
                    one.agreed_quantity,
                    money.show_price(one.unit_price, exact=True),
                    money.show(one.amount).replace(",", ""),
                )
                for one in self.agreements
            ),
        )


def contract(store: Store, actor: Actor, round_id: int, now: datetime) -> Contract:
    """The hospital's own agreements; NotFound before they are signed."""
    require(actor, "report_usage", actor.party)
    with store.transaction() as db:
        return Contract(
            round=rounds.signed(db, round_id, now),
            hospital=actor.party,
            agreements=tuple(db.agreements.of_round(round_id, actor.party)),
            products={code: one.name for code, one in db.catalogue.products(round_id).items()},
            firms={code: one.name for code, one in db.parties.firms().items()},
        )


class ContractPages(Controller):
    path = "/hospital/{round_id:int}/contract"
    guards = (may("report_usage"),)
    cache_control = CacheControlHeader(no_store=True)

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
    ) -> Template:
        seen = contract(store, views.person(request), round_id, datetime.now(UTC))
        return views.show(request, "hospital/contract.html", page=seen)

    @get("/csv", sync_to_thread=True)
    def table(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
    ) -> Response[bytes]:
        seen = contract(store, views.person(request), round_id, datetime.now(UTC))
        name = f"agreements-{round_id}-{seen.hospital}.csv"
        return downloads.download(seen.csv(), name, downloads.CSV)
