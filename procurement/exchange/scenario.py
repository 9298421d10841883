"""Compares scenarios on the lots of a round: the pick order, the cheapest plan, and each asked."""

from collections.abc import Sequence

from procurement.exchange import scenario_rows, scenario_solving
from procurement.exchange.scenario_facts import Comparison, Lot
from procurement.exchange.scenario_solving import Progress
from procurement.rules import scenarios
from procurement.rules.scenarios import Scenario
from procurement.rules.text import Fault, Refused, Text
from solver.faults import faults
from solver.problem import Problem


def compare(
    lots: Sequence[Lot],
    asked: Sequence[Scenario],
    *,
    workers: int = 2,
    seconds: float | None = None,
    on_done: Progress = lambda _done, _total: None,
) -> Comparison:
    """The pick order, the cheapest plan with its numbers of regions, and a row a scenario.

    A lot that has no plan in a scenario keeps its pick order there, and the row says why; a limit
    over the round that cannot be kept leaves a row without figures. ``seconds`` are what each
    engine may take for one goal of a lot. Refused without any lot, and with every number
    that is too large.
    """
    if not lots:
        text = Text("没有产品有中选企业。", "no product has a winner.")
        raise Refused([Fault("no_winner", "winners", text)])
    every = (Scenario(), *asked)
    problems = [
        tuple(scenarios.apply(lot.problem, lot.drafted, one) for lot in lots) for one in every
    ]
    _refuse_malformed(problems)
    plain = [some for one, some in zip(every, problems, strict=True) if one.max_share is None]
    distinct = tuple(dict.fromkeys(problem for some in plain for problem in some))
    done, total = len(distinct), len(distinct) + len(every) - len(plain)
    answers = scenario_solving.each(
        distinct, workers=workers, seconds=seconds, on_done=lambda part, _: on_done(part, total)
    )
    rows = [scenario_rows.pick_order(lots)]
    for one, some in zip(every, problems, strict=True):
        if one.max_share is None:
            own = [answers[problem] for problem in some]
            rows.append(scenario_rows.lot_by_lot(one, lots, some, own))
            continue
        answer = scenario_solving.together(lots, some, one.max_share, seconds)
        rows.append(scenario_rows.coupled(one, lots, answer))
        on_done(done := done + 1, total)
    return Comparison(tuple(lots), tuple(rows))


def _refuse_malformed(problems: Sequence[Sequence[Problem]]) -> None:
    found = dict.fromkeys(fault for some in problems for one in some for fault in faults(one))
    if found:
        raise Refused(
            Fault(
                fault.rule,
                f"{fault.lot}: {fault.place}",
                Text(f"数值过大或有误：{fault.found}。", f"too large or wrong: {fault.found}."),
            )
            for fault in found
        )
