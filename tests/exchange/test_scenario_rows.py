"""Rows of a comparison: what is proved, what keeps the pick order, and what has no plan at all."""

from dataclasses import replace
from fractions import Fraction

import pytest

from procurement.exchange import scenario_facts, scenario_report, scenario_rows, scenario_solving
from procurement.exchange.scenario_facts import Comparison, Lot
from procurement.exchange.scenario_reasons import UNDECIDED, over_the_limit
from procurement.exchange.scenario_solving import Together, Without
from procurement.rules import scenarios
from procurement.rules.scenario_requests import parse
from solver.plan import Plan
from solver.problem import Offer, Problem, exactly


@pytest.fixture
def lots():
    """
    lot  winners      110000  120000
    01   Alpha, Beta  60      40      units at 1.00 and 1.10 yuan
    02   Alpha        50      50      units at 2.00 yuan
    """
    regions = ("110000", "120000")
    first = Problem(
        lot="01",
        offers=(Offer("Alpha", 10_000), Offer("Beta", 11_000)),
        regions=regions,
        volume=(60, 40),
        cost=((6000, 4000), (6600, 4400)),
        counts=exactly((1, 1)),
    )
    second = Problem(
        lot="02",
        offers=(Offer("Alpha", 20_000),),
        regions=regions,
        volume=(50, 50),
        cost=((10_000, 10_000),),
        counts=exactly((2,)),
    )
    return (
        Lot("First", first, Plan("01", (0, 1))),
        Lot("Second", second, Plan("02", (0, 0))),
    )


def asked(lots, text):
    (scenario,) = parse([text])
    return scenario, [scenarios.apply(lot.problem, lot.drafted, scenario) for lot in lots]


def test_what_was_not_decided_is_neither_proved_nor_bounded(lots):
    scenario, problems = asked(lots[1:], "counts=free")
    row = scenario_rows.lot_by_lot(scenario, lots[1:], problems, [Without(UNDECIDED)])
    assert (row.proven, row.bound, row.gap) == (False, None, None)
    assert row.kept == (("02", UNDECIDED),)
    assert scenario_report.proof(row).en == "no plan"


def test_a_limit_over_the_round_is_bounded_as_a_whole(lots):
    scenario, problems = asked(lots, "max_share=0.9")
    plans = (Plan("01", (1, 0)), Plan("02", (0, 0)))
    together = Together(tuple(problems), plans, 30_000, proven=False, milliseconds=1234, kept=())
    row = scenario_rows.coupled(scenario, lots, together)
    assert row.figures.spend == 6600 + 4000 + 20_000
    assert row.gap == Fraction(600, 30_600)
    assert scenario_report.cells(row, row, "en")[-2:] == ["≤1.97%", "1.2"]


def test_a_lot_held_at_its_pick_order_is_counted_in_fen_even_beside_shared_regions(lots):
    """The money of shared regions is in millionths of a yuan; what is held is put beside it so."""
    scenario, problems = asked(lots[:1], "max_share=0.9,suppliers=2")
    held = scenario_solving.as_drafted(lots[1], scenarios.PARTS_OF_A_FEN)
    assert held.cost == ((10**8, 10**8),)
    assert held.settled == ((0, 0), (0, 1))
    plans = (Plan("01", amounts=((30, 40), (30, 0))), Plan("02", (0, 0)))
    kept = (("02", UNDECIDED),)
    together = Together(
        (*problems, held), plans, 302_990_000, proven=True, milliseconds=10, kept=kept
    )
    row = scenario_rows.coupled(scenario, lots, together)
    assert row.figures.spend == 3000 + 3300 + 4000 + 20_000
    assert (row.bound, row.lots[1].reason) == (30_299, UNDECIDED)
    assert scenario_report.proof(row).en == "optimal, 1 without a plan"


def test_a_limit_that_no_plan_keeps_leaves_an_empty_row_with_its_reason(lots):
    scenario, problems = asked(lots, "max_share=0.5")
    reason = over_the_limit(problems, Fraction(1, 2))
    row = scenario_rows.coupled(scenario, lots, Without(reason, proven=True))
    compared = Comparison(lots, (scenario_rows.pick_order(lots), row))
    assert row.gap is None
    assert scenario_facts.rows(scenario_facts.document(compared))[1] == row
    shown = scenario_report.render(compared, "Round", "en").splitlines()
    assert shown[4].split()[-2:] == ["plan", "—"]
    assert shown[-1].startswith("max_share=0.5  No plan keeps every control group within 50.00%")


def test_the_two_that_are_always_compared_have_no_settings(lots):
    row = scenario_rows.pick_order(lots)
    assert (row.settings, row.searched) == ("", False)
    assert scenario_rows.name(scenarios.Scenario()) == scenario_rows.CHEAPEST
    assert scenario_report.proof(replace(row, searched=True)).en == "not proven"
