"""Publishing the results: awards to the unit, then the documents that say so."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime

from procurement.actions.rounds import law, subject
from procurement.exchange import dossier, letters, paper
from procurement.exchange.documents import Document
from procurement.exchange.dossier import Dossier
from procurement.rules import awards
from procurement.rules.awards import Award, Method
from procurement.rules.dates import local_day
from procurement.rules.phases import PUBLIC, WrongPhase
from procurement.rules.rights import Actor, require
from procurement.store.database import Db, Store
from procurement.store.papers import Paper
from procurement.store.rounds import RoundRow
from solver.problem import Plan

METHODS = {"draft": Method.PICK_ORDER, "best": Method.LEAST_SPEND}
type Asked = tuple[str, str, Document]  # kind, party, what to print
type Progress = Callable[[int, int], None]


def publish(store: Store, actor: Actor, round_id: int, at: datetime) -> int:
    """Make the chosen plan the award of every winner, for good; returns the number of awards."""
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
    made: list[Award] = []
    for lot in (db.runs.get(round_.run_id).result or {})["lots"]:
        by_firm = {bid.firm: bid for bid in bids[lot["product"]]}
        winners = [by_firm[firm] for firm in lot["firms"]]
        plan = Plan(lot["product"], tuple(lot[round_.plan]["suppliers"]))
        method = METHODS[round_.plan]
        made += awards.award(products[lot["product"]], winners, demand, rules, plan, method)
    return made


def results(facts: Dossier, day: date) -> list[Asked]:
    """The notice, a letter for every winner and one for every loser."""
    return [
        ("award_notice", "", letters.award_notice(facts, day)),
        *(("award_letter", one.firm_code, one) for one in letters.award_letters(facts, day)),
        *(("result_letter", one.firm_code, one) for one in letters.result_letters(facts, day)),
    ]


def issue_results(
    store: Store, actor: Actor, round_id: int, at: datetime, on_done: Progress | None = None
) -> int:
    """Print and keep the notice, a letter for every winner and one for every loser."""
    require(actor, "publish")
    with store.transaction() as db:
        facts = dossier.load(db, round_id)
    law(facts.round)
    if facts.round.phase not in PUBLIC:
        raise WrongPhase(facts.round.phase, "publish")
    return issue(store, actor, round_id, results(facts, local_day(at)), at, on_done)


def issue(
    store: Store,
    actor: Actor,
    round_id: int,
    asked: Iterable[Asked],
    at: datetime,
    on_done: Progress | None = None,
) -> int:
    """Print documents, given with their kind and party, and keep them with their hashes.

    What was issued before stays as it was; returns the number of new documents. Those who call
    have asked for the right.
    """
    with store.transaction() as db:
        issued = db.papers.issued(round_id)
    new = [one for one in asked if one[:2] not in issued]
    printed = paper.render_all([document for _, _, document in new], on_done=on_done)
    papers = [
        Paper(kind, party, name, content, hashlib.sha256(content).hexdigest())
        for (kind, party, _), (name, content) in zip(new, printed, strict=True)
    ]
    with store.transaction() as db:
        round_ = db.rounds.get(round_id, lock=True)
        if kept := db.papers.keep(round_id, papers, at):
            db.audit.record(
                "documents issued",
                subject(round_),
                by=actor.login,
                at=at,
                sha256={one.name: one.sha256 for one in kept},
            )
        return len(kept)
