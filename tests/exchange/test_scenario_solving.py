"""The lots of scenarios are solved, and what has no plan says why."""

from dataclasses import replace
from fractions import Fraction

import pytest

from procurement.exchange import scenario_solving
from procurement.exchange.scenario_reasons import NO_PLAN, UNDECIDED
from procurement.exchange.scenario_solving import Without
from solver.allocate import Undecided
from solver.plan import spend, volumes
from solver.problem import Bounds, Linkage, Offer, Problem, exactly


@pytest.fixture
def lot():
    """Two winners of three regions; the cheaper one takes two."""
    return Problem(
        lot="01",
        offers=(Offer("Alpha", 10_000), Offer("Beta", 11_000)),
        regions=("110000", "120000", "130000"),
        volume=(60, 30, 20),
        cost=((6000, 3000, 2000), (6600, 3300, 2200)),
        counts=exactly((2, 1)),
    )


def test_a_lot_with_a_plan_gets_the_best_one(lot):
    found = scenario_solving.attempt(lot, None)
    assert (found.spend, found.bound, found.proven) == (11_200, 11_200, True)


def test_a_lot_without_any_plan_names_the_rules_that_exclude_each_other(lot):
    few = replace(lot, counts=(Bounds(1, 1), Bounds(1, 1)))
    found = scenario_solving.attempt(few, 60)
    assert found.proven
    assert found.reason.en == "Cannot be kept: numbers of regions."


def test_what_no_engine_decides_in_time_is_not_called_impossible():
    """Shares of a third each, to the unit, of volumes that only a long search can part so."""
    volume = tuple(10**6 + 7919 * r**3 % 104_729 for r in range(30))
    third = sum(volume) // 3
    hard = Problem(
        lot="02",
        offers=tuple(Offer(name, 10_000, band=Bounds(third, third + 1)) for name in "ABC"),
        regions=tuple(str(110_000 + 1000 * r) for r in range(30)),
        volume=volume,
        cost=(volume,) * 3,
        counts=(Bounds(1, 30),) * 3,
        linkage=Linkage.NONE,
    )
    assert scenario_solving.attempt(hard, 0.001) == Without(UNDECIDED)


def test_without_an_explanation_there_is_still_an_answer(lot):
    def undecided(problem):
        raise Undecided(problem.lot)

    assert scenario_solving.why(lot, undecided) == NO_PLAN


def test_lots_under_one_limit_are_solved_together(lot):
    """Alpha may get 165 of 220 units: 80 of each lot, for in none it may get less than Beta."""
    problems = (lot, replace(lot, lot="02"))
    found = scenario_solving.attempt_together(problems, Fraction(3, 4), None)
    assert found.proven
    assert [volumes(*pair) for pair in zip(problems, found.plans, strict=True)] == [(80, 30)] * 2
    assert found.bound == sum(spend(*pair) for pair in zip(problems, found.plans, strict=True))
    none = scenario_solving.attempt_together(problems, Fraction(1, 10), None)
    assert none.reason.en == "No plan keeps every control group within 10.00%."


def test_a_limit_that_is_not_decided_in_time_is_not_called_impossible(lot):
    found = scenario_solving.attempt_together((lot,), Fraction(7, 10), 1e-9)
    assert found == Without(UNDECIDED)
