"""How far a round's agreed volume is used."""

from datetime import date

from procurement.exchange import rulebooks
from procurement.rules import progress
from procurement.rules.progress import Line
from procurement.rules.rulebook import UptakeRules
from procurement.store.database import Db

UPTAKE = "uptake-default"


def limits(day: date) -> UptakeRules:
    """The limits of alerts on a day."""
    return rulebooks.load(UPTAKE).at(day, UptakeRules)


def lines(
    db: Db, round_id: int, hospital: str | None = None, until: date | None = None
) -> list[Line]:
    """Every agreement with what was received, of one hospital or of all.

    Of the months up to ``until`` (their first days), or of every month reported so far.
    """
    region_of = {code: one.region for code, one in db.parties.hospitals().items()}
    received = db.usage.totals(round_id, hospital, until)
    reported = {row.hospital for row in received}
    agreements = db.agreements.of_round(round_id, hospital)
    return progress.lines(agreements, received, region_of, reported)
