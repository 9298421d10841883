"""What must hold of a demand table that was worked out, shown in whole numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from procurement.exchange.volume_proposals import Proposal
from procurement.rules.pools import Pool
from procurement.rules.rulebook import UnitRules
from procurement.rules.splits import Split
from procurement.rules.text import Text


@dataclass(frozen=True, slots=True)
class Check:
    """An invariant, the numbers that show it, and whether it holds."""

    says: Text
    shown: str
    holds: bool


def checks(
    reported: int,
    split: Sequence[Split],
    found: Sequence[Pool],
    proposed: Sequence[Proposal],
    rules: UnitRules,
) -> Iterator[Check]:
    """The totals to the unit, and every rule about who receives, in whole numbers."""
    base, left = sum(one.base for one in split), sum(one.leftover for one in split)
    rest = sum(one.uncommitted for one in split)
    yield Check(
        Text("基础量＋待分配量＋非约定量＝需求量", "base + leftover + uncommitted = demand"),
        f"{base:,} + {left:,} + {rest:,} = {reported:,}",
        base + left + rest == reported and all(one.uncommitted >= 0 for one in split),
    )
    if not found:
        return
    members = sum(one.leftover for one in split if one.member in rules.pool_members)
    units = sum(pool.units for pool in found)
    yield Check(
        Text("各汇集范围合计＝计入的待分配量", "the pools hold what goes into them, to the unit"),
        f"{units:,} = {members:,}",
        units == members,
    )
    best = sum(given for pool in found for _, given in pool.best)
    for one in proposed:
        moved = sum(move.units for move in one.moves)
        yield Check(
            Text(
                f"{one.name.zh}：归降幅最大者＋已分配＋无人可接收＝汇集量",
                f"{one.name.en}: to the best + assigned + nobody's = the pools",
            ),
            f"{best:,} + {moved:,} + {one.unplaced:,} = {units:,}",
            best + moved + one.unplaced == units and one.unplaced >= 0,
        )
        barred = {(pool.place, code) for pool in found for code, _ in pool.barred}
        wrong = sum(move.units for move in one.moves if (move.place, move.receiver) in barred)
        yield Check(
            Text(
                f"{one.name.zh}：不得接收者所得、超产能、超总量均为零",
                f"{one.name.en}: nothing to who may not receive, above a capacity or a total",
            ),
            f"{wrong:,}; {len(one.broken)}",
            not wrong and not one.broken,
        )
        yield Check(
            Text(
                f"{one.name.zh}：约定总量不超过需求量",
                f"{one.name.en}: what is agreed is no more than the demand",
            ),
            f"{base:,} + {best + moved:,} ≤ {reported:,}",
            base + best + moved <= reported,
        )
