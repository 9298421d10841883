"""Base quantities of regions (采购基数) and the agreed quantity (约定采购量) made of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from procurement.rules import money
from procurement.rules.catalogue import Product
from procurement.rules.rulebook import DrugRules


@dataclass(frozen=True, slots=True)
class Demand:
    """What the hospitals of a region reported for one spec of a product, in units.

    ``brand`` is the firm whose product was asked for (按厂牌报量), blank for the generic name;
    ``hospital`` who asked, where the rules of the round look at single hospitals.
    """

    region: str
    product: str
    spec: str
    base_quantity: int
    brand: str = ""
    hospital: str = ""


def agreed_share(product: Product, winners: int, rules: DrugRules) -> Fraction:
    """The agreed share (约定比例) for that number of winners; the last of a table repeats.

    A product of a reduced or special class falls back to the normal table where the rulebook
    has none for its class.
    """
    if winners < 1:
        raise ValueError("no winner, no agreed volume")
    tables = {"reduced": rules.reduced_agreed_share, "special": rules.special_agreed_share}
    table = tables.get(product.share_class) or rules.agreed_share
    return table[min(winners, len(table)) - 1]


def agreed(base: int, share: Fraction) -> int:
    """Share times base quantity of one region and spec, half up to the unit."""
    return money.half_up(base * share)


def agreed_by_region(
    demand: Iterable[Demand], product: Product, share: Fraction
) -> dict[str, dict[str, int]]:
    """Agreed units by region code (ascending) and spec (as listed); other products are left out.

    Rounded per region and spec and only then summed: never the share of the national total.
    """
    base: dict[str, dict[str, int]] = {}
    for line in demand:
        if line.product == product.code:
            specs = base.setdefault(line.region, {})
            specs[line.spec] = specs.get(line.spec, 0) + line.base_quantity
    listed = [one.spec for one in product.presentations]
    return {
        region: {spec: agreed(base[region][spec], share) for spec in listed if spec in base[region]}
        for region in sorted(base)
    }
