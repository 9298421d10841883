"""Allocating regions: a run makes the pick order and the cheapest plan; the officer chooses."""

from datetime import datetime
from typing import Any

from procurement.actions import explanation, queue
from procurement.actions.papers import Progress
from procurement.actions.queue import Result, Task
from procurement.actions.rounds import law, subject
from procurement.exchange import certificates
from procurement.rules import awards, canon
from procurement.rules.phases import Phase, WrongPhase
from procurement.rules.rights import Actor, require
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Db, Store
from procurement.store.rounds import RoundRow
from procurement.store.runs import RunKind, RunState
from solver import allocate, draft, plan
from solver.plan import Plan
from solver.problem import Problem

PLANS = ("draft", "best")
"""The official pick order, and the plan of least spend with the same number of regions."""

WORKER = "worker"
"""Who carries out runs, in the audit chain."""


def ask(store: Store, actor: Actor, round_id: int, at: datetime) -> int:
    """Put an allocation run in the queue; returns its number. A run still waiting is kept."""
    require(actor, "allocate")
    with store.transaction() as db:
        round_ = db.rounds.get(round_id, lock=True)
        if round_.phase not in {Phase.EVALUATED, Phase.ALLOCATED}:
            raise WrongPhase(round_.phase, "allocate")
        for run in db.runs.of_round(round_id):
            if run.under_way:
                return run.number
        number = db.runs.ask(round_id, len(problems(db, round_)), actor.login, at)
        db.audit.record("allocation asked", subject(round_), by=actor.login, at=at, run=number)
        return number


def problems(db: Db, round_: RoundRow) -> list[Problem]:
    """What the solver is asked: one problem for every product with winners."""
    rules, demand = law(round_), db.demand.base(round_.number)
    bids, verdicts = db.evaluations.bids(round_.number), db.evaluations.verdicts(round_.number)
    asked = []
    for product in db.catalogue.products(round_.number).values():
        by_firm = {bid.firm: bid for bid in bids.get(product.code, ())}
        ranked = verdicts.get(product.code, ())
        if winners := [by_firm[verdict.firm] for verdict in ranked if verdict.won]:
            asked.append(awards.problem(product, winners, demand, rules))
    return asked


def work(store: Store, at: datetime, workers: int = 2) -> bool:
    """Take the oldest run in the queue and carry it out; ``False`` when there is none."""

    def do(task: Task, progress: Progress) -> Result:
        with store.transaction() as db:
            round_ = db.rounds.get(task.round_id)
            asked, picks = problems(db, round_), law(round_).priority_picks
            rulebook = {"id": round_.rulebook, "sha256": round_.rulebook_sha256}
            names = {code: firm.name for code, firm in db.parties.firms().items()}
        try:
            answers = allocate.allocate_all(asked, workers=workers, on_done=progress)
        except allocate.Infeasible as none:
            lots = [lot for lot in asked if lot.lot in none.lots]
            raise explanation.refusal(lots, names, workers) from none
        return {
            "lots": [
                _lot(*pair, picks) | {"certificate": certificates.made(*pair, rulebook)}
                for pair in zip(asked, answers, strict=True)
            ]
        }

    def record(db: Db, number: int, result: Result) -> None:
        db.audit.record(
            "allocation finished",
            subject(db.rounds.get(db.runs.get(number).round_id)),
            by=WORKER,
            at=at,
            run=number,
            sha256=canon.digest(canon.encode(result)),
            spend={plan: sum(lot[plan]["spend"] for lot in result["lots"]) for plan in PLANS},
        )

    return queue.carry_out(store, RunKind.ALLOCATION, at, do, record)


def _lot(asked: Problem, answer: allocate.Allocation, priority_picks: int) -> dict[str, Any]:
    """One lot of a run as it is kept: both plans, their money, and how the best one was proved."""
    picked = draft.pick(asked, priority_picks)
    return {
        "product": asked.lot,
        "firms": [offer.name for offer in asked.offers],
        "regions": list(asked.regions),
        "draft": {
            "suppliers": list(picked.plan.suppliers),
            "spend": plan.spend(asked, picked.plan),
            "volumes": list(plan.volumes(asked, picked.plan)),
            "amounts": _amounts(asked, picked.plan),
        },
        "best": {
            "suppliers": list(answer.plan.suppliers),
            "spend": answer.spend,
            "volumes": list(plan.volumes(asked, answer.plan)),
            "amounts": _amounts(asked, answer.plan),
            "proven": answer.proven,
            "bound": answer.bound,
            "cross_check_spend": answer.cross_check_spend,
            "engines": [answer.engine, answer.cross_check_engine],
        },
    }


def _amounts(asked: Problem, plan: Plan) -> list[int]:
    """What each winner is paid under a plan, in fen, by rank."""
    return [
        sum(cost[place] for place, supplier in enumerate(plan.suppliers) if supplier == index)
        for index, cost in enumerate(asked.cost)
    ]


def choose(store: Store, actor: Actor, round_id: int, run_id: int, plan: str, at: datetime) -> None:
    """The officer's choice between the two plans of a finished run."""
    require(actor, "allocate")
    with store.transaction() as db:
        run = db.runs.get(run_id)
        of_round = run.round_id == round_id and run.kind is RunKind.ALLOCATION
        if not of_round or run.state is not RunState.DONE or plan not in PLANS:
            text = Text(
                "请选择本轮次已完成的分配运算中的一个方案。",
                "Choose one of the plans of a finished run of this round.",
            )
            raise Refused([Fault("plan", "plan", text)])
        round_ = db.rounds.advance(round_id, "allocate")
        round_.run_id, round_.plan = run_id, plan
        lots = (run.result or {})["lots"]
        db.audit.record(
            "plan chosen",
            subject(round_),
            by=actor.login,
            at=at,
            run=run_id,
            plan=plan,
            spend=sum(lot[plan]["spend"] for lot in lots),
            other_spend={name: sum(lot[name]["spend"] for lot in lots) for name in PLANS},
        )
