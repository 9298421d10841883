"""What hospitals report they will need (报量), and the base quantities of regions made of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from procurement.rules.demand import Demand

type Place = tuple[str, str, str]  # region, product, spec


@dataclass(frozen=True, slots=True)
class Report:
    """One hospital's demand for one spec of a product in units; a reported zero is a report.

    ``brand`` is the firm whose product is asked for (按厂牌报量), blank for the generic name.
    """

    hospital: str
    product: str
    spec: str
    quantity: int
    brand: str = ""


def by_place(
    reports: Iterable[Report], region_of: Mapping[str, str]
) -> dict[Place, dict[str, int]]:
    """Units by hospital for every region, product and spec, in that order.

    ``region_of`` maps a hospital's code to its region; raises ``KeyError`` for an unknown one.
    Two reports of one hospital for the same thing add up.
    """
    found: dict[Place, dict[str, int]] = {}
    for report in reports:
        place = region_of[report.hospital], report.product, report.spec
        units = found.setdefault(place, {})
        units[report.hospital] = units.get(report.hospital, 0) + report.quantity
    return dict(sorted(found.items()))


def base_quantities(reported: Mapping[Place, Mapping[str, int]]) -> tuple[Demand, ...]:
    """Base quantity (采购基数) of each region, product and spec: the plain sum of the reports."""
    return tuple(Demand(*place, sum(units.values())) for place, units in reported.items())
