"""What is answered, and what follows from it in whole numbers."""

from dataclasses import replace

import pytest

from solver.plan import Plan, amounts, costs, order, spend, supplied, tier, volumes
from solver.problem import Tier

WHOLE = Plan("01", (1, 0, 1))


@pytest.fixture
def split(sound):
    return replace(sound, suppliers=2)


SPLIT = Plan("01", amounts=((45, 22, 0), (15, 8, 20)))


def test_spend_and_volumes_follow_the_suppliers(sound):
    assert amounts(sound, WHOLE) == ((0, 30, 0), (60, 0, 20))
    assert supplied(sound, WHOLE) == ((1,), (0, 2))
    assert volumes(sound, WHOLE) == (30, 60 + 20)
    assert costs(sound, WHOLE) == ((0, 30, 0), (60, 0, 25))
    assert spend(sound, WHOLE) == 60 + 30 + 25


def test_a_split_region_costs_by_the_unit(split):
    assert amounts(split, SPLIT) == SPLIT.amounts
    assert supplied(split, SPLIT) == ((0, 1), (0, 1, 2))
    assert volumes(split, SPLIT) == (67, 43)
    assert costs(split, SPLIT) == ((45 * 70, 22 * 30, 0), (15 * 60, 8 * 36, 20 * 25))
    assert spend(split, SPLIT) == 45 * 70 + 22 * 30 + 15 * 60 + 8 * 36 + 20 * 25


def test_a_whole_region_without_units_has_a_supplier_and_a_split_one_has_none(sound, split):
    nothing = (60, 30, 0)
    assert supplied(replace(sound, volume=nothing), WHOLE) == ((1,), (0, 2))
    assert costs(replace(sound, volume=nothing), WHOLE)[1] == (60, 0, 25)
    empty = Plan("01", amounts=((60, 30, 0), (0, 0, 0)))
    assert supplied(replace(split, volume=nothing), empty) == ((0, 1), ())


def test_named_units_and_their_money_come_on_top(sound):
    """10 units name Beta's brand, for 12 fen in all."""
    offers = (sound.offers[0], replace(sound.offers[1], named_cost=12))
    named = replace(sound, offers=offers, named=((0, 0, 0), (10, 0, 0)))
    assert volumes(named, WHOLE) == (30, 90)
    assert spend(named, WHOLE) == 60 + 30 + 25 + 12


def test_the_step_that_holds_is_the_last_one_reached(sound):
    steps = (Tier(0, (60, 36, 25)), Tier(50, (5, 4, 3), 2), Tier(80, (3, 2, 1), 1))
    tiered = replace(sound, offers=(sound.offers[0], replace(sound.offers[1], tiers=steps)))
    assert [tier(tiered, 1, units) for units in (0, 49, 50, 79, 80, 10**6)] == [
        *steps[:1] * 2,
        *steps[1:2] * 2,
        *steps[2:] * 2,
    ]
    assert tier(tiered, 0, 10) == Tier(0, (70, 30, 20), 0)
    assert spend(tiered, WHOLE) == 3 + 30 + 1 + 1
    assert spend(tiered, Plan("01", (0, 1, 1))) == 70 + 4 + 3 + 2


def test_a_step_may_be_cheaper_in_all_than_less_at_the_step_before(split):
    """8 units more bring Beta to 51, and all of its units to a fen each."""
    beta = replace(split.offers[1], tiers=(Tier(0, split.cost[1]), Tier(51, (1, 1, 1))))
    tiered = replace(split, offers=(split.offers[0], beta))
    more = Plan("01", amounts=((45, 14, 0), (15, 16, 20)))
    assert spend(tiered, SPLIT) == 45 * 70 + 22 * 30 + 15 * 60 + 8 * 36 + 20 * 25
    assert spend(tiered, more) == 45 * 70 + 14 * 30 + 51


def test_of_equal_plans_the_first_region_goes_to_the_best_rank(sound, split):
    """Suppliers count before backups; in a split region more units to the better rank."""
    assert order(sound, Plan("01", (0, 1, 1), (1, 0, 0))) == (0, 1, 1, 1, 0, 0)
    assert order(sound, Plan("01", (0, 1, 1))) < order(sound, Plan("01", (1, 0, 0)))
    assert order(split, SPLIT) == (-45, -15, -22, -8, 0, -20)
    more = Plan("01", amounts=((46, 0, 0), (14, 30, 20)))
    assert order(split, more) < order(split, SPLIT)
