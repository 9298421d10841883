"""Who could receive the leftover of a demand table, in both ways that are worked out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from procurement.exchange.volume_table import VolumeTable
from procurement.rules import money, moves, proposals
from procurement.rules.moves import Move
from procurement.rules.pools import Pool
from procurement.rules.rulebook import UnitRules
from procurement.rules.splits import Split
from procurement.rules.text import Fault, Text

PRO_RATA = Text("按本机构需求量比例", "pro rata to own demand")
LEAST_SPEND = Text("金额最低", "least spend")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who could receive the free part of the pools; ``spend`` is in fen at the receivers' prices.

    ``unplaced`` are units that nobody may receive or has room for.
    """

    name: Text
    moves: tuple[Move, ...]
    spend: int
    unplaced: int
    broken: tuple[Fault, ...]


WAYS = ((PRO_RATA, proposals.pro_rata), (LEAST_SPEND, proposals.least_spend))


def proposed(
    table: VolumeTable, split: Sequence[Split], found: Sequence[Pool], rules: UnitRules
) -> Iterator[Proposal]:
    """Both proposals for the free part of the pools; none where there is no pool."""
    for name, propose in WAYS if found else ():
        yield _proposal(
            name, propose(table.winners, split, found, rules), table, split, found, rules
        )


def _proposal(
    name: Text,
    proposed: Sequence[Move],
    table: VolumeTable,
    split: Sequence[Split],
    found: Sequence[Pool],
    rules: UnitRules,
) -> Proposal:
    spend = sum((money.exact_cost(table.prices[m.receiver], m.units) for m in proposed), Fraction())
    return Proposal(
        name=name,
        moves=tuple(proposed),
        spend=money.half_up(spend),
        unplaced=sum(pool.units for pool in found)
        - sum(units for pool in found for _, units in pool.best)
        - sum(move.units for move in proposed),
        broken=tuple(moves.faults(table.winners, split, found, proposed, rules)),
    )
