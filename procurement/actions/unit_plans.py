"""Leftover volume of every hospital (待分配量): the two proposals of a run, and what is agreed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from procurement.actions.papers import Progress
from procurement.rules import linkage, moves, proposals, unit_awards
from procurement.rules.awards import Award
from procurement.rules.contracts import Agreement
from procurement.rules.linkage import Selected
from procurement.rules.moves import Move
from procurement.rules.rulebook import UnitRules
from procurement.rules.text import Refused
from procurement.rules.unit_awards import Assignment
from procurement.store.database import Db
from procurement.store.leftover import read, rows
from procurement.store.rounds import RoundRow

PROPOSALS = {"draft": proposals.pro_rata, "best": proposals.least_spend}
"""What a hospital's own demand suggests, which holds where it does not choose; the least spend."""


@dataclass(frozen=True, slots=True)
class Units:
    """A round by competition units after its evaluation, and what hospitals have to assign.

    ``confirmed`` are the moves of every hospital that chose, by its code; ``kept`` the lots of
    the run whose proposal was chosen for the others.
    """

    rules: UnitRules
    assigned: Assignment
    confirmed: Mapping[str, tuple[Move, ...]]
    kept: Sequence[Mapping[str, Any]] = ()

    @property
    def categories(self) -> dict[str, tuple[Selected, ...]]:
        """The winners by category code, in each the lowest price first."""
        return dict(sorted(linkage.categories(self.assigned.winners).items()))

    @property
    def size(self) -> int:
        """How many categories there are to plan for."""
        return len(self.categories)

    def solve(self, workers: int, progress: Progress) -> list[dict[str, Any]]:  # noqa: ARG002 - one signature for all plans
        """Both proposals as they are kept, category by category; the hospitals decide."""
        assigned, rules = self.assigned, self.rules
        made = {
            plan: propose(assigned.winners, assigned.splits, assigned.pools, rules)
            for plan, propose in PROPOSALS.items()
        }
        awarded = {plan: awards(self, found) for plan, found in made.items()}
        kept = []
        for done, (code, winners) in enumerate(self.categories.items(), start=1):
            own = [split for split in assigned.splits if split.product == code]
            kept.append(
                {
                    "product": code,
                    "firms": [one.bid.firm for one in winners],
                    "base": [
                        sum(split.base for split in own if split.firm == one.bid.firm)
                        for one in winners
                    ],
                    "demand": sum(split.demand for split in own),
                    "leftover": sum(split.leftover for split in own),
                    "uncommitted": sum(split.uncommitted for split in own),
                }
                | {plan: _planned(code, winners, made[plan], awarded[plan]) for plan in PROPOSALS}
            )
            progress(done, len(self.categories))
        return kept

    def standing(self, round_: RoundRow) -> tuple[Move, ...]:
        """What holds: the hospital's own choice, and the chosen proposal where it made none."""
        assert round_.plan is not None
        kept = [row for lot in self.kept for row in lot[round_.plan]["moves"]]
        proposed = [one for one in read(kept) if one.place.hospital not in self.confirmed]
        return (*proposed, *(one for chosen in self.confirmed.values() for one in chosen))

    def awarded(self, round_: RoundRow) -> list[Award]:
        """The awards of what holds, checked against what was bid and reported."""
        return list(awards(self, checked(self, self.standing(round_))))

    def agreements(self, round_: RoundRow) -> tuple[Agreement, ...]:
        """Every hospital's base, and what it assigns anew, with the winners themselves."""
        found = checked(self, self.standing(round_))
        return unit_awards.agreements(self.assigned, found, self.rules)


def load(db: Db, round_: RoundRow, rules: UnitRules) -> Units:
    """Refused when a winner has no volume by the rulebook's table."""
    number = round_.number
    products = list(db.catalogue.products(number).values())
    bids = [bid for opened in db.evaluations.bids(number).values() for bid in opened]
    verdicts = [one for kept in db.evaluations.verdicts(number).values() for one in kept]
    if found := linkage.faults(linkage.selected(products, bids, verdicts), rules):
        raise Refused(found)
    serves = {
        (one.product, one.firm): one.serves for one in db.catalogue.entries(number) if one.serves
    }
    demand = db.demand.single(number)
    kept = (db.runs.get(round_.run_id).result or {})["lots"] if round_.run_id else ()
    return Units(
        rules,
        unit_awards.assignment(products, bids, demand, verdicts, rules, serves),
        db.leftover.of_round(number),
        kept,
    )


def _planned(
    code: str, winners: Sequence[Selected], found: Sequence[Move], made: Sequence[Award]
) -> dict[str, Any]:
    """One category under a proposal: what moves to its winners, and their volume and money."""
    own = {award.firm: award for award in made if award.product == code}
    return {
        "moves": rows(move for move in found if move.receiver[0] == code),
        "spend": sum(award.amount for award in own.values()),
        "volumes": [own[one.bid.firm].quantity for one in winners],
        "amounts": [own[one.bid.firm].amount for one in winners],
    }


def checked(units: Units, found: Sequence[Move]) -> tuple[Move, ...]:
    """The moves, checked again in whole units; refused with everything they break."""
    one = units.assigned
    if broken := moves.faults(one.winners, one.splits, one.pools, found, units.rules):
        raise Refused(broken)
    return tuple(found)


def awards(units: Units, found: Sequence[Move]) -> tuple[Award, ...]:
    return unit_awards.awards(units.assigned, found, units.rules)
