"""Contracts (购销合同): a region's agreed volume, split over its hospitals to the unit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from procurement.rules import money
from procurement.rules.awards import Award, AwardLine
from procurement.rules.reports import Place
from solver.rounding import largest_remainder


@dataclass(frozen=True, slots=True)
class Agreement:
    """One hospital's agreed quantity (约定采购量) in units, at a price in millionths, in fen."""

    hospital: str
    product: str
    spec: str
    firm: str
    agreed_quantity: int
    unit_price: int
    amount: int


def split(quantity: int, reported: Mapping[str, int]) -> dict[str, int]:
    """Units by hospital in proportion to reported demand, by largest remainder.

    Equal remainders go to the lower hospital code, so that the order of the reports does not
    matter. Raises ``ValueError`` when there is a quantity but nobody reported any demand.
    """
    hospitals = sorted(reported)
    parts = largest_remainder(quantity, [reported[hospital] for hospital in hospitals])
    return dict(zip(hospitals, parts, strict=True))


def agreements(
    award: Award,
    reported: Mapping[Place, Mapping[str, int]],
    named: Mapping[Place, Mapping[str, int]] | None = None,
) -> tuple[Agreement, ...]:
    """A winner's agreements, line by line of the award and by hospital code; none for no units.

    ``reported`` is the demand by place (``reports.by_place``) that names no winner, and ``named``
    what names this one; a hospital with both has one agreement. Raises ``ValueError`` for a line
    whose volume nobody reported.
    """
    found: dict[tuple[str, str, str], Agreement] = {}
    for line in award.lines:
        asked = (named or {}) if line.named else reported
        place = line.region, award.product, line.spec
        for hospital, quantity in split(line.quantity, asked.get(place, {})).items():
            if quantity:
                one = _agreement(award, line, hospital, quantity)
                key = line.region, line.spec, hospital
                found[key] = _together(found[key], one) if key in found else one
    return tuple(found.values())


def _agreement(award: Award, line: AwardLine, hospital: str, quantity: int) -> Agreement:
    return Agreement(
        hospital,
        award.product,
        line.spec,
        award.firm,
        quantity,
        line.unit_price,
        money.cost(line.unit_price, quantity),
    )


def _together(one: Agreement, other: Agreement) -> Agreement:
    quantity = one.agreed_quantity + other.agreed_quantity
    return replace(one, agreed_quantity=quantity, amount=money.cost(one.unit_price, quantity))
