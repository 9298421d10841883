"""The bids of one competition unit side by side, by comparison price (竞价比价价格)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from procurement.rules import bids as bid_rules
from procurement.rules import catalogue, grouping
from procurement.rules.bids import Bid
from procurement.rules.catalogue import PUBLISHED_STEP, Product
from procurement.rules.demand import Demand
from procurement.rules.ranking import Ranked
from procurement.rules.rulebook import UnitRules
from procurement.rules.text import Fault, Text


@dataclass(frozen=True, slots=True)
class UnitContest:
    """The valid bids of one unit in rank order, and those that did not count.

    ``unit`` is A, B or blank; ``beyond`` are the firms of the bids over the number of products
    that one controlled group may win with.
    """

    product: Product
    unit: str
    ranked: tuple[Ranked, ...]
    invalid: tuple[Bid, ...]
    beyond: frozenset[str]

    @property
    def lowest(self) -> int:
        """The lowest valid comparison price, in ten-thousandths of a yuan."""
        return self.ranked[0].comparable_price

    def place(self, entry: Ranked, origin: str | None = None) -> int:
        """The place from 1 among bids that may win, of one origin where it is given."""
        return 1 + sum(
            other.rank < entry.rank
            and other.bid.firm not in self.beyond
            and origin in {None, other.bid.origin}
            for other in self.ranked
        )


def contests(
    product: Product, bids: Iterable[Bid], demand: Iterable[Demand], rules: UnitRules
) -> tuple[UnitContest, ...]:
    """The contests of the category's units, A first."""
    own = [bid for bid in bids if bid.product == product.code]
    asked = grouping.volumes(product, own, lines := list(demand))
    unit_of = grouping.units(product, own, lines, rules)
    return tuple(
        contest(product, unit, [bid for bid in own if unit_of[bid.firm] == unit], asked, rules)
        for unit in sorted(set(unit_of.values()))
    )


def contest(
    product: Product,
    unit: str,
    bids: Iterable[Bid],
    asked: Mapping[str, int],
    rules: UnitRules,
) -> UnitContest:
    """The bids of one unit; ``asked`` is what hospitals reported for each, by firm.

    Equal prices go by the rulebook's tie order, then by code of the firm.
    """
    valid: list[Bid] = []
    invalid: list[Bid] = []
    for bid in bids:
        (invalid if faults(bid, product, rules) else valid).append(bid)
    return _in_order(product, unit, valid, invalid, asked, rules)


def with_price(
    contest: UnitContest, bid: Bid, price: int, asked: Mapping[str, int], rules: UnitRules
) -> UnitContest:
    """The same contest, had the bid been of that price, in millionths of a yuan."""
    valid = [entry.bid for entry in contest.ranked if entry.bid.firm != bid.firm]
    tried = replace(bid, unit_price=price)
    if not faults(tried, contest.product, rules):
        valid.append(tried)
    return _in_order(contest.product, contest.unit, valid, (), asked, rules)


def _in_order(
    product: Product,
    unit: str,
    valid: list[Bid],
    invalid: Iterable[Bid],
    asked: Mapping[str, int],
    rules: UnitRules,
) -> UnitContest:
    valid.sort(
        key=lambda bid: (
            comparison_price(bid),
            [TIES[name](bid, asked) for name in rules.tie_order],
            bid.firm,
        )
    )
    ranked = tuple(Ranked(bid, comparison_price(bid), n) for n, bid in enumerate(valid, start=1))
    return UnitContest(product, unit, ranked, tuple(invalid), _beyond(valid, rules))


def comparison_price(bid: Bid) -> int:
    """What is ranked, in ten-thousandths of a yuan, half up."""
    return (bid.unit_price + PUBLISHED_STEP // 2) // PUBLISHED_STEP


def ceiling(product: Product, bid: Bid) -> int | None:
    """The ceiling of the bid's own spec, in millionths of a yuan; None where it is blank."""
    return catalogue.presentation(product, bid.spec).ceiling


def faults(bid: Bid, product: Product, rules: UnitRules) -> list[Fault]:
    """Everything that makes the bid invalid; an invalid bid is not ranked.

    A ceiling for reference only (参考价) does not bind.
    """
    found = []
    if bid.unit_price <= 0:
        text = Text("申报价应大于零。", "The price bid must be above zero.")
        found.append(Fault("unit_price", "unit_price", text))
    if bid.capacity is not None and bid.capacity < 0:
        text = Text("产能不得为负数。", "The capacity must not be below zero.")
        found.append(Fault("capacity", "capacity", text))
    if bid.spec not in {one.spec for one in product.presentations}:
        text = Text(
            f"{product.name}没有规格“{bid.spec}”。", f"{product.name} has no spec “{bid.spec}”."
        )
        return [*found, Fault("spec", "spec", text)]
    most = ceiling(product, bid)
    hard = rules.ceiling_mode == "hard"
    if hard and most is not None and comparison_price(bid) * PUBLISHED_STEP > most:
        found.append(bid_rules.over_the_ceiling(bid, most))
    return found


def _beyond(valid: Iterable[Bid], rules: UnitRules) -> frozenset[str]:
    """Bids of a controlled group after its cheapest, where the rulebook limits their number."""
    most, sofar, beyond = rules.products_per_firm, Counter[str](), set()
    for bid in valid:
        sofar[bid.controlled_by] += 1
        if most is not None and sofar[bid.controlled_by] > most:
            beyond.add(bid.firm)
    return frozenset(beyond)


def _larger_demand(bid: Bid, asked: Mapping[str, int]) -> int:
    return -asked.get(bid.firm, 0)


TIES = {"larger_demand": _larger_demand}
