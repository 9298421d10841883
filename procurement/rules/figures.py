"""What a round's plans come to: money, how much rests on few, what moves, and who stands by."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from procurement.rules import money
from solver import check, plan
from solver.plan import Plan
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Shared:
    """A lot under a plan.

    ``tendered`` is the lot as the tender asks, its money in fen of a whole region, and ``drafted``
    the official pick order; ``plan`` answers ``asked``, which shares out the same volumes.
    """

    tendered: Problem
    drafted: Plan
    asked: Problem
    plan: Plan


@dataclass(frozen=True, slots=True)
class Figures:
    """A whole round under its plans.

    ``paid`` is the fen of every control group, the largest first. ``moved`` of ``regions`` (over
    all lots) have another supplier than by the pick order, or a further one; ``backed`` have a
    backup of another control group. ``ready`` lots keep their volume when any one supplier fails
    (N−1); of ``untested`` ones nobody knows, as no capacity is declared.
    """

    paid: tuple[tuple[str, int], ...]
    lots: int
    regions: int
    moved: int
    backed: int
    ready: int
    untested: int

    @property
    def spend(self) -> int:
        """Fen over all lots."""
        return sum(fen for _, fen in self.paid)

    @property
    def largest(self) -> str:
        """The control group that gets most of the spend."""
        return self.paid[0][0]

    @property
    def largest_share(self) -> Fraction:
        """Its part of the spend."""
        return Fraction(self.paid[0][1], self.spend or 1)

    @property
    def hhi(self) -> Fraction:
        """The Herfindahl–Hirschman index: the sum of the squared parts of the spend, up to 1."""
        return Fraction(sum(fen**2 for _, fen in self.paid), self.spend**2 or 1)


def of(lots: Sequence[Shared]) -> Figures:
    """The figures of at least one lot."""
    paid: dict[str, int] = {}
    for lot in lots:
        for offer, fen in zip(lot.tendered.offers, spend_by_offer(lot), strict=True):
            paid[offer.controlled_by] = paid.get(offer.controlled_by, 0) + fen
    ready = [readiness(lot) for lot in lots]
    return Figures(
        paid=tuple(sorted(paid.items(), key=lambda item: (-item[1], item[0]))),
        lots=len(lots),
        regions=sum(len(lot.tendered.regions) for lot in lots),
        moved=sum(moved(lot) for lot in lots),
        backed=sum(backed(lot) for lot in lots),
        ready=ready.count(True),
        untested=ready.count(None),
    )


def spend_by_offer(lot: Shared) -> tuple[int, ...]:
    """Fen by winner, named volume included; a part of a region costs its part, half up."""
    if not lot.asked.split:
        return tuple(
            sum(row) + plan.tier(lot.asked, w, volume).named_cost
            for w, (row, volume) in enumerate(
                zip(
                    plan.costs(lot.asked, lot.plan),
                    plan.volumes(lot.asked, lot.plan),
                    strict=True,
                )
            )
        )
    return tuple(
        offer.named_cost
        + sum(
            money.half_up(Fraction(cost * part, volume))
            for cost, part, volume in zip(row, parts, lot.tendered.volume, strict=True)
            if part
        )
        for offer, row, parts in zip(
            lot.tendered.offers, lot.tendered.cost, lot.plan.amounts, strict=True
        )
    )


def moved(lot: Shared) -> int:
    """Regions that somebody else than by the pick order supplies, alone or beside that one."""
    elsewhere = {
        region
        for w, regions in enumerate(plan.supplied(lot.asked, lot.plan))
        for region in regions
        if lot.drafted.suppliers[region] != w
    }
    return len(elsewhere)


def backed(lot: Shared) -> int:
    """Regions with a backup of another control group than the supplier's."""
    group = [offer.controlled_by for offer in lot.tendered.offers]
    pairs = zip(lot.plan.suppliers, lot.plan.backups, strict=False)
    return sum(group[supplier] != group[backup] for supplier, backup in pairs)


def readiness(lot: Shared) -> bool | None:
    """The backups can take over whatever one supplier leaves; None without any capacity."""
    if not lot.plan.backups:
        return False
    rules = [one for one in check.slacks(lot.asked, lot.plan) if one.rule == "readiness"]
    return all(one.left >= 0 for one in rules) if rules else None
