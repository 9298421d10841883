"""Contracts (购销合同): a region's agreed volume, split over its hospitals to the unit."""

from collections.abc import Mapping
from dataclasses import dataclass

from procurement.rules import money
from procurement.rules.awards import Award
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


def agreements(award: Award, reported: Mapping[Place, Mapping[str, int]]) -> tuple[Agreement, ...]:
    """A winner's agreements, line by line of the award and by hospital code; none for no units.

    ``reported`` is the demand by place (``reports.by_place``); raises ``ValueError`` for a line
    whose volume nobody reported.
    """
    return tuple(
        Agreement(
            hospital,
            award.product,
            line.spec,
            award.firm,
            quantity,
            line.unit_price,
            money.cost(line.unit_price, quantity),
        )
        for line in award.lines
        for hospital, quantity in split(
            line.quantity, reported.get((line.region, award.product, line.spec), {})
        ).items()
        if quantity
    )
