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

type TieBreak = tuple[tuple[tuple[bool, int], ...], Fraction]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A bid with its unit comparable price in ten-thousandths of a yuan, and its rank from 1.

    ``affiliates`` are the dearer valid bids of the same control group (联合体), which rank with it
    where the rulebook counts such a group once.
    """

    bid: Bid
    comparable_price: int
    rank: int
    affiliates: tuple[Bid, ...] = ()

    @property
    def bids(self) -> tuple[Bid, ...]:
        """All bids that hold this rank, the lowest first."""
        return (self.bid, *self.affiliates)


@dataclass(frozen=True, slots=True)
class Priced:
    """A bid with its unit comparable price, and what decides between equal ones."""

    bid: Bid
    comparable_price: int
    tie_break: TieBreak


def order(bids: Iterable[Bid], product: Product, rules: DrugRules) -> tuple[Ranked, ...]:
    """The valid bids in rank order; invalid ones are not ranked."""
    valid = [bid for bid in bids if not bid_rules.faults(bid, product, rules)]
    return ranks((priced(bid, product, rules) for bid in valid), rules)


def ascending(bids: Iterable[Bid], product: Product, rules: DrugRules) -> tuple[Ranked, ...]:
    """The bids as they are, every one with a rank of its own."""
    return _numbered([one] for one in _sorted(priced(bid, product, rules) for bid in bids))


def ranks(bids: Iterable[Priced], rules: DrugRules) -> tuple[Ranked, ...]:
    """The priced bids in rank order; a control group has one rank where it counts once."""
    groups: dict[str | int, list[Priced]] = {}
    for place, one in enumerate(_sorted(bids)):
        group = one.bid.controlled_by if rules.affiliates_count_once else place
        groups.setdefault(group, []).append(one)
    return _numbered(groups.values())


def priced(bid: Bid, product: Product, rules: DrugRules) -> Priced:
    """The bid's unit comparable price (单位可比价) and its tie-breaks.

    Equal prices: the facts of the rulebook's tie order, then the comparable price before
    rounding, then the order in which the bids are given, which is that of their opening.
    """
    return Priced(
        bid,
        catalogue.comparable_price(product, bid.spec, bid.unit_price, bid.pack, rules),
        (
            tuple(_fact(bid.tie.get(name)) for name in rules.tie_order),
            catalogue.exact_comparable_price(product, bid.spec, bid.unit_price, bid.pack, rules),
        ),
    )


def _sorted(bids: Iterable[Priced]) -> list[Priced]:
    return sorted(bids, key=lambda one: (one.comparable_price, one.tie_break))


def _numbered(groups: Iterable[list[Priced]]) -> tuple[Ranked, ...]:
    return tuple(
        Ranked(first.bid, first.comparable_price, rank, tuple(one.bid for one in others))
        for rank, (first, *others) in enumerate(groups, start=1)
    )


def _fact(value: int | date | None) -> tuple[bool, int]:
    """The larger number and the earlier day go first; who gave no fact goes last."""
    if value is None:
        return True, 0
    return False, value.toordinal() if isinstance(value, date) else -value
