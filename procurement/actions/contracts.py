"""Signing: every hospital's agreed volume with the winner that supplies its region."""

from datetime import date, datetime

from procurement.actions.rounds import subject
from procurement.rules import contracts, reports
from procurement.rules.rights import Actor, require
from procurement.store.database import Store


def sign(store: Store, actor: Actor, round_id: int, start: date, at: datetime) -> int:
    """Split every award over the hospitals of its regions; returns the number of agreements.

    ``start`` is the first day of the agreement year (协议年度).
    """
    require(actor, "sign")
    with store.transaction() as db:
        round_ = db.rounds.advance(round_id, "sign")
        round_.agreement_start = start
        region_of = {code: one.region for code, one in db.parties.hospitals().items()}
        reported = reports.by_place(db.demand.by_hospital(round_id), region_of)
        made = [
            agreement
            for award in db.awards.of_round(round_id)
            for agreement in contracts.agreements(award, reported)
        ]
        db.agreements.keep(round_id, made)
        db.audit.record(
            "contracts signed",
            subject(round_),
            by=actor.login,
            at=at,
            agreements=len(made),
            units=sum(one.agreed_quantity for one in made),
            fen=sum(one.amount for one in made),
        )
        return len(made)
