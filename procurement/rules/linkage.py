"""What part of a demand a selected product keeps, and what part it gives away (量价挂钩)."""

# One signature for all keys, so that a rulebook can name any of them:
# ruff: noqa: ARG001

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from procurement.rules import catalogue
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Product
from procurement.rules.rulebook import UnitRules
from procurement.rules.text import Fault, Text
from procurement.rules.unit_rules import CLASSES
from procurement.rules.verdicts import Verdict

type Code = tuple[str, str]
"""Product and firm: the name of what was selected."""

WHOLE = frozenset({"number"})
"""Keys whose parts are of all demand in the category; those of others are of a product's own."""


class Parts(NamedTuple):
    """Base part (基础约定量) and leftover part (待分配量) of a demand; the rest is uncommitted."""

    base: Fraction
    leftover: Fraction


@dataclass(frozen=True, slots=True)
class Selected:
    """A winner (中选产品) with the facts of its category and its bid."""

    product: Product
    bid: Bid
    verdict: Verdict

    @property
    def code(self) -> Code:
        return self.bid.product, self.bid.firm

    @property
    def price(self) -> int:
        """What it is paid (中选价格), in millionths of a yuan."""
        won = self.verdict.win_price
        return self.bid.unit_price if won is None else won

    def cut(self, price: int) -> Fraction | None:
        """How far a price is below the ceiling of its spec (降幅); None where that is blank."""
        ceiling = catalogue.presentation(self.product, self.bid.spec).ceiling
        return None if ceiling is None else 1 - Fraction(price, ceiling)


def selected(
    products: Iterable[Product], bids: Iterable[Bid], verdicts: Iterable[Verdict]
) -> tuple[Selected, ...]:
    """The winners that supply, in the order of their verdicts."""
    by_code = {product.code: product for product in products}
    bid_of = {(bid.product, bid.firm): bid for bid in bids}
    return tuple(
        Selected(by_code[one.product], bid_of[one.product, one.firm], one)
        for one in verdicts
        if one.won and one.supplies
    )


def categories(winners: Iterable[Selected]) -> dict[str, tuple[Selected, ...]]:
    """The winners by category, in each in the order of price, then rank."""
    found: dict[str, tuple[Selected, ...]] = {}
    for one in sorted(winners, key=_order):
        found[one.product.code] = (*found.get(one.product.code, ()), one)
    return found


def parts(one: Selected, rivals: Sequence[Selected], rules: UnitRules) -> Parts | None:
    """What the key of the rulebook gives, of the committed share (约定比例) of the demand.

    ``rivals`` are all winners of the category, the product itself among them. A revived product
    has parts of its own where the rulebook says so. None where the table has no row for it.
    """
    own = one.verdict.revived and rules.revived_parts is not None
    found = rules.revived_parts if own else FINDERS[rules.volume_key](one, rivals, rules)
    return None if found is None else Parts(*(part * rules.committed_share for part in found))


def table(winners: Iterable[Selected], rules: UnitRules) -> Mapping[Code, Parts]:
    """The parts of every winner; who has a fault is left out."""
    found = {
        one.code: parts(one, rivals, rules)
        for rivals in categories(winners).values()
        for one in rivals
    }
    return {code: given for code, given in found.items() if given is not None}


def faults(winners: Iterable[Selected], rules: UnitRules) -> list[Fault]:
    """Every winner that the table of the rulebook has no row for."""
    listed = tuple(winners)
    known = table(listed, rules)
    field = f"by_{rules.volume_key}"
    return [
        Fault(
            field,
            f"{one.product.code}, {one.bid.firm}",
            Text(
                f"{one.product.name}中选企业{one.bid.firm}不在约定量表的范围内，无法确定约定量。",
                f"The table of volumes has no row for {one.bid.firm}, a winner of "
                f"{one.product.name}; its volume is not known.",
            ),
        )
        for one in listed
        if one.code not in known
    ]


