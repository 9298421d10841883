"""Arithmetic that shows at once, without any engine, that a lot has no plan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import floor

from solver.problem import (
    Linkage,
    Problem,
    control_groups,
    named_volume,
    price_groups,
)

SUPPLIER_AND_BACKUP = 2


class Lack(StrEnum):
    """What there is too little of; numbers are units of the lot unless it says otherwise.

    CAPACITY: all units with all capacities. COUNTS_LEAST: the least numbers of regions with the
    regions there are to supply. COUNTS_MOST: the regions with the largest numbers of regions.
    CAPACITY_BY_PRICE: all units with what the capacities leave when a higher price never gets more
    than a lower one. BANDS_LEAST, BANDS_MOST: the ends of all bands with all units. REGION: the
    largest region with the largest room of as many offers as may supply it. NAMED: the units that
    name a brand with what its owner may supply at most. SHARES: all units with what the control
    groups may get together. GROUPS: the control groups needed for a backup with those there are.
    SETTLED: the suppliers settled for a region with those it may have. SETTLED_VOLUME: the units
    an offer is settled to supply with what it may supply at most. CEILINGS, FLOORS: all units with
    the most and the least of every offer by all clauses together. LINKED: the least of an offer
    with the most that the next lower price leaves it. READINESS: all units but those that name
    this offer's brand with what the others can supply when it fails.
    """

    CAPACITY = "capacity"
    COUNTS_LEAST = "counts_least"
    COUNTS_MOST = "counts_most"
    CAPACITY_BY_PRICE = "capacity_by_price"
    BANDS_LEAST = "bands_least"
    BANDS_MOST = "bands_most"
    REGION = "region"
    NAMED = "named"
    SHARES = "shares"
    GROUPS = "groups"
    SETTLED = "settled"
    SETTLED_VOLUME = "settled_volume"
    CEILINGS = "ceilings"
    FLOORS = "floors"
    LINKED = "linked"
    READINESS = "readiness"


@dataclass(frozen=True, slots=True)
class Shortage:
    """More is needed than there is; ``place`` is an offer's name, a region's code, or nothing."""

    lack: Lack
    place: str
    needed: int
    available: int


def shortages(problem: Problem) -> tuple[Shortage, ...]:
    """Every test that the problem fails: one failed is a proof that no plan keeps every clause.

    The tests over all clauses are made only when the plain ones found nothing. Expects a problem
    without faults.
    """
    plain = tuple(one for one in _plain(problem) if one.needed > one.available)
    if plain:
        return plain
    return tuple(one for one in _joined(problem) if one.needed > one.available)


def _plain(problem: Problem) -> Iterator[Shortage]:
    """The tests that look at one clause, or at two."""
    yield from _capacities(problem)
    yield from _counts(problem)
    yield from _bands(problem)
    yield from _regions(problem)
    yield from _named(problem)
    yield from _shares(problem)
    yield from _backups(problem)
    yield from _settled(problem)


def _capacities(problem: Problem) -> Iterator[Shortage]:
    """All capacities hold the lot; and still do when a higher price gets no more than a lower."""
    total = problem.total
    capacities = [_room(total, offer.capacity) for offer in problem.offers]
    together = sum(capacities)
    yield Shortage(Lack.CAPACITY, "", total, together)
    if together >= total:
        linked = sum(_falling(problem, capacities))
        yield Shortage(Lack.CAPACITY_BY_PRICE, "", total, linked)


def _counts(problem: Problem) -> Iterator[Shortage]:
    """The regions, each as often as it may be supplied, lie between the least and the most."""
    places = [min(_most_suppliers(problem), units) for units in problem.volume]
    regions = sum(1 for number in places if number) if problem.split else len(problem.regions)
    room = sum(places) if problem.split else regions
    yield Shortage(Lack.COUNTS_LEAST, "", sum(count.least for count in problem.counts), room)
    yield Shortage(Lack.COUNTS_MOST, "", regions, sum(count.most for count in problem.counts))
    for offer, count in zip(problem.offers, problem.counts, strict=True):
        yield Shortage(Lack.COUNTS_LEAST, offer.name, count.least, regions)


def _bands(problem: Problem) -> Iterator[Shortage]:
    """The bands allow the whole lot to be supplied, and no more than that."""
    total = problem.total
    least = sum(offer.band.least for offer in problem.offers if offer.band)
    most = sum(offer.band.most if offer.band else total for offer in problem.offers)
    yield Shortage(Lack.BANDS_LEAST, "", least, total)
    yield Shortage(Lack.BANDS_MOST, "", total, most)


def _regions(problem: Problem) -> Iterator[Shortage]:
    """The largest region fits into the room of those who may supply it."""
    room = (
        ceiling - named_volume(problem, w) for w, ceiling in enumerate(_plain_ceilings(problem))
    )
    largest = sorted((max(0, units) for units in room), reverse=True)[: _most_suppliers(problem)]
    region = max(range(len(problem.regions)), key=problem.volume.__getitem__)
    yield Shortage(Lack.REGION, problem.regions[region], problem.volume[region], sum(largest))


def _named(problem: Problem) -> Iterator[Shortage]:
    """No brand is named more than its owner may supply."""
    for w, ceiling in enumerate(_plain_ceilings(problem)):
        yield Shortage(Lack.NAMED, problem.offers[w].name, named_volume(problem, w), ceiling)
    if problem.max_share is not None:
        for group, members in control_groups(problem).items():
            if len(members) > 1:
                needed = sum(named_volume(problem, w) for w in members)
                yield Shortage(Lack.NAMED, group, needed, floor(problem.max_share * problem.total))


def _shares(problem: Problem) -> Iterator[Shortage]:
    """What the control groups may get, each within its share and capacity, holds the lot."""
    total, groups = problem.total, control_groups(problem).values()
    if problem.max_share is not None:
        share = floor(problem.max_share * total)
        rooms = (
            min(share, sum(_room(total, problem.offers[w].capacity) for w in members))
            for members in groups
        )
        yield Shortage(Lack.SHARES, "", total, sum(rooms))


def _backups(problem: Problem) -> Iterator[Shortage]:
    """A second supplier exists, and the others can stand in for each one when it fails."""
    if problem.backup is None:
        return
    groups = control_groups(problem) if problem.backup.apart else problem.offers
    yield Shortage(Lack.GROUPS, "", SUPPLIER_AND_BACKUP, len(groups))
    if len(groups) < SUPPLIER_AND_BACKUP:
        return
    total, surge = problem.total, 1 + problem.backup.surge
    ready = [
        total if offer.capacity is None else min(total, floor(surge * offer.capacity))
        for offer in problem.offers
    ]
    for w, offer in enumerate(problem.offers):
        needed = total - named_volume(problem, w)
        yield Shortage(Lack.READINESS, offer.name, needed, sum(ready) - ready[w])


def _settled(problem: Problem) -> Iterator[Shortage]:
    """What is settled leaves every region enough room for its suppliers, and every offer."""
    settled = set(problem.settled)
    for r, region in enumerate(problem.regions):
        most = _most_suppliers(problem)
        if problem.split:
            most = min(most, problem.volume[r])
        yield Shortage(Lack.SETTLED, region, sum(1 for _, at in settled if at == r), most)
    for w, ceiling in enumerate(_plain_ceilings(problem)):
        places = [r for by, r in settled if by == w]
        units = len(places) if problem.split else sum(problem.volume[r] for r in places)
        if places:
            needed = units + named_volume(problem, w)
            yield Shortage(Lack.SETTLED_VOLUME, problem.offers[w].name, needed, ceiling)


def _joined(problem: Problem) -> Iterator[Shortage]:
    """The tests that take every clause into account for the most and the least of each offer."""
    total, ceilings, floors = problem.total, _ceilings(problem), _floors(problem)
    yield Shortage(Lack.CEILINGS, "", total, sum(_falling(problem, ceilings)))
    yield Shortage(Lack.FLOORS, "", sum(_rising(problem, floors)), total)
    for w, (most, least) in enumerate(zip(_falling(problem, ceilings), floors, strict=True)):
        yield Shortage(Lack.LINKED, problem.offers[w].name, least, most)


def _plain_ceilings(problem: Problem) -> tuple[int, ...]:
    """The most units of every offer by its capacity, its band and the largest share."""
    total = problem.total
    share = total if problem.max_share is None else floor(problem.max_share * total)
    return tuple(
        min(_room(total, offer.capacity), offer.band.most if offer.band else total, share)
        for offer in problem.offers
    )


def _ceilings(problem: Problem) -> tuple[int, ...]:
    """The same, and by the number of regions: that many of the largest."""
    largest = sorted(problem.volume, reverse=True)
    return tuple(
        min(ceiling, sum(largest[: count.most]) + named_volume(problem, w))
        for w, (ceiling, count) in enumerate(
            zip(_plain_ceilings(problem), problem.counts, strict=True)
        )
    )


def _floors(problem: Problem) -> tuple[int, ...]:
    """The least units of every offer: by its band, its brand, and its number of regions."""
    smallest = sorted(problem.volume)
    return tuple(
        max(
            offer.band.least if offer.band else 0,
            (count.least if problem.split else sum(smallest[: count.least]))
            + named_volume(problem, w),
        )
        for w, (offer, count) in enumerate(zip(problem.offers, problem.counts, strict=True))
    )


def _falling(problem: Problem, ceilings: Sequence[int]) -> tuple[int, ...]:
    """Under strict linkage no offer gets more than any of the next lower price."""
    most = list(ceilings)
    if problem.linkage is Linkage.STRICT:
        above = problem.total
        for group in price_groups(problem):
            for w in group:
                most[w] = min(most[w], above)
            above = min(most[w] for w in group) + problem.tolerance
    return tuple(most)


def _rising(problem: Problem, floors: Sequence[int]) -> tuple[int, ...]:
    """Under strict linkage no offer gets less than any of the next higher price."""
    least = list(floors)
    if problem.linkage is Linkage.STRICT:
        below = 0
        for group in reversed(price_groups(problem)):
            for w in group:
                least[w] = max(least[w], below)
            below = max(least[w] for w in group) - problem.tolerance
    return tuple(least)


def _most_suppliers(problem: Problem) -> int:
    """The most suppliers one region may have."""
    return min(problem.suppliers, len(problem.offers))


def _room(total: int, capacity: int | None) -> int:
    """A capacity as far as it matters."""
    return total if capacity is None else min(total, capacity)
