"""Hospitals report demand; the office closes reporting."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from procurement.actions import telling
from procurement.actions.rounds import law, subject
from procurement.rules import schemes
from procurement.rules.catalogue import Product
from procurement.rules.notices import Kind
from procurement.rules.phases import Phase, WrongPhase
from procurement.rules.reports import Report
from procurement.rules.rights import Actor, require
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Db, Store
from procurement.store.rounds import RoundRow
from solver.problem import MOST_VOLUME


def report(
    store: Store,
    actor: Actor,
    round_id: int,
    rows: Sequence[Report],
    at: datetime,
) -> None:
    """Keep a hospital's report; a presentation left out keeps what was reported before."""
    for hospital in {row.hospital for row in rows} | {actor.party}:
        require(actor, "report_demand", hospital)
    with store.transaction() as db:
        round_ = db.rounds.get(round_id, lock=True)  # nobody closes reporting meanwhile
        if round_.phase is not Phase.ANNOUNCED:
            raise WrongPhase(round_.phase, "report_demand")
        known = _known(db, round_)
        if found := [*_repeated(rows), *(fault for row in rows for fault in _faults(row, known))]:
            raise Refused(found)
        db.demand.keep(round_id, rows, at)
        db.audit.record(
            "demand reported",
            subject(round_),
            by=actor.login,
            at=at,
            hospital=actor.party,
            rows=len(rows),
            units=sum(row.quantity for row in rows),
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """What may be reported on: presentations, and the product and firm of every brand."""

    presentations: frozenset[tuple[str, str]]
    brands: frozenset[tuple[str, str]]


def _known(db: Db, round_: RoundRow) -> _Known:
    products, entries = db.catalogue.products(round_.number), db.catalogue.entries(round_.number)
    by_brand = schemes.by_brand(law(db, round_))
    return _Known(
        frozenset(
            (code, one.spec) for code, item in products.items() for one in item.presentations
        ),
        frozenset((one.product, one.firm) for one in entries) if by_brand else frozenset(),
    )


def _faults(row: Report, known: _Known) -> list[Fault]:
    place = " ".join(part for part in (row.product, row.spec, row.brand) if part)
    found = []
    if row.brand and (row.product, row.brand) not in known.brands:
        text = Text(
            "本轮次该品种不能按此厂牌报量，请从所列企业中选择，或按通用名填报。",
            "This product cannot be reported by that brand; choose a listed firm, or report by "
            "generic name.",
        )
        found.append(Fault("brand", place, text))
    if (row.product, row.spec) not in known.presentations:
        text = Text(
            "目录中没有该品种规格，请按目录填写。",
            "The round has no such product and specification; use the round's list.",
        )
        found.append(Fault("presentation", place, text))
    if row.quantity < 0:
        text = Text("报量不能为负数。", "A reported quantity cannot be negative.")
        found.append(Fault("quantity", place, text))
    if row.quantity > MOST_VOLUME:
        text = Text(
            f"报量超过{MOST_VOLUME:,}，请核对单位。",
            f"A reported quantity is at most {MOST_VOLUME:,}; check the unit.",
        )
        found.append(Fault("quantity", place, text))
    return found


def _repeated(rows: Sequence[Report]) -> list[Fault]:
    times = Counter((row.hospital, row.product, row.spec, row.brand) for row in rows)
    text = Text("同一规格只能填报一次。", "A specification is reported once; it stands here twice.")
    return [
        Fault("repeated", f"{product} {spec}", text)
        for (_, product, spec, _), count in times.items()
        if count > 1
    ]


def close(store: Store, actor: Actor, round_id: int, at: datetime) -> None:
    """End reporting: the base quantity (采购基数) stands, and bidding begins.

    Refused while there is a product that no hospital reported anything for, not even zero.
    """
    require(actor, "close_demand")
    with store.transaction() as db:
        round_ = db.rounds.advance(round_id, "close_demand")
        base = db.demand.base(round_id)
        reported = {row.product for row in base}
        products = db.catalogue.products(round_id)
        if missing := [_missing(one) for code, one in products.items() if code not in reported]:
            raise Refused(missing)
        telling.firms(db, round_id, Kind.DEMAND_CLOSED, at)
        db.audit.record(
            "demand closed",
            subject(round_),
            by=actor.login,
            at=at,
            hospitals=db.demand.hospitals_reported(round_id),
            rows=len(base),
            units=sum(row.base_quantity for row in base),
        )


def _missing(product: Product) -> Fault:
    text = Text(
        f"尚无医疗机构填报{product.name}；请至少由一家填报（可为0）。",
        f"No hospital reported {product.name}; let at least one report it, if only as 0.",
    )
    return Fault("coverage", product.code, text)
