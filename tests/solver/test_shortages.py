"""Arithmetic never claims too much, and names what is short where it can."""

from dataclasses import replace
from fractions import Fraction

import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tightened import tightened

from solver.faults import faults
from solver.problem import Backup, Bounds, Linkage, exactly
from solver.shortages import Lack, Shortage, shortages


@pytest.fixture
def free(sound):
    """Alpha, cheaper, and Beta; regions of 60, 30 and 20 units; all is supplied, no other rule."""
    return replace(sound, counts=(Bounds(0, 3),) * 2, linkage=Linkage.NONE)


def offers(problem, **changes):
    """The problem with some numbers of its offers, in rank order, changed."""
    rows = zip(
        *([(name, value) for value in values] for name, values in changes.items()), strict=True
    )
    pairs = zip(problem.offers, rows, strict=True)
    return replace(problem, offers=tuple(replace(offer, **dict(row)) for offer, row in pairs))


def found(problem):
    assert faults(problem) == ()
    assert oracle.legal(problem) == []
    return shortages(problem)


@given(tightened())
@settings(max_examples=200, deadline=None)
def test_a_shortage_proves_that_there_is_no_plan(problem):
    if shortages(problem):
        assert oracle.legal(problem) == []


def test_where_nothing_is_short_nothing_is_said(sound, free, national):
    for problem in (sound, free, national):
        assert shortages(problem) == ()


def test_capacities_hold_the_lot(free):
    """40 + 60 units of capacity for 110."""
    assert Shortage(Lack.CAPACITY, "", 110, 100) in found(offers(free, capacity=(40, 60)))


def test_a_small_capacity_at_a_low_price_holds_everybody_down(free):
    """Alpha may supply 40 units, and under strict linkage Beta no more than Alpha: 80 for 110.

    With a tolerance of 30 units Beta may supply 70, and the lot is held.
    """
    tight = replace(offers(free, capacity=(40, 110)), linkage=Linkage.STRICT)
    assert found(tight) == (Shortage(Lack.CAPACITY_BY_PRICE, "", 110, 80),)
    assert shortages(replace(tight, tolerance=30)) == ()
    assert shortages(replace(tight, linkage=Linkage.CONDITIONAL)) == ()


def test_the_least_numbers_of_regions_fit_and_the_largest_suffice(free):
    few, many = replace(free, counts=exactly((1, 1))), replace(free, counts=exactly((2, 2)))
    assert found(few) == (Shortage(Lack.COUNTS_MOST, "", 3, 2),)
    assert found(many) == (Shortage(Lack.COUNTS_LEAST, "", 4, 3),)
    one = replace(free, counts=(Bounds(4, 4), Bounds(0, 3)))
    assert Shortage(Lack.COUNTS_LEAST, "Alpha", 4, 3) in found(one)


def test_split_regions_count_once_for_every_supplier_they_may_have(free):
    """Regions of 1, 2 and 0 units with two suppliers each: at most three places to supply."""
    split = replace(free, volume=(1, 2, 0), suppliers=2, counts=exactly((2, 2)))
    assert found(split) == (Shortage(Lack.COUNTS_LEAST, "", 4, 3),)
    few = replace(split, counts=(Bounds(0, 1), Bounds(0, 0)))
    assert found(few) == (Shortage(Lack.COUNTS_MOST, "", 2, 1),)


def test_bands_leave_room_for_the_lot_and_no_more(free):
    low = offers(free, band=(Bounds(0, 50), Bounds(0, 50)))
    assert Shortage(Lack.BANDS_MOST, "", 110, 100) in found(low)
    high = offers(free, band=(Bounds(60, 110), Bounds(60, 110)))
    assert found(high) == (Shortage(Lack.BANDS_LEAST, "", 120, 110),)


def test_the_largest_region_goes_whole_to_somebody(free):
    """60 units, and neither offer has so much room; two suppliers would have."""
    tight = offers(free, capacity=(55, 55))
    assert found(tight) == (Shortage(Lack.REGION, "110000", 60, 55),)
    assert shortages(replace(tight, suppliers=2)) == ()


