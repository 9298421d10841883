"""A lower bound of a lot's spend from any multipliers: weak duality in whole numbers.

Every row has a multiplier, what breaking it by one would cost. A plan that keeps the rules pays
nothing for the rows, or gains; so the cheapest choice, region by region, of what costs least with
rows counted in is never above a plan's spend. Nothing has to be believed about where multipliers
come from.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from solver.relax import Flag, Relaxation

SCALE = 2**40  # multipliers and prices are whole multiples of 1 / SCALE fen


@dataclass(frozen=True, slots=True)
class Box:
    """A part of all plans: pairs (offer, region) that are not or are in it, flags not set."""

    barred: frozenset[tuple[int, int]]
    taken: frozenset[tuple[int, int]]
    unset: frozenset[Flag] = frozenset()


@dataclass(frozen=True, slots=True)
class Bound:
    """No plan of a box costs less than ``total`` / SCALE fen.

    ``regions`` has for each region what it adds, by offer that may have it; ``groups`` for each
    flag that may be set what its group adds.
    """

    total: int
    regions: tuple[dict[int, int], ...]
    groups: tuple[dict[Flag, int], ...]

    @property
    def fen(self) -> int:
        """The bound as a spend, which is whole."""
        return -(-self.total // SCALE)


def whole(relaxation: Relaxation) -> Box:
    """The box of all plans."""
    return Box(relaxation.barred, relaxation.taken)


def bound(
    relaxation: Relaxation, box: Box, multipliers: Sequence[int], prices: Sequence[int] = (),
    scale: int = SCALE,
) -> Bound | None:
    """The bound of a box by these multipliers; ``None`` when the box holds no plan.

    ``multipliers`` (one a row, none negative) and ``prices`` (one a region, where offers have
    price steps) are in 1 / SCALE fen.
    """
    table = _reduced(relaxation, multipliers, scale)
    usable = _usable(relaxation, box)
    total = sum(m * row.least for m, row in zip(multipliers, relaxation.rows, strict=True))
    total += relaxation.constant * scale
    fees = {flag: fee * scale for flag, fee in relaxation.fees.items()}
    for m, row in zip(multipliers, relaxation.rows, strict=True):
        if m:
            for flag, weight in row.flags.items():
                fees[flag] = fees.get(flag, 0) - m * weight
    regions = []
    for r, offers in enumerate(usable):
        least: dict[int, int] = {}
        price = prices[r] if prices else 0
        for o, option in enumerate(relaxation.options):
            if option.offer not in offers or option.flag in box.unset:
                continue
            value = table[o][r]
            if option.flag is not None and value < price:
                fees[option.flag] -= price - value
                value = price
            if option.offer not in least or value < least[option.offer]:
                least[option.offer] = value
        if not least:
            return None
        added = _region(relaxation, box, r, least)
        if added is None:
            return None
        total += added
        regions.append(least)
    groups = []
    for group in relaxation.groups:
        values = {flag: fees.get(flag, 0) for flag in group if flag not in box.unset}
        if not values:
            return None
        total += min(values.values())
        groups.append(values)
    return Bound(total, tuple(regions), tuple(groups))


def _reduced(relaxation: Relaxation, multipliers: Sequence[int], scale: int) -> list[list[int]]:
    """By option and region the money of a whole region, less what the rows give for it."""
    each, unit = [0] * len(relaxation.options), [0] * len(relaxation.options)
    for m, row in zip(multipliers, relaxation.rows, strict=True):
        if m:
            for o, weight in row.counts.items():
                each[o] += m * weight
            for o, weight in row.volumes.items():
                unit[o] += m * weight
    return [
        [money * scale - a - b * v for money, v in zip(option.money, relaxation.volume, strict=True)]
        for option, a, b in zip(relaxation.options, each, unit, strict=True)
    ]


def _usable(relaxation: Relaxation, box: Box) -> list[set[int]]:
    """The offers that may supply each region: the taken ones where there can be no other."""
    offers = {option.offer for option in relaxation.options}
    usable = [set(offers) for _ in relaxation.volume]
    for w, r in box.barred:
        usable[r].discard(w)
    taken: dict[int, set[int]] = {}
    for w, r in box.taken:
        taken.setdefault(r, set()).add(w)
    for r, some in taken.items():
        if len(some) > relaxation.suppliers or not some <= usable[r]:
            usable[r] = set()
        elif len(some) == relaxation.suppliers:
            usable[r] = some
    return usable


def _region(relaxation: Relaxation, box: Box, r: int, least: dict[int, int]) -> int | None:
    """What a region adds: the least parts of those who have it, the rest to the cheapest."""
    whole, part = relaxation.whole[r], relaxation.part[r]
    cheapest = min(least.values())
    taken = [least[w] for w in least if (w, r) in box.taken]
    if whole == 0 or not taken:
        return cheapest if whole else 0
    if part * len(taken) > whole:
        return None
    return (part * sum(taken) + (whole - part * len(taken)) * cheapest) // whole


def narrow(relaxation: Relaxation, box: Box, found: Bound, least: int) -> Box:
    """The box without pairs and flags of which no plan costs less than ``least``."""
    spare = (least - 1) * SCALE - found.total
    barred = set(box.barred)
    if relaxation.suppliers == 1:
        for r, values in enumerate(found.regions):
            limit = min(values.values()) + spare
            barred |= {(w, r) for w, value in values.items() if value > limit}
    unset = set(box.unset)
    for group in found.groups:
        limit = min(group.values()) + spare
        unset |= {flag for flag, value in group.items() if value > limit}
    return replace(box, barred=frozenset(barred), unset=frozenset(unset))
