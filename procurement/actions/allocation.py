"""Allocating regions: a run makes the pick order and the cheapest plan; the officer chooses."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from procurement.actions import queue, region_plans, unit_plans
from procurement.actions.papers import Progress
from procurement.actions.queue import Result, Task
from procurement.actions.region_plans import PICKED, Regions
from procurement.actions.rounds import law, subject
from procurement.actions.unit_plans import Units
from procurement.rules import canon, schemes
from procurement.rules.phases import Phase, WrongPhase
from procurement.rules.rights import Actor, require
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Db, Store
from procurement.store.rounds import RoundRow
from procurement.store.runs import RunKind, RunState
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
        number = db.runs.ask(round_id, plans(db, round_).size, actor.login, at)
        db.audit.record("allocation asked", subject(round_), by=actor.login, at=at, run=number)
        return number


def plans(db: Db, round_: RoundRow) -> Regions | Units:
    """What the plans of a round are made of: regions to share out, or leftover to assign."""
    rules = law(db, round_)
    if schemes.by_regions(rules):
        return region_plans.load(db, round_, rules)
    return unit_plans.load(db, round_, rules)


def problems(db: Db, round_: RoundRow) -> list[Problem]:
    """What the solver is asked: one problem for every product whose winners share out regions."""
    facts = plans(db, round_)
    return [lot.problem for lot in facts.lots] if isinstance(facts, Regions) else []


def work(store: Store, at: datetime, workers: int = 2) -> bool:
    """Take the oldest run in the queue and carry it out; ``False`` when there is none."""

    def do(task: Task, progress: Progress) -> Result:
        with store.transaction() as db:
            facts = plans(db, db.rounds.get(task.round_id))
        return {"lots": facts.solve(workers, progress)}

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


def plans_of(lots: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The plans of a run: what the winners picked too, where they did."""
    picked = bool(lots) and all(PICKED in lot for lot in lots)
    return (*PLANS, PICKED) if picked else PLANS


def choose(store: Store, actor: Actor, round_id: int, run_id: int, plan: str, at: datetime) -> None:
    """The officer's choice between the plans of a finished run."""
    require(actor, "allocate")
    with store.transaction() as db:
        run = db.runs.get(run_id)
        of_round = run.round_id == round_id and run.kind is RunKind.ALLOCATION
        done = of_round and run.state is RunState.DONE
        if not done or plan not in plans_of((run.result or {})["lots"]):
            text = Text(
                "请选择本轮次已完成的分配运算中的一个方案。",
                "Choose one of the plans of a finished run of this round.",
            )
            raise Refused([Fault("plan", "plan", text)])
        round_ = db.rounds.advance(round_id, "allocate")
        round_.run_id, round_.plan = run_id, plan
        kept = (run.result or {})["lots"]
        db.audit.record(
            "plan chosen",
            subject(round_),
            by=actor.login,
            at=at,
            run=run_id,
            plan=plan,
            spend=sum(lot[plan]["spend"] for lot in kept),
            other_spend={name: sum(lot[name]["spend"] for lot in kept) for name in PLANS},
        )
