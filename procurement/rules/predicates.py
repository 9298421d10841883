"""The conditions of selection (中选规则) in a competition unit: a limit of price, or of places."""

# One signature for all conditions, so that a rulebook can name any of them:
# ruff: noqa: ARG001

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import floor

from procurement.rules import money, unit_ranking
from procurement.rules.catalogue import PUBLISHED_STEP
from procurement.rules.ranking import Ranked
from procurement.rules.rulebook import UnitRules
from procurement.rules.unit_ranking import UnitContest


def shortlisted(entry: Ranked, rules: UnitRules) -> bool:
    """The rank is within the places of the shortlist (入围), where there is one."""
    return rules.shortlist_most is None or entry.rank <= rules.shortlist_most


def met(contest: UnitContest, entry: Ranked, rules: UnitRules, name: str) -> bool:
    """The bid meets the condition; where its fact is missing it does not."""
    if name in PLACES:
        place, most = PLACES[name](contest, entry, rules)
        return place <= most
    limit = LIMITS[name](contest, entry, rules)
    return limit is not None and entry.comparable_price <= limit


def wins(contest: UnitContest, entry: Ranked, rules: UnitRules) -> bool:
    """Shortlisted, within its group's number, every ``all_of`` and one ``any_of``, if any."""
    return (
        shortlisted(entry, rules)
        and entry.bid.firm not in contest.beyond
        and all(met(contest, entry, rules, name) for name in rules.all_of or ())
        and (not rules.any_of or any(met(contest, entry, rules, name) for name in rules.any_of))
    )


def highest_winning_price(contest: UnitContest, entry: Ranked, rules: UnitRules) -> int | None:
    """The highest price that wins (最高可中选价格), in ten-thousandths of a yuan.

    The highest limit among the alternatives; where places decide, the highest price of a winner;
    never above the limit of a condition that everyone has to meet. None where nothing says so.
    """
    limits = [LIMITS[name](contest, entry, rules) for name in rules.any_of if name in LIMITS]
    known = [limit for limit in limits if limit is not None]
    if not known:
        known = [one.comparable_price for one in contest.ranked if wins(contest, one, rules)]
    if not known:
        return None
    caps = [LIMITS[name](contest, entry, rules) for name in rules.all_of or () if name in LIMITS]
    if None in caps:
        return None
    return min(max(known), *(cap for cap in caps if cap is not None), max(known))


def anchor(contest: UnitContest, rules: UnitRules) -> Fraction:
    """The anchor price (锚点价): the lowest, or a part of the mean of the shortlisted if higher."""
    assert rules.anchor_coefficient is not None
    prices = [one.comparable_price for one in contest.ranked if shortlisted(one, rules)]
    mean = Fraction(sum(prices), len(prices))
    return max(Fraction(contest.lowest), rules.anchor_coefficient * mean)


def _lowest_price_multiple(contest: UnitContest, entry: Ranked, rules: UnitRules) -> int:
    """A multiple of the lowest valid price of the unit, rounded half up."""
    assert rules.lowest_price_multiple is not None
    return money.half_up(rules.lowest_price_multiple * contest.lowest)


def _anchor_multiple(contest: UnitContest, entry: Ranked, rules: UnitRules) -> int:
    """A multiple of the anchor price, rounded half up."""
    assert rules.anchor_multiple is not None
    return money.half_up(rules.anchor_multiple * anchor(contest, rules))


def _cut_least(contest: UnitContest, entry: Ranked, rules: UnitRules) -> int | None:
    """At least that far below the ceiling (降幅); no ceiling, no cut."""
    assert rules.cut_least is not None
    return _part_of_ceiling(contest, entry, 1 - rules.cut_least)


def _ceiling_share(contest: UnitContest, entry: Ranked, rules: UnitRules) -> int | None:
    """At most that part of the ceiling."""
    assert rules.ceiling_share is not None
    return _part_of_ceiling(contest, entry, rules.ceiling_share)


def _class_price(contest: UnitContest, entry: Ranked, rules: UnitRules) -> int | None:
    """The highest price of a class in the document (分类价格)."""
    prices = [price for _, price in contest.product.class_prices]
    return max(prices) // PUBLISHED_STEP if prices else None


def _listing_price(contest: UnitContest, entry: Ranked, rules: UnitRules) -> int | None:
    """The product's lowest valid provincial listing price nationwide."""
    return _whole_steps(entry.bid.listing_price)


def _former_price(contest: UnitContest, entry: Ranked, rules: UnitRules) -> int | None:
    """What the product was paid as a winner before."""
    return _whole_steps(entry.bid.former_price)


def _whole_steps(price: int | None) -> int | None:
    return None if price is None else price // PUBLISHED_STEP


def _part_of_ceiling(contest: UnitContest, entry: Ranked, part: Fraction) -> int | None:
    ceiling = unit_ranking.ceiling(contest.product, entry.bid)
    return None if ceiling is None else floor(part * ceiling / PUBLISHED_STEP)


def _rank_most(contest: UnitContest, entry: Ranked, rules: UnitRules) -> tuple[int, int]:
    """A place among all that may win."""
    assert rules.rank_most is not None
    return contest.place(entry), rules.rank_most


def _origin_quota(contest: UnitContest, entry: Ranked, rules: UnitRules) -> tuple[int, int]:
    """A place among those of the same origin that may win: imported, or domestic."""
    assert rules.origin_quota is not None
    return contest.place(entry, entry.bid.origin), rules.origin_quota


type Limit = Callable[[UnitContest, Ranked, UnitRules], int | None]
LIMITS: Mapping[str, Limit] = {
    "lowest_price_multiple": _lowest_price_multiple,
    "anchor_multiple": _anchor_multiple,
    "cut_least": _cut_least,
    "ceiling_share": _ceiling_share,
    "class_price": _class_price,
    "listing_price": _listing_price,
    "former_price": _former_price,
}
"""Conditions on the price: the highest that meets it, in ten-thousandths of a yuan."""

type Places = Callable[[UnitContest, Ranked, UnitRules], tuple[int, int]]
PLACES: Mapping[str, Places] = {"rank_most": _rank_most, "origin_quota": _origin_quota}
"""Conditions on the order: the bid's place, and how many there are."""
