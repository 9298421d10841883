"""Signing: every hospital's agreed volume with the winner that supplies it."""

from collections.abc import Sequence
from datetime import date, datetime

from procurement.actions import telling, unit_plans
from procurement.actions.rounds import law, subject
from procurement.rules import contracts, reports, schemes
from procurement.rules.contracts import Agreement
from procurement.rules.notices import Kind
from procurement.rules.rights import Actor, require
from procurement.store.database import Db, Store


def sign(store: Store, actor: Actor, round_id: int, start: date, at: datetime) -> int:
    """Make the agreements of every hospital; returns their number.

    ``start`` is the first day of the agreement year (协议年度).
    """
    require(actor, "sign")
    with store.transaction() as db:
        round_ = db.rounds.advance(round_id, "sign")
        round_.agreement_start = start
        rules = law(db, round_)
        if schemes.by_regions(rules):
            made: Sequence[Agreement] = _by_regions(db, round_id)
        else:
            made = unit_plans.load(db, round_, rules).agreements(round_)
        db.agreements.keep(round_id, made)
        telling.firms(db, round_id, Kind.CONTRACTS_SIGNED, at, "/result")
        telling.hospitals(db, round_id, Kind.CONTRACTS_SIGNED, at, "/contract")
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


def _by_regions(db: Db, round_id: int) -> list[Agreement]:
    """Every award split over the hospitals of its regions, and over those that named its brand."""
    awards = db.awards.of_round(round_id)
    winners = {(award.product, award.firm) for award in awards if award.lines}
    region_of = {code: one.region for code, one in db.parties.hospitals().items()}
    asked = db.demand.by_hospital(round_id)
    open_to_all = reports.by_place(
        [one for one in asked if (one.product, one.brand) not in winners], region_of
    )
    named = {
        firm: reports.by_place([one for one in asked if one.brand == firm], region_of)
        for _, firm in winners
    }
    return [
        agreement
        for award in awards
        for agreement in contracts.agreements(award, open_to_all, named.get(award.firm))
    ]
