"""Re-checks a plan in whole numbers, without any engine: every rule, what is left, every goal."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, permutations, product
from math import ceil, floor
from typing import Final

from solver.batch import Batch
from solver.plan import Plan, spend, supplied, volumes
from solver.problem import Aim, Linkage, Problem, control_groups, price_groups, smallest_region

PER_MILLE: Final = 1000


@dataclass(frozen=True, slots=True)
class Slack:
    """How far a rule is from being broken at one place; below zero it is broken.

    ``left`` is in regions for counts, settled and backup and for the cover of whole regions, in
    suppliers for suppliers, in units for every other rule, and in its own unit for a limit over
    lots. What is only kept or not has 0 or -1.
    """

    rule: str
    place: str
    left: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that the plan breaks, where, and by how much in the unit of its slack."""

    rule: str
    place: str
    by: int


def faults(problem: Problem, plan: Plan) -> tuple[Broken, ...]:
    """Every rule the plan breaks; expects a problem without faults, takes any plan."""
    return _broken(slacks(problem, plan))


def slacks(problem: Problem, plan: Plan) -> tuple[Slack, ...]:
    """Every rule at every place with what is left.

    When the plan does not cover the regions, or its backups are not one an asked region, those
    faults come alone: nothing else can be counted.
    """
    cover = tuple(_cover(problem, plan))
    if any(slack.left < 0 for slack in cover):
        return cover
    units = volumes(problem, plan)
    split = (_suppliers, _least_part) if problem.split else ()
    backup = (_backup, _readiness) if problem.backup else ()
    rules = (*split, _counts, _capacity, _band, _linkage, _max_share, _settled, *backup)
    return (*cover, *chain.from_iterable(rule(problem, plan, units) for rule in rules))


def batch_faults(batch: Batch, plans: Sequence[Plan]) -> tuple[Broken, ...]:
    """Every rule of every lot and every limit over lots that the plans break."""
    return _broken(batch_slacks(batch, plans))


def batch_slacks(batch: Batch, plans: Sequence[Plan]) -> tuple[Slack, ...]:
    """The slacks of every lot, the lot before the place, then those of the limits over lots.

    A limit's rule is its name. Without one plan a lot, or where a plan does not cover its lot,
    nothing is counted over lots.
    """
    if len(plans) != len(batch.lots):
        return (Slack("cover", "lots", -abs(len(plans) - len(batch.lots))),)
    lots = tuple(
        Slack(slack.rule, f"{lot.lot}: {slack.place}", slack.left)
        for lot, plan in zip(batch.lots, plans, strict=True)
        for slack in slacks(lot, plan)
    )
    covers = (_cover(lot, plan) for lot, plan in zip(batch.lots, plans, strict=True))
    if any(slack.left < 0 for slack in chain.from_iterable(covers)):
        return lots
    units = [volumes(lot, plan) for lot, plan in zip(batch.lots, plans, strict=True)]
    used = (sum(use * units[k][w] for (k, w), use in limit.use.items()) for limit in batch.limits)
    limits = zip(batch.limits, used, strict=True)
    return (*lots, *(Slack(limit.name, "all lots", limit.most - use) for limit, use in limits))


def measure(problem: Problem, plan: Plan, aim: Aim) -> int:
    """The value of a goal under a plan that covers every region, as ``Aim`` defines it.

    0 where the problem has no backup, distances or entitlements to measure by.
    """
    return _MEASURES[aim](problem, plan)


def _broken(left: Sequence[Slack]) -> tuple[Broken, ...]:
    return tuple(Broken(slack.rule, slack.place, -slack.left) for slack in left if slack.left < 0)


def _cover(problem: Problem, plan: Plan) -> Iterator[Slack]:
    """The plan is for this lot and covers each region, with a backup where one is asked for.

    A region has one supplier among the offers or, where regions are split, amounts that add up to
    its volume, none negative.
    """
    if plan.lot != problem.lot:
        yield Slack("lot", plan.lot, -1)
    offers, regions = len(problem.offers), len(problem.regions)
    lengths = [
        ("cover", "suppliers", len(plan.suppliers), 0 if problem.split else regions),
        ("cover", "amounts", len(plan.amounts), offers if problem.split else 0),
        *(("cover", f"amounts[{w}]", len(row), regions) for w, row in enumerate(plan.amounts)),
        ("backup", "backups", len(plan.backups), regions if problem.backup else 0),
    ]
    wrong = [Slack(rule, place, -abs(n - wanted)) for rule, place, n, wanted in lengths]
    if any(slack.left < 0 for slack in wrong):
        yield from (slack for slack in wrong if slack.left < 0)
        return
    for region, w in zip(problem.regions, plan.suppliers, strict=False):
        yield Slack("cover", region, 0 if 0 <= w < offers else -1)
    columns = zip(*plan.amounts, strict=True)
    for region, volume, column in zip(problem.regions, problem.volume, columns, strict=False):
        yield Slack("cover", region, -abs(sum(column) - volume))
        for offer, units in zip(problem.offers, column, strict=True):
            if units < 0:
                yield Slack("cover", f"{offer.name}, {region}", units)
    for region, w in zip(problem.regions, plan.backups, strict=False):
        if not 0 <= w < offers:
            yield Slack("backup", region, -1)


def _suppliers(problem: Problem, plan: Plan, _units: tuple[int, ...]) -> Iterator[Slack]:
    """No region has more suppliers than asked for."""
    for region, column in zip(problem.regions, zip(*plan.amounts, strict=True), strict=True):
        yield Slack("suppliers", region, problem.suppliers - sum(units > 0 for units in column))


