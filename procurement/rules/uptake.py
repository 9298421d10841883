"""How far the agreed volume is used (约定采购量进度): completion, pace, shares and alerts.

Quantities are units received and confirmed, not ordered. No data is not zero: a measure without
its denominator, or without a report, is None. Nothing is capped at 100 %.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from procurement.rules import dates, money
from procurement.rules.rulebook import UptakeRules
from procurement.rules.text import Text

type Level = Literal["none", "yellow", "orange", "red"]


@dataclass(frozen=True, slots=True)
class Alert:
    """The level of an alert, the field of the rules that decided it, and why."""

    level: Level
    clause: str | None
    reason: Text


def share(part: int | None, whole: int | None) -> Fraction | None:
    """A part of a whole, in units or in fen; None when either is unknown or the whole is nothing.

    The winning share (中选占比) of all products of the same generic name and specification, by
    quantity or by amount; the online delivery (网上配送率) of the ordered quantity.
    """
    return Fraction(part, whole) if part is not None and whole else None


def completion(received: int | None, agreed: int | None) -> Fraction | None:
    """Completion (完成率): winning units received, over the agreed volume (约定采购量)."""
    return share(received, agreed)


def pace(completed: Fraction | None, time_progress: Fraction) -> Fraction | None:
    """Pace (进度比): completion over time progress (序时进度); None before the first day."""
    return completed / time_progress if completed is not None and time_progress else None


def spec_completion(completions: Sequence[Fraction | None]) -> Fraction | None:
    """Completed specifications over contracted ones; one without an agreed volume is neither."""
    contracted = [one for one in completions if one is not None]
    return share(sum(one >= 1 for one in contracted), len(contracted))


def alert(
    measured: Fraction | None,
    start: date,
    day: date,
    rules: UptakeRules,
    *,
    exempt: bool = False,
    delivery: Fraction | None = None,
) -> Alert | None:
    """The alert that a pace raises on a day of the year that began at ``start``; None: no data.

    Red only after the first months. An approved exemption, or a winner whose online delivery is
    below the floor, raises none. Every limit is a proposal of the platform, not law.
    """
    if measured is None:
        return None
    if exempt:
        return Alert("none", None, Text("已批准豁免", "exempted"))
    if delivery is not None and delivery < rules.delivery_floor:
        shown = money.show_percent(delivery)
        reason = Text(f"网上配送率仅 {shown}，责任在供应", f"online delivery is only {shown}")
        return Alert("none", "delivery_floor", reason)
    shown = money.show_percent(measured)
    settled = day >= dates.months_after(start, rules.grace_months)
    limits: tuple[tuple[Level, Fraction, bool], ...] = (
        ("red", rules.red, settled),
        ("orange", rules.orange, True),
        ("yellow", rules.yellow, True),
    )
    for level, limit, applies in limits:
        if applies and measured < limit:
            least = money.show_percent(limit)
            reason = Text(f"进度比 {shown}，低于 {least}", f"pace {shown}, below {least}")
            return Alert(level, level, reason)
    return Alert("none", None, Text(f"进度比 {shown}，正常", f"pace {shown}, on time"))
