"""Unified social credit codes: department, class, region, body, and two checks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.rules import credit_codes
from procurement.rules.code_parts import CREDIT_ALPHABET
from procurement.rules.credit_codes import check, read, subject_check

FIRM = "91350100M000100Y43"  # the example of GB 32100
LETTERS = st.sampled_from(CREDIT_ALPHABET)


@st.composite
def codes(draw):
    head = draw(st.sampled_from(["91", "12", "52"])) + draw(
        st.text("0123456789", min_size=6, max_size=6)
    )
    body = draw(st.text(LETTERS, min_size=9, max_size=9))
    return head + body + check(head + body)


def test_the_example_of_the_standard_checks():
    found = read(FIRM)
    assert found.faults == ()
    assert found.part("subject_check") == "4"
    assert [part.meaning.en for part in found.parts][:2] == [
        "commerce (market regulation)",
        "enterprise",
    ]


@pytest.mark.parametrize("value", ["91110108551385082Q", "91440300708461136T"])
def test_codes_of_listed_firms_check_twice(value):
    found = read(value)
    assert found.faults == ()
    assert found.parts[4].meaning.en == "agrees with GB 11714"


@given(codes())
def test_a_code_with_its_check_is_in_order_and_comes_together_again(value):
    found = read(value)
    assert found.faults == ()
    assert "".join(part.characters for part in found.parts) == value


@given(codes(), st.integers(0, 17), LETTERS)
def test_a_single_wrong_character_is_always_caught(value, index, letter):
    wrong = value[:index] + letter + value[index + 1 :]
    assert bool(read(wrong).faults) == (wrong != value)


@given(codes(), st.integers(0, 16))
def test_two_neighbors_in_the_wrong_order_are_always_caught(value, index):
    wrong = value[:index] + value[index + 1] + value[index] + value[index + 2 :]
    assert bool(read(wrong).faults) == (wrong != value)


@given(
    st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8), st.integers(0, 7), LETTERS
)
def test_the_organization_code_has_a_check_of_its_own(body, index, letter):
    """Modulo 11 over 36 values: characters that are 11 or more apart may be taken for another."""
    wrong = body[:index] + letter + body[index + 1 :]
    apart = abs(int(body[index], 36) - int(letter, 36))
    assert (subject_check(wrong) == subject_check(body)) == (apart % 11 == 0)


def test_an_organization_code_that_does_not_check_is_told_and_no_fault():
    body = "91350100M000100Y5"
    found = read(body + check(body))
    assert found.faults == ()
    assert "4 by GB 11714" in found.parts[4].meaning.en
    assert found.parts[4].evidence == "unconfirmed"


def test_a_wrong_check_says_which_it_should_be():
    (fault,) = read(FIRM[:-1] + "X").faults
    assert fault.place == "第18位/character 18"
    assert "“3”" in fault.text.en


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_that_look_like_digits_are_not_used(letter):
    (fault,) = read(FIRM[:8] + letter + FIRM[9:]).faults
    assert "I、O、S、V、Z" in fault.text.zh


def test_a_region_that_is_no_province_is_told_and_no_fault():
    """Registers of the whole country have 100000, those of the Production Corps others."""
    for region, words in [("100000", "national register"), ("990000", "no province")]:
        body = f"12{region}40000825"
        body += subject_check("40000825")
        found = read(body + check(body))
        assert found.faults == ()
        assert words in found.parts[2].meaning.en
    assert "Fujian" in read(FIRM).parts[2].meaning.en


def test_an_unknown_class_has_its_plain_meaning():
    body = "99350100M000100Y4"
    assert read(body + check(body)).parts[1].meaning.en == "class under this department"


def test_a_cut_code_is_told_by_its_length_alone():
    assert [fault.rule for fault in read(FIRM[:-1]).faults] == ["credit-code.length"]
    assert credit_codes.LENGTH == 18
