"""Live picking of supply regions (供应地区确认): whose turn it is, and what is left to pick."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from procurement.rules.codes import REGIONS
from procurement.rules.rulebook import DrugRules
from procurement.rules.text import Fault, Refused, Text
from solver.lookahead import GaveUp, Room, fill

PRIMARY = 0
"""The role of a region's supplier (主供); role n is that of its nth spare supplier (备供)."""


class How(StrEnum):
    """How a pick came about.

    CHOSEN by the firm, RECORDED: by its preferences handed in before, DEFAULT: the rulebook's pick
    for a firm that is absent.
    """

    CHOSEN = "chosen"
    RECORDED = "recorded"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Lot:
    """A product's regions, and the winners that pick them in rank order.

    ``volume`` is in units by region, ``counts`` are the regions every winner ends with. Rank 1 has
    the first ``priority`` picks. Every region gets ``spares`` spare suppliers, at most all other
    winners. ``capacity`` is in units by winner, of any size where it is None or left out.
    """

    product: str
    firms: tuple[str, ...]
    regions: tuple[str, ...]
    volume: tuple[int, ...]
    counts: tuple[int, ...]
    priority: int
    spares: int
    capacity: tuple[int | None, ...] = ()

    @property
    def roles(self) -> int:
        """The supplier's, and one a spare."""
        return 1 + min(self.spares, len(self.firms) - 1)

    @property
    def turns(self) -> int:
        """How many picks there are in all."""
        return self.roles * len(self.regions)


@dataclass(frozen=True, slots=True)
class Pick:
    """One choice, counted from 1 within its product."""

    turn: int
    firm: str
    region: str
    role: int
    how: How


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is, for which role; ``regions`` may be picked, the largest volume first."""

    number: int
    firm: str
    role: int
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clock:
    """A turn's ``seconds``; none began before ``since``, when the clock was last set going."""

    since: datetime
    seconds: int

    def ends(self, last: datetime | None) -> datetime:
        """When the turn after a pick ends: a pick is in time strictly before."""
        return max(self.since, last or self.since) + timedelta(seconds=self.seconds)


def _largest(turn: Turn) -> str:
    return turn.regions[0]


def _smallest(turn: Turn) -> str:
    return turn.regions[-1]


ABSENT: Mapping[str, Callable[[Turn], str]] = {"largest": _largest, "smallest": _smallest}
"""The default picks (缺席代选), by their word in the rulebook; of equal volumes by region code."""


def terms(rules: DrugRules) -> tuple[int, str]:
    """The seconds of a turn and the default pick; Refused where the rulebook says nothing of them.

    A round of an older rulebook picks by no clock, and nobody makes one up for it.
    """
    seconds, absent = rules.turn_seconds, rules.absent_pick
    if seconds is None or absent is None:
        why = Text(
            "本轮次的规则未定选择时限或缺席代选办法，不能在网上选区。",
            "The round's rulebook sets no time for a turn, or no pick for the absent: regions "
            "cannot be picked on the site.",
        )
        raise Refused([Fault("regions.turn_seconds", "picking", why)])
    return seconds, absent


def turn(lot: Lot, picks: Sequence[Pick]) -> Turn | None:
    """Whose turn it is after these picks, in their order; None after the last one.

    Rank 1 has its priority picks, then all pick one a turn in rank order; then again for every
    spare. Who can take none of the regions left is passed over. A region can be taken when all
    that is left can still be given out within the numbers of regions and the capacities; a spare
    is neither the region's supplier nor its spare already. LookupError where nobody can go on.
    """
    role, done = divmod(len(picks), len(lot.regions))
    if role == lot.roles:
        return None
    made = picks[len(picks) - done :]
    for winner in _due(lot, role, made):
        if possible := tuple(_possible(lot, picks, role, winner)):
            return Turn(len(picks) + 1, lot.firms[winner], role, possible)
    raise LookupError(f"product {lot.product}: nobody can pick at turn {len(picks) + 1}")


def _due(lot: Lot, role: int, made: Sequence[Pick]) -> Iterator[int]:
    """The winners in the order in which the turn is offered to them."""
    if role == PRIMARY and len(made) < lot.priority:
        yield 0
    priority = lot.priority if role == PRIMARY else 0
    before_the_rounds = len(made) <= priority and all(one.firm == lot.firms[0] for one in made)
    first = 0 if before_the_rounds else lot.firms.index(made[-1].firm) + 1
    yield from ((first + place) % len(lot.firms) for place in range(len(lot.firms)))


