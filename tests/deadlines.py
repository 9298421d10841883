"""A deadline that comes sooner: moved and recorded as two people move it, but without notice."""

from procurement.actions.rounds import subject
from procurement.rules import canon


def move(store, number, due, by="officer2"):
    with store.transaction() as db:
        round_ = db.rounds.get(number, lock=True)
        round_.bids_close_at = due
        after = {"bids_close_at": canon.instant(due)}
        where = subject(round_)
        db.audit.record("change consented", where, by=by, at=due, kind="deadline", after=after)


def tamper(store, number, due):
    """What a database administrator can do: the row alone."""
    with store.transaction() as db:
        db.rounds.get(number, lock=True).bids_close_at = due
