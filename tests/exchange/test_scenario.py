"""Scenarios are compared: every row sound, proved, and beside the same pick order."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from procurement.exchange import scenario, scenario_facts, scenario_folder, scenario_report
from procurement.exchange.scenario_facts import Lot
from procurement.rules import canon, scenarios
from procurement.rules.scenario_requests import parse
from procurement.rules.text import Refused
from solver import check
from solver.plan import Plan, volumes
from solver.problem import MOST_VOLUME, Offer, Problem, exactly

ROUND = Path(__file__).parents[2] / "seed" / "rounds" / "national-drug-2"
ASKED = (
    "linkage=conditional,counts=free",
    "counts=±1",
    "backup=apart,capacity=1",
    "backup=apart",
    "suppliers=2,least_part=0.3",
    "goals=spend,largest_group,spend_tolerance=0.01",
)


@pytest.fixture(scope="module")
def lots():
    """Two winners of 31 regions, and the same lot as the second of three."""
    return scenario_folder.read(ROUND, ["06", "31"]).lots


@pytest.fixture(scope="module")
def compared(lots):
    heard = []
    found = scenario.compare(
        lots, parse(ASKED), workers=2, on_done=lambda *part: heard.append(part)
    )
    assert heard[-1][0] == heard[-1][1]
    return found


@pytest.fixture
def tiny():
    """
    lot  winners      110000  120000  130000
    01   Alpha, Beta  60      30      20      units
    02   Alpha        10      10      10      units
    """
    regions, volume = ("110000", "120000", "130000"), (60, 30, 20)
    first = Problem(
        lot="01",
        offers=(Offer("Alpha", 10_000), Offer("Beta", 11_000)),
        regions=regions,
        volume=volume,
        cost=(tuple(100 * v for v in volume), tuple(110 * v for v in volume)),
        counts=exactly((2, 1)),
    )
    second = Problem(
        lot="02",
        offers=(Offer("Alpha", 20_000),),
        regions=regions,
        volume=(10, 10, 10),
        cost=((2000, 2000, 2000),),
        counts=exactly((3,)),
    )
    return (
        Lot("First", first, Plan("01", (0, 1, 0))),
        Lot("Second", second, Plan("02", (0, 0, 0))),
    )


def row(compared, settings):
    """The row of one of those asked."""
    return compared.rows[2 + ASKED.index(settings)]


def test_the_pick_order_and_the_cheapest_plan_always_come_first(lots):
    found = scenario.compare(lots, (), workers=1)
    draft, cheapest = found.rows
    assert not draft.searched
    assert (draft.figures.moved, draft.gap) == (0, None)
    assert cheapest.proven
    assert cheapest.bound == cheapest.figures.spend < draft.figures.spend
    assert cheapest.gap == 0


def test_every_plan_keeps_the_rules_it_was_asked_with(lots, compared):
    asked = (scenarios.Scenario(), *parse(ASKED))
    for one, found in zip(asked, compared.rows[1:], strict=True):
        for lot, planned in zip(lots, found.lots, strict=True):
            if planned.reason is None:
                problem = scenarios.apply(lot.problem, lot.drafted, one)
                assert check.faults(problem, planned.plan) == ()


def test_the_money_of_the_lots_is_that_of_the_row(compared):
    for found in compared.rows:
        assert sum(lot.spend for lot in found.lots) == found.figures.spend


def test_freer_rules_never_cost_more(compared):
    cheapest = compared.rows[1].figures.spend
    for freer in ASKED[:2]:
        assert row(compared, freer).figures.spend <= cheapest
    assert row(compared, ASKED[4]).figures.spend <= cheapest


def test_backups_stand_in_only_where_their_capacity_is_known(compared):
    ready, unknown = row(compared, ASKED[2]).figures, row(compared, ASKED[3]).figures
    assert ready.backed == unknown.backed == ready.regions
    assert (ready.ready, ready.untested) == (2, 0)
    assert (unknown.ready, unknown.untested) == (0, 2)


def test_nobody_falls_below_what_it_keeps(tiny):
    """With free counts Alpha takes all but the smallest region, which leaves Beta 20 units."""
    asked = parse(["counts=free", "counts=free,keep=draft"])
    *_, free, kept = scenario.compare(tiny[:1], asked, workers=1).rows
    problem = tiny[0].problem
    assert volumes(problem, free.lots[0].plan) == (90, 20)
    assert volumes(problem, kept.lots[0].plan) == (80, 30)


def test_a_little_more_spend_buys_less_concentration(lots, compared):
    cheapest, spread = compared.rows[1], row(compared, ASKED[5])
    assert spread.proven
    assert spread.figures.spend <= cheapest.figures.spend * Fraction(101, 100)
    for lot, less, least in zip(lots, spread.lots, cheapest.lots, strict=True):
        most = [max(volumes(lot.problem, one.plan)) for one in (less, least)]
        assert most[0] <= most[1]


def test_a_lot_without_a_plan_keeps_its_pick_order_and_says_why(tiny):
    """Alpha won the second lot alone: there is nobody to back it up."""
    found = scenario.compare(tiny, parse(["backup=any"]), workers=1).rows[-1]
    (product, reason), *others = found.kept
    assert (product, others) == ("02", [])
    assert reason == ("无法满足：备供企业。", "Cannot be kept: backup suppliers.")
    assert found.figures.backed == 3
    assert found.proven
    assert found.lots[1].plan == tiny[1].drafted


def test_rules_that_exclude_each_other_are_named(tiny):
    """One region each, and Alpha still as much as Beta of three regions: not with 8 of 10 units."""
    found = scenario.compare(tiny[:1], parse(["counts=1..1"]), workers=1).rows[-1]
    assert found.kept[0][1].en == "Cannot be kept: numbers of regions."
    both = scenario.compare(tiny[:1], parse(["lot_share=0.5"]), workers=1).rows[-1]
    assert "largest share of the lot" in both.kept[0][1].en


def test_the_same_lot_is_solved_once(tiny):
    total = set()
    scenario.compare(
        tiny,
        parse(["linkage=strict", "counts=equal", "tolerance=0"]),
        workers=1,
        on_done=lambda _, whole: total.add(whole),
    )
    assert total == {2}


def test_no_lot_and_numbers_beyond_all_measure_are_refused(tiny):
    with pytest.raises(Refused):
        scenario.compare((), ())
    huge = replace(tiny[0].problem, volume=(MOST_VOLUME, 1, 1))
    with pytest.raises(Refused) as refused:
        scenario.compare((replace(tiny[0], problem=huge),), ())
    assert refused.value.faults[0].place.startswith("01: ")


def test_a_comparison_is_kept_in_whole_numbers_and_read_again(compared):
    kept = scenario_facts.document(compared)
    assert canon.encode(kept)
    found = scenario_facts.rows(kept)
    assert found == tuple(replace(one, lots=()) for one in compared.rows)


def test_the_table_says_everything_in_both_languages(compared):
    for language, words in (
        ("zh", ("供应地区选择顺序", "最优")),
        ("en", ("Pick order", "optimal")),
    ):
        shown = scenario_report.render(compared, "Round", language)
        assert shown.startswith("Round\n")
        assert all(word in shown for word in words)
        for found in compared.rows[2:]:
            assert found.settings in shown


def test_what_is_not_proven_says_how_far_it_may_be(compared):
    best = compared.rows[1]
    spend = best.figures.spend
    open_ = replace(best, proven=False, bound=spend - spend // 100)
    assert scenario_report.proof(open_).en == "≤1.00%"
    assert scenario_report.proof(replace(open_, bound=spend - 1)).en == "≤0.01%"
    assert scenario_report.proof(replace(open_, bound=None)).en == "not proven"


def test_the_table_names_lots_without_a_plan(tiny):
    found = scenario.compare(tiny, parse(["backup=any"]), workers=1)
    shown = scenario_report.render(found, "Round", "en")
    assert "1 products have no plan and keep the pick order:" in shown
    assert "02 Second  Cannot be kept: backup suppliers." in shown


def test_readiness_is_a_question_mark_where_nobody_knows(compared):
    figures = row(compared, ASKED[3]).figures
    assert scenario_report.ready(figures) == "?"
    assert scenario_report.ready(replace(figures, untested=1, ready=1)) == "1/2 (1?)"
    assert scenario_report.ready(replace(figures, untested=0, ready=2)) == "2/2"


def test_a_limit_over_the_round_binds_all_lots_at_once(tiny):
    """
    Reference value: 110 units at 1.00 and 30 at 2.00, so 170 yuan. Alpha won all 60 of the second
    lot, and with 60 + 20 of the first, as by the pick order, it has 140, 82 %; at most 80 % leaves
    it 76 units of the first: 50, with Beta's one region the largest.
    """
    asked = parse(["max_share=80%,linkage=none", "max_share=0.3", "max_share=1"])
    *_, spread, impossible, free = scenario.compare(tiny, asked, workers=1).rows
    assert volumes(tiny[0].problem, spread.lots[0].plan) == (50, 60)
    assert spread.bound <= spread.figures.spend == 50 * 100 + 60 * 110 + 6000
    assert impossible.figures is None
    assert "Alpha alone won lots worth 35.29%" in impossible.reason.en
    assert free.figures.spend == 90 * 100 + 20 * 110 + 6000


def test_a_lot_that_cannot_keep_the_other_rules_does_not_stop_a_limit_over_the_round(tiny):
    found = scenario.compare(tiny, parse(["max_share=1,backup=any"]), workers=1).rows[-1]
    assert [product for product, _ in found.kept] == ["02"]
    assert found.figures.backed == 3
    assert found.lots[1].plan == tiny[1].drafted
