"""What a replay finds: products settled three ways, differences with reasons, and the totals."""

from dataclasses import dataclass
from fractions import Fraction

from procurement.exchange.replay_lots import Lot
from procurement.rules.text import Fault, Text
from solver.allocate import Allocation


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something that came out otherwise than published, and why as far as the facts show."""

    product: str
    name: str
    what: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Settled:
    """A product with winners, and the fen of its three plans over the agreed quantities.

    ``pick_order_spend`` has the numbers of regions the rules give each rank; the least spend
    keeps the number published for each winner, and the linkage.
    """

    lot: Lot
    published_spend: int
    pick_order_spend: int
    allocation: Allocation
    checker_faults: tuple[str, ...]

    @property
    def same_counts(self) -> bool:
        """Pick order and least spend give every rank the same number of regions."""
        return self.lot.published_counts == self.lot.rule_counts


@dataclass(frozen=True, slots=True)
class Replay:
    """A round replayed; money in fen over the agreed quantities of the published winners."""

    name: str
    rulebook: str
    lots: tuple[Lot, ...]
    settled: tuple[Settled, ...]
    mismatches: tuple[Mismatch, ...]
    remarks: tuple[Fault, ...]
    seconds: float

    @property
    def winners_reproduced(self) -> int:
        """Products whose winners are the published ones."""
        return sum(lot.winners_reproduced for lot in self.lots)

    @property
    def reproduced_on_assumption(self) -> int:
        """Those among them for which the replay had to assume something."""
        return sum(lot.winners_reproduced and bool(lot.assumptions) for lot in self.lots)

    @property
    def region_counts_reproduced(self) -> int:
        """Awarded products whose numbers of regions are those of the rule, in any order."""
        return sum(lot.counts_reproduced for lot in self.lots)

    @property
    def published_spend(self) -> int:
        """Fen under the allocation that was published."""
        return sum(one.published_spend for one in self.settled)

    @property
    def pick_order_spend(self) -> int:
        """Fen when every winner in turn picks the largest region left."""
        return sum(one.pick_order_spend for one in self.settled)

    @property
    def optimised_spend(self) -> int:
        """Fen under the plans of least spend."""
        return sum(one.allocation.spend for one in self.settled)

    @property
    def saving(self) -> Fraction:
        """1 − optimized / published."""
        if not self.published_spend:
            return Fraction(0)
        return 1 - Fraction(self.optimised_spend, self.published_spend)
