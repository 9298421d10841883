"""What is asked of a lot, and what follows from it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from solver.problem import (
    Bounds,
    Offer,
    band,
    control_groups,
    exactly,
    named_volume,
    price_groups,
)


def test_equal_prices_form_one_group(national):
    assert price_groups(national) == ((0,), (1, 2), (3,), (4,), (5,))


def test_who_controls_an_offer_stands_for_it(sound):
    """Gamma belongs to Alpha, and Delta and Beta to a group that makes no offer itself."""
    offers = (
        Offer("Alpha", 1),
        Offer("Beta", 2, group="Holding"),
        Offer("Gamma", 3, group="Alpha"),
        Offer("Delta", 4, group="Holding"),
    )
    assert [offer.controlled_by for offer in offers] == ["Alpha", "Holding", "Alpha", "Holding"]
    groups = control_groups(replace(sound, offers=offers))
    assert groups == {"Alpha": (0, 2), "Holding": (1, 3)}
    assert list(groups) == ["Alpha", "Holding"]


def test_named_units_are_part_of_the_lot(sound):
    named = replace(sound, named=((1, 0, 2), (0, 4, 0)))
    assert (sound.total, named.total) == (110, 117)
    assert [named_volume(named, w) for w in (0, 1)] == [3, 4]
    assert [named_volume(sound, w) for w in (0, 1)] == [0, 0]


def test_a_region_of_several_suppliers_is_split(sound):
    assert not sound.split
    assert replace(sound, suppliers=2).split


def test_exact_counts_leave_no_choice():
    assert exactly((1, 2)) == (Bounds(1, 1), Bounds(2, 2))


@pytest.mark.parametrize(
    ("share", "tolerance", "bounds"),
    [
        (Fraction(1, 3), Fraction(1, 20), Bounds(32, 42)),
        (Fraction(1, 2), Fraction(0), Bounds(55, 55)),
        (Fraction(1, 20), Fraction(1, 10), Bounds(0, 16)),
    ],
)
def test_a_band_holds_whole_units_within_the_tolerance_of_the_share(share, tolerance, bounds):
    """Of 110 units a third are 36.7, and 5 % are 5.5: from 31.2 to 42.2, whole from 32 to 42."""
    assert band(share, tolerance, 110) == bounds
