"""A network address is kept as a mark that says no more than equal or not."""

from procurement.rules.networks import mark

KEY = bytes(32)


def test_equal_addresses_of_one_round_have_equal_marks():
    assert mark(KEY, "R1", "203.0.113.7") == mark(KEY, "R1", "203.0.113.7")
    assert mark(KEY, "R1", "203.0.113.7") != mark(KEY, "R1", "203.0.113.8")


def test_marks_of_another_round_or_key_have_nothing_in_common():
    ours = mark(KEY, "R1", "203.0.113.7")
    assert ours not in {mark(KEY, "R2", "203.0.113.7"), mark(bytes(range(32)), "R1", "203.0.113.7")}
    assert "203.0.113.7" not in ours


def test_an_address_that_is_not_known_has_no_mark():
    assert mark(KEY, "R1", "") == ""
