"""How a value of the law is written in a rulebook, read exactly, and shown to people."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from procurement.rules import money
from procurement.rules.text import Text

ALL_POINTS = 100
YES, NO = Text("是", "yes"), Text("否", "no")


@dataclass(frozen=True, slots=True)
class Reading:
    """A kind of value: what it must be, its reader, and how it is shown.

    The reader raises ValueError or TypeError for what is not of its kind. ``words`` are those that
    may stand in it; where one of a few values is chosen, ``choices`` are these as TOML.
    """

    must_be: Text
    read: Callable[[Any], Any]
    show: Callable[[Any], Text]
    words: Mapping[str, Text] = field(default_factory=dict)
    choices: Mapping[str, Text] = field(default_factory=dict)


def _number(value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(value)
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(value)
    return Fraction(value)


def _factor(value: object) -> Fraction:
    if (number := _number(value)) < 1:
        raise ValueError(value)
    return number


def read_share(value: object) -> Fraction:
    """A number from 0 to 1."""
    if not 0 <= (number := _number(value)) <= 1:
        raise ValueError(value)
    return number


def _count(value: object) -> int:
    if (number := _number(value)) < 1 or isinstance(value, Decimal):
        raise ValueError(value)
    return int(number)


def _amount(value: object) -> Fraction:
    if (number := _number(value)) < 0:
        raise ValueError(value)
    return number


def _day(value: object) -> date:
    if type(value) is not date:
        raise TypeError(value)
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _price(value: object) -> int:
    """Millionths of a yuan."""
    if (exact := _number(value) * money.MICRO) <= 0 or exact.denominator != 1:
        raise ValueError(value)
    return int(exact)


def _bands(value: list[Any]) -> tuple[tuple[Fraction, Fraction], ...]:
    bands = tuple((_number(least), read_share(ratio)) for least, ratio in value)
    floors = [least for least, _ in bands]
    if floors != sorted(set(floors), reverse=True) or floors[-1:] != [0]:
        raise ValueError(value)
    return bands


def _points(value: object) -> Mapping[str, int]:
    if not isinstance(value, dict):
        raise TypeError(value)
    points = {str(name): _count(cell) for name, cell in value.items()}
    if sum(points.values()) != ALL_POINTS:
        raise ValueError(value)
    return points


def nonempty(rows: tuple[Any, ...]) -> tuple[Any, ...]:
    """The rows, if there are any."""
    if not rows:
        raise ValueError(rows)
    return rows


def read_list(value: object) -> list[Any]:
    """A list, of whatever."""
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _plain(number: Fraction | int) -> Text:
    """A number as it was written: ``1.95``."""
    shown = money.show_number(Fraction(number))
    return Text(shown, shown)


def show_percent(share: Fraction) -> Text:
    """``48.5%``, as many decimals as it has."""
    shown = f"{_plain(share * 100).en}%"
    return Text(shown, shown)


def listed(shown: Iterable[Text]) -> Text:
    """Parts one after the other, with the comma of each language."""
    parts = tuple(shown)
    return Text("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def _show_price(price: int) -> Text:
    shown = money.show_price(price, exact=True)
    return Text(f"{shown} 元", f"{shown} yuan")


def _show_band(band: tuple[Fraction, Fraction]) -> Text:
    least, ratio = _plain(band[0]).en, show_percent(band[1]).en
    return Text(f"{least} 分及以上 {ratio}", f"from {least} points {ratio}")


def _many(reading: Reading, zh: str, en: str) -> Reading:
    def read(value: object) -> tuple[Any, ...]:
        return nonempty(tuple(reading.read(cell) for cell in read_list(value)))

    return Reading(Text(zh, en), read, lambda cells: listed(map(reading.show, cells)))


def word(known: Mapping[str, Text]) -> Reading:
    """One of the known words; each has its name in both languages."""

    def read(value: str) -> str:
        if value not in known:
            raise ValueError(value)
        return value

    names = ", ".join(known)
    return Reading(
        Text(f"下列之一：{names}", f"one of {names}"),
        read,
        known.__getitem__,
        choices={f'"{name}"': text for name, text in known.items()},
    )


def words(known: Mapping[str, Text]) -> Reading:
    """Some of the known words, in the order that counts; none of them is allowed."""

    def read(value: object) -> tuple[str, ...]:
        listed = read_list(value)
        if len(set(listed)) < len(listed) or not set(listed) <= known.keys():
            raise ValueError(value)
        return tuple(listed)

    def show(chosen: tuple[str, ...]) -> Text:
        return listed(known[one] for one in chosen) if chosen else Text("无", "none")

    names = ", ".join(known)
    return Reading(
        Text(f"由下列各项组成的列表：{names}", f"a list of {names}"), read, show, words=known
    )


def points(known: Mapping[str, Text]) -> Reading:
    """Whole points for every indicator, 100 in all."""

    def read(value: object) -> Mapping[str, int]:
        given = _points(value)
        if given.keys() != known.keys():
            raise ValueError(value)
        return given

    def show(given: Mapping[str, int]) -> Text:
        return listed(
            Text(f"{known[one].zh} {n}", f"{known[one].en} {n}") for one, n in given.items()
        )

    names = ", ".join(known)
    return Reading(
        Text(f"{names} 的正整数分值，合计 100", f"whole points for {names}, 100 in all"), read, show
    )


def prices(known: Mapping[str, Text]) -> Reading:
    """A price for some of the known words; nothing is said about the others."""

    def read(value: object) -> Mapping[str, int]:
        if not isinstance(value, dict) or not value or not value.keys() <= known.keys():
            raise ValueError(value)
        return {name: _price(cell) for name, cell in value.items()}

    def show(given: Mapping[str, int]) -> Text:
        pairs = ((known[name], _show_price(price)) for name, price in given.items())
        return listed(
            Text(f"{name.zh} {price.zh}", f"{name.en} {price.en}") for name, price in pairs
        )

    names = ", ".join(known)
    return Reading(
        Text(f"{names} 中若干项的价格", f"a price for some of {names}"), read, show, words=known
    )


FACTOR = Reading(Text("不小于 1 的数", "a number of 1 or more"), _factor, _plain)
NUMBER = Reading(Text("不小于 0 的数", "a number of 0 or more"), _amount, _plain)
DAY = Reading(Text("日期", "a day"), _day, lambda day: Text(day.isoformat(), day.isoformat()))
SHARE = Reading(Text("0 至 1 之间的数", "a number from 0 to 1"), read_share, show_percent)
COUNT = Reading(Text("正整数", "a whole number of 1 or more"), _count, _plain)
SHARES = _many(SHARE, "0 至 1 之间的数的列表", "a list of numbers from 0 to 1")
COUNTS = _many(COUNT, "正整数的列表", "a list of whole numbers of 1 or more")
FLAG = Reading(
    Text("true 或 false", "true or false"),
    _flag,
    lambda flag: YES if flag else NO,
    choices={"true": YES, "false": NO},
)
PRICE = Reading(
    Text("大于零、至多六位小数的元", "yuan above zero with at most six decimals"),
    _price,
    _show_price,
)
BANDS = Reading(
    Text(
        "由高到低排列、以 0 分结尾的 [最低分, 比例] 列表",
        "a list of [lowest score, ratio], highest first, the last from a score of 0",
    ),
    _bands,
    lambda bands: listed(map(_show_band, bands)),
)
