"""Scenarios: the same winners and volumes shared out under other rules, to see what each costs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import NamedTuple

from solver import improve
from solver.batch import Limit
from solver.plan import Plan, volumes
from solver.problem import (
    MOST_VOLUME,
    Aim,
    Backup,
    Bounds,
    Goal,
    Linkage,
    Offer,
    Problem,
    band,
    control_groups,
)

PARTS_OF_A_FEN = 10_000
"""Split regions are priced a unit, in millionths of a yuan: so many to the fen."""

SHARE_BAND = Fraction(1, 20)
"""How far a rank's share may be off when nothing else is said: regions go whole."""


class Backing(StrEnum):
    """Who may be the backup of a region: nobody is asked for, any other winner, another group."""

    NONE = "none"
    ANY = "any"
    APART = "apart"


class Around(NamedTuple):
    """The pick order's number of regions, so many more or fewer."""

    give: int


AS_DRAFTED = Around(0)
ANY = Around(MOST_VOLUME)
"""Any number, but none only for who has none by the pick order."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is asked otherwise than by the tender; left out, everything is as the tender asks.

    ``counts`` are regions a winner; left out they are the pick order's, or free where regions are
    split, shares fixed or volumes kept. ``max_share`` is the largest part of the whole round that
    a control group may get, at reference value, ``lot_share`` of one lot. ``keep`` is the part of
    its pick-order volume that no winner gets less than. ``capacity`` is taken for declared, as
    part of the lot, where none is; ``surge`` is what a backup may add to it. ``shares`` are parts
    of the lot by rank, one list a number of winners. ``settings`` are the words it was asked with.
    """

    settings: tuple[tuple[str, str], ...] = ()
    linkage: Linkage = Linkage.STRICT
    tolerance: int = 0
    counts: Around | Bounds | None = None
    max_share: Fraction | None = None
    lot_share: Fraction | None = None
    suppliers: int = 1
    least_part: Fraction = Fraction(0)
    backup: Backing = Backing.NONE
    surge: Fraction = Fraction(0)
    capacity: Fraction | None = None
    keep: Fraction | None = None
    shares: tuple[tuple[Fraction, ...], ...] = ()
    band: Fraction = SHARE_BAND
    goals: tuple[Aim, ...] = (Aim.SPEND,)
    spend_tolerance: Fraction = Fraction(0)

    @property
    def name(self) -> str:
        """The settings as they are written: ``linkage=conditional, counts=free``."""
        return ", ".join(f"{key}={value}" for key, value in self.settings)


def apply(problem: Problem, drafted: Plan, scenario: Scenario) -> Problem:
    """A lot as the scenario asks for it; ``drafted`` is what the pick order gives.

    Where regions are split, the money is millionths of a yuan a unit, rounded down, so that what
    is proved of it never says too much.
    """
    shares = next((s for s in scenario.shares if len(s) == len(problem.offers)), ())
    asked = replace(
        problem,
        offers=_offers(problem, shares, scenario),
        counts=_counts(problem, scenario, free=_shares_freely(scenario, shares)),
        linkage=scenario.linkage,
        tolerance=scenario.tolerance,
        max_share=scenario.lot_share,
        backup=_backup(scenario),
        goals=tuple(
            Goal(aim, scenario.spend_tolerance if aim is Aim.SPEND else Fraction(0))
            for aim in scenario.goals
        ),
    )
    if scenario.keep is not None:
        asked = _kept(asked, drafted, scenario.keep)
    if Aim.SHORTFALL in scenario.goals:
        asked = replace(asked, entitled=volumes(problem, drafted))
    if scenario.suppliers == 1:
        return asked
    return replace(
        asked,
        suppliers=scenario.suppliers,
        least_part=scenario.least_part,
        cost=tuple(
            tuple(
                money * PARTS_OF_A_FEN // units if units else 0
                for money, units in zip(row, problem.volume, strict=True)
            )
            for row in problem.cost
        ),
    )


def limits(problems: Sequence[Problem], share: Fraction) -> tuple[Limit, ...]:
    """No control group gets more than this part of the round, at reference value.

    The reference value of a lot is its volume at the lowest winning comparable price: it is the
    same under every plan. Groups that cannot pass the limit are left out.
    """
    value = sum(problem.offers[0].price * problem.total for problem in problems)
    most = floor(share * value)
    uses: dict[str, dict[tuple[int, int], int]] = {}
    for lot, problem in enumerate(problems):
        for group, offers in control_groups(problem).items():
            price = problem.offers[0].price
            uses.setdefault(group, {}).update({(lot, offer): price for offer in offers})
    return tuple(
        Limit(group, use, most)
        for group, use in uses.items()
        if sum(problems[lot].total * price for lot, price in _by_lot(use).items()) > most
    )


def unavoidable(problems: Sequence[Problem]) -> dict[str, Fraction]:
    """The part of the round at reference value that each group has in lots where it alone won."""
    value = sum(problem.offers[0].price * problem.total for problem in problems)
    alone: dict[str, Fraction] = {}
    for problem in problems:
        group, *others = control_groups(problem)
        if not others:
            own = Fraction(problem.offers[0].price * problem.total, value)
            alone[group] = alone.get(group, Fraction(0)) + own
    return alone


def _shares_freely(scenario: Scenario, shares: Sequence[Fraction]) -> bool:
    """Something else than numbers of regions says how much a winner gets."""
    return bool(shares) or scenario.suppliers > 1 or scenario.keep is not None


def _kept(asked: Problem, drafted: Plan, part: Fraction) -> Problem:
    """Nobody gets less than this part of its pick-order volume; the other rules stay as asked."""
    kept = improve.no_winner_loses(asked, drafted, 1 - part)
    return replace(kept, tolerance=asked.tolerance, max_share=asked.max_share)


def _backup(scenario: Scenario) -> Backup | None:
    if scenario.backup is Backing.NONE:
        return None
    return Backup(apart=scenario.backup is Backing.APART, surge=scenario.surge)


def _by_lot(use: dict[tuple[int, int], int]) -> dict[int, int]:
    return {lot: price for (lot, _), price in use.items()}


def _counts(problem: Problem, scenario: Scenario, *, free: bool) -> tuple[Bounds, ...]:
    """Regions by winner, never more than there are; nobody who won is left without any."""
    regions = len(problem.regions)
    asked = scenario.counts or (ANY if free else AS_DRAFTED)
    if isinstance(asked, Bounds):
        return (Bounds(min(asked.least, regions), min(asked.most, regions)),) * len(problem.offers)
    return tuple(
        Bounds(max(min(own.least, 1), own.least - asked.give), min(regions, own.most + asked.give))
        for own in problem.counts
    )


def _offers(problem: Problem, shares: Sequence[Fraction], scenario: Scenario) -> tuple[Offer, ...]:
    """Every winner with what it can supply, and its share where shares are fixed."""
    total, offers = problem.total, []
    for w, offer in enumerate(problem.offers):
        capacity, held = offer.capacity, offer.band
        if capacity is None and scenario.capacity is not None:
            capacity = floor(scenario.capacity * total)
        elif capacity is None and scenario.linkage is Linkage.CONDITIONAL:
            capacity = total  # who declared nothing is never full
        if shares:
            least, most = band(shares[w], scenario.band, total)
            held = Bounds(least, max(least, most))  # a band narrower than a unit holds one
        offers.append(replace(offer, capacity=capacity, band=held))
    return tuple(offers)
