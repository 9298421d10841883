"""A hospital assigns its leftover volume (待分配量确认): what was proposed is only a proposal."""

from collections.abc import Sequence
from datetime import datetime

from procurement.actions import unit_plans
from procurement.actions.rounds import law, subject
from procurement.actions.unit_plans import Units
from procurement.rules import moves as move_rules
from procurement.rules import schemes
from procurement.rules.moves import Move
from procurement.rules.phases import WrongPhase
from procurement.rules.rights import Actor, require
from procurement.rules.text import Refused
from procurement.store.database import Db, Store
from procurement.store.rounds import NotFound, RoundRow


def confirm(store: Store, actor: Actor, round_id: int, moves: Sequence[Move], at: datetime) -> None:
    """Keep how a hospital assigns all its leftover, in place of what was proposed for it.

    Refused with everything it breaks: a receiver that is barred, a pool not assigned to the last
    unit, a capacity that others have used.
    """
    require(actor, "confirm_leftover", actor.party)
    with store.transaction() as db:
        round_ = db.rounds.advance(round_id, "confirm_leftover")
        units = of(db, round_)
        others = [one for one in units.standing(round_) if one.place.hospital != actor.party]
        one = units.assigned
        if broken := move_rules.faults(
            one.winners, one.splits, one.pools, [*others, *moves], units.rules
        ):
            raise Refused(broken)
        db.leftover.keep(round_id, actor.party, moves, actor.login, at)
        db.audit.record(
            "leftover confirmed",
            subject(round_),
            by=actor.login,
            at=at,
            hospital=actor.party,
            units=sum(one.units for one in moves),
        )


def of(db: Db, round_: RoundRow) -> Units:
    """What hospitals assign in a round; NotFound where winners share out regions instead."""
    rules = law(db, round_)
    if schemes.by_regions(rules):
        raise NotFound(f"leftover of round {round_.number}")
    if round_.plan is None:
        raise WrongPhase(round_.phase, "confirm_leftover")
    return unit_plans.load(db, round_, rules)
