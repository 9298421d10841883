"""Leftover volume of consumables (待分配量): what every winner keeps, and what moves on where."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from solver.check import Broken
from solver.faults import Found, Malformed
from solver.problem import MOST_VOLUME
from solver.rounding import round_to


@dataclass(frozen=True, slots=True)
class Winner:
    """A winner by rank: of what was reported for it, it keeps one part and gives another.

    ``keeps`` is the base part (基础约定量), ``gives`` what is shared out anew; the rest of the
    whole is not agreed with anybody. ``room`` is the most units it may receive, None any number;
    ``price`` is of one unit, in any whole unit of money.
    """

    name: str
    price: int
    keeps: Fraction
    gives: Fraction
    room: int | None = None


@dataclass(frozen=True, slots=True)
class Leftover:
    """One lot of consumables whose volume follows its rank.

    ``reported`` is units by winner and region (or hospital), ``lost`` by region those reported for
    offers that did not win. ``serves`` says by winner and region where a winner may receive;
    everywhere when left out.
    """

    lot: str
    winners: tuple[Winner, ...]
    regions: tuple[str, ...]
    reported: tuple[tuple[int, ...], ...]
    lost: tuple[int, ...]
    serves: tuple[tuple[bool, ...], ...] = ()


class Source(NamedTuple):
    """Units of one region that must move: given by a winner, or lost when ``giver`` is None."""

    region: int
    giver: int | None
    units: int


class Move(NamedTuple):
    """Units of one region that move from a giver, or from the lost when it is None."""

    region: int
    giver: int | None
    receiver: int
    units: int


def kept(leftover: Leftover) -> tuple[tuple[int, ...], ...]:
    """The units by winner and region that stay with whom they were reported for.

    What is kept, given and not agreed is each rounded down, and the units left over go to the
    largest remainders, the kept before the given before the rest.
    """
    return tuple(
        tuple(_parts(winner, units)[0] for units in row)
        for winner, row in zip(leftover.winners, leftover.reported, strict=True)
    )


def sources(leftover: Leftover) -> tuple[Source, ...]:
    """What must move, in the published order: by region, in it by rank, the lost at last."""
    givers = tuple(enumerate(zip(leftover.winners, leftover.reported, strict=True)))
    found = []
    for r, lost in enumerate(leftover.lost):
        found += [Source(r, w, _parts(winner, row[r])[1]) for w, (winner, row) in givers]
        found.append(Source(r, None, lost))
    return tuple(source for source in found if source.units)


def may_receive(leftover: Leftover, region: int, giver: int | None) -> tuple[int, ...]:
    """Who may receive, by rank: a lower price than the giver's, and serving the region."""
    return tuple(
        w
        for w, winner in enumerate(leftover.winners)
        if (giver is None or winner.price < leftover.winners[giver].price)
        and (not leftover.serves or leftover.serves[w][region])
    )


def spend(leftover: Leftover, moves: Sequence[Move]) -> int:
    """The money of what moves, at the receivers' prices."""
    return sum(leftover.winners[move.receiver].price * move.units for move in moves)


def check(leftover: Leftover, moves: Sequence[Move]) -> tuple[Broken, ...]:
    """Every rule the moves break, in whole numbers and without any engine.

    ``leftover``: each source moves to the last unit. ``receiver``: only whole units of a source,
    to a lower price, and to who serves the region. ``room``: nobody receives more than fits.
    """
    left = {(source.region, source.giver): source.units for source in sources(leftover)}
    received = [0] * len(leftover.winners)
    broken = []
    for move in moves:
        place = move.region, move.giver
        if place in left and move.receiver in may_receive(leftover, *place) and move.units > 0:
            left[place] -= move.units
            received[move.receiver] += move.units
        else:
            broken.append(Broken("receiver", str(move), abs(move.units)))
    for (r, w), units in left.items():
        if units:
            giver = "lost" if w is None else leftover.winners[w].name
            broken.append(Broken("leftover", f"{giver}, {leftover.regions[r]}", abs(units)))
    for winner, units in zip(leftover.winners, received, strict=True):
        if winner.room is not None and units > winner.room:
            broken.append(Broken("room", winner.name, units - winner.room))
    return tuple(broken)


def faults(leftover: Leftover) -> tuple[Malformed, ...]:
    """Every malformed place at once; what has none can be transferred."""
    found = (*_shape(leftover), *_winners(leftover), *_numbers(leftover))
    return tuple(Malformed(leftover.lot, *fault) for fault in found)


def _shape(leftover: Leftover) -> Found:
    """Nothing is empty, every list has an entry a winner or one a region, and regions ascend."""
    winners, regions = len(leftover.winners), len(leftover.regions)
    tables = [("reported", leftover.reported)]
    tables += [("serves", leftover.serves)] if leftover.serves else []
    lengths = [("lost", len(leftover.lost), regions)]
    lengths += [(name, len(table), winners) for name, table in tables]
    lengths += [
        (f"{name}[{w}]", len(row), regions) for name, table in tables for w, row in enumerate(table)
    ]
    for name, count in (("winners", winners), ("regions", regions)):
        if not count:
            yield ("empty", name, "0")
    for name, count, wanted in lengths:
        if count != wanted:
            yield ("length", name, f"{count} entries instead of {wanted}")
    for r, (first, second) in enumerate(pairwise(leftover.regions), start=1):
        if second <= first:
            yield ("region_order", f"regions[{r}]", f"{second} after {first}")


def _winners(leftover: Leftover) -> Found:
    """Winners come in price order, and what they keep and give is no more than the whole."""
    for w, (lower, higher) in enumerate(pairwise(leftover.winners), start=1):
        if higher.price < lower.price:
            yield ("price_order", f"winners[{w}]", f"{higher.price} after {lower.price}")
    for w, winner in enumerate(leftover.winners):
        if winner.price <= 0:
            yield ("price", f"winners[{w}]", str(winner.price))
        if min(winner.keeps, winner.gives) < 0 or winner.keeps + winner.gives > 1:
            yield ("part", f"winners[{w}]", f"{winner.keeps} and {winner.gives}")
        if winner.room is not None and winner.room < 0:
            yield ("negative", f"winners[{w}].room", str(winner.room))


def _numbers(leftover: Leftover) -> Found:
    """No volume is negative, and the lot's is within the published bound."""
    rows = [("lost", leftover.lost)]
    rows += [(f"reported[{w}]", row) for w, row in enumerate(leftover.reported)]
    for name, row in rows:
        for r, units in enumerate(row):
            if units < 0:
                yield ("negative", f"{name}[{r}]", str(units))
    if (total := sum(sum(row) for _, row in rows)) > MOST_VOLUME:
        yield ("too_large", "reported", str(total))


def _parts(winner: Winner, units: int) -> tuple[int, ...]:
    """What is kept, given and not agreed of a winner's reported units."""
    rest = 1 - winner.keeps - winner.gives
    return round_to(units, [units * part for part in (winner.keeps, winner.gives, rest)])
