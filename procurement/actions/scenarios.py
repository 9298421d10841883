"""Scenarios of a round: what other rules would make of it; they change nothing and are audited."""

from collections.abc import Sequence
from datetime import datetime

from procurement.actions import allocation, queue
from procurement.actions.papers import Progress
from procurement.actions.queue import Result, Task
from procurement.actions.rounds import law, subject
from procurement.exchange import rulebooks, scenario
from procurement.exchange.scenario_facts import Lot, document
from procurement.rules import canon, schemes
from procurement.rules.phases import IN_ORDER, Phase, WrongPhase
from procurement.rules.rights import Actor, require
from procurement.rules.scenario_requests import parse
from procurement.store.database import Db, Store
from procurement.store.rounds import NotFound, RoundRow
from procurement.store.runs import RunKind
from solver import draft

EVALUATED = frozenset(IN_ORDER[IN_ORDER.index(Phase.EVALUATED) :])
"""Winners are known: there is something to share out, even when it was shared out already."""


def ask(store: Store, actor: Actor, round_id: int, texts: Sequence[str], at: datetime) -> int:
    """Put scenarios in the queue, a text of settings each; returns the run's number.

    The same ones still waiting are kept. Refused with every fault of the settings; NotFound in a
    round whose winners share out no regions.
    """
    require(actor, "allocate")
    asked = [one.name for one in parse(texts)]
    with store.transaction() as db:
        round_ = db.rounds.get(round_id, lock=True)
        if not schemes.shares_regions(rulebooks.load(round_.rulebook)):
            raise NotFound(f"scenarios of round {round_id}")
        if round_.phase not in EVALUATED:
            raise WrongPhase(round_.phase, "allocate")
        for run in db.runs.of_round(round_id, RunKind.SCENARIO):
            if run.under_way and run.parameters["settings"] == asked:
                return run.number
        number = db.runs.ask(
            round_id,
            len(allocation.problems(db, round_)) * (1 + len(asked)),
            actor.login,
            at,
            RunKind.SCENARIO,
            {"settings": asked},
        )
        db.audit.record(
            "scenario asked", subject(round_), by=actor.login, at=at, run=number, settings=asked
        )
        return number


def lots(db: Db, round_: RoundRow) -> tuple[Lot, ...]:
    """The round's products with winners, and what the pick order gives."""
    products, rules = db.catalogue.products(round_.number), law(db, round_)
    assert schemes.by_regions(rules)
    picks = rules.priority_picks
    return tuple(
        Lot(products[problem.lot].name, problem, draft.pick(problem, picks).plan)
        for problem in allocation.problems(db, round_)
    )


def work(store: Store, at: datetime, workers: int = 2) -> bool:
    """Take the oldest such run and work it out; ``False`` when there is none."""

    def do(task: Task, progress: Progress) -> Result:
        with store.transaction() as db:
            found = lots(db, db.rounds.get(task.round_id))
        asked = parse(task.parameters["settings"])
        return document(scenario.compare(found, asked, workers=workers, on_done=progress))

    def record(db: Db, number: int, result: Result) -> None:
        db.audit.record(
            "scenario finished",
            subject(db.rounds.get(db.runs.get(number).round_id)),
            by=allocation.WORKER,
            at=at,
            run=number,
            sha256=canon.digest(canon.encode(result)),
            spend=[row["figures"] and row["figures"]["spend_fen"] for row in result["scenarios"]],
        )

    return queue.carry_out(store, RunKind.SCENARIO, at, do, record)
