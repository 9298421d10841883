"""How far a round's agreed volume is used."""

from datetime import date

from procurement.exchange import rulebooks
from procurement.rules import money, progress
from procurement.rules.progress import Line, Received
from procurement.rules.rulebook import UptakeRules
from procurement.store.database import Db

UPTAKE = "uptake-default"


def limits(day: date) -> UptakeRules:
    """The limits of alerts on a day."""
    return rulebooks.load(UPTAKE).at(day, UptakeRules)


def lines(db: Db, round_id: int, hospital: str | None = None) -> list[Line]:
    """Every agreement with what was received so far, of one hospital or of all."""
    region_of = {code: one.region for code, one in db.parties.hospitals().items()}
    months = db.usage.counted(round_id, hospital)
    received = [
        Received(
            month.hospital,
            month.used.product,
            month.used.spec,
            month.used.firm,
            month.used.quantity,
            money.cost(month.used.unit_price, month.used.quantity),
            month.used.winning,
        )
        for month in months
    ]
    reported = {month.hospital for month in months}
    agreements = db.agreements.of_round(round_id, hospital)
    return progress.lines(agreements, received, region_of, reported)
