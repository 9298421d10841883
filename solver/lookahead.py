"""Whether what is left can still be given out: the look-ahead that keeps a pick order alive."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import floor

from solver.problem import Problem, named_volume

NODES = 20_000
"""Places one search may try before it gives up; counted, so that it is the same everywhere."""

JUDGED = 10
"""What a place counts for where ``accept`` is asked about each of them."""

Takers = Mapping[int, int]
"""Offers by region, both as indices."""


class GaveUp(Exception):
    """The search tried ``NODES`` places and found neither a way nor a proof that there is none."""


@dataclass(slots=True)
class Room:
    """What one offer can still take: regions at least and at most, and units."""

    least: int
    most: int
    units: int

    def take(self, units: int, times: int = 1) -> None:
        """Count a region in, or with ``times`` of -1 out again."""
        self.least -= times
        self.most -= times
        self.units -= times * units


def rooms(problem: Problem) -> list[Room]:
    """What every offer can take as supplier; the units that name its brand are taken already."""
    return [
        Room(*count, _units(problem, offer.capacity) - named_volume(problem, w))
        for w, (count, offer) in enumerate(zip(problem.counts, problem.offers, strict=True))
    ]


def backup_rooms(problem: Problem, suppliers: Takers, supplier: int) -> list[Room]:
    """What every offer could take over if this supplier failed and all others went on (N−1)."""
    assert problem.backup is not None
    own = problem.offers[supplier]
    found = []
    for w, offer in enumerate(problem.offers):
        if w == supplier or (problem.backup.apart and offer.controlled_by == own.controlled_by):
            found.append(Room(0, 0, 0))
            continue
        units = sum(problem.volume[r] for r, taker in suppliers.items() if taker == w)
        most = _units(
            problem, offer.capacity and floor((1 + problem.backup.surge) * offer.capacity)
        )
        found.append(Room(0, len(suppliers), most - units - named_volume(problem, w)))
    return found


def backed(problem: Problem, suppliers: Takers) -> bool:
    """With these suppliers every region can also get a backup. Raises ``GaveUp``."""
    for supplier in sorted(set(suppliers.values())):
        volume = {r: problem.volume[r] for r, taker in suppliers.items() if taker == supplier}
        found = backup_rooms(problem, suppliers, supplier)
        ample = any(room.most and room.units >= sum(volume.values()) for room in found)
        if not ample and fill(volume, found) is None:
            return False
    return True


def fill(
    volume: Takers, rooms: Sequence[Room], accept: Callable[[Takers], bool] | None = None
) -> dict[int, int] | None:
    """The taker of every region so that all rooms are kept and ``accept`` agrees, or ``None``.

    ``accept`` is asked on the way too, about the regions that have a taker; once it says no, more
    regions must not change its mind.

    Giving whole regions to offers of limited capacity is bin packing, so this searches: the
    largest region first, to whoever has most units left for each region it may still take. Cut
    off are branches that their numbers, their units or an equal branch before show to be in vain,
    so ``None`` is a proof. Raises ``GaveUp``.
    """
    return _Search(volume, rooms, accept).run()


class _Search:
    """Depth first through the regions by falling volume, without recursion."""

    def __init__(
        self, volume: Takers, rooms: Sequence[Room], accept: Callable[[Takers], bool] | None
    ) -> None:
        self.regions = sorted(volume, key=lambda region: (-volume[region], region))
        self.volume = [volume[region] for region in self.regions]
        self.up_to = [0, *accumulate(self.volume)]
        self.rooms = [Room(room.least, room.most, room.units) for room in rooms]
        self.accept = accept
        self.in_vain: set[tuple[tuple[int, int, int], ...]] = set()
        self.takers: list[int] = []
        self.cost = 1 if accept is None else JUDGED

    def run(self) -> dict[int, int] | None:
        nodes, branches = 0, [self._choices()]
        while branches:
            if len(self.takers) == len(self.regions) and self._is_open():
                return self._found()
            taker = next(branches[-1], None)
            if taker is not None:
                nodes += self.cost
                if nodes > NODES:
                    raise GaveUp
                self.rooms[taker].take(self.volume[len(self.takers)])
                self.takers.append(taker)
                branches.append(self._choices())
                continue
            branches.pop()
            if self.accept is None:
                self.in_vain.add(self._state())
            if self.takers:
                back = self.takers.pop()
                self.rooms[back].take(self.volume[len(self.takers)], -1)
        return None

    def _found(self) -> dict[int, int]:
        return dict(zip(self.regions, self.takers, strict=False))

    def _choices(self) -> Iterator[int]:
        """Who may take the next region; of offers with equal room the first stands for all."""
        if len(self.takers) == len(self.regions) or not self._is_open():
            return iter(())
        units = self.volume[len(self.takers)]
        fits = [w for w, room in enumerate(self.rooms) if room.most > 0 and room.units >= units]
        if self.accept is None:
            first = {self._seen(self.rooms[w]): w for w in reversed(fits)}
            fits = sorted(first.values())
        return iter(sorted(fits, key=lambda w: -(self.rooms[w].units // self.rooms[w].most)))

    def _is_open(self) -> bool:
        """What is left may fit: numbers, units and the smallest regions that are owed."""
        done, end = len(self.takers), len(self.regions)
        left = end - done
        owed, most, units = 0, 0, 0
        for room in self.rooms:
            least, up_to = max(room.least, 0), min(room.most, left)
            if least > up_to or self.up_to[end] - self.up_to[end - least] > room.units:
                return False
            owed, most = owed + least, most + up_to
            units += min(room.units, self.up_to[done + up_to] - self.up_to[done])
        if not owed <= left <= most or units < self.up_to[end] - self.up_to[done]:
            return False
        if self.accept is not None:
            return self.accept(self._found())
        return self._state() not in self.in_vain

    def _state(self) -> tuple[tuple[int, int, int], ...]:
        """Where the search stands; rooms in any order, since equal rooms are equal."""
        return ((len(self.takers), 0, 0), *sorted(map(self._seen, self.rooms)))

    def _seen(self, room: Room) -> tuple[int, int, int]:
        return (max(room.least, 0), room.most, room.units)


def _units(problem: Problem, capacity: int | None) -> int:
    return problem.total if capacity is None else capacity
