"""No plan that keeps the rules breaks a row, and the rows say what the rules say."""

from dataclasses import replace
from fractions import Fraction

import oracle
from hypothesis import given, settings
from relaxed import flags, inside, weighed
from strategies import problems

from solver.bound import everything
from solver.plan import spend
from solver.problem import Bounds, Linkage, Offer, Tier
from solver.relax import Flag, relax

SETTINGS = settings(max_examples=150, deadline=None, database=None)


def rows(problem):
    """Every row by name: least, then the weights of regions, units and flags."""
    found = relax(problem).rows
    return {row.name: (row.least, row.counts, row.volumes, row.flags) for row in found}


@SETTINGS
@given(problems())
def test_a_plan_that_keeps_the_rules_keeps_every_row_and_is_inside(problem):
    relaxation = relax(problem)
    for plan in oracle.legal(problem):
        assert inside(problem, plan, everything(relaxation))
        for row in relaxation.rows:
            assert weighed(problem, plan, relaxation, row) >= row.least - 1e-9, row.name


@SETTINGS
@given(problems())
def test_the_money_of_options_and_fees_is_the_spend(problem):
    relaxation = relax(problem)
    for plan in oracle.legal(problem) if not problem.split else ():
        found = flags(problem, plan)
        money = relaxation.constant + sum(relaxation.fees.get(flag, 0) for flag in found)
        for w, flag, costs in relaxation.options:
            if flag is None or flag in found:
                money += sum(costs[r] for r, supplier in enumerate(plan.suppliers) if supplier == w)
        assert money == spend(problem, plan)


def test_counts_and_strict_linkage(sound):
    assert rows(replace(sound, tolerance=5)) == {
        "counts least Alpha": (1, {0: 1}, {}, {}),
        "counts most Alpha": (-1, {0: -1}, {}, {}),
        "counts least Beta": (2, {1: 1}, {}, {}),
        "counts most Beta": (-2, {1: -1}, {}, {}),
        "linkage Alpha >= Beta": (-5, {}, {0: 1, 1: -1}, {}),
    }


def test_bounds_that_bind_nothing_have_no_row(sound):
    free = replace(sound, counts=(Bounds(0, 3),) * 2, linkage=Linkage.NONE)
    assert rows(free) == {}


def test_named_units_are_counted_for_every_amount(sound):
    """Alpha has 4 named units and room for 80, Beta 10 and 20 to 70; a group gets at most 90."""
    named = replace(
        sound,
        counts=(Bounds(0, 3),) * 2,
        named=((4, 0, 0), (5, 5, 0)),
        offers=(
            Offer("Alpha", 1_000_000, capacity=80),
            Offer("Beta", 1_100_000, band=Bounds(20, 70)),
        ),
        max_share=Fraction(90, 124),
    )
    assert rows(named) == {
        "capacity Alpha": (-76, {}, {0: -1}, {}),
        "band least Beta": (10, {}, {1: 1}, {}),
        "band most Beta": (-60, {}, {1: -1}, {}),
        "linkage Alpha >= Beta": (6, {}, {0: 1, 1: -1}, {}),
        "max_share Alpha": (-86, {}, {0: -1}, {}),
        "max_share Beta": (-80, {}, {1: -1}, {}),
    }


def test_linkage_does_not_bind_who_is_full(sound):
    """
    The smallest region has 20 units, so Alpha, with room for 50, is full from 31. Beta can have
    100: full, Alpha may be 69 below, and the row lets it be.
    """
    offers = (Offer("Alpha", 1_000_000, capacity=50), Offer("Beta", 1_100_000, capacity=100))
    found = rows(replace(sound, offers=offers, linkage=Linkage.CONDITIONAL))
    full = Flag("full", 0, 1)
    assert found["full Alpha"] == (0, {}, {0: 1}, {full: -31})
    assert found["linkage Alpha >= Beta"] == (0, {}, {0: 1, 1: -1}, {full: 69})
    assert relax(replace(sound, offers=offers)).barred == {(0, 0)}


def test_price_steps_are_options_of_their_own(sound):
    """Beta's second price holds from 40 units, of which 5 are named."""
    steps = (Tier(0, (60, 36, 25), 9), Tier(40, (50, 30, 20), 7))
    offers = (sound.offers[0], replace(sound.offers[1], named_cost=9, tiers=steps))
    found = relax(replace(sound, offers=offers, named=((0, 0, 0), (5, 0, 0))))
    first, second = Flag("tier", 1, 0), Flag("tier", 1, 1)
    assert [(option.offer, option.flag) for option in found.options] == [
        (0, None),
        (1, first),
        (1, second),
    ]
    assert (found.groups, found.fees, found.constant) == (
        ((first, second),),
        {first: 9, second: 7},
        0,
    )
    kept = {row.name: row for row in found.rows}
    assert "tier 0 least Beta" not in kept
    assert (kept["tier 0 most Beta"].volumes, kept["tier 0 most Beta"].flags) == (
        {1: -1},
        {first: 34},
    )
    assert (kept["tier 1 least Beta"].volumes, kept["tier 1 least Beta"].flags) == (
        {2: 1},
        {second: -35},
    )
    assert kept["tier 1 most Beta"].flags == {second: 110}


def test_a_region_that_may_be_split_counts_by_its_parts(sound):
    """At least a quarter each: 15, 8 and 5 units, of which two regions are 13 at least."""
    split = replace(sound, suppliers=2, least_part=Fraction(1, 4), settled=((0, 2),))
    found = relax(split)
    assert (found.whole, found.part, found.suppliers) == ((60, 30, 20), (15, 8, 5), 2)
    assert found.options[0].money == (60 * 70, 30 * 30, 20 * 20)
    assert rows(split)["counts least Beta"] == (13, {}, {1: 1}, {})
    assert (found.barred, found.taken) == (set(), {(0, 2)})
