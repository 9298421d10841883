"""A lower bound of a lot's spend from any multipliers: weak duality in whole numbers.

A row's multiplier is what breaking it by one would cost. A plan that keeps the rules breaks none,
so the cheapest choice region by region, with the rows counted in, never costs more than a plan.
Nothing has to be believed about where multipliers come from: any that are not negative will do.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from solver.relax import Flag, Relaxation

SCALE = 2**40  # multipliers and prices are whole multiples of 1 / SCALE fen


@dataclass(frozen=True, slots=True)
class Box:
    """A part of all plans: pairs (offer, region) it is without or has for sure, flags not set."""

    barred: frozenset[tuple[int, int]]
    taken: frozenset[tuple[int, int]]
    unset: frozenset[Flag] = frozenset()


@dataclass(frozen=True, slots=True)
class Weights:
    """A multiplier for every row; for every region a price, where offers have price steps.

    In 1 / SCALE fen. What keeps an option whose step does not hold from a region costs as much as
    it lies below the region's price.
    """

    rows: tuple[int, ...]
    prices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """No plan of a box costs less than ``total`` / SCALE fen.

    ``regions`` has what each region would add, by offer that may have it, and ``groups`` what
    each group of flags would, by flag that may be set; the least of each is in the total.
    """

    total: int
    regions: tuple[dict[int, int], ...]
    groups: tuple[dict[Flag, int], ...]

    @property
    def fen(self) -> int:
        """The bound as a spend, which is whole."""
        return -(-self.total // SCALE)


def everything(relaxation: Relaxation) -> Box:
    """The box of all plans."""
    return Box(relaxation.barred, relaxation.taken)


def bound(
    relaxation: Relaxation, box: Box, weights: Weights, *, scale: int = SCALE
) -> Bound | None:
    """The bound of a box by these weights; ``None`` when there is no plan in it.

    With a ``scale`` of 0 money counts for nothing: a total above 0 then proves that no plan of
    the box keeps the rules, and any multiple of such weights may be added to others.
    """
    total = relaxation.constant * scale
    total += sum(m * row.least for m, row in zip(weights.rows, relaxation.rows, strict=True))
    fees = _fees(relaxation, weights, scale)
    regions = _regions(relaxation, box, weights, scale, fees)
    groups = tuple(
        {flag: fees[flag] for flag in group if flag not in box.unset} for group in relaxation.groups
    )
    if not all(groups):
        return None
    for r, values in enumerate(regions):
        added = _region(relaxation, box, r, values)
        if added is None:
            return None
        total += added
    return Bound(total + sum(min(group.values()) for group in groups), regions, groups)


def narrow(relaxation: Relaxation, box: Box, found: Bound, spend: int) -> Box:
    """The box without what no plan below this spend has, by its bound, which is below it too."""
    spare = (spend - 1) * SCALE - found.total
    barred, unset = set(box.barred), set(box.unset)
    if relaxation.suppliers == 1:
        for r, values in enumerate(found.regions):
            barred |= {(w, r) for w in _dearer(values, spare)}
    for group in found.groups:
        unset |= set(_dearer(group, spare))
    return replace(box, barred=frozenset(barred), unset=frozenset(unset))


def usable(relaxation: Relaxation, box: Box) -> list[set[int]]:
    """The offers that may supply each region: only those that do, where there can be no more."""
    found = [{option.offer for option in relaxation.options} for _ in relaxation.volume]
    for w, r in box.barred:
        found[r].discard(w)
    taken: defaultdict[int, set[int]] = defaultdict(set)
    for w, r in box.taken:
        taken[r].add(w)
    for r, offers in taken.items():
        if len(offers) > relaxation.suppliers or not offers <= found[r]:
            found[r] = set()
        elif len(offers) == relaxation.suppliers:
            found[r] = offers
    return found


def _fees(relaxation: Relaxation, weights: Weights, scale: int) -> dict[Flag, int]:
    """What setting each flag costs, less what the rows give for it."""
    fees = {
        flag: relaxation.fees.get(flag, 0) * scale for group in relaxation.groups for flag in group
    }
    for m, row in zip(weights.rows, relaxation.rows, strict=True):
        for flag, weight in row.flags.items():
            fees[flag] -= m * weight
    return fees


def _regions(
    relaxation: Relaxation, box: Box, weights: Weights, scale: int, fees: dict[Flag, int]
) -> tuple[dict[int, int], ...]:
    """What each region would add by offer, less what the rows give for it.

    An option with a price step is raised to the region's price, for which its flag pays.
    """
    each, unit = [0] * len(relaxation.options), [0] * len(relaxation.options)
    for m, row in zip(weights.rows, relaxation.rows, strict=True):
        for o, weight in row.counts.items():
            each[o] += m * weight
        for o, weight in row.volumes.items():
            unit[o] += m * weight
    offers = usable(relaxation, box)
    regions: tuple[dict[int, int], ...] = tuple({} for _ in offers)
    for option, a, b in zip(relaxation.options, each, unit, strict=True):
        w, flag = option.offer, option.flag
        if flag in box.unset:
            continue
        for r, (money, volume) in enumerate(zip(option.money, relaxation.volume, strict=True)):
            if w not in offers[r]:
                continue
            value = money * scale - a - b * volume
            if flag is not None and value < weights.prices[r]:
                fees[flag] -= weights.prices[r] - value
                value = weights.prices[r]
            regions[r][w] = min(value, regions[r].get(w, value))
    return regions


def _region(relaxation: Relaxation, box: Box, r: int, values: dict[int, int]) -> int | None:
    """What a region adds: the least parts of those who have it for sure, the rest at the least."""
    whole, part = relaxation.whole[r], relaxation.part[r]
    if not whole:
        return 0
    if not values:
        return None
    taken = [value for w, value in values.items() if (w, r) in box.taken]
    rest = whole - part * len(taken)
    if rest < 0:
        return None
    return (part * sum(taken) + rest * min(values.values())) // whole


def _dearer[Choice](values: dict[Choice, int], spare: int) -> Iterable[Choice]:
    """The choices above the least by more than there is to spare."""
    most = min(values.values()) + spare
    return (choice for choice, value in values.items() if value > most)
