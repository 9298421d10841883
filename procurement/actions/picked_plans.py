"""What winners picked as a plan of the allocation, beside the pick order and the least spend."""

from collections.abc import Mapping, Sequence

from procurement.rules import picking
from procurement.rules.picking import Lot
from procurement.rules.rulebook import DrugRules
from procurement.store.database import Db
from procurement.store.picks import PickingState
from solver.problem import Problem

type Takers = tuple[tuple[int, ...], ...]
"""By role, the winner of every region: its supplier, then its spares."""


def lots(problems: Sequence[Problem], rules: DrugRules) -> tuple[Lot, ...]:
    """What there is to pick: a single winner supplies every region, and has no choice."""
    return tuple(
        Lot(
            product=asked.lot,
            firms=tuple(offer.name for offer in asked.offers),
            regions=asked.regions,
            volume=asked.volume,
            counts=tuple(count.least for count in asked.counts),
            priority=rules.priority_picks,
            spares=rules.spare_suppliers or 0,
            capacity=tuple(offer.capacity for offer in asked.offers),
        )
        for asked in problems
        if len(asked.offers) > 1
    )


def picked(
    db: Db, round_id: int, problems: Sequence[Problem], rules: DrugRules
) -> Mapping[str, Takers]:
    """Who took which region of every product in the newest picking.

    Nothing unless it is finished, and about the same winners, volumes and numbers as now.
    """
    row = db.picks.newest(round_id)
    if row is None or row.state is not PickingState.FINISHED:
        return {}
    facts = row.facts()
    if lots(problems, rules) != tuple(facts.values()):
        return {}
    made = db.picks.made(row)
    alone: dict[str, Takers] = {asked.lot: ((0,) * len(asked.regions),) for asked in problems}
    return alone | {
        product: picking.takers(lot, [one.fact() for one in made[product]])
        for product, lot in facts.items()
    }
