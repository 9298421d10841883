"""Moves leftover volume to lower prices at the least spend, exactly: an integral flow."""

from collections import deque
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from solver.leftover import Leftover, Move, Source, may_receive, sources

_SHOWN: Final = 3  # regions that a message names


class NoRoom(Exception):
    """Some leftover volume cannot move anywhere.

    The ``sources`` may go to the ``receivers`` only (by rank), which have room for ``units`` less.
    """

    def __init__(self, leftover: Leftover, found: Sequence[Source], receivers: list[int]) -> None:
        volume = sum(source.units for source in found)
        room = sum(leftover.winners[w].room or 0 for w in receivers)
        names = ", ".join(leftover.winners[w].name for w in receivers) or "nobody"
        regions = sorted({leftover.regions[source.region] for source in found})
        more = f" and {len(regions) - _SHOWN} more regions" if len(regions) > _SHOWN else ""
        super().__init__(
            f"lot {leftover.lot}: {volume} units left over in {', '.join(regions[:_SHOWN])}{more} "
            f"may go to {names} only, with room for {room}"
        )
        self.units, self.sources, self.receivers = volume - room, tuple(found), tuple(receivers)


def transfer(leftover: Leftover) -> tuple[Move, ...]:
    """The moves of least spend; of all those, the first in the published order.

    The order: region by region, in it giver by giver by rank, the lost at last; of each the most
    units to the best rank that may receive them, then to the next. Expects a leftover without
    faults; raises ``NoRoom`` where not everything can move.
    """
    found = sources(leftover)
    allowed = [may_receive(leftover, source.region, source.giver) for source in found]
    volume = dict.fromkeys(allowed, 0)
    for source, receivers in zip(found, allowed, strict=True):
        volume[receivers] += source.units
    flow = _cheapest(leftover, volume)
    if unplaced := flow.caught():
        stuck = [s for s, receivers in zip(found, allowed, strict=True) if {*receivers} <= unplaced]
        raise NoRoom(leftover, stuck, sorted(unplaced)[:-1])
    kinds = {receivers: (k, list(receivers)) for k, receivers in enumerate(volume)}
    moves = []
    for source, receivers in zip(found, allowed, strict=True):
        left, (kind, open_to) = source.units, kinds[receivers]
        while left:
            units = flow.take(kind, open_to[0], left)
            moves += [Move(source.region, source.giver, open_to[0], units)] if units else []
            left -= units
            if left:  # what comes later can only have less room, so no more of its kind comes here
                del open_to[0]
    return tuple(moves)


def _cheapest(leftover: Leftover, volume: dict[tuple[int, ...], int]) -> "_Flow":
    """A flow of least spend.

    Whatever the prices are, it fills the lowest as far as possible, then the next: what a price
    group receives is then the same in every flow of least spend. So the idle room of a group is a
    kind of its own, and changes places with units in that group only.
    """
    nowhere, total = len(leftover.winners), sum(volume.values())
    flow = _Flow(nowhere + 1)
    for receivers, units in volume.items():
        flow.add((*receivers, nowhere), {nowhere: units})
    ranks = range(len(leftover.winners))
    for _, group in groupby(ranks, lambda w: leftover.winners[w].price):
        members = tuple(group)
        rooms = {w: leftover.winners[w].room for w in members}
        idle = {w: total if room is None else room for w, room in rooms.items()}
        flow.take(flow.add((*members, nowhere), idle), nowhere, total)
    return flow


class _Flow:
    """Units by kind and receiver, where any exchange keeps the sums of both.

    A kind is what may go to the same receivers. The last receiver is nowhere. ``movers[v][w]`` are
    the kinds with units at v that may go to w.
    """

    def __init__(self, receivers: int) -> None:
        self.receivers = receivers
        self.kinds: list[tuple[int, ...]] = []
        self.units: list[list[int]] = []
        self.movers: list[list[set[int]]] = [
            [set() for _ in range(receivers)] for _ in range(receivers)
        ]

    def add(self, receivers: tuple[int, ...], units: dict[int, int]) -> int:
        """A new kind, where it is now; its number."""
        kind = len(self.kinds)
        self.kinds.append(receivers)
        self.units.append([0] * self.receivers)
        for w, count in units.items():
            self._put(kind, w, count)
        return kind

    def take(self, kind: int, receiver: int, wanted: int) -> int:
        """Take out as many units of the kind at the receiver as can be there, up to the wanted."""
        units = self.units[kind]
        while units[receiver] < wanted and (path := self._path(kind, receiver)):
            last = path[-1][2]
            moved = min(wanted - units[receiver], units[last])
            moved = min(moved, *(self.units[mover][v] for mover, v, _ in path))
            for mover, v, w in (*path, (kind, last, receiver)):
                self._put(mover, v, -moved)
                self._put(mover, w, moved)
        taken = min(wanted, units[receiver])
        self._put(kind, receiver, -taken)
        return taken

    def caught(self) -> set[int]:
        """Where units that are nowhere might go, nowhere itself with it; empty without any."""
        nowhere = self.receivers - 1
        found = {nowhere} if any(self.movers[nowhere]) else set[int]()
        waiting = list(found)
        while waiting:
            onward = enumerate(self.movers[waiting.pop()])
            fresh = {w for w, movers in onward if movers} - found
            found |= fresh
            waiting += fresh
        return found

    def _put(self, kind: int, receiver: int, units: int) -> None:
        before = self.units[kind][receiver]
        self.units[kind][receiver] = after = before + units
        if (before > 0) != (after > 0):
            for w in self.kinds[kind]:
                (self.movers[receiver][w].add if after else self.movers[receiver][w].discard)(kind)

    def _path(self, kind: int, start: int) -> list[tuple[int, int, int]]:
        """Who moves from where to where, so that the kind can come to the start from the last.

        Other kinds make room one after the other, the shortest way; nothing when there is none.
        """
        step: dict[int, tuple[int, int, int]] = {start: (kind, start, start)}
        waiting = deque([start])
        while waiting:
            v = waiting.popleft()
            if v != start and self.units[kind][v]:
                path = []
                while v != start:
                    path.append(step[v])
                    v = path[-1][1]
                return path[::-1]
            for w, movers in enumerate(self.movers[v]):
                if w in step or not movers:
                    continue
                mover = next((one for one in movers if one != kind), kind)
                if mover != kind:
                    step[w] = (mover, v, w)
                    waiting.append(w)
        return []
