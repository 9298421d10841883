"""Whole device identifications, printed with brackets and scanned without."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.rules import device_codes
from procurement.rules.device_strings import read

DI = "06901234567892"
SIGNS = string.ascii_letters + string.digits + "!\"%&'*+,-./:;<=>?_"


def rules(value):
    return [fault.rule for fault in read(value).faults]


@given(
    body=st.text("0123456789", min_size=13, max_size=13),
    lot=st.text(SIGNS, min_size=1, max_size=20),
    serial=st.text(SIGNS, min_size=1, max_size=20),
    day=st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)),
)
def test_what_is_printed_and_what_is_scanned_say_the_same(body, lot, serial, day):
    di = body + device_codes.check(body)
    when = f"{day:%y%m%d}"
    printed = read(f"(01){di}(11){when}(17){when}(10){lot}(21){serial}")
    scanned = read(f"]d201{di}11{when}17{when}10{lot}\x1d21{serial}")
    assert printed.faults == scanned.faults == ()
    for found in (printed, scanned):
        names = ("di", "produced", "expires", "lot", "serial")
        assert tuple(map(found.part, names)) == (di, when, when, lot, serial)
        assert found.parts[1].meaning.en == day.isoformat()


@pytest.mark.parametrize("gap", ["\x1d", "␝", "<GS>"])
def test_a_separator_may_be_the_sign_itself_or_its_picture(gap):
    found = read(f"{gap}01{DI}10A1{gap}17301231")
    assert found.faults == ()
    assert (found.part("lot"), found.part("expires")) == ("A1", "301231")


def test_a_day_of_00_is_the_end_of_the_month():
    found = read(f"(01){DI}(17)280200")
    assert found.faults == ()
    assert found.parts[1].meaning.en == "2028-02-29 (no day given: end of the month)"
    assert "按月末" in found.parts[1].meaning.zh


@pytest.mark.parametrize("when", ["301301", "300001", "300230", "30123", "3012AB", ""])
def test_a_day_that_does_not_exist_is_refused(when):
    assert rules(f"(01){DI}(17){when}") == ["udi.expires"]


def test_a_wrong_device_identifier_is_refused_wherever_it_is_wrong():
    assert rules("(01)06901234567890(10)A") == ["udi.di"]
    assert rules("(01)0690123456789X(10)A") == ["udi.di"]
    assert rules("0106901234567890") == ["udi.di"]
    (fault,) = read("(01)06901234567890").faults
    assert fault.place == "第5–18位/characters 5–18"


@pytest.mark.parametrize("lot", ["", "A" * 21, "A B", "批号"])
def test_a_lot_has_1_to_20_letters_digits_or_signs(lot):
    assert rules(f"(01){DI}(10){lot}") == ["udi.lot"]


def test_a_lost_separator_makes_a_lot_too_long():
    assert rules(f"01{DI}10ABCDEFGHIJ21XYZXYZXYZXYZ") == ["udi.lot"]


def test_a_lot_that_may_hold_another_identifier_is_pointed_out():
    assert any("separator" in note.en for note in read(f"01{DI}10AB17301231").notes)
    assert not any("separator" in note.en for note in read(f"(01){DI}(10)AB17301231").notes)
    assert not any("separator" in note.en for note in read(f"01{DI}10AB").notes)


def test_all_faults_are_told_at_once():
    """No identifier of the device, a serial twice, and it expires before it was made."""
    assert rules("(21)A(21)B(11)300101(17)290101") == ["udi.missing", "udi.twice", "udi.order"]


def test_an_unknown_identifier_is_kept_in_brackets_and_refused_without():
    kept = read(f"(01){DI}(240)AB")
    assert kept.faults == ()
    assert kept.part("unread") == "AB"
    assert "(240)" in kept.parts[1].title.zh
    assert rules(f"01{DI}99AB\x1d10C") == ["udi.identifier"]


def test_brackets_without_an_identifier_are_no_identification():
    assert rules("(AB)12") == ["udi.identifier", "udi.missing"]


def test_a_device_identifier_alone_names_no_lot():
    assert any("no lot" in note.en for note in read(f"(01){DI}").notes)
    assert not any("no lot" in note.en for note in read(f"(01){DI}(10)A").notes)


def test_nothing_at_all_misses_its_identifier():
    assert rules("") == ["udi.missing"]
