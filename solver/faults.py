"""Every place of a problem or batch that makes no sense, before any engine sees it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise, zip_longest

from solver.batch import Batch, Limit
from solver.problem import MOST_MONEY, MOST_VOLUME, Aim, Bounds, Linkage, Problem

Found = Iterator[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Malformed:
    """A place in a lot's problem that makes no sense, and what was found there."""

    lot: str
    rule: str
    place: str
    found: str


def faults(problem: Problem) -> tuple[Malformed, ...]:
    """Every malformed place at once; a problem without any can be given to an engine."""
    shape = tuple(_shape(problem))
    found = chain(shape, _offers(problem), _regions(problem), _numbers(problem), _options(problem))
    if not shape:
        found = chain(found, _tiers(problem), _settled(problem))
    return tuple(Malformed(problem.lot, *fault) for fault in found)


def batch_faults(batch: Batch) -> tuple[Malformed, ...]:
    """Every malformed place of every lot and limit; a limit's faults stand under its name."""
    found = [fault for lot in batch.lots for fault in faults(lot)]
    lots, limits = [lot.lot for lot in batch.lots], [limit.name for limit in batch.limits]
    for place, names in (("lots", lots), ("limits", limits)):
        for name, times in Counter(names).items():
            if times > 1:
                found.append(Malformed(name, "duplicate", place, str(times)))
    if (dearest := sum(map(_dearest, batch.lots))) > MOST_MONEY:
        found.append(Malformed("all lots", "too_large", "cost", str(dearest)))
    found += [
        Malformed(limit.name, *fault) for limit in batch.limits for fault in _limit(batch, limit)
    ]
    return tuple(found)


def _limit(batch: Batch, limit: Limit) -> Found:
    """A limit is about offers there are, and what they may use stays exact in any engine."""
    yield from _outside("most", limit.most, MOST_MONEY)
    worst: dict[int, int] = {}
    for (lot, offer), use in limit.use.items():
        place = f"use[{lot}, {offer}]"
        if not (0 <= lot < len(batch.lots) and 0 <= offer < len(batch.lots[lot].offers)):
            yield ("unknown", place, "no such lot or offer")
        elif use < 0:
            yield ("negative", place, str(use))
        else:
            worst[lot] = max(worst.get(lot, 0), use)
    used = sum(use * max(1, batch.lots[lot].total) for lot, use in worst.items())
    if used > MOST_MONEY:
        yield ("too_large", "use", str(used))


def _shape(problem: Problem) -> Found:
    """Nothing is empty, and every list has one entry an offer or one a region."""
    offers, regions = len(problem.offers), len(problem.regions)
    for name, length in (("offers", offers), ("regions", regions)):
        if not length:
            yield ("empty", name, "0")
    lengths = [("volume", len(problem.volume), regions), ("counts", len(problem.counts), offers)]
    for name, table, needed in (
        ("cost", problem.cost, True),
        ("named", problem.named, False),
        ("distance", problem.distance, False),
    ):
        if needed or table:
            lengths.append((name, len(table), offers))
            lengths += [(f"{name}[{w}]", len(row), regions) for w, row in enumerate(table)]
    if problem.entitled:
        lengths.append(("entitled", len(problem.entitled), offers))
    for w, offer in enumerate(problem.offers):
        for k, step in enumerate(offer.tiers):
            lengths.append((f"offers[{w}].tiers[{k}].cost", len(step.cost), regions))
    for name, found, wanted in lengths:
        if found != wanted:
            yield ("length", name, f"{found} entries instead of {wanted}")


def _offers(problem: Problem) -> Found:
    """Offers come in price order, under different names, with prices above zero."""
    for w, (lower, higher) in enumerate(pairwise(problem.offers), start=1):
        if higher.price < lower.price:
            yield ("price_order", f"offers[{w}]", f"{higher.price} after {lower.price}")
    for w, offer in enumerate(problem.offers):
        if offer.price <= 0:
            yield ("price", f"offers[{w}]", str(offer.price))
        if offer.band is not None:
            yield from _bounds(f"offers[{w}].band", offer.band)
        yield from _outside(f"offers[{w}].capacity", offer.capacity or 0, MOST_VOLUME)
        if offer.named_cost < 0:
            yield ("negative", f"offers[{w}].named_cost", str(offer.named_cost))
    for name, times in Counter(offer.name for offer in problem.offers).items():
        if times > 1:
            yield ("duplicate", "offers", name)


def _regions(problem: Problem) -> Found:
    """Regions come in ascending order of their codes, each once."""
    for r, (first, second) in enumerate(pairwise(problem.regions), start=1):
        if second == first:
            yield ("duplicate", f"regions[{r}]", second)
        elif second < first:
            yield ("region_order", f"regions[{r}]", f"{second} after {first}")


