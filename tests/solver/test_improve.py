"""What to ask so that a pick order is improved on, and what differs then."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver import allocate, check, draft
from solver.engines import Limits
from solver.faults import faults
from solver.improve import Moved, Part, difference, equal_counts, no_winner_loses
from solver.plan import Plan, spend, volumes
from solver.problem import Bounds, Linkage, Offer, Problem, Tier, exactly


@pytest.fixture
def drafted(sound):
    """
    offer  11   12   13   14   15
    Alpha  70   30   33   21   8    fen; one to four regions each
    Beta   90   40   30   20   9
           70   30   30   20   10   units
    pick order: Alpha 11, 12, 14; Beta 13, 15 → 120 and 40 units for 160 fen
    """
    problem = replace(
        sound,
        regions=("110000", "120000", "130000", "140000", "150000"),
        volume=(70, 30, 30, 20, 10),
        cost=((70, 30, 33, 21, 8), (90, 40, 30, 20, 9)),
        counts=(Bounds(1, 4), Bounds(1, 4)),
    )
    return problem, draft.pick(problem).plan


def test_the_numbers_of_regions_are_those_of_the_plan(drafted):
    problem, plan = drafted
    assert plan.suppliers == (0, 0, 1, 0, 1)
    assert equal_counts(problem, plan) == replace(problem, counts=exactly((3, 2)))


def test_with_nothing_to_lose_the_volumes_are_those_of_the_plan(drafted):
    """Of 160 units none can go to one offer without another's loss: bands leave no choice."""
    problem, plan = drafted
    asked = no_winner_loses(problem, plan)
    assert [offer.band for offer in asked.offers] == [Bounds(120, 120), Bounds(40, 40)]
    assert asked.counts == problem.counts
    assert (asked.tolerance, asked.max_share) == (0, None)
    assert check.faults(asked, plan) == ()


def test_an_allowance_is_what_an_offer_may_lose(drafted):
    """A tenth of 120 and of 40 units: 108 and 36 remain, and 16 may go to either."""
    asked = no_winner_loses(*drafted, Fraction(1, 10))
    assert [offer.band for offer in asked.offers] == [Bounds(108, 124), Bounds(36, 52)]


def test_the_cheapest_plan_in_which_nobody_loses(drafted):
    """13 and 15 are worth 40 units, and so are 12 and 15: 30 for 33, and 40 for 30, is dearer.

    The pick order costs 70 + 30 + 30 + 21 + 9 = 160; nothing of the same volumes is cheaper.
    """
    problem, plan = drafted
    allocation = allocate.allocate(no_winner_loses(problem, plan), limits=Limits(effort=1))
    assert (allocation.spend, allocation.proven) == (160, True)
    assert spend(problem, plan) == 160


def test_what_a_plan_breaks_is_loosened_to_what_it_keeps(drafted):
    """Alpha 30 and Beta 130 units: 100 fewer for the lower price, and 130 of 160 in one hand.

    Beta's band allows 90, Alpha's begins at 40.
    """
    problem, _ = drafted
    plan = Plan("01", (1, 0, 1, 1, 1))
    alpha, beta = problem.offers
    banded = replace(
        problem,
        offers=(replace(alpha, band=Bounds(40, 80)), replace(beta, band=Bounds(0, 90))),
        max_share=Fraction(1, 2),
    )
    asked = no_winner_loses(banded, plan, Fraction(1, 2))
    assert [offer.band for offer in asked.offers] == [Bounds(30, 80), Bounds(65, 130)]
    assert asked.tolerance == 100
    assert asked.max_share == Fraction(130, 160)
    assert check.faults(asked, plan) == ()


@pytest.mark.parametrize(
    ("linkage", "capacity", "tolerance"),
    [
        (Linkage.NONE, 30, 0),
        (Linkage.STRICT, 30, 100),
        (Linkage.CONDITIONAL, 39, 0),
        (Linkage.CONDITIONAL, 40, 100),
    ],
)
def test_a_linkage_that_is_kept_is_not_loosened(drafted, linkage, capacity, tolerance):
    """Alpha's 30 units are full below 40 of capacity: the smallest region has 10."""
    problem, _ = drafted
    alpha, beta = (replace(offer, capacity=160) for offer in problem.offers)
    problem = replace(problem, offers=(replace(alpha, capacity=capacity), beta), linkage=linkage)
    asked = no_winner_loses(problem, Plan("01", (1, 0, 1, 1, 1)))
    assert asked.tolerance == tolerance


