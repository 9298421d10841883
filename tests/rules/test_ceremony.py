"""Who may keep a key together, and under what passphrases."""

import pytest

from procurement.rules import ceremony
from procurement.rules.ceremony import Committee

OFFICERS = {
    "wang": "correct horse battery",
    "li": "staple of the north",
    "zhao": "三人行必有我师焉择其善者",
}


def found(faults):
    return [(fault.rule, fault.place) for fault in faults]


@pytest.mark.parametrize("threshold", [None, 2, 3])
def test_officers_with_long_passphrases_of_their_own_keep_a_key(threshold):
    assert ceremony.passphrase_faults(OFFICERS, threshold) == []


@pytest.mark.parametrize("threshold", [0, 1, 4])
def test_a_threshold_is_two_or_more_and_can_be_reached(threshold):
    assert found(ceremony.passphrase_faults(OFFICERS, threshold)) == [
        ("key_threshold", "threshold")
    ]


def test_passphrases_are_long_and_ones_own():
    assert found(ceremony.passphrase_faults({"wang": "short", "li": "short"})) == [
        ("passphrase_shared", "passphrases"),
        ("passphrase_length", "wang"),
        ("passphrase_length", "li"),
    ]
    alone = ceremony.passphrase_faults({"wang": OFFICERS["wang"]})
    assert found(alone) == [("key_officers", "passphrases")]


def test_what_is_not_needed_is_spare():
    assert Committee(tuple(OFFICERS), 2).spare == 1


@pytest.mark.parametrize(("officers", "most"), [(2, 2), (3, 2), (4, 3), (5, 3), (7, 4)])
def test_a_majority_is_more_than_half_and_never_one_alone(officers, most):
    assert ceremony.majority(officers) == most
