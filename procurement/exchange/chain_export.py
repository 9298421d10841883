"""The audit chain as JSON lines, which anybody can prove without the database (审计链导出)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from procurement.rules import canon
from procurement.rules.audit import Event, Link
from procurement.rules.canon import Json
from procurement.rules.heads import Head
from procurement.rules.text import Fault, Refused, Text

UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


def write(chain: Iterable[Link]) -> Iterator[bytes]:
    """A line an event: what the hash is made of, the hash before, and its own."""
    for kept in chain:
        event = asdict(kept.event) | {"at": canon.instant(kept.event.at)}
        yield canon.encode(event | {"previous": kept.previous, "hash": kept.hash}) + b"\n"


def read(lines: Iterable[bytes], name: str) -> Iterator[Link]:
    """The events of a file, one after another; Refused, with the line, where it is not one."""
    for number, line in enumerate(lines, start=1):
        try:
            yield _link(json.loads(line))
        except UNREADABLE as error:
            text = Text("该行不是审计事件。", "This line is not an event of an audit chain.")
            raise Refused([Fault("unreadable", f"{name}:{number}", text)]) from error


def _link(kept: dict[str, Any]) -> Link:
    event = Event(
        sequence=int(kept["sequence"]),
        at=datetime.fromisoformat(kept["at"]),
        actor=str(kept["actor"]),
        action=str(kept["action"]),
        subject=str(kept["subject"]),
        details=dict(kept["details"]),
    )
    return Link(event, str(kept["previous"]), str(kept["hash"]))


def heads_json(heads: Iterable[tuple[Head, bytes]], public_key: bytes) -> bytes:
    """The sealed heads with their signatures, and the key to verify them with."""
    listed: list[Json] = [
        {"signed": head.signed_bytes().decode(), "signature": signature.hex()}
        for head, signature in heads
    ]
    return canon.encode({"algorithm": "Ed25519", "public_key": public_key.hex(), "heads": listed})


def read_heads(content: bytes, name: str) -> tuple[list[tuple[Head, bytes]], bytes]:
    """The heads of a file with their signatures, and the key it names; Refused if it is none."""
    try:
        kept = json.loads(content)
        listed = [
            (_head(json.loads(one["signed"])), bytes.fromhex(one["signature"]))
            for one in kept["heads"]
        ]
        return listed, bytes.fromhex(kept["public_key"])
    except UNREADABLE as error:
        text = Text("不是有效的链头文件。", "This is not the file of sealed heads.")
        raise Refused([Fault("unreadable", name, text)]) from error


def _head(kept: dict[str, Any]) -> Head:
    day, at = date.fromisoformat(kept["day"]), datetime.fromisoformat(kept["sealed_at"])
    canon.instant(at)
    return Head(day, int(kept["sequence"]), str(kept["hash"]), at)
