"""From winners to regions and back: the allocation problem, and an award a winner (中选)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from procurement.rules import award_reasons, brands, catalogue, money, ranking
from procurement.rules import demand as demand_rules
from procurement.rules import spares as spare_rules
from procurement.rules.award_reasons import Method
from procurement.rules.bids import Bid
from procurement.rules.brands import Parts
from procurement.rules.catalogue import Product
from procurement.rules.demand import Demand
from procurement.rules.rulebook import DrugRules
from procurement.rules.text import Text
from procurement.rules.verdicts import Verdict
from solver import draft
from solver.plan import Plan
from solver.problem import Offer, Problem, exactly


@dataclass(frozen=True, slots=True)
class AwardLine:
    """The agreed quantity of one spec in one region, its unit price (millionths), its fen.

    ``named``: hospitals asked for it by the firm's own name (按厂牌报量), whoever supplies the
    region.
    """

    region: str
    spec: str
    quantity: int
    unit_price: int
    amount: int
    named: bool = False


@dataclass(frozen=True, slots=True)
class Award:
    """What a winner gets: its regions by ascending code, and a line a region and spec.

    ``rank`` counts winners only, inside their competition ``unit`` where there are some;
    ``unit_price`` is the winning price for ``spec`` in millionths of a yuan. In ``spare_regions``
    it is the spare supplier (备供企业).
    """

    product: str
    firm: str
    rank: int
    spec: str
    unit_price: int
    regions: tuple[str, ...]
    lines: tuple[AwardLine, ...]
    reason: Text
    unit: str = ""
    spare_regions: tuple[str, ...] = ()

    @property
    def quantity(self) -> int:
        """Agreed units over all regions and specs."""
        return sum(line.quantity for line in self.lines)

    @property
    def amount(self) -> int:
        """Fen over all regions and specs."""
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class Standing:
    """The winners of a product, as their bids at the winning price (中选价格).

    ``picking`` ones share out the regions, in rank order; ``named`` ones get only what hospitals
    asked for by their name, ``without`` volume are the others.
    """

    picking: tuple[Bid, ...]
    named: tuple[Bid, ...] = ()
    without: tuple[Bid, ...] = ()

    @property
    def supplying(self) -> tuple[Bid, ...]:
        """All that get any volume: so many winners the agreed share goes by."""
        return self.picking + self.named


def standing(
    product: Product, bids: Iterable[Bid], verdicts: Iterable[Verdict], rules: DrugRules
) -> Standing:
    """Who won the product and how; ranked at the winning prices, equal ones as before."""
    by_firm = {bid.firm: bid for bid in bids if bid.product == product.code}
    picking: list[Bid] = []
    named: list[Bid] = []
    without: list[Bid] = []
    for verdict in verdicts:
        if not verdict.won or verdict.product != product.code:
            continue
        bid = by_firm[verdict.firm]
        if verdict.win_price is not None:
            bid = replace(bid, unit_price=verdict.win_price)
        (picking if verdict.picks else named if verdict.supplies else without).append(bid)
    ranked = ranking.ascending(picking, product, rules)
    return Standing(tuple(entry.bid for entry in ranked), tuple(named), tuple(without))


def problem(
    product: Product,
    winners: Sequence[Bid],
    demand: Iterable[Demand],
    rules: DrugRules,
    counts: Sequence[int] | None = None,
    named: Sequence[Bid] = (),
) -> Problem:
    """The regions of the product's demand to be shared among winners given in rank order.

    A region's volume is the agreed units of all specs that name no winner; a winner's cost there
    is in fen, each spec at the price the ratio rule gives it. ``counts`` are regions by winner;
    the pick order's numbers when left out. ``named`` are winners that choose no region. What
    names a winner stays with it, and the linkage (量价挂钩) is eased by as much as that puts a
    dearer winner ahead: nobody shares it out. ValueError without a winner or without demand.
    """
    agreed = _agreed(product, (*winners, *named), demand, rules)
    ranked = ranking.ascending(winners, product, rules)
    if [entry.bid for entry in ranked] != list(winners):
        raise ValueError(f"winners of product {product.code} are not in rank order")
    if counts is None:
        counts = draft.counts(len(winners), len(agreed), rules.priority_picks)
    asked = tuple(
        tuple(
            sum(part.named.get(bid.firm, 0) for part in specs.values()) for specs in agreed.values()
        )
        for bid in winners
    )
    lines = [
        [_lines(product, bid, region, specs, rules) for region, specs in agreed.items()]
        for bid in winners
    ]
    return Problem(
        lot=product.code,
        offers=tuple(
            Offer(
                entry.bid.firm,
                entry.comparable_price,
                named_cost=sum(line.amount for one in own for line in one if line.named),
            )
            for entry, own in zip(ranked, lines, strict=True)
        ),
        regions=tuple(agreed),
        volume=tuple(sum(part.rest for part in specs.values()) for specs in agreed.values()),
        cost=tuple(
            tuple(sum(line.amount for line in one if not line.named) for one in own)
            for own in lines
        ),
        counts=exactly(counts),
        named=asked if any(map(any, asked)) else (),
        tolerance=_ahead([sum(row) for row in asked], [entry.comparable_price for entry in ranked]),
    )


def award(
    product: Product,
    standing: Standing,
    demand: Iterable[Demand],
    rules: DrugRules,
    plan: Plan,
    method: Method,
    spares: Sequence[Sequence[int]] | None = None,
) -> tuple[Award, ...]:
    """One award a winner, in rank order, under a plan made for ``problem`` of the same facts.

    ``spares`` are the first, second … spare supplier of every region, chosen by the rule when they
    are not given.
    """
    agreed = _agreed(product, standing.supplying, demand, rules)
    served = dict(zip(agreed, plan.suppliers, strict=True))
    volume = [sum(part.rest for part in specs.values()) for specs in agreed.values()]
    if spares is None:
        most = rules.spare_suppliers or 0
        spares = spare_rules.picks(plan.suppliers, volume, len(standing.picking), most)
    awards = []
    for index, bid in enumerate(standing.supplying + standing.without):
        regions = tuple(region for region in agreed if served[region] == index)
        lines = tuple(
            line
            for region, specs in agreed.items()
            for line in _lines(product, bid, region, specs, rules)
            if line.named or region in regions
        )
        spare = tuple(
            region for place, region in enumerate(agreed) if index in [one[place] for one in spares]
        )
        awards.append(
            Award(
                product=product.code,
                firm=bid.firm,
                rank=index + 1,
                spec=bid.spec,
                unit_price=bid.unit_price,
                regions=regions,
                lines=lines,
                reason=award_reasons.reason(
                    award_reasons.Share(
                        rank=index + 1,
                        winners=len(standing.picking),
                        regions=regions,
                        spare=spare,
                        named=sum(line.quantity for line in lines if line.named),
                        supplies=bid not in standing.without,
                    ),
                    method,
                    rules,
                ),
                spare_regions=spare,
            )
        )
    return tuple(awards)


def _agreed(
    product: Product, supplying: Sequence[Bid], demand: Iterable[Demand], rules: DrugRules
) -> dict[str, dict[str, Parts]]:
    """Agreed units by region and spec; brands count only where the rulebook says so."""
    share = demand_rules.agreed_share(product, len(supplying), rules)
    winners = {bid.firm for bid in supplying} if rules.brand_demand else frozenset[str]()
    return brands.parts(demand, product, share, winners)


def _ahead(named: Sequence[int], prices: Sequence[int]) -> int:
    """The most by which named units put a dearer winner ahead of a cheaper one."""
    pairs = combinations(zip(named, prices, strict=True), 2)
    ahead = [more - less for (less, low), (more, high) in pairs if low < high]
    return max([0, *ahead])


def _lines(
    product: Product, bid: Bid, region: str, specs: Mapping[str, Parts], rules: DrugRules
) -> list[AwardLine]:
    """What it would supply to the region, and what names it there whoever supplies the region."""
    lines = []
    for spec, part in specs.items():
        price = catalogue.spec_price(product, bid.spec, bid.unit_price, spec, rules)
        lines.append(AwardLine(region, spec, part.rest, price, money.cost(price, part.rest)))
        if own := part.named.get(bid.firm, 0):
            lines.append(AwardLine(region, spec, own, price, money.cost(price, own), named=True))
    return lines
