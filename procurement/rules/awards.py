"""From winners to regions and back: the allocation problem, and an award a winner (中选)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from procurement.rules import catalogue, money, ranking
from procurement.rules import demand as demand_rules
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Product
from procurement.rules.codes import REGIONS
from procurement.rules.demand import Demand
from procurement.rules.rulebook import DrugRules
from procurement.rules.text import Text
from solver import draft
from solver.plan import Plan
from solver.problem import Offer, Problem, exactly


class Method(StrEnum):
    """How regions are shared out: by the official pick order, or by the least-spend plan."""

    PICK_ORDER = "pick_order"
    LEAST_SPEND = "least_spend"


@dataclass(frozen=True, slots=True)
class AwardLine:
    """The agreed quantity of one spec in one region, its unit price (millionths), its fen."""

    region: str
    spec: str
    quantity: int
    unit_price: int
    amount: int


@dataclass(frozen=True, slots=True)
class Award:
    """What a winner gets: its regions by ascending code, and a line a region and spec.

    ``rank`` counts winners only; ``unit_price`` is the bid for ``spec`` in millionths of a yuan.
    """

    product: str
    firm: str
    rank: int
    spec: str
    unit_price: int
    regions: tuple[str, ...]
    lines: tuple[AwardLine, ...]
    reason: Text

    @property
    def quantity(self) -> int:
        """Agreed units over all regions and specs."""
        return sum(line.quantity for line in self.lines)

    @property
    def amount(self) -> int:
        """Fen over all regions and specs."""
        return sum(line.amount for line in self.lines)


def problem(
    product: Product,
    winners: Sequence[Bid],
    demand: Iterable[Demand],
    rules: DrugRules,
    counts: Sequence[int] | None = None,
) -> Problem:
    """The regions of the product's demand to be shared among winners given in rank order.

    A region's volume is the agreed units of all specs; a winner's cost there is in fen, each
    spec at the price the ratio rule gives it. ``counts`` are regions by winner; the pick order's
    numbers when left out. ValueError without a winner or without demand.
    """
    share = demand_rules.agreed_share(product, len(winners), rules)
    agreed = demand_rules.agreed_by_region(demand, product, share)
    ranked = ranking.ascending(winners, product, rules)
    if [entry.bid for entry in ranked] != list(winners):
        raise ValueError(f"winners of product {product.code} are not in rank order")
    if counts is None:
        counts = draft.counts(len(winners), len(agreed), rules.priority_picks)
    return Problem(
        lot=product.code,
        offers=tuple(Offer(entry.bid.firm, entry.comparable_price) for entry in ranked),
        regions=tuple(agreed),
        volume=tuple(sum(specs.values()) for specs in agreed.values()),
        cost=tuple(
            tuple(
                sum(line.amount for line in _lines(product, bid, region, specs, rules))
                for region, specs in agreed.items()
            )
            for bid in winners
        ),
        counts=exactly(counts),
    )


def award(
    product: Product,
    winners: Sequence[Bid],
    demand: Iterable[Demand],
    rules: DrugRules,
    plan: Plan,
    method: Method,
) -> tuple[Award, ...]:
    """One award a winner, in rank order, under a plan made for ``problem`` of the same facts."""
    share = demand_rules.agreed_share(product, len(winners), rules)
    agreed = demand_rules.agreed_by_region(demand, product, share)
    served = dict(zip(agreed, plan.suppliers, strict=True))
    awards = []
    for index, bid in enumerate(winners):
        regions = tuple(region for region in agreed if served[region] == index)
        lines = tuple(
            line
            for region in regions
            for line in _lines(product, bid, region, agreed[region], rules)
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
                reason=_reason(index + 1, len(winners), regions, method, rules),
            )
        )
    return tuple(awards)


def _lines(
    product: Product, bid: Bid, region: str, specs: dict[str, int], rules: DrugRules
) -> list[AwardLine]:
    lines = []
    for spec, quantity in specs.items():
        price = catalogue.spec_price(product, bid.spec, bid.unit_price, spec, rules)
        lines.append(AwardLine(region, spec, quantity, price, money.cost(price, quantity)))
    return lines


def _reason(
    rank: int, winners: int, regions: tuple[str, ...], method: Method, rules: DrugRules
) -> Text:
    """How many regions the rank gives, and how it was settled which."""
    names = [REGIONS[region] for region in regions]
    zh_names = "、".join(name.zh for name in names)
    en_names = ", ".join(name.en for name in names)
    if winners == 1:
        return Text(
            f"唯一中选企业，供应全部{len(regions)}个地区：{zh_names}。",
            f"The only winner supplies all {len(regions)} regions: {en_names}.",
        )
    first = rules.priority_picks if rank == 1 else 0
    zh_first = f"（含优先选择{first}个）" if first else ""
    en_first = f" ({first} of them by priority)" if first else ""
    how = HOW[method]
    return Text(
        f"{winners}家中选，按可比价排第{rank}位，按规则供应{len(regions)}个地区{zh_first}。"
        f"{how.zh}：{zh_names}。",
        f"Rank {rank} of {winners} winners by comparable price; number of regions by the rule: "
        f"{len(regions)}{en_first}. {how.en}: {en_names}.",
    )


HOW = {
    Method.PICK_ORDER: Text(
        "各中选企业按顺位轮流选择，每次选取剩余地区中约定采购量最大的一个",
        "Winners chose in turn in rank order, each the region of the largest volume left",
    ),
    Method.LEAST_SPEND: Text(
        "地区数不变，低价者约定采购量不少于高价者，在此前提下全国采购金额最低",
        "With the same number of regions and never less volume for a lower price, "
        "this is the plan of the least national spend",
    ),
}
