"""The plans of a replay: as published, by the pick order, of least spend, and with no loser."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from procurement.exchange.replay_facts import Settled
from procurement.exchange.replay_lots import Lot
from procurement.rules.rulebook import DrugRules
from procurement.rules.text import Fault, Refused, Text
from solver import check, draft, improve
from solver.allocate import Allocation, BadProblem, Infeasible, NoPlan, allocate_all
from solver.engines import Limits
from solver.plan import spend
from solver.problem import Bounds, Linkage, Problem, exactly

Progress = Callable[[int, int], None]

NEAR = Fraction(1, 100_000)
"""A plan in which no winner loses is good enough this near to the proven bound."""

EFFORT = 1.0
"""The work usually allowed for one of them; most of what it saves is found in that."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How plans are to be made.

    ``allowance`` is the part of its pick-order volume that a winner may lose where no winner is to
    lose; ``effort`` is the work allowed for each of those plans, in about seconds an engine.
    """

    workers: int = 2
    allowance: Fraction = Fraction(0)
    effort: float = EFFORT


def settled(
    lots: Sequence[Lot], rules: DrugRules, wanted: Wanted, on_done: Progress
) -> Iterator[Settled]:
    """Every product that was awarded, in four plans; Refused when its numbers make no sense.

    In the plan of least spend every winner keeps the number of regions published for it. In the
    plan in which no winner loses it keeps its volume by the pick order instead, and may supply
    any number of regions from one up: that is what *no less* leaves open. With no allowance the
    volumes are those of the pick order to the unit, for in one product nobody gains what nobody
    loses; what it saves is the mix of specs, as a winner's regions can need other specs for as
    many units.
    """
    asked = [lot.asked for lot in lots if lot.asked]
    picked = [
        draft.pick(replace(one, counts=exactly(lot.rule_counts)), rules.priority_picks).plan
        for one, lot in zip(asked, lots, strict=True)
    ]
    keeping = [
        improve.no_winner_loses(_freed(one, lot.rule_counts), plan, wanted.allowance)
        for one, lot, plan in zip(asked, lots, picked, strict=True)
    ]
    total = 2 * len(asked)
    least = _least_spend(asked, wanted, lambda done, _: on_done(done, total))
    kept = _no_loser(keeping, wanted, lambda done, _: on_done(len(asked) + done, total))
    for lot, one, plan, best, asked_kept in zip(lots, asked, picked, least, keeping, strict=True):
        assert lot.published is not None
        yield Settled(
            lot=lot,
            problem=one,
            published=lot.published,
            published_spend=spend(one, lot.published),
            pick_order=plan,
            pick_order_spend=spend(one, plan),
            allocation=best,
            no_loser=kept.get(one.lot),
            checker_faults=tuple(_faults(one, best)),
            no_loser_faults=tuple(_faults(asked_kept, kept.get(one.lot))),
        )


def _freed(asked: Problem, counts: Sequence[int]) -> Problem:
    """Any number of regions from one up; from none for a winner that the rules give none."""
    most = len(asked.regions)
    return replace(asked, counts=tuple(Bounds(min(1, count), most) for count in counts))


def _least_spend(
    asked: Sequence[Problem], wanted: Wanted, on_done: Progress
) -> tuple[Allocation, ...]:
    """The plans of least spend; a product whose published counts break the linkage goes without.

    The checker then reports the broken linkage, and with it the replay a difference.
    """
    try:
        return allocate_all(asked, workers=wanted.workers, on_done=on_done)
    except BadProblem as bad:
        raise Refused(
            Fault(fault.rule, f"demand.csv: {fault.lot}", Text("数值过大或有误。", str(bad)))
            for fault in bad.faults
        ) from bad
    except Infeasible as none:
        freed = [
            replace(one, linkage=Linkage.NONE) if one.lot in none.lots else one for one in asked
        ]
        return allocate_all(freed, workers=wanted.workers, on_done=on_done)


def _no_loser(asked: Sequence[Problem], wanted: Wanted, on_done: Progress) -> dict[str, Allocation]:
    """By product, the cheapest plan found in which no winner loses, if one was found at all."""
    limits = Limits(effort=wanted.effort, gap=NEAR)
    try:
        found = allocate_all(asked, workers=wanted.workers, on_done=on_done, limits=limits)
    except NoPlan as none:
        rest = [one for one in asked if one.lot not in none.lots]
        return _no_loser(rest, wanted, on_done)
    return {one.lot: allocation for one, allocation in zip(asked, found, strict=True)}


def _faults(problem: Problem, allocation: Allocation | None) -> Iterator[str]:
    for broken in check.faults(problem, allocation.plan) if allocation else ():
        yield f"{broken.rule} {broken.place}: {broken.by}"
