"""A lot as a scenario asks for it, and the limit a scenario puts on the whole round."""

from dataclasses import replace
from fractions import Fraction

import pytest

from procurement.rules import scenarios
from procurement.rules.scenario_requests import parse
from procurement.rules.scenarios import Scenario
from solver import faults
from solver.plan import Plan
from solver.problem import Aim, Backup, Bounds, Goal, Linkage, Offer, Problem, exactly


@pytest.fixture
def lot():
    """
    offer  price  regions  by the pick order
    Alpha  1.00   2        60 + 20
    Beta   1.10   1        30
    """
    return Problem(
        lot="01",
        offers=(Offer("Alpha", 10_000), Offer("Beta", 11_000)),
        regions=("110000", "120000", "130000"),
        volume=(60, 30, 20),
        cost=((6000, 3000, 2000), (6600, 3300, 2200)),
        counts=exactly((2, 1)),
    )


DRAFTED = Plan("01", (0, 1, 0))


def asked(lot, text):
    (scenario,) = parse([text])
    found = scenarios.apply(lot, DRAFTED, scenario)
    assert faults.faults(found) == ()
    return found


def test_nothing_asked_is_the_lot_as_the_tender_asks_it(lot):
    assert scenarios.apply(lot, DRAFTED, Scenario()) == lot


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("counts=equal", (Bounds(2, 2), Bounds(1, 1))),
        ("counts=free", (Bounds(1, 3), Bounds(1, 3))),
        ("counts=±1", (Bounds(1, 3), Bounds(1, 2))),
        ("counts=+-9", (Bounds(1, 3), Bounds(1, 3))),
        ("counts=0..2", (Bounds(0, 2), Bounds(0, 2))),
        ("counts=4..9", (Bounds(3, 3), Bounds(3, 3))),
    ],
)
def test_numbers_of_regions_are_as_asked_and_never_more_than_there_are(lot, text, bounds):
    assert asked(lot, text).counts == bounds


def test_who_got_no_region_by_the_pick_order_may_go_without_again(lot):
    none = replace(lot, counts=exactly((3, 0)))
    assert asked(none, "counts=±1").counts == (Bounds(2, 3), Bounds(0, 1))
    assert asked(none, "counts=free").counts == (Bounds(1, 3), Bounds(0, 3))


def test_without_a_declared_capacity_nobody_is_ever_full(lot):
    assert [one.capacity for one in asked(lot, "linkage=conditional").offers] == [110, 110]
    known = replace(lot, offers=(replace(lot.offers[0], capacity=70), lot.offers[1]))
    assert [one.capacity for one in asked(known, "linkage=conditional").offers] == [70, 110]


def test_a_capacity_is_assumed_only_where_none_is_declared(lot):
    known = replace(lot, offers=(replace(lot.offers[0], capacity=70), lot.offers[1]))
    assert [one.capacity for one in asked(known, "capacity=0.5").offers] == [70, 55]
    assert [one.capacity for one in asked(lot, "backup=any").offers] == [None, None]


def test_every_winner_keeps_its_pick_order_volume_or_a_part_of_it(lot):
    """With 76 and 29 of 110 units kept there are five that either may get."""
    assert [one.band for one in asked(lot, "keep=draft").offers] == [(80, 80), (30, 30)]
    assert [one.band for one in asked(lot, "keep=95%").offers] == [(76, 81), (29, 34)]
    assert asked(lot, "keep=draft").counts == (Bounds(1, 3), Bounds(1, 3))
    assert asked(lot, "keep=draft,counts=equal").counts == lot.counts


def test_what_is_kept_does_not_loosen_the_other_rules(lot):
    found = asked(lot, "keep=draft,lot_share=0.5,tolerance=1")
    assert (found.max_share, found.tolerance) == (Fraction(1, 2), 1)


def test_shares_go_by_rank_where_there_are_as_many_winners_and_free_the_counts(lot):
    found = asked(lot, "shares=0.6/0.4,shares=0.5/0.3/0.2,band=0.1")
    assert [one.band for one in found.offers] == [(55, 77), (33, 55)]
    assert found.counts == (Bounds(1, 3), Bounds(1, 3))
    other = asked(lot, "shares=0.5/0.3/0.2")
    assert (other.offers, other.counts) == (lot.offers, lot.counts)


def test_a_band_narrower_than_a_unit_still_holds_one(lot):
    tiny = replace(lot, volume=(1, 1, 1))
    found = asked(tiny, "shares=0.6/0.4,band=0.01")
    assert [one.band for one in found.offers] == [(2, 2), (2, 2)]


def test_a_shared_region_is_priced_by_the_unit_and_never_too_dear(lot):
    """7 fen for 3 units is 23,333 millionths of a yuan a unit, a third of one less than it is."""
    odd = replace(lot, volume=(3, 30, 0), cost=((7, 30, 0), (8, 33, 0)))
    found = asked(odd, "suppliers=2,least_part=0.2")
    assert found.cost == ((23_333, 10_000, 0), (26_666, 11_000, 0))
    assert (found.suppliers, found.least_part) == (2, Fraction(1, 5))
    assert found.counts == (Bounds(1, 3), Bounds(1, 3))


def test_backups_goals_and_the_other_rules_are_handed_on(lot):
    found = asked(
        lot,
        "linkage=none,lot_share=0.8,backup=apart,surge=20%,"
        "goals=spend,shared_groups,shortfall,spend_tolerance=0.001",
    )
    assert (found.linkage, found.max_share) == (Linkage.NONE, Fraction(4, 5))
    assert found.backup == Backup(apart=True, surge=Fraction(1, 5))
    assert found.goals == (
        Goal(Aim.SPEND, Fraction(1, 1000)),
        Goal(Aim.SHARED_GROUPS),
        Goal(Aim.SHORTFALL),
    )
    assert found.entitled == (80, 30)
    assert asked(lot, "backup=any,tolerance=5").backup == Backup(apart=False)


def test_the_largest_share_of_the_round_counts_every_lot_at_its_lowest_price(lot):
    """
    lot  lowest price  units  value      winners
    01   1.00          110    1,100,000  Alpha, Beta
    02   3.00          100    3,000,000  Beta (of group B), Gamma
    """
    other = Problem(
        lot="02",
        offers=(Offer("Beta", 30_000, group="B"), Offer("Gamma", 40_000)),
        regions=("110000",),
        volume=(100,),
        cost=((30_000,), (40_000,)),
        counts=exactly((1, 0)),
    )
    mine = replace(lot, offers=(lot.offers[0], replace(lot.offers[1], group="B")))
    found = scenarios.limits((mine, other), Fraction(1, 2))
    assert [(one.name, one.use, one.most) for one in found] == [
        ("B", {(0, 1): 10_000, (1, 0): 30_000}, 2_050_000),
        ("Gamma", {(1, 1): 30_000}, 2_050_000),
    ]


def test_a_group_that_won_a_lot_alone_has_a_share_nobody_can_change(lot):
    alone = replace(lot, lot="02", offers=lot.offers[:1], cost=lot.cost[:1], counts=exactly((3,)))
    assert scenarios.unavoidable((lot, alone, lot)) == {"Alpha": Fraction(1, 3)}
