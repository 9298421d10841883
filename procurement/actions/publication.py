"""Publishing the results: the chosen plan becomes the award of every winner."""

from datetime import datetime

from procurement.actions import allocation
from procurement.actions.rounds import law, subject
from procurement.rules import awards
from procurement.rules.awards import Award, Method
from procurement.rules.rights import Actor, require
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Db, Store
from procurement.store.rounds import RoundRow
from solver import check
from solver.plan import Plan

METHODS = {"draft": Method.PICK_ORDER, "best": Method.LEAST_SPEND}


def publish(store: Store, actor: Actor, round_id: int, at: datetime) -> int:
    """Make the chosen plan the award of every winner, for good; returns the number of awards.

    The plan is checked again, in whole numbers, against what was bid and reported.
    """
    require(actor, "publish")
    with store.transaction() as db:
        round_ = db.rounds.advance(round_id, "publish")
        made = _awards(db, round_)
        db.awards.keep(round_id, made)
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


def _awards(db: Db, round_: RoundRow) -> list[Award]:
    assert round_.run_id is not None
    assert round_.plan is not None
    rules, demand = law(round_), db.demand.base(round_.number)
    products, bids = db.catalogue.products(round_.number), db.evaluations.bids(round_.number)
    lots = (db.runs.get(round_.run_id).result or {})["lots"]
    plans = {
        lot["product"]: Plan(lot["product"], tuple(lot[round_.plan]["suppliers"])) for lot in lots
    }
    made: list[Award] = []
    broken: list[Fault] = []
    for asked in allocation.problems(db, round_):
        plan = plans[asked.lot]
        broken += [_fault(asked.lot, one) for one in check.faults(asked, plan)]
        by_firm = {bid.firm: bid for bid in bids[asked.lot]}
        winners = [by_firm[offer.name] for offer in asked.offers]
        method = METHODS[round_.plan]
        if not broken:
            made += awards.award(products[asked.lot], winners, demand, rules, plan, method)
    if broken:
        raise Refused(broken)
    return made


def _fault(lot: str, broken: check.Broken) -> Fault:
    text = Text(
        f"分配方案不符合规则“{broken.rule}”（{broken.place}，相差{broken.by}），请重新运算。",
        f"The plan breaks the rule {broken.rule} at {broken.place} by {broken.by}; run it again.",
    )
    return Fault(broken.rule, lot, text)
