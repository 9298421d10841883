"""Invented demand by brand: what hospitals would report, drawn as whole numbers from a hash.

[proposal] Every draw is the same on every machine; nothing here is measured anywhere.
"""

from collections.abc import Iterable, Mapping

from procurement.rules.catalogue import Product
from procurement.rules.parties import Hospital, Level
from procurement.rules.reports import Report
from procurement.store.catalogue import Entry
from seed.country import PERCENT, draw

SEED = 20260101
NEEDS = {Level.TERTIARY: 300, Level.SECONDARY: 100, Level.PRIMARY: 30}  # percent of a middling one
TAKES_PART = 85  # percent of hospitals, product by product
KNOWS = 55  # percent of the brands that a hospital uses
HALF, ONE_AND_A_HALF = 50, 150  # percent of the weight of a brand, from hospital to hospital


def reports(
    hospitals: Iterable[Hospital],
    products: Iterable[Product],
    entries: Iterable[Entry],
    weights: Mapping[str, int],
    per_hospital: int,
    open_percent: int,
) -> tuple[Report, ...]:
    """By hospital, product, spec and brand; ``open_percent`` of a need names no firm."""
    entered: dict[str, list[str]] = {}
    for entry in entries:
        entered.setdefault(entry.product, []).append(entry.firm)
    listed = list(products)
    return tuple(
        report
        for hospital in hospitals
        for product in listed
        if draw(1, PERCENT, SEED, "takes part", hospital.code, product.code) <= TAKES_PART
        for report in _of(
            hospital, product, entered[product.code], weights, per_hospital, open_percent
        )
    )


def _of(
    hospital: Hospital,
    product: Product,
    firms: Iterable[str],
    weights: Mapping[str, int],
    per_hospital: int,
    open_percent: int,
) -> Iterable[Report]:
    need = per_hospital * NEEDS[hospital.level] // PERCENT
    need = need * draw(HALF, ONE_AND_A_HALF, SEED, "need", hospital.code, product.code) // PERCENT
    known = [
        firm
        for firm in firms
        if draw(1, PERCENT, SEED, "knows", hospital.code, product.code, firm) <= KNOWS
    ]
    parts = {
        firm: weights[firm]
        * draw(HALF, ONE_AND_A_HALF, SEED, "likes", hospital.code, product.code, firm)
        for firm in known
    }
    spec = product.reference_spec
    named = need * (PERCENT - open_percent) // PERCENT
    for firm, part in parts.items():
        if units := named * part // sum(parts.values()):
            yield Report(hospital.code, product.code, spec, units, firm)
    yield Report(hospital.code, product.code, spec, need * open_percent // PERCENT)
