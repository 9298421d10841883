"""The second chance (复活): who did not win and may still, at which price, and with what."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from procurement.rules import money
from procurement.rules.conditions import Contest, price_limit
from procurement.rules.demand import Demand
from procurement.rules.judgements import Judgement
from procurement.rules.ranking import Ranked
from procurement.rules.rulebook import DrugRules


@dataclass(frozen=True, slots=True)
class Settled:
    """A product as it stands when revival begins.

    ``brands`` are the units that hospitals asked for by the name of a bidder (按厂牌报量), by its
    control group, or by the firm where nobody of that name has bid.
    """

    contest: Contest
    winners: tuple[Judgement, ...]
    brands: Mapping[str, int]

    @property
    def sole(self) -> Judgement | None:
        """The only winner, where there is one alone."""
        return self.winners[0] if len(self.winners) == 1 else None


@dataclass(frozen=True, slots=True)
class Revival:
    """An offer: who accepts ``limit``, in ten-thousandths of a yuan comparable, wins.

    ``kind`` is one of ``drug_rules.REVIVALS``. It then takes part in choosing regions where it
    ``picks``, and gets volume where it ``supplies``.
    """

    kind: str
    limit: int
    picks: bool
    supplies: bool


def settled(
    contest: Contest, judged: Iterable[Judgement], demand: Iterable[Demand], rules: DrugRules
) -> Settled:
    """The winners so far, and the demand of every brand."""
    groups = {
        bid.firm: entry.bid.controlled_by
        for entry in contest.ranked
        if rules.affiliates_count_once
        for bid in entry.bids
    }
    brands: dict[str, int] = {}
    for line in demand:
        if line.brand and line.product == contest.product.code:
            group = groups.get(line.brand, line.brand)
            brands[group] = brands.get(group, 0) + line.base_quantity
    return Settled(contest, tuple(one for one in judged if one.won), brands)


def offer(settled: Settled, judgement: Judgement, rules: DrugRules) -> Revival | None:
    """The first of the rulebook's revivals that is open to a loser; None when none is."""
    if judgement.won:
        return None
    for kind in rules.revivals or ():
        way = WAYS[kind]
        limit = way.limit(settled, rules)
        if limit is not None and way.is_open(settled, judgement, rules):
            return Revival(kind, limit, way.picks, way.supplies)
    return None


def winners_price(settled: Settled, rules: DrugRules) -> int | None:
    """The highest comparable price that won; with a sole winner a multiple of its price.

    Where the price gap is measured from an anchor, of the anchor. None without a winner, and with a
    sole one where the rulebook has no multiple.
    """
    if not settled.winners:
        return None
    if settled.sole is None:
        return max(one.entry.comparable_price for one in settled.winners)
    if rules.revival_multiple is None:
        return None
    if rules.gap_basis in {None, "lowest"}:
        return money.half_up(rules.revival_multiple * settled.sole.entry.comparable_price)
    return settled.contest.basis.times(rules.revival_multiple)


def allowed_price(settled: Settled, rules: DrugRules) -> int | None:
    """The price-gap limit, up to which a shortlisted bid wins; None where there is no such rule."""
    if rules.lowest_price_multiple is None:
        return None
    return price_limit(settled.contest, rules)


def brand_demand(settled: Settled, entry: Ranked, rules: DrugRules) -> int:
    """The units that hospitals asked for by the name of the bidder."""
    name = entry.bid.controlled_by if rules.affiliates_count_once else entry.bid.firm
    return settled.brands.get(name, 0)


def mean_brand_demand(settled: Settled) -> Fraction | None:
    """The mean over all brands that anybody asked for; None where nobody named a brand."""
    if not settled.brands:
        return None
    return Fraction(sum(settled.brands.values()), len(settled.brands))


def enough_demand(settled: Settled, entry: Ranked, rules: DrugRules) -> bool:
    """The brand's demand is not below the mean of all brands (厂牌平均需求量)."""
    mean = mean_brand_demand(settled)
    return mean is not None and brand_demand(settled, entry, rules) >= mean


def is_highest(settled: Settled, entry: Ranked) -> bool:
    """The first price is the highest valid one of the product."""
    return entry.comparable_price == settled.contest.ranked[-1].comparable_price


def _shortlisted(settled: Settled, judgement: Judgement, rules: DrugRules) -> bool:  # noqa: ARG001 - one signature for all
    return judgement.shortlisted


def _not_shortlisted(settled: Settled, judgement: Judgement, rules: DrugRules) -> bool:
    entry = judgement.entry
    return (
        not judgement.shortlisted
        and enough_demand(settled, entry, rules)
        and not is_highest(settled, entry)
    )


def _reference(settled: Settled, judgement: Judgement, rules: DrugRules) -> bool:  # noqa: ARG001 - one signature for all
    return not judgement.shortlisted and any(bid.reference_product for bid in judgement.entry.bids)


@dataclass(frozen=True, slots=True)
class Way:
    """To whom a revival is open, at which price, and what comes with it."""

    is_open: Callable[[Settled, Judgement, DrugRules], bool]
    limit: Callable[[Settled, DrugRules], int | None]
    picks: bool
    supplies: bool


WAYS = {
    "shortlisted": Way(_shortlisted, winners_price, picks=True, supplies=True),
    "not_shortlisted": Way(_not_shortlisted, winners_price, picks=False, supplies=True),
    "reference_without_volume": Way(_reference, allowed_price, picks=False, supplies=False),
}
