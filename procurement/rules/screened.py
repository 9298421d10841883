"""What the screens see of a round: its opened bids at comparable prices."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from procurement.rules import catalogue
from procurement.rules.bids import Bid
from procurement.rules.catalogue import PUBLISHED_STEP, Product
from procurement.rules.flags import Seen
from procurement.rules.rulebook import DrugRules, RoundRules

type Place = tuple[str, str]
"""A lot and a firm."""


class Came(NamedTuple):
    """When an envelope came in, and the mark of the network address it came from (or nothing)."""

    at: datetime
    network: str = ""


def of(
    products: Mapping[str, Product],
    bids: Iterable[Bid],
    won: Mapping[Place, bool],
    came: Mapping[Place, Came],
    rules: RoundRules,
) -> tuple[Seen, ...]:
    """Every opened bid, invalid ones too.

    ``won`` and ``came`` may leave a bid out: not evaluated yet, or nothing is known.
    """
    return tuple(
        Seen(
            bid.product,
            bid.firm,
            bid.controlled_by,
            *_prices(products[bid.product], bid, rules),
            won.get((bid.product, bid.firm)),
            *came.get((bid.product, bid.firm), ()),
        )
        for bid in bids
    )


def _prices(product: Product, bid: Bid, rules: RoundRules) -> tuple[int | None, int | None]:
    """Its price and its lot's ceiling in ten-thousandths; None for a spec that the lot has not.

    By competition units, firms bid their own specs at their own price (竞价比价价格).
    """
    if bid.spec not in {one.spec for one in product.presentations}:
        return None, None
    if isinstance(rules, DrugRules):
        price = catalogue.comparable_price(product, bid.spec, bid.unit_price, bid.pack, rules)
        most = catalogue.ceiling(product, product.reference_spec, rules)
    else:
        price = catalogue.published(bid.unit_price) // PUBLISHED_STEP
        most = catalogue.presentation(product, bid.spec).ceiling
    return price, None if most is None else most // PUBLISHED_STEP
