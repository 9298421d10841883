"""The record of a pick order, followed step by step: whether every choice was in order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, cycle, repeat

from solver.check import Broken
from solver.draft import Preferences, wishes
from solver.lookahead import GaveUp, Room, Takers, backed, backup_rooms, fill, rooms
from solver.problem import Problem
from solver.steps import Role, Step, Why

PICKS = {Why.SETTLED, Why.PRIORITY, Why.PICK}


def replay(
    problem: Problem,
    steps: Sequence[Step],
    priority_picks: int = 1,
    preferences: Preferences = (),
) -> tuple[Broken, ...]:
    """Every step that the pick order does not allow, and the rule it breaks.

    ``turn``: not its turn, number, role or reason. ``region``: not left, or too much for the offer.
    ``volume``: not the region's. ``preference``: ``skipped`` are not the regions left that the
    offer would rather have had. ``way``: a region skipped, or left by who was passed over as
    needed, could have been taken. ``passed over``: not for this reason. ``end``: regions or steps
    are left over. ``counts``: an offer ends below its least number of regions.

    The choices are taken from the record and not made again: each is judged by what was left
    before it, and that no way led on is searched afresh. A search that grows too large refutes
    nothing. Expects a problem without faults.
    """
    wanted = wishes(problem, preferences)
    volume = {r: units for r, units in enumerate(problem.volume) if units or not problem.split}
    accept = partial(backed, problem) if problem.backup else None
    primary = _Table(volume, rooms(problem), accept)
    parts = {role: [step for step in steps if step.role is role] for role in Role}
    in_order = [*parts[Role.PRIMARY], *parts[Role.BACKUP]]
    found = [
        Broken("turn", _place(step), 1)
        for turn, step in enumerate(in_order, start=1)
        if step.turn != turn
    ]
    settled = [(Why.SETTLED, offer) for offer, _ in dict.fromkeys(problem.settled)]
    due = [*settled, *repeat((Why.PRIORITY, 0), priority_picks)]
    found += _Walk(problem, wanted, [primary], due).follow(parts[Role.PRIMARY])
    found += (
        Broken("counts", offer.name, room.least)
        for offer, room in zip(problem.offers, primary.rooms, strict=True)
        if room.least > 0
    )
    tables = []
    if problem.backup and not primary.left:
        for supplier in sorted(set(primary.taken.values())):
            own = {r: problem.volume[r] for r, taker in primary.taken.items() if taker == supplier}
            tables.append(_Table(own, backup_rooms(problem, primary.taken, supplier)))
    found += _Walk(problem, wanted, tables, ()).follow(parts[Role.BACKUP])
    return tuple(found)


@dataclass(slots=True)
class _Table:
    """Regions left, what every offer can still take, and who took what."""

    left: dict[int, int]
    rooms: list[Room]
    accept: Callable[[Takers], bool] | None = None
    taken: dict[int, int] = field(default_factory=dict)

    def fits(self, offer: int, region: int) -> bool:
        room = self.rooms[offer]
        return room.most > 0 and self.left[region] <= room.units

    def leads_on(self, offer: int, region: int) -> bool:
        """With this choice there is still a way to the end."""
        if not self.fits(offer, region):
            return False
        after = [Room(room.least, room.most, room.units) for room in self.rooms]
        after[offer].take(self.left[region])
        rest = {r: units for r, units in self.left.items() if r != region}
        try:
            return fill(rest, after, self._judge({**self.taken, region: offer})) is not None
        except GaveUp:
            return False

    def take(self, offer: int, region: int) -> None:
        self.taken[region] = offer
        self.rooms[offer].take(self.left.pop(region))

    def _judge(self, taken: Takers) -> Callable[[Takers], bool] | None:
        judge = self.accept
        return (lambda takers: judge({**taken, **takers})) if judge else None


class _Walk:
    """One role's steps: first those due before the rounds, then round after round."""

    def __init__(
        self,
        problem: Problem,
        wanted: Sequence[Sequence[int]],
        tables: Sequence[_Table],
        first: Sequence[tuple[Why, int]],
    ) -> None:
        self.problem = problem
        self.wanted = wanted
        self.tables = tables
        self.home = {r: table for table in tables for r in table.left}
        self.place = {code: r for r, code in enumerate(problem.regions)}
        self.settled = iter(dict.fromkeys(problem.settled))
        everyone = range(len(problem.offers))
        self.due = chain(first, cycle((Why.PICK, w) for w in everyone))
        self.out: set[int] = set()

    def follow(self, steps: Sequence[Step]) -> Iterator[Broken]:
        for step in steps:
            if not self.home:
                yield Broken("end", _place(step), 1)
                continue
            broken = list(self._judged(step))
            yield from (Broken(rule, _place(step), 1) for rule in broken)
        if self.home:
            yield Broken("end", "regions", len(self.home))

    def _judged(self, step: Step) -> Iterator[str]:
        """The rules a step breaks; it is carried out as far as it can be."""
        why, offer = self._next_due()
        if step.offer != offer or (step.why in PICKS and step.why is not why):
            yield "turn"
        if not 0 <= step.offer < len(self.problem.offers):
            return
        yield from self._picked(step) if step.why in PICKS else self._passed(step)

    def _next_due(self) -> tuple[Why, int]:
        """Why and whose the next step is; nobody's when all are passed over."""
        if len(self.out) == len(self.problem.offers):
            return Why.PICK, -1
        return next((why, w) for why, w in self.due if w not in self.out)

    def _picked(self, step: Step) -> Iterator[str]:
        region = self.place.get(step.region, -1)
        if region not in self.home or not self.home[region].fits(step.offer, region):
            yield "region"
            return
        if step.volume != self.problem.volume[region]:
            yield "volume"
        if step.why is Why.SETTLED:
            if (step.offer, region) != next(self.settled, None):
                yield "region"
        else:
            left = [r for r in self.wanted[step.offer] if r in self.home]
            before = left[: left.index(region)]
            if step.skipped != tuple(self.problem.regions[r] for r in before):
                yield "preference"
            if any(self.home[r].leads_on(step.offer, r) for r in before):
                yield "way"
        self.home.pop(region).take(step.offer, region)

    def _passed(self, step: Step) -> Iterator[str]:
        offer = step.offer
        open_to = [r for r, table in self.home.items() if table.rooms[offer].most > 0]
        if not open_to:
            why = Why.FULL if step.role is Role.PRIMARY else Why.OWN
        elif any(self.home[r].fits(offer, r) for r in open_to):
            why = Why.NEEDED
        else:
            why = Why.NO_ROOM
        if (step.why, step.region, step.volume, step.skipped) != (why, "", 0, ()):
            yield "passed over"
        if any(self.home[r].leads_on(offer, r) for r in open_to):
            yield "way"
        self.out.add(offer)
        for table in self.tables:
            table.rooms[offer].most = 0


def _place(step: Step) -> str:
    return f"turn {step.turn}"
