"""What a firm bids, and what makes a bid invalid (无效申报)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from procurement.rules import catalogue, money
from procurement.rules.catalogue import Product
from procurement.rules.rulebook import DrugRules
from procurement.rules.text import Fault, Text

ABOVE_ZERO = Fault(
    "unit_price", "unit_price", Text("申报价应大于零。", "The price bid must be above zero.")
)


@dataclass(frozen=True, slots=True)
class Bid:
    """One firm's bid for one product: a price a unit (申报价) in millionths of a yuan.

    ``pack`` is the number of units in the pack bid, None where packs do not matter; ``tie`` holds
    the tie-break facts that the rulebook's tie order names: numbers (more goes first) and days
    (earlier goes first). ``controller`` is who controls the firm (同一控制), itself when blank;
    ``promises`` what it declared when it entered (``unit_rules.PROMISES``), ``origin`` imported or
    domestic, ``capacity`` the most units it can supply, where it declared that. ``listing_price``
    is its lowest valid provincial listing price (全国最低有效省级挂网价), ``former_price`` what it
    was paid as a winner before (上一轮中选价), both in millionths; None where there is none.
    """

    product: str
    firm: str
    spec: str
    unit_price: int
    reference_product: bool = False
    pack: int | None = None
    tie: Mapping[str, int | date] = field(default_factory=dict, hash=False)
    controller: str = ""
    promises: frozenset[str] = frozenset()
    origin: str = ""
    capacity: int | None = None
    listing_price: int | None = None
    former_price: int | None = None

    @property
    def controlled_by(self) -> str:
        """The control group, which counts as one bidder where the rulebook says so."""
        return self.controller or self.firm


def faults(bid: Bid, product: Product, rules: DrugRules) -> list[Fault]:
    """Everything that makes the bid invalid; an invalid bid is not ranked.

    The ceiling (最高有效申报价) is inclusive, and compared at four decimals.
    """
    found = []
    if bid.pack is not None and bid.pack < 1:
        found.append(
            Fault(
                "pack",
                "pack",
                Text(
                    f"包装数量为{bid.pack}，应为不小于1的整数。",
                    f"The pack holds {bid.pack} units; give a whole number from 1.",
                ),
            )
        )
    if bid.unit_price <= 0:
        found.append(ABOVE_ZERO)
    if bid.spec not in {one.spec for one in product.presentations}:
        text = Text(
            f"{product.name}没有规格“{bid.spec}”。", f"{product.name} has no spec “{bid.spec}”."
        )
        return [*found, Fault("spec", "spec", text)]
    most = catalogue.ceiling(product, bid.spec, rules)
    if most is not None and catalogue.published(bid.unit_price) > most:
        found.append(over_the_ceiling(bid, most))
    return found


def over_the_ceiling(bid: Bid, most: int) -> Fault:
    """The price bid is above the ceiling of its spec, in millionths of a yuan."""
    words = ceiling_words(money.show_price(bid.unit_price), bid.spec, money.show_price(most))
    return Fault("ceiling_price", "unit_price", words)


def ceiling_words(price: str, spec: str, limit: str) -> Text:
    """What is said of such a price, as shown in yuan."""
    return Text(
        f"申报价{price}元高于{spec}规格的最高有效申报价{limit}元。",
        f"The price bid, {price} yuan, is above the ceiling of {limit} yuan for {spec}.",
    )
