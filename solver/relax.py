"""A lot's rules as rows, derived here a second time: what a lower bound of its spend rests on.

The rows come from the problem alone, in whole numbers, and share nothing with the program that an
engine is given. What is left out (backups and their readiness; of a split region the least parts)
only makes a bound lower, never wrong.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise, product
from math import ceil, floor
from typing import NamedTuple

from solver.problem import Linkage, Problem, Tier, control_groups, named_volume, price_groups


class Flag(NamedTuple):
    """A yes or no about an offer: that price step holds, or it is full (step 1) or not (0)."""

    kind: str
    offer: int
    step: int


class Option(NamedTuple):
    """An offer at one of its price steps, with the money of every region taken whole."""

    offer: int
    flag: Flag | None
    money: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A rule at a place: the weighed sum is at least ``least``.

    ``counts`` weighs the regions of an option, ``volumes`` their units, ``flags`` what is set.
    Units are those the plan shares out; ``least`` already allows for named ones.
    """

    name: str
    least: int
    counts: Mapping[int, int] = field(default_factory=dict)
    volumes: Mapping[int, int] = field(default_factory=dict)
    flags: Mapping[Flag, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Relaxation:
    """All that a bound looks at.

    Of every group of flags exactly one is set, and ``fees`` are its fen. A region is worth
    ``whole`` parts, of which a supplier has at least ``part``; both are 1 where regions go whole.
    ``barred`` pairs (offer, region) can be in no plan, ``taken`` ones are settled.
    """

    options: tuple[Option, ...]
    volume: tuple[int, ...]
    whole: tuple[int, ...]
    part: tuple[int, ...]
    suppliers: int
    groups: tuple[tuple[Flag, ...], ...]
    fees: Mapping[Flag, int]
    constant: int
    rows: tuple[Row, ...]
    barred: frozenset[tuple[int, int]]
    taken: frozenset[tuple[int, int]]


def relax(problem: Problem) -> Relaxation:
    """The relaxation of a problem without faults."""
    steps = [_steps(problem, w) for w in range(len(problem.offers))]
    options, groups, constant = [], [], 0
    fees: dict[Flag, int] = {}
    for w, tiers in enumerate(steps):
        flags = tuple(Flag("tier", w, k) for k in range(len(tiers)))
        for flag, tier in zip(flags, tiers, strict=True):
            money = tier.cost
            if problem.split:
                money = tuple(c * v for c, v in zip(tier.cost, problem.volume, strict=True))
            options.append(Option(w, flag if len(tiers) > 1 else None, money))
        if len(tiers) > 1:
            groups.append(flags)
            fees |= {flag: tier.named_cost for flag, tier in zip(flags, tiers, strict=True)}
        else:
            constant += tiers[0].named_cost
    if problem.linkage is Linkage.CONDITIONAL:
        groups += [(Flag("full", w, 0), Flag("full", w, 1)) for w in range(len(problem.offers))]
    found = tuple(options)
    return Relaxation(
        options=found,
        volume=problem.volume,
        whole=problem.volume if problem.split else (1,) * len(problem.regions),
        part=tuple(_part(problem, v) for v in problem.volume),
        suppliers=problem.suppliers,
        groups=tuple(groups),
        fees=fees,
        constant=constant,
        rows=tuple(_Rows(problem, found).all()),
        barred=frozenset(_barred(problem)),
        taken=frozenset(problem.settled),
    )


def _steps(problem: Problem, w: int) -> tuple[Tier, ...]:
    offer = problem.offers[w]
    return offer.tiers or (Tier(0, problem.cost[w], offer.named_cost),)


def _part(problem: Problem, volume: int) -> int:
    """The least units of a supplier in a region of a split lot."""
    return min(volume, max(1, ceil(problem.least_part * volume))) if problem.split else 1


def _most(problem: Problem, w: int) -> int:
    """The units the offer can have at most, without named ones."""
    offer = problem.offers[w]
    most = [problem.total]
    most += [offer.capacity] if offer.capacity is not None else []
    most += [offer.band.most] if offer.band else []
    return min(most) - named_volume(problem, w)


def _barred(problem: Problem) -> Iterator[tuple[int, int]]:
    """A region that is larger than all an offer may have is never its."""
    if not problem.split:
        for w in range(len(problem.offers)):
            most = _most(problem, w)
            yield from ((w, r) for r, volume in enumerate(problem.volume) if volume > most)


class _Rows:
    """The rows of a problem, rule by rule."""

    def __init__(self, problem: Problem, options: tuple[Option, ...]) -> None:
        self.problem = problem
        self.options = options
        self.named = [named_volume(problem, w) for w in range(len(problem.offers))]
        self.names = [offer.name for offer in problem.offers]

    def all(self) -> Iterator[Row]:
        yield from self.counts()
        yield from self.amounts()
        yield from self.linkage()
        yield from self.shares()
        yield from self.tiers()

    def of(self, w: int, weight: int = 1) -> dict[int, int]:
        """The weight for all options of an offer."""
        return {o: weight for o, option in enumerate(self.options) if option.offer == w}

    def counts(self) -> Iterator[Row]:
        """Each offer supplies a number of regions within its bounds."""
        parts = sorted(_part(self.problem, v) for v in self.problem.volume if v)
        for w, (least, most) in enumerate(self.problem.counts):
            if least and self.problem.split:
                yield Row(f"counts least {self.names[w]}", sum(parts[:least]), volumes=self.of(w))
            elif least:
                yield Row(f"counts least {self.names[w]}", least, counts=self.of(w))
            if most < len(self.problem.regions):
                yield Row(f"counts most {self.names[w]}", -most, counts=self.of(w, -1))

    def amounts(self) -> Iterator[Row]:
        """Volume stays within capacity and band."""
        for w, offer in enumerate(self.problem.offers):
            name, named = self.names[w], self.named[w]
            if offer.capacity is not None:
                yield Row(f"capacity {name}", named - offer.capacity, volumes=self.of(w, -1))
            if offer.band:
                yield Row(f"band least {name}", offer.band.least - named, volumes=self.of(w))
                yield Row(f"band most {name}", named - offer.band.most, volumes=self.of(w, -1))

    def linkage(self) -> Iterator[Row]:
        """Volume does not rise with the price, unless the cheaper offer is full (量价挂钩)."""
        if self.problem.linkage is Linkage.NONE:
            return
        full = self.full() if self.problem.linkage is Linkage.CONDITIONAL else {}
        for w, least in full.items():
            flags = {Flag("full", w, 1): -least}
            yield Row(f"full {self.names[w]}", -self.named[w], volumes=self.of(w), flags=flags)
        for cheap, dear in pairwise(price_groups(self.problem)):
            for w, v in product(cheap, dear):
                free = _most(self.problem, v) + self.named[v] - self.problem.tolerance
                yield Row(
                    f"linkage {self.names[w]} >= {self.names[v]}",
                    self.named[v] - self.named[w] - self.problem.tolerance,
                    volumes=self.of(w) | self.of(v, -1),
                    flags={Flag("full", w, 1): max(0, free - full[w])} if full else {},
                )

    def full(self) -> dict[int, int]:
        """The units from which an offer is full: not even the smallest region fits any more."""
        smallest = min((v for v in self.problem.volume if v), default=None)
        return {
            w: 0 if smallest is None else max(0, (offer.capacity or 0) - smallest + 1)
            for w, offer in enumerate(self.problem.offers)
        }

    def shares(self) -> Iterator[Row]:
        """No control group gets more than its largest share of the lot."""
        if self.problem.max_share is None:
            return
        most = floor(self.problem.max_share * self.problem.total)
        for name, members in control_groups(self.problem).items():
            weights = {o: -1 for o, option in enumerate(self.options) if option.offer in members}
            named = sum(self.named[w] for w in members)
            yield Row(f"max_share {name}", named - most, volumes=weights)

    def tiers(self) -> Iterator[Row]:
        """A price step holds from its start to the next, and only then has it volume."""
        for o, (w, flag, _) in enumerate(self.options):
            if flag is None:
                continue
            steps, name, named = self.problem.offers[w].tiers, self.names[w], self.named[w]
            if steps[flag.step].start > named:
                flags = {flag: named - steps[flag.step].start}
                yield Row(f"tier {flag.step} least {name}", 0, volumes={o: 1}, flags=flags)
            most = _most(self.problem, w)
            if flag.step + 1 < len(steps):
                most = min(most, steps[flag.step + 1].start - 1 - named)
            yield Row(f"tier {flag.step} most {name}", 0, volumes={o: -1}, flags={flag: most})
