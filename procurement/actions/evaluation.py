"""Evaluating the opened bids: a verdict with its clause for every one."""

from datetime import datetime

from procurement.actions.rounds import law, subject
from procurement.rules import selection
from procurement.rules.rights import Actor, require
from procurement.store.database import Store


def evaluate(store: Store, actor: Actor, round_id: int, at: datetime) -> int:
    """Rank, shortlist and select in every product; returns the number of winners (拟中选)."""
    require(actor, "evaluate")
    with store.transaction() as db:
        round_ = db.rounds.advance(round_id, "evaluate")
        rules, bids = law(round_), db.evaluations.bids(round_id)
        verdicts = [
            verdict
            for product in db.catalogue.products(round_id).values()
            for verdict in selection.evaluate(product, bids.get(product.code, ()), rules)
        ]
        db.evaluations.keep_verdicts(round_id, verdicts)
        winners = sum(verdict.won for verdict in verdicts)
        db.audit.record(
            "bids evaluated",
            subject(round_),
            by=actor.login,
            at=at,
            verdicts=len(verdicts),
            winners=winners,
        )
        return winners
