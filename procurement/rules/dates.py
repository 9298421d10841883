"""Instants are UTC; days are those of Beijing time; agreement years are counted in days."""

from calendar import monthrange
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction

BEIJING = timezone(timedelta(hours=8), "CST")  # one zone for the whole country, no summer time
YEAR = 365  # days by which the time progress of an agreement year is divided
MONTHS = 12


def local_day(instant: datetime) -> date:
    """The day in Beijing at an aware instant; ValueError for a naive one."""
    return _local(instant).date()


def show_instant(instant: datetime) -> str:
    """Beijing time to the second: ``2020-01-17 10:00:00``; ValueError for a naive instant."""
    return f"{_local(instant):%Y-%m-%d %H:%M:%S}"


def _local(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return instant.astimezone(BEIJING)


def elapsed(start: date, day: date) -> Fraction:
    """Time progress (序时进度): days from start to day, both ends counted, over 365.

    Nothing before the start; more than 1 after the year, never capped.
    """
    return Fraction(max(0, (day - start).days + 1), YEAR)


def months_after(start: date, months: int) -> date:
    """The same day some months later, or the last day of that month when it is shorter."""
    year, month = divmod(start.year * MONTHS + start.month - 1 + months, MONTHS)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def year_end(start: date) -> date:
    """The last day of the agreement year (协议年度) that begins at ``start``."""
    return start + timedelta(days=YEAR - 1)


def year_months(start: date) -> tuple[date, ...]:
    """The first days of the twelve months reported on (月报), from the month of ``start``."""
    return tuple(months_after(start.replace(day=1), month) for month in range(MONTHS))


def last_whole_month(day: date) -> date:
    """The first day of the newest month that is over at the end of ``day``."""
    return months_after((day + timedelta(days=1)).replace(day=1), -1)
