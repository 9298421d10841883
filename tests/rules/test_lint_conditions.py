"""Conditions beside the numbers, prices and coefficients that they need."""

from dataclasses import replace

import pytest
from design_cast import a_book, a_design, found, joints
from tender_cast import a_presentation, a_product


def lacking(book):
    return [(place, rule) for severity, place, rule in found(a_design(book)) if severity == "error"]


@pytest.mark.parametrize(
    ("key", "value", "needs"),
    [
        ("winning.alternatives", ["low_price_by_form"], ["winning.low_price_by_form"]),
        ("winning.gap_basis", "anchor", ["winning.anchor_coefficient"]),
        (
            "winning.gap_basis",
            "dual_anchor",
            ["winning.anchor_deviations", "winning.outlier_deviations", "winning.deviation"],
        ),
        ("winning.revivals", ["shortlisted"], ["winning.revival_multiple"]),
        ("winning.revivals", ["not_shortlisted"], ["volume.brand_demand"]),
        ("winning.negotiation_below", 3, ["winning.direct_winners"]),
        ("comparison.fill_volume_step", 10, ["comparison.fill_volume_factor"]),
    ],
)
def test_what_a_drug_round_names_needs_its_numbers(key, value, needs):
    assert lacking(a_book(values={key: value})) == [(needed, key) for needed in needs]


def test_a_basis_that_needs_nothing_is_no_gap():
    assert lacking(a_book(values={"winning.gap_basis": "lowest"})) == []


def test_a_number_that_the_round_has_yet_to_decide_is_told_as_open_only():
    book = a_book(values={"winning.gap_basis": "anchor"}, blanks=["winning.anchor_coefficient"])
    assert lacking(book) == [("winning.anchor_coefficient", "winning.anchor_coefficient")]


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"selection.any_of": ["anchor_multiple"]}, "selection.any_of"),
        ({"selection.all_of": ["origin_quota"]}, "selection.all_of"),
        ({"selection.revivals": ["at_limit"]}, "selection.revivals"),
        ({"volume.key": "number"}, "volume.key"),
        ({"pool.to_best": 1}, "pool.to_best"),
    ],
)
def test_what_a_unit_round_names_needs_its_numbers(values, rule):
    assert {told for _, told in lacking(joints(values))} == {rule}


def with_product(book, **changes):
    return a_design(book, products=(replace(a_product(), **changes),))


def test_a_hard_ceiling_that_is_not_given_limits_nothing():
    bare = with_product(joints(), presentations=(a_presentation(ceiling=None),))
    assert found(bare) == [("warning", "03", "comparison.ceiling_mode")]
    reference = joints({"comparison.ceiling_mode": "reference"})
    assert found(replace(bare, book=reference)) == []


def test_every_class_with_a_price_has_its_volume():
    book = joints({"volume.key": "class", "volume.by_class": {"A": [1, 0]}})
    priced = with_product(book, class_prices=(("A", 10), ("B", 12)))
    assert found(priced) == [("error", "03", "volume.by_class")]


def test_a_low_price_by_form_never_holds_for_another_form():
    values = {
        "winning.alternatives": ["low_price_by_form"],
        "winning.low_price_by_form": {"oral_solid": 1},
    }
    book = a_book(values=values)
    assert found(with_product(book, form="oral_solid")) == []
    assert found(with_product(book)) == [
        ("warning", "winning.low_price_by_form", "winning.low_price_by_form")
    ]
