"""The official pick order (供应地区确认): winners choose regions in turn, in rank order."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain, cycle, repeat

from solver.lookahead import GaveUp, Takers, backed, backup_rooms, rooms
from solver.plan import Plan
from solver.pool import Pool
from solver.problem import Problem
from solver.steps import DeadEnd, Draft, Role, Step, Why

__all__ = ["DeadEnd", "Draft", "Preferences", "Role", "Step", "Why", "counts", "pick", "wishes"]

Preferences = Sequence[Sequence[int]]
"""By offer, the regions it would rather have, as indices and the dearest first."""


def counts(offers: int, regions: int, priority_picks: int = 1) -> tuple[int, ...]:
    """Regions every rank ends with: rank 1 picks first, then all in rank order, one a turn.

    Raises ``ValueError`` without offers or with more priority picks than regions.
    """
    if offers < 1 or not 0 <= priority_picks <= regions:
        raise ValueError(f"{offers} offers cannot share {regions} regions")
    each, more = divmod(regions - priority_picks, offers)
    return tuple(
        each + (rank < more) + (priority_picks if rank == 0 else 0) for rank in range(offers)
    )


def pick(problem: Problem, priority_picks: int = 1, preferences: Preferences = ()) -> Draft:
    """Everyone's choices in turn, and then in turn again for the backups if there are any.

    Rank 1 has the priority picks, then all pick one a turn in rank order. An offer takes what it
    prefers most: its own preferences first, then the largest region left, equal volumes by the
    smaller code. It takes a region whole and only if all that is left can still be given out
    within the numbers of regions, the capacities and the N−1 readiness of the backups; linkage,
    bands and largest share are not the pick order's, and the checker tells which of them it breaks.

    Since a way for all others is always at hand, the order ends only with the last region. When
    there is none from the start, or a settled region takes it away, ``DeadEnd`` is raised. A
    search that grows too large (``lookahead.NODES``) counts as no way. Expects a problem without
    faults; raises ``ValueError`` for preferences that are not regions.
    """
    wanted = wishes(problem, preferences)
    pool = _pool(problem)
    steps = list(_settled(problem, pool))
    steps += _turns(problem, [pool], wanted, priority_picks, Role.PRIMARY, len(steps) + 1)
    suppliers = pool.taken
    if problem.split:
        amounts = tuple(
            tuple(units if suppliers.get(r) == w else 0 for r, units in enumerate(problem.volume))
            for w in range(len(problem.offers))
        )
        return Draft(Plan(problem.lot, amounts=amounts), tuple(steps))
    backups: dict[int, int] = {}
    if problem.backup:
        pools = _backup_pools(problem, suppliers)
        steps += _turns(problem, pools, wanted, 0, Role.BACKUP, len(steps) + 1)
        backups = {r: taker for one in pools for r, taker in one.taken.items()}
    plan = Plan(problem.lot, _by_region(suppliers), _by_region(backups))
    return Draft(plan, tuple(steps))


def wishes(problem: Problem, preferences: Preferences = ()) -> tuple[tuple[int, ...], ...]:
    """By offer, every region in the order it would take them."""
    by_size = sorted(
        range(len(problem.regions)), key=lambda r: (-problem.volume[r], problem.regions[r])
    )
    if not preferences:
        return (tuple(by_size),) * len(problem.offers)
    if len(preferences) != len(problem.offers):
        raise ValueError(f"{len(preferences)} preferences for {len(problem.offers)} offers")
    for w, first in enumerate(preferences):
        if len(set(first)) < len(first) or not set(first) <= set(by_size):
            raise ValueError(f"preferences of offer {w} are not regions, each once: {first}")
    return tuple((*first, *(r for r in by_size if r not in first)) for first in preferences)


def _pool(problem: Problem) -> Pool:
    """Every region, and a way to give it a supplier and, where asked for, a backup too."""
    volume = {r: units for r, units in enumerate(problem.volume) if units or not problem.split}
    accept = partial(backed, problem) if problem.backup else None
    role = Role.PRIMARY
    try:
        without = Pool(volume, rooms(problem))
        role = Role.BACKUP
        return Pool(volume, rooms(problem), accept) if accept else without
    except (LookupError, GaveUp) as none:
        step = Step(1, 0, "", 0, role)
        raise DeadEnd(step, proven=isinstance(none, LookupError)) from none


def _settled(problem: Problem, pool: Pool) -> Iterator[Step]:
    """What was settled beforehand is taken before the first turn."""
    for turn, (offer, region) in enumerate(dict.fromkeys(problem.settled), start=1):
        step = Step(turn, offer, *_place(problem, region), why=Why.SETTLED)
        try:
            taken = region in pool.left and pool.take(offer, region)
        except GaveUp as none:
            raise DeadEnd(step, proven=False) from none
        if not taken:
            raise DeadEnd(step, proven=True)
        yield step


def _turns(
    problem: Problem,
    pools: Sequence[Pool],
    wanted: Sequence[Sequence[int]],
    priority_picks: int,
    role: Role,
    turn: int,
) -> Iterator[Step]:
    """Rank 1's priority picks, then round after round, until no region is left."""
    home = {r: pool for pool in pools for r in pool.left}
    out: set[int] = set()
    everyone = range(len(problem.offers))
    due = chain(repeat((Why.PRIORITY, 0), priority_picks), cycle((Why.PICK, w) for w in everyone))
    while home:
        why, offer = next(due)
        if offer in out:
            continue
        left = [r for r in wanted[offer] if r in home]
        if (region := _first_possible(home, offer, left)) is not None:
            skipped = tuple(problem.regions[r] for r in left[: left.index(region)])
            del home[region]
            yield Step(turn, offer, *_place(problem, region), role, why, skipped)
        else:
            out.add(offer)
            yield Step(turn, offer, "", 0, role, _why_passed(problem, home, offer, role))
            for pool in pools:
                pool.pass_over(offer)
        turn += 1


def _first_possible(home: Mapping[int, Pool], offer: int, left: Sequence[int]) -> int | None:
    """The first of these regions that the offer could take; it has it then."""
    for region in left:
        with suppress(GaveUp):
            if home[region].take(offer, region):
                return region
    return None


def _place(problem: Problem, region: int) -> tuple[str, int]:
    return problem.regions[region], problem.volume[region]


def _why_passed(problem: Problem, home: Mapping[int, Pool], offer: int, role: Role) -> Why:
    """Why the offer can take none of the regions left."""
    open_to = {r: pool.rooms[offer] for r, pool in home.items() if pool.rooms[offer].most > 0}
    if not open_to:
        return Why.FULL if role is Role.PRIMARY else Why.OWN
    fits = any(problem.volume[r] <= room.units for r, room in open_to.items())
    return Why.NEEDED if fits else Why.NO_ROOM


def _by_region(takers: Takers) -> tuple[int, ...]:
    return tuple(takers[r] for r in sorted(takers))


def _backup_pools(problem: Problem, suppliers: Takers) -> list[Pool]:
    """The regions of every supplier by themselves: only that one is taken to fail."""
    return [
        Pool(
            {r: problem.volume[r] for r, taker in suppliers.items() if taker == supplier},
            backup_rooms(problem, suppliers, supplier),
        )
        for supplier in sorted(set(suppliers.values()))
    ]
