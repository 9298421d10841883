"""Traceability codes: three families, of which one can be taken apart and none be proved."""

import pytest

from procurement.rules.trace_codes import LAYOUT, read


def test_twenty_digits_from_8_have_a_resource_code_a_serial_and_a_secret_check():
    found = read("83711700173703755001")
    assert [part.characters for part in found.parts] == ["8371170", "017370375", "5001"]
    assert found.parts[-1].meaning.zh.endswith("不核对")
    assert {part.evidence for part in found.parts} == {"reported"}
    assert found.title == LAYOUT.title


@pytest.mark.parametrize(
    "value", ["1234567890123456789", "73711700173703755001", "ABC-1", "8" * 100]
)
def test_a_makers_own_code_is_accepted_whole(value):
    found = read(value)
    assert found.faults == ()
    assert found.part("whole") == value
    assert "长度非法" in found.notes[1].zh


def test_a_gs1_string_is_read_as_one():
    for value in ("(01)06901234567892(21)A1", "010690123456789221A1\x1d10B2"):
        found = read(value)
        assert (found.kind, found.faults) == ("trace", ())
        assert found.part("di") == "06901234567892"
        assert found.part("serial") == "A1"


def test_the_barcode_of_the_product_is_no_traceability_code():
    (fault,) = read("6901234567892").faults
    assert fault.rule == "trace.barcode"
    assert read("6901234567893").faults == ()  # not a barcode: its check is wrong


def test_too_long_and_blanks_inside_are_told_at_once():
    rules = [fault.rule for fault in read("8 " * 51).faults]
    assert rules == ["trace.length", "trace.characters"]
    assert read("").faults[0].rule == "trace.characters"