def _least_part(problem: Problem, plan: Plan, _units: tuple[int, ...]) -> Iterator[Slack]:
    """Whoever supplies a region gets at least the least part of its volume, rounded up."""
    for offer, row in zip(problem.offers, plan.amounts, strict=True):
        for region, volume, units in zip(problem.regions, problem.volume, row, strict=True):
            if units:
                least = max(1, ceil(problem.least_part * volume))
                yield Slack("least_part", f"{offer.name}, {region}", units - least)


def _counts(problem: Problem, plan: Plan, _units: tuple[int, ...]) -> Iterator[Slack]:
    """Each offer supplies as many regions as its bounds allow."""
    rows = zip(problem.offers, problem.counts, supplied(problem, plan), strict=True)
    for offer, (least, most), regions in rows:
        yield Slack("counts", offer.name, min(len(regions) - least, most - len(regions)))


def _capacity(problem: Problem, _plan: Plan, units: tuple[int, ...]) -> Iterator[Slack]:
    """No offer gets more than its capacity (申报产能), named units included."""
    for offer, volume in zip(problem.offers, units, strict=True):
        if offer.capacity is not None:
            yield Slack("capacity", offer.name, offer.capacity - volume)


def _band(problem: Problem, _plan: Plan, units: tuple[int, ...]) -> Iterator[Slack]:
    """Each offer's whole volume keeps within its fixed share."""
    for offer, volume in zip(problem.offers, units, strict=True):
        if offer.band is not None:
            least, most = offer.band
            yield Slack("band", offer.name, min(volume - least, most - volume))


def _linkage(problem: Problem, _plan: Plan, units: tuple[int, ...]) -> Iterator[Slack]:
    """Each offer gets no less than each of the next higher price, up to the tolerance (量价挂钩).

    Where the linkage is conditional, or so much that the smallest region would no longer fit.
    """
    if problem.linkage is Linkage.NONE:
        return
    smallest = smallest_region(problem)
    for cheap, dear in pairwise(price_groups(problem)):
        for w, v in product(cheap, dear):
            left = units[w] - units[v] + problem.tolerance
            capacity = problem.offers[w].capacity
            if problem.linkage is Linkage.CONDITIONAL and capacity is not None:
                left = max(left, units[w] - (capacity - smallest + 1))
            yield Slack("linkage", f"{problem.offers[w].name} >= {problem.offers[v].name}", left)


def _max_share(problem: Problem, _plan: Plan, units: tuple[int, ...]) -> Iterator[Slack]:
    """No control group gets more than the largest part of the lot's whole volume."""
    if problem.max_share is None:
        return
    most = floor(problem.max_share * problem.total)
    for group, members in control_groups(problem).items():
        yield Slack("max_share", group, most - sum(units[w] for w in members))


def _settled(problem: Problem, plan: Plan, _units: tuple[int, ...]) -> Iterator[Slack]:
    """Who is settled to supply a region does."""
    regions = supplied(problem, plan)
    for w, r in problem.settled:
        place = f"{problem.offers[w].name}, {problem.regions[r]}"
        yield Slack("settled", place, 0 if r in regions[w] else -1)


def _backup(problem: Problem, plan: Plan, _units: tuple[int, ...]) -> Iterator[Slack]:
    """A region's backup (备供企业) is not its supplier nor, where asked, of its control group."""
    assert problem.backup
    for region, w, v in zip(problem.regions, plan.suppliers, plan.backups, strict=True):
        same = _shared(problem, w, v) if problem.backup.apart else w == v
        yield Slack("backup", region, -int(same))


def _readiness(problem: Problem, plan: Plan, units: tuple[int, ...]) -> Iterator[Slack]:
    """If one supplier fails, each other can take all it backs for that one (N−1)."""
    assert problem.backup
    backed: dict[tuple[int, int], int] = {}
    for pair, volume in zip(
        zip(plan.suppliers, plan.backups, strict=True), problem.volume, strict=True
    ):
        backed[pair] = backed.get(pair, 0) + volume
    for i, j in permutations(range(len(problem.offers)), 2):
        if (capacity := problem.offers[j].capacity) is not None:
            place = f"{problem.offers[j].name} for {problem.offers[i].name}"
            most = floor((1 + problem.backup.surge) * capacity)
            yield Slack("readiness", place, most - units[j] - backed.get((i, j), 0))


def _shared(problem: Problem, w: int, v: int) -> bool:
    """Two offers are of one control group (同一控制)."""
    return problem.offers[w].controlled_by == problem.offers[v].controlled_by


def _largest_group(problem: Problem, plan: Plan) -> int:
    """The units of the control group that gets most, named ones included."""
    units = volumes(problem, plan)
    return max(sum(units[w] for w in group) for group in control_groups(problem).values())


def _shared_groups(problem: Problem, plan: Plan) -> int:
    """The regions whose backup is of the supplier's own control group."""
    return sum(_shared(problem, w, v) for w, v in zip(plan.suppliers, plan.backups, strict=False))


def _distance(problem: Problem, plan: Plan) -> int:
    """The grades of every supplier in every region it supplies, not weighted by units."""
    rows = zip(problem.distance, supplied(problem, plan), strict=False)
    return sum(row[r] for row, regions in rows for r in regions)


def _shortfall(problem: Problem, plan: Plan) -> int:
    """The largest part in 1000, rounded up, of an entitlement that its offer does not get."""
    rows = zip(problem.entitled, volumes(problem, plan), strict=False)
    return max((-(PER_MILLE * (got - due) // due) for due, got in rows if due > got), default=0)


_MEASURES: Final[dict[Aim, Callable[[Problem, Plan], int]]] = {
    Aim.SPEND: spend,
    Aim.LARGEST_GROUP: _largest_group,
    Aim.SHARED_GROUPS: _shared_groups,
    Aim.DISTANCE: _distance,
    Aim.SHORTFALL: _shortfall,
}
