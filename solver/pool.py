"""Regions that are given out one by one, with a way at hand to give out all the others."""

from collections import Counter
from collections.abc import Callable, Iterator

from solver.lookahead import Room, Takers, fill


class Pool:
    """Regions left and what every offer can still take.

    ``planned`` is always a way to give out every region left, so the order can never come to a
    dead end. ``accept`` judges the takers of all regions, those given out and those left.
    """

    def __init__(
        self, volume: Takers, rooms: list[Room], accept: Callable[[Takers], bool] | None = None
    ) -> None:
        """Raises ``LookupError`` when there is no way at all, ``GaveUp`` when none was found."""
        planned = fill(volume, rooms, accept)
        if planned is None:
            raise LookupError("no way to give out every region")
        self.left = dict(volume)
        self.rooms = rooms
        self.accept = accept
        self.planned: Takers = planned
        self.taken: dict[int, int] = {}

    def take(self, offer: int, region: int) -> bool:
        """Give the offer a region left, unless the others could then not all be given out.

        Raises ``GaveUp`` when that could not be told; then nothing is given.
        """
        planned = self._way_with(offer, region)
        if planned is None:
            return False
        self.planned = {r: taker for r, taker in planned.items() if r != region}
        self.taken[region] = offer
        self.rooms[offer].take(self.left.pop(region))
        return True

    def pass_over(self, offer: int) -> None:
        """The offer takes no more; nothing was planned for it, or it would have taken that."""
        self.rooms[offer].most = 0

    def _way_with(self, offer: int, region: int) -> Takers | None:
        """A way for all regions left in which the offer takes this one."""
        units, room = self.left[region], self.rooms[offer]
        if self.planned[region] == offer:
            return self.planned
        if room.most < 1 or units > room.units:
            return None
        for planned in self._exchanges(offer, region):
            if self.accept is None or self.accept(self.taken | dict(planned)):
                return planned
        return self._searched(offer, region)

    def _exchanges(self, offer: int, region: int) -> Iterator[Takers]:
        """The way at hand with the region handed over, alone or for one of the offer's own."""
        giver, units = self.planned[region], self.left[region]
        times = Counter(self.planned.values())
        spare = [room.units for room in self.rooms]
        for r, taker in self.planned.items():
            spare[taker] -= self.left[r]
        fewer = times[giver] > self.rooms[giver].least
        if fewer and times[offer] < self.rooms[offer].most and units <= spare[offer]:
            yield {**self.planned, region: offer}
        for r, taker in self.planned.items():
            more = units - self.left[r]
            if taker == offer and more <= spare[offer] and -more <= spare[giver]:
                yield {**self.planned, region: offer, r: giver}

    def _searched(self, offer: int, region: int) -> Takers | None:
        rooms = [Room(room.least, room.most, room.units) for room in self.rooms]
        rooms[offer].take(self.left[region])
        rest = {r: units for r, units in self.left.items() if r != region}
        judge, taken = self.accept, self.taken | {region: offer}
        accept = (lambda takers: judge(taken | dict(takers))) if judge is not None else None
        found = fill(rest, rooms, accept)
        return None if found is None else {**found, region: offer}
