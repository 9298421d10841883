"""What is asked of one lot: offers, regions, and the rules and goals of sharing them out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from math import ceil, floor
from typing import NamedTuple

MOST_VOLUME = 10**11  # units of one lot; with MOST_MONEY every sum stays exact in any engine
MOST_MONEY = 10**15  # fen of one lot, below 2**53


class Bounds(NamedTuple):
    """The least and the most of something, both allowed."""

    least: int
    most: int


class Linkage(StrEnum):
    """Quantity–price linkage (量价挂钩) between each price group and the next higher one.

    STRICT: a lower price never gets less volume than a higher one, up to the tolerance.
    CONDITIONAL: the same, unless the cheaper offer is full: so near its capacity that not even
    the smallest region of the lot would fit in any more.
    """

    NONE = "none"
    STRICT = "strict"
    CONDITIONAL = "conditional"


class Aim(StrEnum):
    """What a goal makes small.

    SPEND: fen. LARGEST_GROUP: units of the control group that gets most. SHARED_GROUPS: regions
    whose backup is of the supplier's own group. DISTANCE: grades of distance or preference, over
    all regions. SHORTFALL: per mille by which the worst served offer falls short of its
    entitlement, rounded up.
    """

    SPEND = "spend"
    LARGEST_GROUP = "largest_group"
    SHARED_GROUPS = "shared_groups"
    DISTANCE = "distance"
    SHORTFALL = "shortfall"


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal and its published tolerance.

    The tolerance is the part of the best value that may be given up for the goals after this
    one, rounded down to the whole.
    """

    aim: Aim
    tolerance: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Tier:
    """A price step for all units (阶梯报价).

    It holds once the offer's whole volume in the lot, named units included, reaches ``start``
    units, up to the next step. ``cost`` is as in the problem, ``named_cost`` as in the offer.
    """

    start: int
    cost: tuple[int, ...]
    named_cost: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """A winner's offer; its rank is its position, and equal prices form one price group.

    ``capacity`` in units of this lot; ``band`` the units its fixed share allows (see ``band``);
    ``group`` is who controls it (同一控制), itself when left out; ``named_cost`` is the fen of all
    volume that names its brand; the first of ``tiers`` starts at 0 and costs what the problem says.
    """

    name: str
    price: int
    capacity: int | None = None
    band: Bounds | None = None
    group: str = ""
    named_cost: int = 0
    tiers: tuple[Tier, ...] = ()

    @property
    def controlled_by(self) -> str:
        """The control group."""
        return self.group or self.name


@dataclass(frozen=True, slots=True)
class Backup:
    """Every region also gets a backup supplier (备供企业), another offer than its supplier.

    ``apart``: of another control group. ``surge``: the part of its capacity a backup may add when
    one supplier fails and it takes over every region it backs for that one (N−1).
    """

    apart: bool = True
    surge: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Problem:
    """One lot to be shared out.

    ``regions`` are ascending codes; ``volume`` is the units of each region that go to whom the
    plan says, ``named`` (by offer and region) those that name a winner's brand and stay with it.
    ``counts`` bound the regions an offer supplies. ``suppliers`` is the most a region may have:
    with 1 it goes whole to one offer and ``cost`` (by offer and region) is fen of the whole region;
    with more its units are split, ``cost`` is money of one unit, and whoever supplies a region gets
    at least ``least_part`` of its volume. ``tolerance`` of the linkage is in units; ``max_share``
    is the largest part of the lot's whole volume one control group may get. ``settled`` pairs
    (offer, region) must supply. ``distance`` is a grade by offer and region; ``entitled`` is units
    by offer.
    """

    lot: str
    offers: tuple[Offer, ...]
    regions: tuple[str, ...]
    volume: tuple[int, ...]
    cost: tuple[tuple[int, ...], ...]
    counts: tuple[Bounds, ...]
    named: tuple[tuple[int, ...], ...] = ()
    suppliers: int = 1
    least_part: Fraction = Fraction(0)
    linkage: Linkage = Linkage.STRICT
    tolerance: int = 0
    max_share: Fraction | None = None
    backup: Backup | None = None
    settled: tuple[tuple[int, int], ...] = ()
    distance: tuple[tuple[int, ...], ...] = ()
    entitled: tuple[int, ...] = ()
    goals: tuple[Goal, ...] = (Goal(Aim.SPEND),)

    @property
    def split(self) -> bool:
        """Regions may be shared by several suppliers."""
        return self.suppliers > 1

    @property
    def total(self) -> int:
        """All units of the lot, named ones included."""
        return sum(self.volume) + sum(map(sum, self.named))


def exactly(counts: Sequence[int]) -> tuple[Bounds, ...]:
    """Bounds that leave no choice."""
    return tuple(Bounds(count, count) for count in counts)


def band(share: Fraction, tolerance: Fraction, total: int) -> Bounds:
    """The units of a fixed share: |units - share * total| ≤ tolerance * total."""
    return Bounds(max(0, ceil((share - tolerance) * total)), floor((share + tolerance) * total))


def named_volume(problem: Problem, offer: int) -> int:
    """The units that name this offer's brand, over all regions."""
    return sum(problem.named[offer]) if problem.named else 0


def smallest_region(problem: Problem) -> int:
    """The units of the smallest region that has any; 0 when none has, so that nobody is full."""
    return min((units for units in problem.volume if units), default=0)


def price_groups(problem: Problem) -> tuple[tuple[int, ...], ...]:
    """Offers of equal price, the lowest price first."""
    ranks = range(len(problem.offers))
    return tuple(tuple(group) for _, group in groupby(ranks, lambda w: problem.offers[w].price))


def control_groups(problem: Problem) -> dict[str, tuple[int, ...]]:
    """The offers of every control group, in the order of their best ranks."""
    groups: dict[str, tuple[int, ...]] = {}
    for w, offer in enumerate(problem.offers):
        groups[offer.controlled_by] = (*groups.get(offer.controlled_by, ()), w)
    return groups
