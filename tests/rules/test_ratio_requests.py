"""Price comparisons as they are asked for, and every worked number of the rule as a file."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from procurement.exchange import rulebooks
from procurement.rules import ratio_factors, ratio_requests, ratio_rules
from procurement.rules.text import Refused

EXAMPLES = sorted((Path(__file__).parents[1] / "examples" / "ratio").glob("*.toml"))
BOOK = rulebooks.load("national-drug-4")
LAW = ratio_rules.in_force(BOOK, date(2021, 2, 3))
ASKED = {"price": "1.20", "strength": "60"}


def faults(**texts):
    with pytest.raises(Refused) as refused:
        ratio_requests.answer(ASKED | texts, LAW)
    assert all(fault.text.zh and fault.text.en for fault in refused.value.faults)
    return [fault.place for fault in refused.value.faults]


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda path: path.stem)
def test_a_worked_example_comes_out_as_published(file):
    example = tomllib.loads(file.read_text())
    law = ratio_rules.in_force(rulebooks.load(example["rulebook"]), example["day"])
    found = ratio_requests.answer(example["asked"], law)
    expected = example["expected"]
    assert found.shown_price == expected["converted_price"]
    if "unit_comparable_price" in expected:
        steps = found.comparable_price
        assert f"{steps // 10_000}.{steps % 10_000:04d}" == expected["unit_comparable_price"]
    if "factors" in expected:
        assert [step.shown_factor for step in found.steps] == expected["factors"]


def test_what_is_not_told_of_the_wanted_pack_is_as_in_the_first():
    question = ratio_requests.parse(ASKED | {"pack": "30", "form": "oral_solid", "to_pack": "10"})
    assert question.wanted.units == 10
    assert question.wanted.strength == question.offered.strength == 60
    assert question.wanted.form == "oral_solid"
    assert not question.backward


def test_a_price_of_one_unit_is_that_of_the_pack_divided():
    one = ratio_requests.parse(ASKED | {"pack": "30", "per": "unit"})
    pack = ratio_requests.parse(ASKED | {"pack": "30", "price": "36"})
    assert one == pack


def test_the_same_pack_keeps_its_price():
    found = ratio_requests.answer(ASKED | {"pack": "3", "direction": "backward"}, LAW)
    assert (found.steps, found.shown_price, found.comparable_price) == ((), "1.2000", 4000)


@pytest.mark.parametrize("typed", ["0", "-1", "1,5", "sixty", "1e3", "0.0000001", "1" + "0" * 10])
def test_a_number_that_is_none_is_named_with_its_field(typed):
    assert faults(strength=typed, price=typed) == ["price", "strength"]


def test_all_fields_are_faulty_at_once():
    found = faults(price="", strength=" ", pack="1.5", to_pack="x", form="pill", per="box")
    assert found == ["price", "strength", "pack", "form", "to_pack", "per"]


def test_forms_without_a_factor_are_refused_at_the_field_of_the_factor():
    assert faults(form="granules", to_form="oral_solid") == ["form_factor"]
    given = {"form": "granules", "to_form": "oral_solid", "form_factor": "1.5"}
    assert ratio_requests.answer(ASKED | given, LAW).shown_price == "1.8000"


def test_a_rulebook_without_the_ratio_rule_is_refused():
    """Before its first day, or of another kind."""
    for book, day in ((BOOK, date(2020, 1, 1)), (rulebooks.load("uptake-default"), date.max)):
        with pytest.raises(Refused) as refused:
            ratio_rules.in_force(book, day)
        (fault,) = refused.value.faults
        assert fault.place == "rules"
        assert "comparison.strength_factor" in fault.text.en


def test_the_entries_behind_the_factors_are_those_of_the_rulebook():
    assert LAW.sources["strength_factor"].value == LAW.strength_factor
    assert ratio_factors.shown(LAW.pack_factor) == "1.9500"
