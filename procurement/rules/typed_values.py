"""A value of a rulebook as an officer types it: TOML, or a plain percentage (25%)."""

import re
import tomllib
from decimal import Decimal
from typing import Any

from procurement.rules.text import Fault, Refused, Text

LONGEST = 2000  # characters that anybody types into one field
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)%", re.ASCII)


def read(place: str, typed: str) -> Any:  # noqa: ANN401 - a value of any of TOML's kinds
    """The value, decimals exact; Refused in words when there is none, or more than one.

    ``place`` is the field that it was typed into.
    """
    text = typed.strip()
    if not text or len(text) > LONGEST:
        raise _refused(
            place,
            f"请填写取值，不超过{LONGEST}个字符。",
            f"Give a value of at most {LONGEST} characters.",
        )
    if percent := _PERCENT.fullmatch(text):
        return Decimal(percent[1]) / 100
    try:
        found = tomllib.loads(f"v = {text}\n", parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise _refused(
            place,
            f"写法有误（{error}）。数写作 0.5，文字加引号，列表写作 [1, 2, 3]。",
            f"This cannot be read ({error}). Write numbers as 0.5, words in quotes, lists as "
            "[1, 2, 3].",
        ) from error
    if found.keys() != {"v"}:
        raise _refused(place, "只能填写一个取值。", "Give one value only.")
    return found["v"]


def _refused(place: str, zh: str, en: str) -> Refused:
    return Refused([Fault("value", place, Text(zh, en))])
