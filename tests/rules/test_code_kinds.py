"""Every kind of code: recognized, taken apart, and wrong for reasons that are all told at once."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.rules import code_kinds
from procurement.rules.code_kinds import KINDS

EXAMPLES = tomllib.loads(
    (Path(__file__).parents[1] / "examples" / "codes" / "published.toml").read_text()
)["code"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["value"])
def test_published_codes_are_taken_apart_as_published(example):
    found = code_kinds.read(example["value"])
    assert found.kind == example["kind"]
    assert [fault.rule for fault in found.faults] == example.get("refused", [])
    if "parts" in example:
        assert [part.characters for part in found.parts] == example["parts"]


@pytest.mark.parametrize("name", list(KINDS))
def test_every_kind_has_an_example_without_a_fault(name):
    found = code_kinds.read(KINDS[name].example, name)
    assert found.faults == ()
    assert found.notes, "something cannot be verified about every code"
    assert all(text.zh and text.en for text in [found.title, *found.notes])
    assert all(part.title.zh and part.title.en and part.meaning.zh for part in found.parts)


@pytest.mark.parametrize("name", [name for name in KINDS if name not in {"consumable", "udi-ali"}])
def test_an_example_is_recognized_as_its_kind(name):
    assert code_kinds.candidates(KINDS[name].example)[0] == name


def test_a_code_is_recognized_with_blanks_around_it_and_in_any_case():
    assert code_kinds.read(" 510100\n").value == "510100"
    small = code_kinds.read("c03160923400002043450000010")
    assert [fault.rule for fault in small.faults] == ["consumable.letter"]
    (wide,) = code_kinds.read("５10100").faults
    assert wide.place == "第1–2位/characters 1–2"
    assert "half-width" in wide.text.en


def test_what_cannot_be_seen_is_shown():
    assert code_kinds.visible("10A\x1d21\x00B批") == "10A<GS>21�B批"


def test_what_looks_like_no_kind_is_told_with_the_kinds_there_are():
    found = code_kinds.read("nothing")
    (fault,) = found.faults
    assert (found.kind, fault.rule, found.parts) == ("", "code.kind", ())
    assert "统一社会信用代码" in fault.text.zh
    assert "Western drug code" in fault.text.en
    assert code_kinds.read("").faults[0].rule == "code.kind"


def test_more_than_one_code_at_a_time_is_refused():
    assert code_kinds.read("1" * 201).faults[0].rule == "code.length"


def test_a_kind_that_does_not_exist_is_impossible():
    with pytest.raises(KeyError):
        code_kinds.read("510100", "nothing")


@given(
    st.sampled_from(list(KINDS)),
    st.text(max_size=40) | st.text("0123456789CXZTA().M\x1d", max_size=40),
)
def test_whatever_is_entered_its_parts_stand_where_they_are_said_to_stand(name, value):
    found = code_kinds.read(value, name)
    reached = 0
    for part in found.parts:
        assert found.value[part.first - 1 : part.last] == part.characters
        assert part.first > reached
        reached = part.last
    assert all(fault.text.zh and fault.text.en and fault.place for fault in found.faults)
