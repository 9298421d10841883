"""After failed logins the next try waits, twice as long after every failure (登录失败锁定)."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FIRST = timedelta(seconds=10)
"""The first wait; each failure more doubles it,"""
LONGEST = timedelta(minutes=15)
"""up to this."""
FORGET = timedelta(days=1)
"""Failures are forgotten after so long without another one."""


class Counted(StrEnum):
    """What failures are counted by."""

    PERSON_HERE = "person at this address"
    PERSON = "person anywhere"
    ADDRESS = "address"


FREE: dict[Counted, int] = {
    Counted.PERSON_HERE: 5,
    Counted.PERSON: 20,
    Counted.ADDRESS: 50,
}
"""Failures without a wait: people mistype; an office of many has one address."""


@dataclass(frozen=True, slots=True)
class Tries:
    """Failures one after the other, and when the last one was."""

    failures: int
    last_at: datetime


class LockedOut(Exception):
    """Too many failures; ``until`` the next try is refused without looking at it."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__("too many failed logins")


def wait(failures: int, free: int) -> timedelta:
    """How long the next try waits after so many failures."""
    over = failures - free
    if over < 0:
        return timedelta(0)
    doublings = min(over, (LONGEST // FIRST).bit_length())  # that many are beyond the longest
    return min(FIRST * (1 << doublings), LONGEST)


def until(counted: Iterable[tuple[Counted, Tries]]) -> datetime | None:
    """When the next try may be; None when nothing was counted."""
    ends = [tries.last_at + wait(tries.failures, FREE[by]) for by, tries in counted]
    return max(ends, default=None)


def mark(by: Counted, key: bytes, *what: str) -> str:
    """A keyed hash: what somebody typed for a login may have been a password."""
    said = "\0".join((by.value, *what))
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()
