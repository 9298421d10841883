"""What a winner is paid: its bid, its consortium's price, or the price it accepted (中选价格)."""

from fractions import Fraction
from math import floor

from procurement.rules import catalogue
from procurement.rules.bids import Bid
from procurement.rules.catalogue import PUBLISHED_STEP, Product
from procurement.rules.ranking import Ranked
from procurement.rules.rulebook import DrugRules


def win_price(
    product: Product, entry: Ranked, bid: Bid, rules: DrugRules, limit: int | None = None
) -> int:
    """Millionths of a yuan per unit of the bid's own spec; never above the bid.

    ``entry`` is where the bid ranks: all bids of a consortium win at its lowest price. ``limit``
    is the comparable price that was accepted, where one was, in ten-thousandths of a yuan.
    """
    first = entry.bid
    if limit is not None and entry.comparable_price > limit:
        price = at(Fraction(limit), product, bid, rules)
    elif _presentation(product, bid) == _presentation(product, first):
        price = first.unit_price
    else:
        exact = catalogue.exact_comparable_price(
            product, first.spec, first.unit_price, first.pack, rules
        )
        price = at(exact, product, bid, rules)
    return min(price, bid.unit_price)


def at(comparable_price: Fraction, product: Product, bid: Bid, rules: DrugRules) -> int:
    """A comparable price back in the bid's own spec and pack by the ratio rule.

    Rounded down to four decimals of a yuan: its comparable price is not above the one given.
    """
    step = catalogue.exact_comparable_price(product, bid.spec, PUBLISHED_STEP, bid.pack, rules)
    return floor(comparable_price / step) * PUBLISHED_STEP


def _presentation(product: Product, bid: Bid) -> tuple[str, int]:
    return bid.spec, bid.pack or product.reference_pack
