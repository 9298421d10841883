"""Volume rules that no plan can keep: regions, capacities and leftovers, before anybody has bid."""

from collections.abc import Iterator, Mapping, Sequence

from procurement.rules import demand as demand_rules
from procurement.rules import hypotheses, shortages
from procurement.rules.catalogue import Product
from procurement.rules.demand import Demand
from procurement.rules.design import Design, Entrant, Entries, named, value
from procurement.rules.findings import Finding, error, warning
from procurement.rules.lint_tables import most_winners
from procurement.rules.rulebook import DrugRules, RoundRules
from procurement.rules.text import Text
from solver import draft
from solver.problem import Bounds, Linkage, Offer, Problem
from solver.shortages import Shortage
from solver.shortages import shortages as found_short

RELAX = Text(
    "请放宽其中一条规则，或减少品种的需求量。",
    "Ease one of these rules, or ask for less of the product.",
)


def findings(design: Design, entries: Entries, rules: RoundRules) -> Iterator[Finding]:
    """What arithmetic shows to be impossible, or possible only for some orders of prices."""
    regions = {line.region for line in design.demand} or set(design.regions)
    if isinstance(rules, DrugRules):
        yield from _regions(len(regions), most_winners(design, entries), rules)
        for product in design.products:
            lines = [line for line in design.demand if line.product == product.code]
            if lines:
                yield from _obstacles(design, product, lines, rules)
    else:
        yield from _pool(design, entries)
    for product in design.products:
        lines = [line for line in design.demand if line.product == product.code]
        if lines:
            yield from _capacities(design, product, lines, rules)


def impossible(design: Design, rules: RoundRules) -> Iterator[Problem]:
    """The lots of which arithmetic shows that they have no plan, for the solver to say why."""
    for product in design.products:
        lines = [line for line in design.demand if line.product == product.code]
        if lines and isinstance(rules, DrugRules):
            for winners in _hindered(design, product, lines, rules):
                yield hypotheses.unbid(product, lines, rules, winners)
        if lines and (lot := _wanting(design, product, lines, rules)):
            yield lot


def _regions(regions: int, winners: int, rules: DrugRules) -> Iterator[Finding]:
    """There are regions enough for the priority picks (优先选择), and one for every winner."""
    if not regions:
        return
    picks = rules.priority_picks
    if picks > regions:
        yield error(
            "regions.priority_picks",
            Text(
                f"第一顺位优先选择{picks}个地区，而参加地区只有{regions}个。",
                f"Rank 1 picks {picks} regions first, and {regions} take part.",
            ),
            Text("请减少优先选择的地区数。", "Lower the number of priority picks."),
        )
    elif winners and (counts := draft.counts(winners, regions, picks))[-1] == 0:
        without = counts.count(0)
        yield warning(
            "regions.priority_picks",
            Text(
                f"最多{winners}家中选，而{regions}个地区轮流选择后有{without}家没有供应地区。",
                f"Up to {winners} firms win, and {regions} regions leave so many of them without "
                f"any: {without}.",
            ),
            Text(
                "请减少入围家数或增加参加地区。",
                "Shortlist fewer firms, or let more regions take part.",
            ),
        )


def _obstacles(
    design: Design, product: Product, lines: Sequence[Demand], rules: DrugRules
) -> Iterator[Finding]:
    """The official numbers of regions and the linkage, for prices that all differ."""
    for winners, short in _hindered(design, product, lines, rules).items():
        for one in short:
            told = shortages.told(one, design.firms)
            what = Text(
                f"{product.name}若{winners}家中选则无法分配：{told.zh}",
                f"{product.name} cannot be shared out with {winners} winners: {told.en}",
            )
            yield error("allocation", what, RELAX, product.code)


def _hindered(
    design: Design, product: Product, lines: Sequence[Demand], rules: DrugRules
) -> dict[int, tuple[Shortage, ...]]:
    """By number of winners that the firms entered leave possible, what is short."""
    table = rules.shortlist_maximum
    entered = len(design.entered(product.code))
    most = table[min(entered, len(table)) - 1] if entered else 0
    return hypotheses.obstacles(product, lines, rules, most)


