"""Evaluating the opened bids: a verdict with its clause for every one, and accepted revivals."""

from datetime import datetime

from procurement.actions.rounds import demand, law, subject
from procurement.rules import money, schemes
from procurement.rules.rights import Actor, require
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Db, Store
from procurement.store.rounds import RoundRow


def evaluate(store: Store, actor: Actor, round_id: int, at: datetime) -> int:
    """Rank, shortlist and select in every product; returns the number of winners (拟中选)."""
    require(actor, "evaluate")
    with store.transaction() as db:
        return _evaluate(db, db.rounds.advance(round_id, "evaluate"), actor, at)


def _evaluate(db: Db, round_: RoundRow, actor: Actor, at: datetime) -> int:
    rules, bids = law(db, round_), db.evaluations.bids(round_.number)
    verdicts = schemes.evaluate(
        db.catalogue.products(round_.number).values(),
        [bid for opened in bids.values() for bid in opened],
        demand(db, round_, rules),
        rules,
        db.evaluations.accepted(round_.number),
    )
    db.evaluations.keep_verdicts(round_.number, verdicts)
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


def record_acceptance(
    store: Store, actor: Actor, round_id: int, product: str, firm: str, at: datetime
) -> int:
    """Keep that a firm accepted its revival price (复活), and evaluate again.

    Refused unless the evaluation offers it one. Returns the number of winners.
    """
    require(actor, "record_acceptance")
    with store.transaction() as db:
        round_ = db.rounds.advance(round_id, "record_acceptance")
        offered = [
            verdict
            for verdict in db.evaluations.verdicts(round_id, firm).get(product, ())
            if verdict.revival_price is not None and not verdict.won
        ]
        if not offered or (product, firm) in db.evaluations.accepted(round_id):
            text = Text(
                "评审结果中没有可供该企业接受的复活价。",
                "The evaluation offers this firm no price to accept.",
            )
            raise Refused([Fault("revivals", f"{product} {firm}", text)])
        (verdict,) = offered
        assert verdict.revival_price is not None
        db.evaluations.accept(round_id, verdict, actor.login, at)
        db.audit.record(
            "acceptance recorded",
            subject(round_),
            by=actor.login,
            at=at,
            product=product,
            firm=firm,
            unit_price=money.show_price(verdict.revival_price, exact=True),
        )
        return _evaluate(db, round_, actor, at)
