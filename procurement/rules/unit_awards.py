"""What the winners of a round by competition units get: part of their own demand, and moves."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from procurement.rules import catalogue, insulin_prices, linkage, money
from procurement.rules.awards import Award, AwardLine
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Product
from procurement.rules.contracts import Agreement
from procurement.rules.demand import Demand
from procurement.rules.linkage import Code, Parts, Selected
from procurement.rules.moves import Move, received
from procurement.rules.pools import Pool, Serves, pools
from procurement.rules.readings import show_percent
from procurement.rules.rulebook import UnitRules
from procurement.rules.splits import Split, splits
from procurement.rules.text import Text
from procurement.rules.unit_rules import KEYS
from procurement.rules.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Assignment:
    """The volumes of a round before its hospitals choose: winners, splits and pools."""

    winners: tuple[Selected, ...]
    splits: tuple[Split, ...]
    pools: tuple[Pool, ...]


def assignment(
    products: Iterable[Product],
    bids: Iterable[Bid],
    demand: Iterable[Demand],
    verdicts: Iterable[Verdict],
    rules: UnitRules,
    serves: Serves | None = None,
) -> Assignment:
    """Who won, what of each demand stays, and what is assigned anew.

    Expects winners without faults of ``linkage``.
    """
    listed = tuple(products)
    winners = linkage.selected(listed, bids, verdicts)
    parted = splits(winners, demand, rules)
    return Assignment(winners, parted, pools(listed, winners, parted, rules, serves))


def awards(assigned: Assignment, moves: Sequence[Move], rules: UnitRules) -> tuple[Award, ...]:
    """One award a winner, by category, unit and rank, with a line a region and spec.

    Its base, what the rule gives to the best, and what hospitals move to it; what it receives is
    of the spec that it bid. Expects moves without faults.
    """
    table = linkage.table(assigned.winners, rules)
    agreed, sums = _agreed(assigned, moves), _sums(assigned, moves)
    ranks, found = Counter[tuple[str, str]](), []
    for one in sorted(assigned.winners, key=_order):
        contest = one.product.code, one.verdict.unit
        ranks[contest] += 1
        quantities = Counter[tuple[str, str]]()
        for (region, _, spec), units in agreed.get(one.code, {}).items():
            quantities[region, spec] += units
        lines = tuple(
            AwardLine(region, spec, units, _price(one, spec, rules), _cost(one, spec, units, rules))
            for (region, spec), units in sorted(quantities.items())
            if units
        )
        found.append(
            Award(
                product=one.product.code,
                firm=one.bid.firm,
                rank=ranks[contest],
                spec=one.bid.spec,
                unit_price=one.price,
                regions=tuple(dict.fromkeys(line.region for line in lines)),
                lines=lines,
                reason=_reason(one, ranks[contest], table[one.code], sums[one.code], rules),
                unit=one.verdict.unit,
            )
        )
    return tuple(found)


def agreements(
    assigned: Assignment, moves: Sequence[Move], rules: UnitRules
) -> tuple[Agreement, ...]:
    """The same by hospital, as its contracts are; none where demand is reported by region."""
    agreed = _agreed(assigned, moves)
    return tuple(
        Agreement(
            hospital,
            one.product.code,
            spec,
            one.bid.firm,
            units,
            _price(one, spec, rules),
            _cost(one, spec, units, rules),
        )
        for one in sorted(assigned.winners, key=_order)
        for (_, hospital, spec), units in sorted(agreed.get(one.code, {}).items())
        if hospital and units
    )


class _Sums(NamedTuple):
    demand: int
    base: int
    received: int


type _Agreed = dict[Code, Counter[tuple[str, str, str]]]


def _agreed(assigned: Assignment, moves: Sequence[Move]) -> _Agreed:
    """The units of every winner by region, hospital and spec."""
    specs = {one.code: one.bid.spec for one in assigned.winners}
    found: _Agreed = {one.code: Counter() for one in assigned.winners}
    for split in assigned.splits:
        if split.base:
            found[split.product, split.firm][split.region, split.hospital, split.spec] += split.base
    for (region, hospital, code), units in received(assigned.pools, moves).items():
        found[code][region, hospital, specs[code]] += units
    return found


def _sums(assigned: Assignment, moves: Sequence[Move]) -> dict[Code, _Sums]:
    """What was asked for of every winner, and what it keeps and receives, in units."""
    found = {one.code: _Sums(0, 0, 0) for one in assigned.winners}
    rows = [
        *(((s.product, s.firm), _Sums(s.demand, s.base, 0)) for s in assigned.splits),
        *(
            (code, _Sums(0, 0, units))
            for (_, _, code), units in received(assigned.pools, moves).items()
        ),
    ]
    for code, row in rows:
        if code in found:
            found[code] = _Sums(*map(sum, zip(found[code], row, strict=True)))
    return found


def _price(one: Selected, spec: str, rules: UnitRules) -> int:
    """The price of a spec: another fill than the one bid is converted, where it is larger."""
    bid = catalogue.presentation(one.product, one.bid.spec).strength
    larger = catalogue.presentation(one.product, spec).strength > bid
    return insulin_prices.price(one.price, rules, large=larger)


def _cost(one: Selected, spec: str, units: int, rules: UnitRules) -> int:
    return money.cost(_price(one, spec, rules), units)


def _order(one: Selected) -> tuple[str, str, int]:
    return one.product.code, one.verdict.unit, one.verdict.rank or 0


def _reason(one: Selected, rank: int, parts: Parts, sums: _Sums, rules: UnitRules) -> Text:
    """Place, key and part, and the units they come to."""
    unit, key = one.verdict.unit, KEYS[rules.volume_key]
    part = show_percent(parts.base).en
    whole = rules.volume_key in linkage.WHOLE
    zh_of = "本类全部需求量" if whole else f"本产品需求量{sums.demand}"
    en_of = "all demand of the category" if whole else f"its own demand of {sums.demand}"
    return Text(
        f"{unit}{'组' if unit else ''}中选产品第{rank}位；约定量{key.zh}确定，"
        f"基础量为{zh_of}的{part}，即{sums.base}；另接收待分配量{sums.received}。",
        f"Winner number {rank}{f' of unit {unit}' if unit else ''}. The volume goes {key.en}: "
        f"a base of {part} of {en_of}, {sums.base}; "
        f"of what others gave it receives {sums.received}.",
    )
