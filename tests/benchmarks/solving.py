"""What modelling, proof and tie-break cost over the bare engine, on the real round's lots."""

import time

from procurement.exchange import rulebooks
from procurement.rules import awards, selection
from procurement.rules.rulebook import DrugRules
from seed.tenders import tender
from solver import engines, model
from solver.allocate import EFFORT, allocate, allocate_all
from solver.problem import Problem


def lots() -> list[Problem]:
    """The problems of the second national batch, under its own rules."""
    batch = tender("national-drug-2")
    rules = rulebooks.load(batch.rulebook).at(batch.bids_opened, DrugRules)
    found = []
    for product in batch.products:
        bids = {bid.firm: bid for bid in batch.bids if bid.product == product.code}
        verdicts = selection.evaluate(product, bids.values(), rules)
        if winners := [bids[verdict.firm] for verdict in verdicts if verdict.won]:
            found.append(awards.problem(product, winners, batch.demand, rules))
    return found


def bare(problems: list[Problem]) -> float:
    """Seconds of the exact engine alone, on programs that stand ready."""
    programs = [model.build(problem).lp for problem in problems]
    start = time.perf_counter()
    for program in programs:
        engines.solve(program, engines.Engine.CP_SAT, effort=EFFORT)
    return time.perf_counter() - start


def whole(problems: list[Problem]) -> float:
    """Seconds of everything: program, two engines, tie-break and check."""
    start = time.perf_counter()
    for problem in problems:
        allocate(problem)
    return time.perf_counter() - start


def shared(problems: list[Problem], workers: int) -> float:
    """Seconds of the whole round, fresh processes and their start included."""
    start = time.perf_counter()
    allocate_all(problems, workers=workers)
    return time.perf_counter() - start
