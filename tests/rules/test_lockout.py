"""The next try waits, twice as long after every failure, up to a quarter of an hour."""

from datetime import UTC, datetime, timedelta

import pytest

from procurement.rules import lockout
from procurement.rules.lockout import FIRST, FREE, LONGEST, Counted, LockedOut, Tries, until, wait

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
FEW = FREE[Counted.PERSON_HERE]


@pytest.mark.parametrize(
    ("more", "seconds"),
    [(-5, 0), (-1, 0), (0, 10), (1, 20), (2, 40), (6, 640), (7, 900), (1000, 900)],
)
def test_the_wait_doubles_after_every_failure_up_to_a_quarter_of_an_hour(more, seconds):
    assert wait(FEW + more, FEW) == timedelta(seconds=seconds)


def test_who_mistypes_a_few_times_does_not_wait():
    assert until([(Counted.PERSON_HERE, Tries(FEW - 1, NOW))]) == NOW


def test_the_longest_of_all_waits_counts():
    counted = [
        (Counted.PERSON_HERE, Tries(FEW, NOW)),
        (Counted.PERSON, Tries(1000, NOW)),
        (Counted.ADDRESS, Tries(1, NOW)),
    ]
    assert until(counted) == NOW + LONGEST
    assert until(counted[:1]) == NOW + FIRST


def test_nothing_counted_is_no_wait():
    assert until([]) is None


def test_an_address_may_fail_more_often_than_a_person():
    assert FREE[Counted.PERSON_HERE] < FREE[Counted.PERSON] < FREE[Counted.ADDRESS]


def test_a_refusal_says_when_the_next_try_may_be_and_not_whose_it_was():
    refused = LockedOut(NOW)
    assert refused.until == NOW
    assert str(refused) == "too many failed logins"


def test_what_was_typed_cannot_be_read_off_its_mark():
    mark = lockout.mark(Counted.PERSON, b"key", "my password by mistake")
    assert len(mark) == 64
    assert mark != lockout.mark(Counted.PERSON, b"another", "my password by mistake")
    assert mark != lockout.mark(Counted.ADDRESS, b"key", "my password by mistake")
    assert mark == lockout.mark(Counted.PERSON, b"key", "my password by mistake")