def _possible(lot: Lot, picks: Sequence[Pick], role: int, winner: int) -> Iterator[str]:
    """The regions left that the winner can take, the largest volume first."""
    taken = {one.region for one in picks if one.role == role}
    left = [place for place, region in enumerate(lot.regions) if region not in taken]
    left.sort(key=lambda place: (-lot.volume[place], lot.regions[place]))
    if role == PRIMARY:
        rooms = _rooms(lot, picks)
        can = [place for place in left if _leads_on(lot, rooms, left, place, winner)]
        yield from (lot.regions[place] for place in can)
        return
    own = {one.region for one in picks if one.firm == lot.firms[winner]}
    yield from (lot.regions[place] for place in left if lot.regions[place] not in own)


def _rooms(lot: Lot, picks: Sequence[Pick]) -> list[Room]:
    """What every winner can still take as supplier."""
    total, volume = sum(lot.volume), dict(zip(lot.regions, lot.volume, strict=True))
    capacity = lot.capacity or (None,) * len(lot.firms)
    rooms = [
        Room(count, count, total if units is None else units)
        for count, units in zip(lot.counts, capacity, strict=True)
    ]
    for one in picks:
        rooms[lot.firms.index(one.firm)].take(volume[one.region])
    return rooms


def _leads_on(
    lot: Lot, rooms: Sequence[Room], left: Sequence[int], place: int, winner: int
) -> bool:
    """All that is left can still be given out when the winner takes this region."""
    units, room = lot.volume[place], rooms[winner]
    if room.most < 1 or units > room.units:
        return False
    if not any(units is not None for units in lot.capacity):
        return True  # the numbers of regions add up, and every region fits everybody
    after = [Room(one.least, one.most, one.units) for one in rooms]
    after[winner].take(units)
    try:
        return fill({r: lot.volume[r] for r in left if r != place}, after) is not None
    except GaveUp:
        return False


def faults(lot: Lot, picks: Sequence[Pick], number: int, firm: str, region: str) -> list[Fault]:
    """Why a firm may not pick this region at this turn; nothing when it may."""
    due, place = turn(lot, picks), f"{lot.product} {number}"
    if due is None or due.number != number:
        why = Text(
            "这一轮选择已经结束，请查看最新情况。", "This turn is over: see how the picking stands."
        )
        return [Fault("turn", place, why)]
    if due.firm != firm:
        why = Text("现在不是贵企业的选择轮次。", "It is not your turn.")
        return [Fault("turn", place, why)]
    if region in due.regions:
        return []
    return [Fault("region", place, _unavailable(lot, picks, due, region))]


def _unavailable(lot: Lot, picks: Sequence[Pick], due: Turn, region: str) -> Text:
    if region not in lot.regions:
        return Text("该品种没有这个地区。", "The product has no such region.")
    name = REGIONS[region]
    roles = {one.firm: one.role for one in picks if one.region == region}
    if due.role in roles.values():
        return Text(
            f"{name.zh}已被选走，请另选一个地区。",
            f"{name.en} is taken: pick another region.",
        )
    if due.firm in roles:
        return Text(
            f"贵企业已供应或备供{name.zh}，备供须另选地区。",
            f"You supply {name.en} or are its spare already: pick another region.",
        )
    return Text(
        f"选{name.zh}会使其余地区无法全部落实，请另选一个地区。",
        f"With {name.en} the other regions could not all be supplied: pick another region.",
    )


def in_absence(
    lot: Lot, picks: Sequence[Pick], absent: str, preferences: Sequence[str] = ()
) -> Pick:
    """The pick of whoever's turn it is without asking: its preference, or the rulebook's default.

    Preferences are region codes, the dearest first; the first that it can take counts.
    LookupError after the last pick.
    """
    due = turn(lot, picks)
    if due is None:
        raise LookupError(f"product {lot.product} has no turn left")
    wanted = next((region for region in preferences if region in due.regions), None)
    region, how = (wanted, How.RECORDED) if wanted else (ABSENT[absent](due), How.DEFAULT)
    return Pick(due.number, due.firm, region, due.role, how)


def from_preferences(
    lot: Lot, preferences: Mapping[str, Sequence[str]], absent: str
) -> tuple[Pick, ...]:
    """Every pick in turn from preferences by firm; who has none left gets the default."""
    picks: list[Pick] = []
    while due := turn(lot, picks):
        picks.append(in_absence(lot, picks, absent, preferences.get(due.firm, ())))
    return tuple(picks)


def takers(lot: Lot, picks: Sequence[Pick]) -> tuple[tuple[int, ...], ...]:
    """By role, the winner of every region as an index in rank order: suppliers, then spares."""
    who = {(one.role, one.region): lot.firms.index(one.firm) for one in picks}
    return tuple(tuple(who[role, region] for region in lot.regions) for role in range(lot.roles))
