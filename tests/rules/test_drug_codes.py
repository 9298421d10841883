"""Drug codes: the shape of every part, character by character."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.rules import drug_codes

WESTERN = "XA10AED356B002010100000"
PATENT = "ZA01BAX0341010100000"
GRANULE = "T0102A00110101000000"
ALPHABETS = {"9": string.digits, "A": string.ascii_uppercase}
SHAPES = [
    (drug_codes.western, "XA99AAA999A999999999999"),
    (drug_codes.patent, "ZA99AAA9999999999999"),
    (drug_codes.granule, "T" + "*" * 19),
]


def drawn(shape):
    alphabets = ALPHABETS | {"*": string.ascii_uppercase + string.digits}
    characters = [st.sampled_from(alphabets.get(sign, sign)) for sign in shape]
    return st.tuples(*characters).map("".join)


@pytest.mark.parametrize(("read", "shape"), SHAPES)
@given(data=st.data())
def test_a_code_of_the_right_shape_put_together_again_is_itself(read, shape, data):
    value = data.draw(drawn(shape))
    found = read(value)
    assert found.faults == ()
    assert "".join(part.characters for part in found.parts) == value


@pytest.mark.parametrize(
    ("read", "value", "shape"),
    [
        (drug_codes.western, WESTERN, SHAPES[0][1]),
        (drug_codes.patent, PATENT, SHAPES[1][1]),
        (drug_codes.granule, GRANULE, SHAPES[2][1]),
    ],
)
def test_every_character_is_checked_at_its_place(read, value, shape):
    for index, sign in enumerate(shape):
        wrong = {"9": "A", "A": "1"}.get(sign, "-")
        (fault,) = read(value[:index] + wrong + value[index + 1 :]).faults
        assert f"第{index + 1}位应为" in fault.text.zh
        assert f"character {index + 1} must be" in fault.text.en


def test_all_faults_are_told_at_once():
    """Seven wrong characters in four parts, and two characters too many."""
    rules = [fault.rule for fault in drug_codes.western("Y110AE1356B0O2010100000ZZ").faults]
    assert rules == [
        "western-drug.length",
        "western-drug.letter",
        "western-drug.class",
        "western-drug.name",
        "western-drug.form",
    ]


def test_what_stands_after_the_end_is_surplus():
    found = drug_codes.patent(PATENT + "77")
    assert found.part("surplus") == "77"
    assert found.faults[0].place == "第1–22位/characters 1–22"


def test_what_is_known_of_class_and_form_is_told_with_its_evidence():
    _, group, name, form, *_ = drug_codes.western(WESTERN).parts
    assert "alimentary tract" in group.meaning.en
    assert (group.evidence, form.evidence) == ("unconfirmed", "reported")
    assert form.meaning == drug_codes.FORMS["B"]
    assert name.title.zh == "药品名称码"
    *_, other, _, _ = drug_codes.western("XA10AED356Z002010100000").parts
    assert other.evidence == "unconfirmed"


def test_the_unknown_parts_of_a_granule_are_not_taken_apart():
    found = drug_codes.granule(GRANULE)
    assert [len(part.characters) for part in found.parts] == [1, 2, 2, 15]
    assert "长度未知" in found.parts[-1].meaning.zh
    assert found.part("firm") == ""