def largest_cut(rivals: Sequence[Selected]) -> tuple[Selected, ...]:
    """Those of the largest cut, counted on the price bid (入围报价降幅); equal ones all of them.

    In one category without ceilings it is the lowest price; among several nobody's.
    """
    cuts = {one.code: one.cut(one.bid.unit_price) for one in rivals}
    known = {code: cut for code, cut in cuts.items() if cut is not None}
    if len(known) < len(cuts):
        if len({one.product.code for one in rivals}) > 1:
            return ()
        known = {one.code: Fraction(-one.bid.unit_price) for one in rivals}
    most = max(known.values(), default=None)
    return tuple(one for one in rivals if known[one.code] == most)


def price_class(one: Selected, rivals: Sequence[Selected]) -> str | None:
    """The class of a winning price by the document's class prices (insulin).

    A class takes every price up to its own; what is above them all is of the class C when C has
    no price of its own. The lowest price of the class A is A1, equal ones all of them.
    """
    if not one.product.class_prices:
        return None
    limits = dict(one.product.class_prices)
    found = next((name for name in CLASSES if name in limits and one.price <= limits[name]), None)
    if found is None:
        return None if "C" in limits else "C"
    lowest = one.price == min(rival.price for rival in rivals)
    return "A1" if found == "A" and lowest else found


def _by_rank(one: Selected, rivals: Sequence[Selected], rules: UnitRules) -> Parts | None:
    """By rank of the comparison price inside the unit; the last row repeats."""
    assert rules.by_rank is not None
    assert one.verdict.rank is not None
    return Parts(*rules.by_rank[min(one.verdict.rank, len(rules.by_rank)) - 1])


def _by_class(one: Selected, rivals: Sequence[Selected], rules: UnitRules) -> Parts | None:
    """By class of the price."""
    assert rules.by_class is not None
    found = rules.by_class.get(price_class(one, rivals) or "")
    return None if found is None else Parts(*found)


def _by_cut(one: Selected, rivals: Sequence[Selected], rules: UnitRules) -> Parts | None:
    """By cut: straight between two rows, the last row for all above it, none below the first."""
    assert rules.by_cut is not None
    cut = one.cut(one.price)
    if cut is None or cut < rules.by_cut[0][0]:
        return None
    for (least, *low), (most, *high) in pairwise(rules.by_cut):
        if cut < most:
            way = (cut - least) / (most - least)
            return Parts(*(a + (b - a) * way for a, b in zip(low, high, strict=True)))
    return Parts(*rules.by_cut[-1][1:])


def _by_best(one: Selected, rivals: Sequence[Selected], rules: UnitRules) -> Parts | None:
    """The first row for the largest cut of the unit, the last for the others."""
    assert rules.by_best is not None
    best = largest_cut([rival for rival in rivals if rival.verdict.unit == one.verdict.unit])
    return Parts(*rules.by_best[0 if one in best else -1])


def _by_number(one: Selected, rivals: Sequence[Selected], rules: UnitRules) -> Parts | None:
    """By number of winners in the category and price among them; a share of all its demand."""
    assert rules.by_number is not None
    if len(rivals) > len(rules.by_number):
        return None
    row = rules.by_number[len(rivals) - 1]
    return Parts(row[sorted(rivals, key=_order).index(one)], Fraction(0))


def _by_incumbency(one: Selected, rivals: Sequence[Selected], rules: UnitRules) -> Parts | None:
    """The first row for who won the last time (原中选企业), the last for the others."""
    assert rules.by_incumbency is not None
    return Parts(*rules.by_incumbency[-1 if one.bid.former_price is None else 0])


def _flat(one: Selected, rivals: Sequence[Selected], rules: UnitRules) -> Parts | None:
    """The whole committed share, for everyone."""
    return Parts(Fraction(1), Fraction(0))


def _order(one: Selected) -> tuple[int, int, str]:
    return one.price, one.verdict.rank or 0, one.bid.firm


type Finder = Callable[[Selected, Sequence[Selected], UnitRules], Parts | None]
FINDERS: dict[str, Finder] = {
    "rank": _by_rank,
    "class": _by_class,
    "cut": _by_cut,
    "best": _by_best,
    "number": _by_number,
    "incumbency": _by_incumbency,
    "flat": _flat,
}