def _numbers(problem: Problem) -> Found:
    """No number is negative, and sums stay within the published bounds."""
    rows = [("volume", problem.volume)]
    for name, table in (
        ("cost", problem.cost),
        ("named", problem.named),
        ("distance", problem.distance),
    ):
        rows += [(f"{name}[{w}]", row) for w, row in enumerate(table)]
    for name, row in rows:
        for place, number in enumerate(row):
            if number < 0:
                yield ("negative", f"{name}[{place}]", str(number))
    for w, units in enumerate(problem.entitled):
        yield from _outside(f"entitled[{w}]", units, MOST_VOLUME)
    yield from _outside("tolerance", problem.tolerance, MOST_VOLUME)
    for w, bounds in enumerate(problem.counts):
        yield from _bounds(f"counts[{w}]", bounds)
    for name, sum_, most in (
        ("volume", problem.total, MOST_VOLUME),
        ("cost", _dearest(problem), MOST_MONEY),
        ("distance", sum(map(sum, problem.distance)), MOST_MONEY),
    ):
        if sum_ > most:
            yield ("too_large", name, str(sum_))


def _options(problem: Problem) -> Found:
    """Parts are between nothing and the whole; what is asked for has the numbers it needs."""
    if problem.suppliers < 1:
        yield ("suppliers", "suppliers", str(problem.suppliers))
    if not 0 <= problem.least_part <= 1:
        yield ("part", "least_part", str(problem.least_part))
    if problem.max_share is not None and not 0 < problem.max_share <= 1:
        yield ("part", "max_share", str(problem.max_share))
    if problem.backup and problem.split:
        yield ("backup", "suppliers", "a region with several suppliers has no single backup")
    if problem.backup:
        ready = (1 + problem.backup.surge) * MOST_VOLUME
        if problem.backup.surge < 0 or ready > MOST_MONEY:
            yield ("part", "backup.surge", str(problem.backup.surge))
    yield from _goals(problem)
    if problem.linkage is Linkage.CONDITIONAL:
        for w, offer in enumerate(problem.offers):
            if offer.capacity is None:
                yield ("capacity", f"offers[{w}]", "none, and the linkage asks when it is full")


def _goals(problem: Problem) -> Found:
    """Each aim once, and with the numbers it needs."""
    aims = [goal.aim for goal in problem.goals]
    if not aims or len(set(aims)) < len(aims):
        yield ("goals", "goals", ", ".join(aims) or "none")
    needs = {
        Aim.DISTANCE: ("distance", bool(problem.distance)),
        Aim.SHORTFALL: ("entitled", bool(problem.entitled)),
        Aim.SHARED_GROUPS: ("backup", problem.backup is not None),
    }
    for k, goal in enumerate(problem.goals):
        name, given = needs.get(goal.aim, ("", True))
        if not given:
            yield ("goals", f"goals[{k}]", f"{goal.aim} without {name}")
        if not 0 <= goal.tolerance <= 1:
            yield ("part", f"goals[{k}].tolerance", str(goal.tolerance))


def _tiers(problem: Problem) -> Found:
    """The first step starts at nothing with the offer's own cost; starts ascend."""
    for w, offer in enumerate(problem.offers):
        if not offer.tiers:
            continue
        place = f"offers[{w}].tiers"
        first = offer.tiers[0]
        if first.start or (first.cost, first.named_cost) != (problem.cost[w], offer.named_cost):
            yield ("tiers", f"{place}[0]", "not from 0 at the offer's own cost")
        for k, (lower, higher) in enumerate(pairwise(offer.tiers), start=1):
            if higher.start <= lower.start:
                yield ("tiers", f"{place}[{k}]", f"{higher.start} after {lower.start}")
        for k, step in enumerate(offer.tiers):
            if (least := min((*step.cost, step.named_cost))) < 0:
                yield ("negative", f"{place}[{k}]", str(least))
            if step.start > MOST_VOLUME:
                yield ("too_large", f"{place}[{k}]", str(step.start))


def _settled(problem: Problem) -> Found:
    """What is settled beforehand exists."""
    for k, (w, r) in enumerate(problem.settled):
        if not (0 <= w < len(problem.offers) and 0 <= r < len(problem.regions)):
            yield ("unknown", f"settled[{k}]", f"offer {w}, region {r}")


def _dearest(problem: Problem) -> int:
    """Money that no plan can exceed, nor any single cost."""
    rows = [*problem.cost, *(step.cost for offer in problem.offers for step in offer.tiers)]
    columns = zip_longest(*rows, fillvalue=0)
    units = (max(1, volume) if problem.split else 1 for volume in problem.volume)
    pool: int = sum(max(column) * unit for unit, column in zip(units, columns, strict=False))
    return pool + sum(
        max(offer.named_cost, *(step.named_cost for step in offer.tiers), 0)
        for offer in problem.offers
    )


def _bounds(place: str, bounds: Bounds) -> Found:
    if not 0 <= bounds.least <= bounds.most <= MOST_MONEY:
        yield ("bounds", place, f"{bounds.least} to {bounds.most}")


def _outside(place: str, number: int, most: int) -> Found:
    if number < 0:
        yield ("negative", place, str(number))
    elif number > most:
        yield ("too_large", place, str(number))
