"""What is asked and what is answered: offers, regions and counts in, suppliers by region out."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, groupby, pairwise

MOST_VOLUME = 10**11  # units of one lot; with MOST_MONEY every sum stays exact in any engine
MOST_MONEY = 10**15  # fen of one lot, below 2**53


@dataclass(frozen=True, slots=True)
class Offer:
    """A winner's offer; its rank is its position, and equal prices form one price group."""

    name: str
    price: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One lot to be shared out: every region goes whole to one offer.

    ``regions`` are ascending codes; ``volume`` is units by region; ``cost`` is fen by offer and
    region; ``counts`` is the number of regions each offer takes; ``linkage`` asks that a lower
    price never gets less volume than a higher one (量价挂钩).
    """

    lot: str
    offers: tuple[Offer, ...]
    regions: tuple[str, ...]
    volume: tuple[int, ...]
    cost: tuple[tuple[int, ...], ...]
    counts: tuple[int, ...]
    linkage: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """The supplier of every region, as an index into the problem's offers."""

    lot: str
    suppliers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Malformed:
    """A place in a lot's problem that makes no sense, and what was found there."""

    lot: str
    rule: str
    place: str
    found: str


def spend(problem: Problem, plan: Plan) -> int:
    """The cost of the plan in fen."""
    return sum(problem.cost[offer][region] for region, offer in enumerate(plan.suppliers))


def volumes(problem: Problem, plan: Plan) -> tuple[int, ...]:
    """The units every offer supplies under the plan."""
    total = [0] * len(problem.offers)
    for offer, volume in zip(plan.suppliers, problem.volume, strict=True):
        total[offer] += volume
    return tuple(total)


def price_groups(problem: Problem) -> tuple[tuple[int, ...], ...]:
    """Offers of equal price, the lowest price first."""
    ranks = range(len(problem.offers))
    return tuple(tuple(group) for _, group in groupby(ranks, lambda w: problem.offers[w].price))


def faults(problem: Problem) -> tuple[Malformed, ...]:
    """Every malformed place at once; a problem without any can be given to an engine."""
    found = chain(_shape(problem), _offers(problem), _regions(problem), _numbers(problem))
    return tuple(Malformed(problem.lot, *fault) for fault in found)


def _shape(problem: Problem) -> Iterator[tuple[str, str, str]]:
    """Nothing is empty, and every list has one entry an offer or one a region."""
    offers, regions = len(problem.offers), len(problem.regions)
    for name, length in (("offers", offers), ("regions", regions)):
        if not length:
            yield ("empty", name, "0")
    lengths = [
        ("volume", len(problem.volume), regions),
        ("counts", len(problem.counts), offers),
        ("cost", len(problem.cost), offers),
        *((f"cost[{w}]", len(row), regions) for w, row in enumerate(problem.cost)),
    ]
    for name, found, wanted in lengths:
        if found != wanted:
            yield ("length", name, f"{found} entries instead of {wanted}")


def _offers(problem: Problem) -> Iterator[tuple[str, str, str]]:
    """Offers come in price order, under different names, with prices above zero."""
    for w, (lower, higher) in enumerate(pairwise(problem.offers), start=1):
        if higher.price < lower.price:
            yield ("price_order", f"offers[{w}]", f"{higher.price} after {lower.price}")
    for w, offer in enumerate(problem.offers):
        if offer.price <= 0:
            yield ("price", f"offers[{w}]", str(offer.price))
    for name, times in Counter(offer.name for offer in problem.offers).items():
        if times > 1:
            yield ("duplicate", "offers", name)


def _regions(problem: Problem) -> Iterator[tuple[str, str, str]]:
    """Regions come in ascending order of their codes, each once."""
    for r, (first, second) in enumerate(pairwise(problem.regions), start=1):
        if second == first:
            yield ("duplicate", f"regions[{r}]", second)
        elif second < first:
            yield ("region_order", f"regions[{r}]", f"{second} after {first}")


def _numbers(problem: Problem) -> Iterator[tuple[str, str, str]]:
    """No number is negative, counts cover the regions, sums stay within the published bounds."""
    rows = [
        ("volume", problem.volume),
        ("counts", problem.counts),
        *((f"cost[{w}]", row) for w, row in enumerate(problem.cost)),
    ]
    for name, row in rows:
        for place, number in enumerate(row):
            if number < 0:
                yield ("negative", f"{name}[{place}]", str(number))
    if (total := sum(problem.counts)) != len(problem.regions):
        yield ("counts", "counts", f"{total} for {len(problem.regions)} regions")
    if (units := sum(problem.volume)) > MOST_VOLUME:
        yield ("too_large", "volume", str(units))
    if (dearest := sum(max(column) for column in zip(*problem.cost, strict=False))) > MOST_MONEY:
        yield ("too_large", "cost", str(dearest))
