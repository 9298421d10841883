"""Instants are UTC, days are Beijing's, and an agreement year is counted in days."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from procurement.rules import dates


def test_the_day_changes_at_midnight_in_beijing():
    assert dates.local_day(datetime(2020, 1, 16, 15, 59, tzinfo=UTC)) == date(2020, 1, 16)
    assert dates.local_day(datetime(2020, 1, 16, 16, 0, tzinfo=UTC)) == date(2020, 1, 17)


def test_an_instant_is_shown_in_beijing_time():
    assert dates.show_instant(datetime(2020, 1, 17, 2, tzinfo=UTC)) == "2020-01-17 10:00:00"


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        dates.local_day(datetime(2020, 1, 17))  # noqa: DTZ001 - the very mistake


def test_time_progress_counts_both_ends_and_is_never_capped():
    start = date(2019, 12, 20)
    assert dates.elapsed(start, date(2019, 12, 19)) == 0
    assert dates.elapsed(start, start) == Fraction(1, 365)
    assert dates.elapsed(start, date(2020, 12, 31)) == Fraction(378, 365)


@pytest.mark.parametrize(
    ("start", "months", "day"),
    [
        (date(2020, 1, 31), 1, date(2020, 2, 29)),
        (date(2020, 11, 19), 3, date(2021, 2, 19)),
        (date(2020, 10, 1), 2, date(2020, 12, 1)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(start, months, day):
    assert dates.months_after(start, months) == day


def test_an_agreement_year_has_365_days_and_twelve_months_to_report():
    start = date(2020, 4, 10)
    assert dates.year_end(start) == date(2021, 4, 9)
    assert dates.elapsed(start, dates.year_end(start)) == 1
    months = dates.year_months(start)
    assert (len(months), months[0], months[-1]) == (12, date(2020, 4, 1), date(2021, 3, 1))


def test_a_month_counts_once_it_is_over():
    assert dates.last_whole_month(date(2020, 6, 29)) == date(2020, 5, 1)
    assert dates.last_whole_month(date(2020, 6, 30)) == date(2020, 6, 1)
    assert dates.last_whole_month(date(2020, 1, 1)) == date(2019, 12, 1)
