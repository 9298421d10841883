"""``vbp code``: a code taken apart, with what is wrong, what is known and what became of it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from procurement.exchange import code_tables, text_table
from procurement.exchange.printing import EVIDENCE
from procurement.rules import code_changes, code_kinds
from procurement.rules.code_changes import KIND_NAMES, Change, ChangeKind, Standing
from procurement.rules.code_kinds import KINDS, visible
from procurement.rules.code_parts import Part, Reading
from procurement.rules.dates import local_day
from procurement.rules.text import Text
from web.cli import line

WRONG = 1


@click.command("code")
@click.argument("value")
@click.option("--kind", type=click.Choice(list(KINDS)), help="Read it as this.  指定种类。")
@click.option(
    "--changes",
    "file",
    type=click.Path(path_type=Path),
    help="CSV of replaced codes: 原27位码,27位码,类型,日期.  转码表。",
)
@click.option(
    "--on",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day for --changes, else today.  转码表按该日适用，默认今天。",
)
@click.option("--json", "as_json", is_flag=True, help="For programs.  输出 JSON。")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    value: str,
    kind: str | None,
    file: Path | None,
    day: datetime | None,
    as_json: bool,
) -> None:
    """Take a code apart: NHSA drug and consumable codes, UDI, traceability, credit, region codes.

    Its kind is told from its form unless --kind names it. Every part stands with its place, what it
    means and how far that is known; then all that is wrong, and what cannot be verified here. With
    --changes, the codes in use instead of it. Exit status 1 when the code has a fault, 2 when the
    file has.

    解读编码：医保药品与耗材代码、UDI、追溯码、统一社会信用代码、行政区划代码；列出各段位置、含义与证据等级，
    指明全部错误及无法核实的内容；--changes按转码表给出现行代码。

    编码有误时退出状态为 1，文件有误时为 2。
    """
    changes = code_tables.read(file) if file else None
    reading = code_kinds.read(value, kind or "")
    on = day.date() if day else local_day(datetime.now(UTC))
    standing: Standing | None = None
    olds: tuple[str, ...] = ()
    if changes is not None:
        standing = code_changes.current(reading.value, on, changes)
        olds = code_changes.merged_into(reading.value, on, changes)
    if as_json:
        told = _document(reading) | ({"standing": _standing(standing, olds)} if standing else {})
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_lines(reading)))
        if standing:
            click.echo("\n".join(_became(standing, olds, on.isoformat())))
    if reading.faults or (standing and standing.faults):
        ctx.exit(WRONG)


def _lines(reading: Reading) -> Iterator[str]:
    yield f"{visible(reading.value)}  {reading.title.zh} {reading.title.en}"
    if reading.parts:
        yield from text_table.lines([_row(part) for part in reading.parts], numbers_from=5)
    for fault in reading.faults:
        yield f"✕ {line(fault)}"
    if not reading.faults:
        yield "✓ 格式无误 / its form is right"
    for note in reading.notes:
        yield f"! {_both(note)}"


def _row(part: Part) -> list[str]:
    places = f"{part.first}–{part.last}" if part.last > part.first else str(part.first)
    mark = EVIDENCE[part.evidence]
    title = f"{part.title.zh} {part.title.en}"
    said = f"{_both(part.meaning)}  [{mark.zh} {mark.en}]"
    return [places, visible(part.characters), title, said]


def _became(standing: Standing, olds: tuple[str, ...], day: str) -> Iterator[str]:
    for step in standing.steps:
        name = KIND_NAMES[step.kind]
        yield f"{step.day}  {step.old} {name.zh} {name.en} {step.new}".rstrip()
    if standing.codes:
        yield f"{day} 现行代码 in use: {', '.join(standing.codes)}"
    if olds:
        yield f"{day} 原代码 stands for: {', '.join(olds)}"
    for code in standing.stopped:
        yield f"{code} 已停用，无替代代码，予以保留 / stopped without a successor, and kept"
    for fault in standing.faults:
        yield f"✕ {line(fault)}"


def _both(text: Text) -> str:
    return " / ".join(dict.fromkeys(text))


def _document(reading: Reading) -> dict[str, Any]:
    return {
        "value": reading.value,
        "kind": reading.kind or None,
        "title": reading.title._asdict(),
        "valid": not reading.faults,
        "parts": [
            {
                "name": part.name,
                "title": part.title._asdict(),
                "first": part.first,
                "last": part.last,
                "characters": part.characters,
                "meaning": part.meaning._asdict(),
                "evidence": part.evidence,
            }
            for part in reading.parts
        ],
        "faults": [
            {"rule": fault.rule, "place": fault.place, **fault.text._asdict()}
            for fault in reading.faults
        ],
        "unverified": [note._asdict() for note in reading.notes],
    }


def _standing(standing: Standing, olds: tuple[str, ...]) -> dict[str, Any]:
    return {
        "codes": standing.codes,
        "stopped": standing.stopped,
        "stands_for": olds,
        "steps": [_step(step) for step in standing.steps],
        "faults": [
            {"rule": fault.rule, "place": fault.place, **fault.text._asdict()}
            for fault in standing.faults
        ],
    }


def _step(step: Change) -> dict[str, str | None]:
    new = None if step.kind is ChangeKind.STOPPED else step.new
    return {"old": step.old, "new": new, "kind": step.kind, "day": step.day.isoformat()}
