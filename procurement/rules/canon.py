"""Canonical JSON: one value has exactly one byte string, which anybody can hash or sign again."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NoReturn

type Json = bool | int | str | Sequence[Json] | Mapping[str, Json] | None


def encode(value: Json) -> bytes:
    """UTF-8, keys sorted, no spaces, whole numbers only.

    Raises ``ValueError`` for a float: its digits differ between languages and databases.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    json.loads(text, parse_float=_refuse, parse_constant=_refuse)
    return text.encode()


def digest(data: bytes) -> str:
    """SHA-256 in 64 small hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def instant(at: datetime) -> str:
    """An aware time in UTC to the microsecond; raises ``ValueError`` for a naive one."""
    if at.tzinfo is None:
        raise ValueError(f"{at} names no time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _refuse(number: str) -> NoReturn:
    raise ValueError(f"{number} is not a whole number")
