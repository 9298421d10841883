"""Device identifiers: 14 digits with a check, the barcode of 13, and the other two issuers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.rules import device_codes, issued_codes

DIGITS = "0123456789"
BODIES = st.text(DIGITS, min_size=13, max_size=13)


@pytest.mark.parametrize("value", ["06901234567892", "26901234567896", "00012345600012"])
def test_published_numbers_check(value):
    assert device_codes.read(value).faults == ()


def test_a_barcode_with_a_0_in_front_is_a_device_identifier():
    assert device_codes.barcode("6901234567892").faults == ()
    assert device_codes.read("06901234567892").faults == ()


@given(BODIES)
def test_a_number_with_its_check_is_in_order_and_comes_together_again(body):
    value = body + device_codes.check(body)
    found = device_codes.read(value)
    assert found.faults == ()
    assert "".join(part.characters for part in found.parts) == value


@given(BODIES, st.integers(0, 13), st.sampled_from(DIGITS))
def test_a_single_wrong_digit_is_always_caught(body, index, digit):
    value = body + device_codes.check(body)
    wrong = value[:index] + digit + value[index + 1 :]
    assert bool(device_codes.read(wrong).faults) == (wrong != value)


def test_a_wrong_check_says_which_it_should_be():
    (fault,) = device_codes.read("06901234567890").faults
    assert (fault.rule, fault.place) == ("udi-di.check", "第14位/character 14")
    assert "must be 2, not 0" in fault.text.en


@pytest.mark.parametrize("value", ["0690123456789", "0690123456789X", "069012345678920"])
def test_anything_but_14_digits_is_refused(value):
    assert device_codes.read(value).faults


def test_the_country_of_the_firm_is_told_where_it_is_known():
    known, other = device_codes.read("06901234567892"), device_codes.read("00012345600012")
    assert "690–699" in known.parts[1].meaning.zh
    assert "690–699" not in other.parts[1].meaning.zh
    assert known.parts[0].meaning.en == "0: the base unit"


def test_a_code_of_ziiot_is_taken_apart_and_not_verified():
    value = "MA.156.M0.100761.21234561.Sx00008.M220117.L20220117.D20220118.E220130.V220117.C3.Q1"
    found = issued_codes.read(value)
    assert found.faults == ()
    assert (found.part("firm"), found.part("serial"), found.part("expires")) == (
        "100761",
        "Sx00008",
        "E220130",
    )
    assert found.part("unread") == "Q1"
    assert {part.evidence for part in found.parts} == {"unconfirmed"}
    assert "不核对" in found.notes[0].zh


def test_all_faults_of_a_code_of_ziiot_are_told_at_once():
    rules = [fault.rule for fault in issued_codes.read("NA.156..1 0").faults]
    assert rules == ["udi-ma.issuer", "udi-ma.length", "udi-ma.trade", "udi-ma.firm"]


def test_an_identification_of_ali_health_stays_whole():
    found = issued_codes.ali("81773220288616423835")
    assert (found.part("whole"), found.faults) == ("81773220288616423835", ())