def test_a_lot_without_units_has_no_share_to_loosen(drafted):
    problem, plan = drafted
    empty = replace(problem, volume=(0,) * 5, max_share=Fraction(1, 2))
    assert no_winner_loses(empty, plan).max_share == Fraction(1, 2)


def test_a_difference_names_regions_and_offers(drafted):
    """13 goes to Alpha for 3 fen more, 12 to Beta for 10 more."""
    problem, plan = drafted
    found = difference(problem, plan, Plan("01", (0, 1, 0, 0, 1)))
    assert found.regions == (
        Moved("120000", (0,), (1,), 30, 10),
        Moved("130000", (1,), (0,), 30, 3),
    )
    assert found.before == (Part(3, 120, 121), Part(2, 40, 39))
    assert found.after == (Part(3, 120, 124), Part(2, 40, 49))
    assert (found.money, found.offers) == (13, 2)


def test_no_difference_is_none(drafted):
    problem, plan = drafted
    found = difference(problem, plan, plan)
    assert (found.regions, found.money, found.offers) == ((), 0, 0)


def test_a_price_step_changes_the_money_of_a_region_that_stays(drafted):
    """From 100 units Alpha is at half price, and 11 stays with it; named volume is part of both."""
    problem, plan = drafted
    half = Tier(100, tuple(cost // 2 for cost in problem.cost[0]), 5)
    alpha = Offer("Alpha", 1_000_000, named_cost=9, tiers=(Tier(0, problem.cost[0], 9), half))
    stepped = replace(problem, offers=(alpha, problem.offers[1]), named=((1, 0, 0, 0, 0), (0,) * 5))
    assert faults(stepped) == ()
    found = difference(stepped, plan, Plan("01", (0, 1, 1, 0, 1)))
    assert found.regions[0] == Moved("110000", (0,), (0,), 0, 35)
    assert (found.before[0], found.after[0]) == (Part(3, 121, 65), Part(2, 91, 100))


def test_shared_regions_differ_by_units(drafted):
    """Ten of the seventy units of 11 go from Alpha to Beta."""
    problem, _ = drafted
    split = replace(problem, suppliers=2)
    before = Plan("01", amounts=((70, 30, 0, 20, 0), (0, 0, 30, 0, 10)))
    after = Plan("01", amounts=((60, 30, 0, 20, 0), (10, 0, 30, 0, 10)))
    assert difference(split, before, after).regions == (Moved("110000", (0,), (0, 1), 10, 200),)


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=8),
    st.lists(st.integers(0, 2), min_size=8, max_size=8),
    st.fractions(0, 1),
    st.sampled_from(Linkage),
)
def test_the_plan_itself_always_answers(volume, suppliers, allowance, linkage):
    """Whatever it breaks, and however much may be lost."""
    regions = len(volume)
    problem = Problem(
        lot="random",
        offers=tuple(Offer(f"Offer {w}", w + 1, 400, Bounds(9, 90)) for w in range(3)),
        regions=tuple(str(10 + r) for r in range(regions)),
        volume=tuple(volume),
        cost=((1,) * regions,) * 3,
        counts=(Bounds(0, regions),) * 3,
        linkage=linkage,
        max_share=Fraction(2, 5),
    )
    plan = Plan("random", tuple(suppliers[:regions]))
    asked = no_winner_loses(problem, plan, allowance)
    assert faults(asked) == ()
    assert check.faults(asked, plan) == ()
    floors = [offer.band.least for offer in asked.offers]
    pairs = zip(floors, volumes(problem, plan), strict=True)
    assert all(least >= (1 - allowance) * units for least, units in pairs)
    assert check.faults(equal_counts(replace(problem, linkage=Linkage.NONE), plan), plan) == (
        check.faults(replace(problem, linkage=Linkage.NONE), plan)
    )
