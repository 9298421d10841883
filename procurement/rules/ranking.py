"""The order of bids: unit comparable price, then the published tie-breaks (顺位)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from procurement.rules import bids as bid_rules
from procurement.rules import catalogue
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Product
from procurement.rules.rulebook import DrugRules


@dataclass(frozen=True, slots=True)
class Ranked:
    """A bid with its unit comparable price in ten-thousandths of a yuan, and its rank from 1."""

    bid: Bid
    comparable_price: int
    rank: int


def order(bids: Iterable[Bid], product: Product, rules: DrugRules) -> tuple[Ranked, ...]:
    """The valid bids in rank order; invalid ones are not ranked."""
    valid = [bid for bid in bids if not bid_rules.faults(bid, product, rules)]
    return ascending(valid, product, rules)


def ascending(bids: Iterable[Bid], product: Product, rules: DrugRules) -> tuple[Ranked, ...]:
    """The bids as they are, from the lowest unit comparable price (单位可比价由低到高).

    Equal prices: the facts of the rulebook's tie order, then the comparable price before
    rounding, then the order in which the bids are given, which is that of their opening.
    """
    priced = [
        (catalogue.comparable_price(product, bid.spec, bid.unit_price, bid.pack, rules), bid)
        for bid in bids
    ]
    priced.sort(key=lambda pair: (pair[0], _tie_break(pair[1], product, rules)))
    return tuple(Ranked(bid, price, rank) for rank, (price, bid) in enumerate(priced, start=1))


def _tie_break(
    bid: Bid, product: Product, rules: DrugRules
) -> tuple[tuple[tuple[bool, int], ...], Fraction]:
    facts = tuple(_fact(bid.tie.get(name)) for name in rules.tie_order)
    exact = catalogue.exact_comparable_price(product, bid.spec, bid.unit_price, bid.pack, rules)
    return facts, exact


def _fact(value: int | date | None) -> tuple[bool, int]:
    """The larger number and the earlier day go first; who gave no fact goes last."""
    if value is None:
        return True, 0
    return False, value.toordinal() if isinstance(value, date) else -value
