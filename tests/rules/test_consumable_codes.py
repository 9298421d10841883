"""Consumable codes of 27, 20, 15 and 10 characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.rules import consumable_codes
from procurement.rules.consumable_codes import covers, read

SYSTEM = "C09100100000000211790000049"


@given(
    st.sampled_from([9, 14, 19, 26]).flatmap(
        lambda n: st.text("0123456789", min_size=n, max_size=n)
    )
)
def test_a_letter_and_digits_of_the_right_number_are_a_code(digits):
    found = read(f"C{digits}")
    assert found.faults == ()
    assert found.kind == f"consumable-{len(digits) + 1}"
    assert "".join(part.characters for part in found.parts) == f"C{digits}"


@pytest.mark.parametrize("length", [n for n in range(1, 30) if n not in {10, 15, 20, 27}])
def test_any_other_length_is_refused(length):
    (fault,) = read("C" + "0" * (length - 1)).faults
    assert "应为10、15、20、27个" in fault.text.zh
    assert "10, 15, 20 or 27 expected" in fault.text.en


def test_a_code_asked_for_as_27_must_have_27():
    (fault,) = read(SYSTEM[:20], "consumable-27").faults
    assert fault.rule == "consumable.length"
    assert "27 expected" in fault.text.en


@pytest.mark.parametrize("index", range(27))
def test_every_character_is_checked(index):
    (fault,) = read(SYSTEM[:index] + "O" + SYSTEM[index + 1 :]).faults
    assert f"第{index + 1}位应为" in fault.text.zh


def test_a_generic_name_may_be_zero():
    generic = next(part for part in read(SYSTEM).parts if part.name == "generic")
    assert generic.characters == "000"
    assert "valid" in generic.meaning.en


@pytest.mark.parametrize(("code", "name"), [("C020202001", "stents"), ("C020205002", "balloons")])
def test_generic_names_that_are_known_are_told(code, name):
    *_, generic = read(code).parts
    assert (generic.meaning.en, generic.evidence) == (name, "reported")


def test_classes_that_are_known_are_told_and_the_structure_is_official():
    _, known, unknown, *_, model = read("C03160923400002043450000010").parts
    assert (known.meaning.en, known.evidence) == ("orthopedics", "reported")
    assert unknown.evidence == "official"
    assert model.evidence == "reported"


def test_a_prefix_is_the_scope_of_a_tender():
    """
    scope            code                          covered
    of 15            the whole code                yes
    of 10            the code of 20                yes
    of 15            a code of another class       no
    not a prefix     the whole code                no
    of 15            a cut entry                   no
    """
    assert covers(SYSTEM[:15], SYSTEM)
    assert covers(SYSTEM[:10], SYSTEM[:20])
    assert not covers(SYSTEM[:15], "C03160923400002043450000010")
    assert not covers(SYSTEM[:12], SYSTEM)
    assert not covers("C031112008", "C0311120080")
    assert consumable_codes.SCOPE == 15
