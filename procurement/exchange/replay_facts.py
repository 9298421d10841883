"""What a replay finds: products settled four ways, differences with reasons, and the totals."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from procurement.exchange.replay_lots import Lot
from procurement.rules.text import Fault, Text
from solver.allocate import Allocation
from solver.improve import difference
from solver.plan import Plan
from solver.problem import Problem


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something that came out otherwise than published, and why as far as the facts show."""

    product: str
    name: str
    what: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Change:
    """How many regions and winners of a product, or of all products together."""

    regions: int
    winners: int


@dataclass(frozen=True, slots=True)
class Settled:
    """A product with winners, and its four plans in fen over the agreed quantities.

    ``pick_order`` has the numbers of regions the rules give each rank. The least spend keeps the
    number published for each winner, and the linkage. ``no_loser`` is the cheapest plan found in
    which no winner gets less than by the pick order (see ``replay_plans``).
    """

    lot: Lot
    problem: Problem
    published: Plan
    published_spend: int
    pick_order: Plan
    pick_order_spend: int
    allocation: Allocation
    no_loser: Allocation | None
    checker_faults: tuple[str, ...]
    no_loser_faults: tuple[str, ...]

    @property
    def same_counts(self) -> bool:
        """Pick order and least spend give every rank the same number of regions."""
        return self.lot.published_counts == self.lot.rule_counts

    @property
    def no_loser_spend(self) -> int:
        """Fen when no winner loses; that of the pick order itself where nothing else was found."""
        return self.no_loser.spend if self.no_loser else self.pick_order_spend

    @property
    def no_loser_bound(self) -> int:
        """No plan in which no winner loses is proved to cost less fen."""
        return self.no_loser.bound if self.no_loser else 0

    @property
    def everything(self) -> Change:
        """All regions and winners."""
        return Change(len(self.problem.regions), len(self.problem.offers))

    @property
    def published_change(self) -> Change:
        """What the published plan changes in the pick order."""
        return self._change(self.published)

    @property
    def least_spend_change(self) -> Change:
        """What the plan of least spend changes in the pick order."""
        return self._change(self.allocation.plan)

    @property
    def no_loser_change(self) -> Change:
        """What the plan in which no winner loses changes in the pick order."""
        return self._change(self.no_loser.plan if self.no_loser else self.pick_order)

    def _change(self, plan: Plan) -> Change:
        found = difference(self.problem, self.pick_order, plan)
        return Change(len(found.regions), found.offers)


@dataclass(frozen=True, slots=True)
class Replay:
    """A round replayed; money in fen over the agreed quantities of the published winners.

    ``allowance`` is the part of its pick-order volume a winner may lose where no winner loses.
    """

    name: str
    rulebook: str
    allowance: Fraction
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
    def no_loser_spend(self) -> int:
        """Fen under the plans in which no winner loses."""
        return sum(one.no_loser_spend for one in self.settled)

    @property
    def saving(self) -> Fraction:
        """1 − optimized / published."""
        return saved(self.optimised_spend, self.published_spend)

    @property
    def pick_order_saving(self) -> Fraction:
        """1 − pick order / published."""
        return saved(self.pick_order_spend, self.published_spend)

    @property
    def no_loser_saving(self) -> Fraction:
        """1 − no winner loses / pick order."""
        return saved(self.no_loser_spend, self.pick_order_spend)

    @property
    def no_loser_gap(self) -> Fraction:
        """How much more, at most, plans in which no winner loses could save, as a part of these."""
        return saved(sum(one.no_loser_bound for one in self.settled), self.no_loser_spend)

    @property
    def published_change(self) -> Change:
        """What the published plans change in the pick order."""
        return _sum(one.published_change for one in self.settled)

    @property
    def least_spend_change(self) -> Change:
        """What the plans of least spend change in the pick order."""
        return _sum(one.least_spend_change for one in self.settled)

    @property
    def no_loser_change(self) -> Change:
        """What the plans in which no winner loses change in the pick order."""
        return _sum(one.no_loser_change for one in self.settled)

    @property
    def everything(self) -> Change:
        """All regions and winners there are."""
        return _sum(one.everything for one in self.settled)


def saved(spend: int, instead_of: int) -> Fraction:
    """The part of a spend that another saves; nothing where nothing is spent."""
    return 1 - Fraction(spend, instead_of) if instead_of else Fraction(0)


def _sum(changes: Iterable[Change]) -> Change:
    found = tuple(changes)
    return Change(sum(one.regions for one in found), sum(one.winners for one in found))
