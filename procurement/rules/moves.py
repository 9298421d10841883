"""What a hospital assigns anew to whom, and the check of it in whole units (待分配量确认)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from procurement.rules.linkage import Code, Selected
from procurement.rules.pools import Place, Pool
from procurement.rules.rulebook import UnitRules
from procurement.rules.splits import Split
from procurement.rules.text import Fault, Text


class Move(NamedTuple):
    """Units of a pool's free part that go to one winner, its product and firm."""

    place: Place
    receiver: Code
    units: int


def rooms(
    winners: Iterable[Selected],
    splits: Iterable[Split],
    pools: Iterable[Pool],
    rules: UnitRules,
) -> dict[Code, int | None]:
    """The units every winner may still receive by choice (产能): any number when it is None.

    Its capacity less its base and what is the best's by the rule; never below zero.
    """
    listed = tuple(winners)
    if not rules.capacity_limits:
        return {one.code: None for one in listed}
    taken = Counter[Code]()
    for split in splits:
        taken[split.product, split.firm] += split.base
    for pool in pools:
        taken.update(dict(pool.best))
    return {
        one.code: None if one.bid.capacity is None else max(0, one.bid.capacity - taken[one.code])
        for one in listed
    }


def received(pools: Iterable[Pool], moves: Iterable[Move]) -> dict[tuple[str, str, Code], int]:
    """The units by region, hospital and receiver: what is the best's by the rule, and the moves."""
    found: dict[tuple[str, str, Code], int] = {}
    given = [Move(pool.place, code, units) for pool in pools for code, units in pool.best]
    for place, code, units in (*given, *moves):
        key = place.region, place.hospital, code
        found[key] = found.get(key, 0) + units
    return found


def faults(
    winners: Iterable[Selected],
    splits: Iterable[Split],
    pools: Sequence[Pool],
    moves: Sequence[Move],
    rules: UnitRules,
) -> list[Fault]:
    """Everything the moves break, all at once.

    A move is of whole units above zero, from a pool that there is, to one that may receive them;
    every pool moves to the last unit, unless all that may receive have reached their capacity;
    nobody reaches more than that.
    """
    left = rooms(winners, splits, pools, rules)
    by_place = {pool.place: pool for pool in pools}
    moved = Counter[Place]()
    found: list[Fault] = []
    for move in moves:
        found += _refused(move, by_place.get(move.place))
        moved[move.place] += move.units
        room = left.get(move.receiver)
        if room is not None:
            left[move.receiver] = room - move.units
    for code, room in left.items():
        if room is not None and room < 0:
            text = Text(
                f"分配给{code[1]}的量超过其产能{-room}个单位。",
                f"{code[1]} receives {-room} units more than its capacity.",
            )
            found.append(Fault("capacity_limits", _named(code), text))
    return [*found, *_totals(pools, moved, left)]


def _refused(move: Move, pool: Pool | None) -> Iterator[Fault]:
    if pool is None:
        text = Text("没有这笔待分配量。", "There is no such leftover.")
        yield Fault("pool_scope", _at(move.place), text)
    elif move.receiver not in pool.targets:
        bar = dict(pool.barred).get(move.receiver, "pool_scope")
        why, firm = BARS[bar], move.receiver[1]
        text = Text(
            f"不得分配给{firm}：{why.zh}。", f"Nothing may be assigned to {firm}: {why.en}."
        )
        yield Fault(bar, _at(move.place), text)
    if move.units < 1:
        text = Text(
            f"分配量为{move.units}，应为不小于1的整数。",
            f"{move.units} units are assigned; give a whole number from 1.",
        )
        yield Fault("units", _at(move.place), text)


def _totals(
    pools: Iterable[Pool], moved: Mapping[Place, int], left: Mapping[Code, int | None]
) -> Iterator[Fault]:
    for pool in pools:
        over = moved[pool.place] - pool.free
        full = all(left[code] == 0 for code in pool.targets)
        if over > 0 or (over < 0 and not full):
            text = Text(
                f"待分配量为{pool.free}，已分配{moved[pool.place]}。",
                f"{pool.free} units are to be assigned, and {moved[pool.place]} are.",
            )
            yield Fault("pool_members", _at(pool.place), text)


def _at(place: Place) -> str:
    giver = _named(place.giver) if place.giver[1] else ""
    return ", ".join(part for part in (place.hospital or place.region, place.scope, giver) if part)


def _named(code: Code) -> str:
    return ", ".join(code)


BARS = {
    "forbidden_targets": Text("其价格属于不得接收的情形", "its price keeps it from receiving"),
    "region_eligibility": Text("其不供应本地区", "it does not supply the region"),
    "pool_scope": Text("其不在本范围的中选产品之中", "it is not a winner in this scope"),
}