def _capacities(
    design: Design, product: Product, lines: Sequence[Demand], rules: RoundRules
) -> Iterator[Finding]:
    """All who are entered can supply what will be agreed at least, whoever of them wins."""
    if lot := _wanting(design, product, lines, rules):
        told = shortages.told(found_short(lot)[0], design.firms)
        what = Text(
            f"{product.name}即使全部企业中选也供应不足：{told.zh}",
            f"{product.name} cannot be supplied even if every firm wins: {told.en}",
        )
        remedy = Text("请核对产能或增加企业。", "Check the capacities, or enter more firms.")
        yield error("capacity", what, remedy, product.code)


def _wanting(
    design: Design, product: Product, lines: Sequence[Demand], rules: RoundRules
) -> Problem | None:
    """The lot that all firms together cannot supply; None where they can or did not say."""
    entered = design.entered(product.code)
    least = _least_agreed(product, lines, rules)
    if not entered or any(one.capacity is None for one in entered) or not any(least.values()):
        return None
    lot = _lot(product, entered, least)
    return lot if found_short(lot) else None


def _least_agreed(product: Product, lines: Sequence[Demand], rules: RoundRules) -> dict[str, int]:
    """The units by region, ascending, that will be agreed at the least."""
    if isinstance(rules, DrugRules):
        share = min(
            demand_rules.agreed_share(product, winners, rules)
            for winners in range(1, len(rules.agreed_share) + 1)
        )
    else:
        share = rules.committed_share
    regions = demand_rules.agreed_by_region(lines, product, share)
    return {region: sum(specs.values()) for region, specs in regions.items()}


def _lot(product: Product, entered: Sequence[Entrant], volume: Mapping[str, int]) -> Problem:
    """Everybody wins, any number of regions, split as they like: only capacities count."""
    offers = tuple(Offer(one.firm, 0, capacity=one.capacity) for one in entered)
    return Problem(
        lot=product.code,
        offers=offers,
        regions=tuple(volume),
        volume=tuple(volume.values()),
        cost=((0,) * len(volume),) * len(offers),
        counts=(Bounds(0, len(volume)),) * len(offers),
        suppliers=len(offers),
        linkage=Linkage.NONE,
    )


def _pool(design: Design, entries: Entries) -> Iterator[Finding]:
    """Leftover (待分配量) has somewhere to go, and what is pooled comes from somewhere."""
    scope, members = value(entries, "pool.scope"), named(entries, "pool.members")
    if scope == "none" and members:
        yield error(
            "pool.scope",
            Text(
                "规定了待分配量的来源，而没有规定在何范围内分配。",
                "It is said what is pooled, and not within what it is shared out.",
            ),
            Text("请规定分配范围或不再列出来源。", "Give the scope, or name no members."),
        )
    if "revived" in members and not value(entries, "selection.revivals"):
        yield warning(
            "pool.members",
            Text(
                "待分配量含复活产品让出的量，而本规则没有复活。",
                "Volume of revived products is pooled, and nobody is revived in this round.",
            ),
            Text("请核对。", "Check this."),
        )
    gives = [
        key
        for key in ("volume.by_rank", "volume.by_best", "volume.by_incumbency")
        if any(leftover for _, leftover in value(entries, key) or ())
    ]
    if gives and scope != "none" and "given" not in members:
        yield error(
            "pool.members",
            Text(
                "中选产品让出待分配量，而待分配量不含此项，其去向不明。",
                "Winners give leftover that the pool does not take in: it goes nowhere.",
            ),
            Text("请在来源中列入中选产品让出的量。", "Name what winners give among the members."),
        )
    barred = "highest_price" in named(entries, "pool.forbidden_targets")
    if barred and members and most_winners(design, entries) == 1:
        yield error(
            "pool.forbidden_targets",
            Text(
                "至多1家中选，其价格同时最高，待分配量没有可以接收的产品。",
                "At most 1 product wins, at the highest price: nobody may receive leftover.",
            ),
            Text("请增加中选家数或放开限制。", "Let more win, or lift the ban."),
        )
