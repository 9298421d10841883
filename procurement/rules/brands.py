"""Demand by brand (按厂牌报量): what goes to the firm named, what to a region's supplier."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from procurement.rules import demand as demand_rules
from procurement.rules.catalogue import Product
from procurement.rules.demand import Demand
from solver.rounding import largest_remainder


@dataclass(frozen=True, slots=True)
class Parts:
    """Agreed units of one region and spec: by the winner that was named, and all the others."""

    named: Mapping[str, int]
    rest: int


def parts(
    demand: Iterable[Demand], product: Product, share: Fraction, winners: Collection[str]
) -> dict[str, dict[str, Parts]]:
    """Agreed units by region code (ascending) and spec (as listed), divided by brand.

    What names one of the winners goes to it; what names nobody, or somebody that did not win, goes
    to the region's supplier. The agreed quantity of a region and spec is rounded as a whole, as
    everywhere, and then divided by largest remainder: the named by firm code, the rest at last.
    """
    lines = [line for line in demand if line.product == product.code]
    base: dict[tuple[str, str], dict[str, int]] = {}
    for line in lines:
        brands = base.setdefault((line.region, line.spec), {})
        brand = line.brand if line.brand in winners else ""
        brands[brand] = brands.get(brand, 0) + line.base_quantity
    return {
        region: {spec: _divided(base[region, spec], units) for spec, units in specs.items()}
        for region, specs in demand_rules.agreed_by_region(lines, product, share).items()
    }


def _divided(base: Mapping[str, int], units: int) -> Parts:
    firms = sorted(brand for brand in base if brand)
    weights = [*(base[firm] for firm in firms), base.get("", 0)]
    *named, rest = largest_remainder(units, weights)
    return Parts({firm: part for firm, part in zip(firms, named, strict=True) if part}, rest)
