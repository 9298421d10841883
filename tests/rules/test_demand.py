"""Agreed quantities: share by winners, half up per region and spec, then summed."""

from fractions import Fraction

import pytest
from tender_cast import BATCH_2, a_presentation, a_product, some_rules

from procurement.rules import demand
from procurement.rules.demand import Demand


@pytest.mark.parametrize(
    ("winners", "percent"), [(1, 50), (2, 60), (3, 70), (4, 80), (5, 80), (10, 80)]
)
def test_more_winners_more_volume(winners, percent):
    assert demand.agreed_share(a_product(), winners, BATCH_2) == Fraction(percent, 100)


def test_without_a_winner_nothing_is_agreed():
    with pytest.raises(ValueError, match="no winner"):
        demand.agreed_share(a_product(), 0, BATCH_2)


def test_a_class_of_products_has_its_own_shares_where_the_rulebook_has_them():
    reduced = (Fraction(2, 5), Fraction(1, 2))
    rules = some_rules(reduced_agreed_share=reduced, special_agreed_share=None)
    found = [
        demand.agreed_share(a_product(share_class=name), 2, rules)
        for name in ("normal", "reduced", "special")
    ]
    assert found == [Fraction(3, 5), Fraction(1, 2), Fraction(3, 5)]


@pytest.mark.parametrize(("base", "agreed"), [(0, 0), (1, 1), (3, 2), (4, 2), (596327, 298164)])
def test_half_a_unit_is_a_unit(base, agreed):
    """At 50 %."""
    assert demand.agreed(base, Fraction(1, 2)) == agreed


@pytest.mark.parametrize(
    ("base", "share", "published"),
    [
        (596327, "1/2", 298170),
        (596327, "3/5", 357795),
        (7286887, "3/10", 2186064),
        (7286887, "2/5", 2914753),
        (7286887, "1/2", 3643450),
    ],
)
def test_the_published_totals_of_round_7_are_within_the_rounding_of_31_regions(
    base, share, published
):
    """Afatinib and meropenem: never share times national total, but at most 31 halves from it."""
    assert abs(published - base * Fraction(share)) <= Fraction(31, 2)
    assert published != demand.agreed(base, Fraction(share))


def test_regions_and_specs_are_rounded_before_they_are_summed():
    """
    region  spec   base  60 %
    110000  50mg   1     0.6 -> 1
    110000  100mg  2     1.2 -> 1
    650000  50mg   1     0.6 -> 1
    Of the sum, 4, it would be 2.4 -> 2.
    """
    product = a_product(a_presentation("50mg"), a_presentation("100mg", 100))
    lines = [
        Demand("650000", "03", "50mg", 1),
        Demand("110000", "03", "100mg", 2),
        Demand("110000", "03", "50mg", 1),
        Demand("110000", "04", "50mg", 900),
    ]
    found = demand.agreed_by_region(lines, product, Fraction(3, 5))
    assert found == {"110000": {"50mg": 1, "100mg": 1}, "650000": {"50mg": 1}}
    assert list(found) == ["110000", "650000"]
    assert list(found["110000"]) == ["50mg", "100mg"]


def test_what_a_region_reported_in_parts_is_added_before_rounding():
    lines = [Demand("110000", "03", "50mg", 1), Demand("110000", "03", "50mg", 2)]
    found = demand.agreed_by_region(lines, a_product(), Fraction(1, 2))
    assert found == {"110000": {"50mg": 2}}
