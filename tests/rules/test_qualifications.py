"""What a firm hands in: who it is, and licences that are what they say."""

from dataclasses import replace

import pytest
from organisation_cast import BOTH, GOOD, JPEG, PDF, PNG

from procurement.rules import qualifications
from procurement.rules.qualifications import (
    DECISION_NAMES,
    LARGEST,
    LICENCE_NAMES,
    MEDIA_TYPES,
    Decision,
    Format,
    LicenceKind,
    Upload,
)


def rules_of(found):
    return [fault.rule for fault in found]


def test_an_application_without_a_fault():
    assert qualifications.faults(GOOD) == []


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({"credit_code": GOOD.credit_code[:-1] + "?"}, ["credit_code"]),
        ({"credit_code": ""}, ["credit_code"]),
        ({"name": ""}, ["name"]),
        ({"name_en": "a\nb"}, ["name_en"]),
        ({"contact": "x" * 201}, ["contact"]),
        ({"phone": "call me"}, ["phone"]),
        ({"email": ""}, ["email"]),
        ({"email": "zhang"}, ["email"]),
        ({"credit_code": "X", "name": " ", "email": "x"}, ["credit_code", "name", "email"]),
    ],
)
def test_everything_that_is_wrong_is_named_at_once(changes, places):
    found = qualifications.faults(replace(GOOD, **changes))
    assert list(dict.fromkeys(fault.place for fault in found)) == places
    assert all(fault.text.zh and fault.text.en for fault in found)


def test_a_wrong_check_character_is_found():
    wrong = GOOD.credit_code[:-1] + ("0" if GOOD.credit_code[-1] != "0" else "1")
    found = qualifications.faults(replace(GOOD, credit_code=wrong))
    assert rules_of(found) == ["credit-code.check"]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (PDF, Format.PDF),
        (PNG, Format.PNG),
        (JPEG, Format.JPEG),
        (PDF[:12], None),
        (PNG[:-4], None),
        (b"\xff\xd8\xff", None),
        (b"", None),
        (b"MZ\x90\x00", None),
        (b"<html><script>alert(1)</script></html>", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"PK\x03\x04" + bytes(100), None),
        (b"GIF89a" + PDF, None),
    ],
)
def test_a_file_is_what_its_content_says(content, what):
    assert qualifications.recognised(content) is what


def test_licences_are_read_by_their_content():
    found, wrong = qualifications.licences(BOTH)
    assert wrong == []
    assert [(one.kind, one.format) for one in found] == [
        (LicenceKind.BUSINESS, Format.PDF),
        (LicenceKind.AUTHORISATION, Format.JPEG),
    ]


def test_what_is_missing_and_what_is_no_licence_is_named_at_once():
    uploads = [
        Upload(LicenceKind.PRODUCTION, b"MZ"),
        Upload(LicenceKind.MARKETING, PDF[:-6] + bytes(LARGEST) + b"%%EOF"),
    ]
    found, wrong = qualifications.licences(uploads)
    assert found == []
    assert rules_of(wrong) == [
        "licence_format",
        "licence_size",
        "licence_missing",
        "licence_missing",
    ]
    assert all(fault.text.zh and fault.text.en for fault in wrong)


def test_there_is_an_end_to_files():
    _, wrong = qualifications.licences(BOTH * 5)
    assert rules_of(wrong) == ["licences_most"]


@pytest.mark.parametrize(("reason", "faults"), [("材料齐全", 0), ("", 1), ("x" * 2001, 1)])
def test_a_review_has_a_reason(reason, faults):
    assert len(qualifications.reason_faults(reason)) == faults


def test_everything_has_a_name():
    assert set(LICENCE_NAMES) == set(LicenceKind)
    assert set(DECISION_NAMES) == set(Decision)
    assert set(MEDIA_TYPES) == set(Format)


def test_what_is_in_a_file_is_in_no_message():
    assert "PDF" not in repr(BOTH[0])
