"""Tables of replaced codes (转码表) as CSV: 原27位码, 27位码, 类型, 日期; read with all faults."""

from datetime import date
from pathlib import Path

from procurement.exchange import rows
from procurement.exchange.rows import Findings, Row
from procurement.rules import consumable_codes
from procurement.rules.code_changes import Change, ChangeKind
from procurement.rules.text import Refused

OLD, NEW, KIND, DAY = COLUMNS = ("原27位码", "27位码", "类型", "日期")
MODEL = "consumable-27"


def read(path: Path) -> tuple[Change, ...]:
    """Every row of the file; Refused with all that is wrong in it, by file and line.

    类型 is 变更, 映射 or 停用; only a stopped code has no new one. 日期 is the day of the release.
    """
    findings = Findings()
    table = rows.read(path, COLUMNS, findings)
    seen: dict[tuple[str, ...], str] = {}
    changes = [change for row in table.rows if (change := _change(row, seen)) is not None]
    if findings.faults:
        raise Refused(findings.faults)
    return tuple(changes)


def _change(row: Row, seen: dict[tuple[str, ...], str]) -> Change | None:
    kind, day = _kind(row), _day(row)
    old = _code(row, OLD)
    new = _successor(row, kind)
    first = row.first_of_its_kind(seen, OLD, NEW, DAY)
    if old and new is not None and kind and day and first:
        return Change(old, new, kind, day)
    return None


def _code(row: Row, column: str) -> str | None:
    if (cell := row.text(column)) is None:
        return None
    faults = consumable_codes.read(cell, MODEL).faults
    for fault in faults:
        row.fault(
            fault.rule,
            f"{column}“{cell}”{fault.place.partition('/')[0]}：{fault.text.zh}",
            f"{column} “{cell}”, {fault.place.partition('/')[2]}: {fault.text.en}",
        )
    return None if faults else cell


def _successor(row: Row, kind: ChangeKind | None) -> str | None:
    """Blank for a stopped code, and for it alone."""
    if kind is not ChangeKind.STOPPED:
        return _code(row, NEW)
    if row.cells[NEW]:
        row.fault(
            "stopped",
            f"类型为停用时{NEW}应为空；如有替代代码，类型应为变更或映射。",
            f"a stopped code (停用) has no {NEW}; with a successor, 类型 is 变更 or 映射.",
        )
        return None
    return ""


def _kind(row: Row) -> ChangeKind | None:
    cell = row.text(KIND)
    if cell is None or cell in set(ChangeKind):
        return ChangeKind(cell) if cell else None
    row.fault(
        "kind",
        f"{KIND}“{cell}”应为变更、映射或停用。",
        f"{KIND} “{cell}” must be 变更 (replaced), 映射 (mapped) or 停用 (stopped).",
    )
    return None


def _day(row: Row) -> date | None:
    if (cell := row.text(DAY)) is None:
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        row.fault(
            "day",
            f"{DAY}“{cell}”应为年-月-日，如2026-03-01。",
            f"{DAY} “{cell}” must be year-month-day, as 2026-03-01.",
        )
        return None
