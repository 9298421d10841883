"""A hospital's demand: a form of one number a presentation, while the round is announced."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Template

from procurement.actions import demand
from procurement.actions.rounds import law
from procurement.exchange.cells import half_width
from procurement.rules import schemes
from procurement.rules.phases import WrongPhase
from procurement.rules.reports import Report
from procurement.rules.rights import Actor, require
from procurement.rules.text import Fault, Text
from procurement.store.database import Db, Store
from web import rounds, views
from web.auth import may
from web.rounds import Round

UNPROCESSABLE = 422
DIGITS = 12  # at most, of a year's units
_WHOLE = re.compile(rf"[0-9]{{1,{DIGITS}}}", re.ASCII)
NOTHING_NEW = Fault(
    "nothing_new",
    "form",
    Text(
        "没有新的数量：所填与已上报的相同，或全部为空。",
        "Nothing is new: the figures are blank, or as they were reported before.",
    ),
)

GENERIC = Text("通用名（不指明厂牌）", "generic name, no brand")
OTHERS = Text("其他产品", "other products")
NO_BRANDS: dict[str, Text | str] = {"": ""}


@dataclass(frozen=True, slots=True)
class Presentation:
    """A presentation of the round and what was reported of it: ``None`` is not reported.

    ``brand`` is the firm that is named, and ``brand_name`` how it is shown; both are blank where
    demand is not reported by brand.
    """

    product: str
    name: str
    spec: str
    quantity: int | None
    brand: str = ""
    brand_name: Text | str = ""

    @property
    def field(self) -> str:
        """Its name in the form, and in faults."""
        return " ".join(part for part in (self.product, self.spec, self.brand) if part)


@dataclass(frozen=True, slots=True)
class DemandPage:
    """Everything a hospital may report on, by product and presentation."""

    round: Round
    presentations: tuple[Presentation, ...]

    @property
    def reported(self) -> int:
        return sum(one.quantity is not None for one in self.presentations)

    def require_open(self) -> None:
        if not self.round.is_reporting_demand:
            raise WrongPhase(self.round.phase, "report_demand")


def page(store: Store, actor: Actor, round_id: int, now: datetime) -> DemandPage:
    require(actor, "report_demand", actor.party)
    with store.transaction() as db:
        round_ = rounds.get(db, round_id, now)
        reports = db.demand.by_hospital(round_id, actor.party)
        products = db.catalogue.products(round_id).values()
        brands = _brands(db, round_id)
    counted = {(one.product, one.spec, one.brand): one.quantity for one in reports}
    return DemandPage(
        round_,
        tuple(
            Presentation(
                product.code,
                product.name,
                one.spec,
                counted.get((product.code, one.spec, brand)),
                brand,
                name,
            )
            for product in products
            for one in product.presentations
            for brand, name in brands.get(product.code, NO_BRANDS).items()
        ),
    )


def _brands(db: Db, round_id: int) -> dict[str, dict[str, Text | str]]:
    """By product the firms that may be named, and last the demand that names none of them."""
    rules = law(db, db.rounds.get(round_id))
    if not schemes.by_brand(rules):
        return {}
    firms = db.parties.firms()
    found: dict[str, dict[str, Text | str]] = {}
    for entry in db.catalogue.entries(round_id):
        found.setdefault(entry.product, {})[entry.firm] = firms[entry.firm].name
    last = GENERIC if schemes.by_regions(rules) else OTHERS
    return {product: {**names, "": last} for product, names in found.items()}


def read(
    form: Mapping[str, Any], seen: DemandPage, hospital: str
) -> tuple[list[Report], list[Fault]]:
    """What is new in a form, and every fault; blank is not reported, 0 is a reported zero."""
    rows, faults = [], []
    for one in seen.presentations:
        typed = half_width(str(form.get(one.field, "")))
        if not typed:
            continue
        if not _WHOLE.fullmatch(typed):
            text = Text(
                f"“{typed}”不是0或不超过{DIGITS}位的正整数。请只填数字；不上报请留空。",
                f"“{typed}” is not 0 or a whole number of at most {DIGITS} digits. Use digits "
                "only; leave it blank not to report.",
            )
            faults.append(Fault("quantity", one.field, text))
        elif int(typed) != one.quantity:
            rows.append(Report(hospital, one.product, one.spec, int(typed), one.brand))
    return rows, faults if rows or faults else [NOTHING_NEW]


class DemandPages(Controller):
    path = "/hospital/{round_id:int}/demand"
    guards = (may("report_demand"),)
    cache_control = CacheControlHeader(no_store=True)

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
    ) -> Template:
        seen = page(store, views.person(request), round_id, datetime.now(UTC))
        return views.show(request, "hospital/demand.html", page=seen, typed={}, wrong={})

    @post("/", sync_to_thread=True)
    def report(
        self,
        request: Request[Any, Any, Any],
        store: NamedDependency[Store],
        round_id: FromPath[int],
        data: URLEncodedBody[dict[str, Any]],
    ) -> Response[Any]:
        actor, now = views.person(request), datetime.now(UTC)
        seen = page(store, actor, round_id, now)
        seen.require_open()
        rows, faults = read(data, seen, actor.party)
        if faults:
            return views.show(
                request,
                "hospital/demand.html",
                status_code=UNPROCESSABLE,
                faults=faults,
                page=seen,
                typed=data,
                wrong={fault.place: fault.text for fault in faults},
            )
        demand.report(store, actor, round_id, rows, now)
        units = sum(row.quantity for row in rows)
        return views.done(
            request,
            f"/hospital/{round_id}/demand",
            f"已上报或更改 {len(rows)} 个品规，合计 {units:,}；其余保持不变。",
            f"{len(rows)} presentations reported or changed, {units:,} units; the rest stays.",
        )