def test_a_named_brand_needs_room_with_its_owner(free):
    """Alpha's brand is named for 30 units and Alpha has a capacity of 25."""
    named = replace(offers(free, capacity=(25, None)), named=((10, 10, 10), (0, 0, 0)))
    assert Shortage(Lack.NAMED, "Alpha", 30, 25) in found(named)


def test_a_group_whose_brands_are_named_beyond_its_share_is_short(free):
    """Both offers are of one group, named for 10 units each; half of the lot's 130 is 65."""
    owned = replace(offers(free, group=("One", "One")), max_share=Fraction(1, 10))
    named = replace(owned, named=((10, 0, 0), (10, 0, 0)))
    assert Shortage(Lack.NAMED, "One", 20, 13) in found(named)


def test_the_shares_of_all_groups_hold_the_lot(free):
    """Two groups with 40 % of 110 units each: 88."""
    assert Shortage(Lack.SHARES, "", 110, 88) in found(replace(free, max_share=Fraction(2, 5)))


def test_a_backup_needs_another_group(free):
    owned = offers(free, group=("One", "One"))
    assert found(replace(owned, backup=Backup())) == (Shortage(Lack.GROUPS, "", 2, 1),)
    assert shortages(replace(owned, backup=Backup(apart=False))) == ()


def test_the_others_can_take_everything_when_one_fails(free):
    """When Alpha fails, Beta's capacity of 80 and a quarter more holds 100 of 110 units."""
    ready = replace(offers(free, capacity=(None, 80)), backup=Backup(surge=Fraction(1, 4)))
    assert found(ready) == (Shortage(Lack.READINESS, "Alpha", 110, 100),)


def test_a_region_is_settled_on_one_supplier_and_on_no_more_than_it_may_have(free):
    twice = replace(free, settled=((0, 0), (1, 0)))
    assert found(twice) == (Shortage(Lack.SETTLED, "110000", 2, 1),)
    assert shortages(replace(twice, suppliers=2)) == ()
    nothing = replace(free, volume=(60, 30, 0), suppliers=2, settled=((0, 2),))
    assert found(nothing) == (Shortage(Lack.SETTLED, "130000", 1, 0),)


def test_what_is_settled_on_an_offer_is_within_its_capacity(free):
    settled = replace(offers(free, capacity=(70, None)), settled=((0, 0), (0, 1)))
    assert found(settled) == (Shortage(Lack.SETTLED_VOLUME, "Alpha", 90, 70),)


def test_numbers_of_regions_and_bands_together_may_be_too_little(free):
    """Alpha supplies one region, so at most 60 units; Beta's band ends at 40: 100 for 110."""
    tight = replace(free, counts=(Bounds(1, 1), Bounds(2, 2)))
    tight = offers(tight, band=(None, Bounds(0, 40)))
    assert found(tight)[0] == Shortage(Lack.CEILINGS, "", 110, 100)


def test_numbers_of_regions_and_linkage_together_may_be_too_much(free):
    """Beta, dearer, supplies the two smallest regions at least: 50 units, and Alpha no fewer.

    With 20 units of Alpha's brand named besides, 70 + 70 is more than 130.
    """
    tight = replace(free, linkage=Linkage.STRICT, named=((0, 0, 0), (0, 0, 20)))
    tight = replace(tight, counts=(Bounds(0, 1), Bounds(2, 2)))
    assert Shortage(Lack.FLOORS, "", 140, 130) in found(tight)


def test_the_least_of_a_dear_offer_may_exceed_the_most_of_a_cheap_one(impossible):
    """Ten units for Alpha, and Beta at twenty must not have more."""
    assert found(impossible) == (
        Shortage(Lack.CEILINGS, "", 30, 20),
        Shortage(Lack.FLOORS, "", 40, 30),
        Shortage(Lack.LINKED, "Beta", 20, 10),
    )


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_a_tightened_problem_is_well_formed(data):
    assert faults(data.draw(tightened())) == ()
