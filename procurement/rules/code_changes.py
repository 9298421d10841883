"""Replaced codes (转码表): dated rows of what became of a code, followed to the code in use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from procurement.rules.text import Fault, Text


class ChangeKind(StrEnum):
    """What a row says (类型); a stopped code (停用) has no successor, and is not deleted."""

    REPLACED = "变更"
    MAPPED = "映射"
    STOPPED = "停用"


KIND_NAMES: dict[ChangeKind, Text] = {
    ChangeKind.REPLACED: Text("变更为", "replaced by"),
    ChangeKind.MAPPED: Text("映射到", "mapped to"),
    ChangeKind.STOPPED: Text("停用", "stopped"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One row: from this day on the old code (原27位码) stands as the new one; none if stopped."""

    old: str
    new: str
    kind: ChangeKind
    day: date


@dataclass(frozen=True, slots=True)
class Standing:
    """What a code is on a day: the codes in use instead of it, and the rows that led there.

    Several codes when it was split (拆分); ``stopped`` are codes without a successor, which are
    kept: a contract line that names one still finds it.
    """

    code: str
    codes: tuple[str, ...]
    steps: tuple[Change, ...] = ()
    stopped: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def current(code: str, on: date, changes: Sequence[Change]) -> Standing:
    """Follow the rows that stand on that day, one after the other in time.

    A later table for the same code stands instead of an earlier one; rows of one day for one code
    split it. A row older than the one that led to its code is over: a code that comes back into
    use is in use. A circle within one day is a fault, and the code before it stands.
    """
    return _followed(code, on, _by_old(changes))


def merged_into(code: str, on: date, changes: Sequence[Change]) -> tuple[str, ...]:
    """Older codes that stand as this one on that day (合并), in the order of the rows."""
    tables = _by_old(changes)
    return tuple(old for old in tables if old != code and code in _followed(old, on, tables).codes)


def _by_old(changes: Sequence[Change]) -> dict[str, list[Change]]:
    tables: dict[str, list[Change]] = {}
    for change in changes:
        tables.setdefault(change.old, []).append(change)
    return tables


def _followed(code: str, on: date, tables: Mapping[str, Sequence[Change]]) -> Standing:
    in_use: dict[str, None] = {}
    stopped: dict[str, None] = {}
    steps: dict[Change, None] = {}
    faults: list[Fault] = []
    seen: set[tuple[str, date]] = set()
    ahead: list[tuple[str, date, tuple[str, ...]]] = [(code, date.min, ())]
    while ahead:
        here, since, before = ahead.pop()
        if (here, since) in seen:
            continue
        seen.add((here, since))
        rows = _standing(tables.get(here, ()), since, on)
        if not rows:
            in_use[here] = None
        for row in reversed(rows):
            passed = (*before, here) if row.day == since else (here,)
            if row.kind is ChangeKind.STOPPED:
                stopped[here] = None
            elif row.new in passed:
                faults.append(_circle((*passed, row.new), row.day))
                in_use[here] = None
            else:
                ahead.append((row.new, row.day, passed))
        steps |= dict.fromkeys(rows)
    return Standing(code, tuple(in_use), tuple(steps), tuple(stopped), tuple(faults))


def _standing(rows: Sequence[Change], since: date, on: date) -> list[Change]:
    """The newest table of a code between the two days."""
    dated = [row for row in rows if since <= row.day <= on]
    newest = max((row.day for row in dated), default=None)
    return [row for row in dated if row.day == newest]


def _circle(path: Sequence[str], day: date) -> Fault:
    shown = " → ".join(path)
    text = Text(
        f"{day}的转码首尾相接（{shown}），无法确定现行代码。请核对转码表。",
        f"the changes of {day} run in a circle ({shown}): no code is the newest. Compare the "
        "conversion list.",
    )
    return Fault("code.circle", path[-2], text)
