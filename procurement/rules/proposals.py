"""Who could receive a hospital's leftover: proposals, as the choice is the hospital's."""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from procurement.rules import linkage
from procurement.rules.linkage import Code, Selected
from procurement.rules.moves import Move, rooms
from procurement.rules.pools import Pool, scope_of
from procurement.rules.rulebook import UnitRules
from procurement.rules.splits import Split
from solver.leftover import Leftover, Winner
from solver.rounding import largest_remainder
from solver.transfer import transfer


def pro_rata(
    winners: Iterable[Selected],
    splits: Sequence[Split],
    pools: Sequence[Pool],
    rules: UnitRules,
) -> tuple[Move, ...]:
    """Every pool in proportion to what the hospital itself asked for of those that may receive.

    By largest remainder; where it asked for none of them, to what all hospitals did, and equally
    where nobody did. Pools come in their order; a winner that has reached its capacity drops out,
    and what nobody has room for stays uncommitted. For hospitals that do not choose (未确认).
    """
    left = rooms(winners, splits, pools, rules)
    everywhere, own = Counter[Code](), Counter[tuple[str, str, Code]]()
    for split in splits:
        code = split.product, split.firm
        everywhere[code] += split.demand
        own[split.region, split.hospital, code] += split.demand
    moves: list[Move] = []
    for pool in pools:
        place = pool.place
        here = {code: own[place.region, place.hospital, code] for code in pool.targets}
        given = _shared(pool, here if any(here.values()) else everywhere, left)
        moves += (Move(place, code, units) for code, units in given.items() if units)
    return tuple(moves)


def _shared(
    pool: Pool, asked: Counter[Code] | dict[Code, int], left: dict[Code, int | None]
) -> Counter[Code]:
    """The pool's free part, round by round among those with room; the rooms are what is left."""
    given, units = Counter[Code](), pool.free
    while units and (open_to := [code for code in pool.targets if left[code] != 0]):
        weights = [asked[code] for code in open_to]
        weights = weights if any(weights) else [1] * len(open_to)
        for code, share in zip(open_to, largest_remainder(units, weights), strict=True):
            room = left[code]
            taken = share if room is None else min(share, room)
            left[code] = None if room is None else room - taken
            given[code] += taken
            units -= taken
    return given


def least_spend(
    winners: Iterable[Selected],
    splits: Iterable[Split],
    pools: Sequence[Pool],
    rules: UnitRules,
) -> tuple[Move, ...]:
    """The moves of least spend; of all those, the first in the order of pools and prices.

    What nobody has room for stays uncommitted: it may go nowhere at a price above all others.
    """
    listed = sorted(
        (one for rivals in linkage.categories(winners).values() for one in rivals),
        key=lambda one: one.price,
    )
    left = rooms(listed, splits, pools, rules)
    moves: list[Move] = []
    for scope in sorted({pool.place.scope for pool in pools}):
        around = [one for one in listed if scope_of(one.product, rules.pool_scope) == scope]
        there = [pool for pool in pools if pool.place.scope == scope]
        moves += _cheapest(around, there, left)
    return tuple(moves)


def _cheapest(
    winners: Sequence[Selected], pools: Sequence[Pool], left: dict[Code, int | None]
) -> list[Move]:
    open_to = [frozenset(pool.targets) for pool in pools]
    nowhere = Winner("", max((one.price for one in winners), default=0) + 1, NOTHING, NOTHING)
    leftover = Leftover(
        lot=pools[0].place.scope,
        winners=(
            *(Winner(one.bid.firm, one.price, NOTHING, NOTHING, left[one.code]) for one in winners),
            nowhere,
        ),
        regions=tuple(f"{number:09}" for number in range(len(pools))),
        reported=((0,) * len(pools),) * (len(winners) + 1),
        lost=tuple(pool.free for pool in pools),
        serves=(
            *(tuple(one.code in targets for targets in open_to) for one in winners),
            (True,) * len(pools),
        ),
    )
    return [
        Move(pools[move.region].place, winners[move.receiver].code, move.units)
        for move in transfer(leftover)
        if move.receiver < len(winners)
    ]


NOTHING = Fraction(0)
