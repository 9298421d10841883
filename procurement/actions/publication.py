"""Publishing the results: the chosen plan becomes the award of every winner."""

from datetime import datetime

from procurement.actions import allocation, telling
from procurement.actions.rounds import subject
from procurement.rules.notices import Kind
from procurement.rules.rights import Actor, require
from procurement.store.database import Store


def publish(store: Store, actor: Actor, round_id: int, at: datetime) -> int:
    """Make the chosen plan the award of every winner, for good; returns the number of awards.

    The plan is checked again, in whole numbers, against what was bid and reported.
    """
    require(actor, "publish")
    with store.transaction() as db:
        round_ = db.rounds.advance(round_id, "publish")
        made = allocation.plans(db, round_).awarded(round_)
        db.awards.keep(round_id, made)
        telling.firms(db, round_id, Kind.RESULT_PUBLISHED, at, "/result")
        telling.asked(db, round_, at)
        db.audit.record(
            "results published",
            subject(round_),
            by=actor.login,
            at=at,
            plan=round_.plan,
            awards=len(made),
            fen=sum(award.amount for award in made),
        )
        return len(made)
