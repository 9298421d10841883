"""Competition units (竞争单元): which firms of a category compete with each other."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate

from procurement.rules.bids import Bid
from procurement.rules.catalogue import Product
from procurement.rules.demand import Demand
from procurement.rules.rulebook import UnitRules
from procurement.rules.unit_rules import OF_SOME_CATEGORIES

FIRST, SECOND = "A", "B"


def volumes(product: Product, bids: Iterable[Bid], demand: Iterable[Demand]) -> dict[str, int]:
    """What hospitals reported for each bidder's product of the category, in units by firm."""
    asked = Counter[str]()
    for line in demand:
        if line.product == product.code:
            asked[line.brand] += line.base_quantity
    return {bid.firm: asked[bid.firm] for bid in bids if bid.product == product.code}


def units(
    product: Product, bids: Iterable[Bid], demand: Iterable[Demand], rules: UnitRules
) -> dict[str, str]:
    """The unit of every bidder of the category, by firm: A or B; blank where there is only one.

    All products of one controlled group count as one firm (同一企业合并). Firms by volume, the
    largest first, equal ones by code: those that the covered share (累计意向采购量) reaches, and
    that keep every promise asked for, are in A. Where A has fewer firms than the least, firms that
    keep the promises fill it in the same order. The volume is that of bidders only; prices do not
    matter, nor whether a bid is valid.
    """
    own = [bid for bid in bids if bid.product == product.code]
    if rules.covered_share is None:
        return dict.fromkeys((bid.firm for bid in own), "")
    asked = volumes(product, own, demand)
    merged = Counter[str]()
    promises: dict[str, frozenset[str]] = {}
    for bid in own:
        merged[bid.controlled_by] += asked[bid.firm]
        promises[bid.controlled_by] = promises.get(bid.controlled_by, frozenset()) | bid.promises
    order = sorted(merged, key=lambda firm: (-merged[firm], firm))
    wanted = frozenset(required(product, rules))
    keeping = [firm for firm in order if wanted <= promises[firm]]
    covered = _covered([merged[firm] for firm in order], rules)
    first = [firm for firm in keeping if firm in order[:covered]]
    fill = [firm for firm in keeping if firm not in first]
    least = rules.minimum_group_size or 0
    first += fill[: max(0, least - len(first))]
    return {bid.firm: FIRST if bid.controlled_by in first else SECOND for bid in own}


def required(product: Product, rules: UnitRules) -> tuple[str, ...]:
    """The promises that the category asks for.

    Those of the rulebook; one that belongs to some categories only, where this is one of them.
    """
    return tuple(
        promise
        for promise in rules.group_promises or ()
        if promise not in OF_SOME_CATEGORIES or promise in product.asks
    )


def _covered(asked: Sequence[int], rules: UnitRules) -> int:
    """How many firms, the largest first, the covered share reaches.

    The firm that crosses it counts or does not, as the rulebook reads 所涵盖.
    """
    assert rules.covered_share is not None
    assert rules.crossing_firm_included is not None
    limit, sofar = rules.covered_share * sum(asked), list(accumulate(asked, initial=0))
    if rules.crossing_firm_included:
        return sum(before < limit for before in sofar[:-1])
    return sum(after <= limit for after in sofar[1:])
