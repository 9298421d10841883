"""Integers of money: fen, and unit prices in millionths of a yuan; rounded half up, once."""

import re
from fractions import Fraction

from solver import rounding

FEN = 100  # fen in a yuan
MICRO = 1_000_000  # millionths in a yuan: six decimals of a unit price are published
SHOWN = 10_000  # steps of a yuan that a shown unit price has: four decimals
WAN = 10_000  # yuan in a 万元

_DECIMAL = re.compile(r"[0-9]+(?:\.([0-9]+))?", re.ASCII)
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))

half_up = rounding.half_up


def parse_price(text: str) -> int:
    """A unit price in yuan, such as ``0.180667``, in millionths of a yuan.

    ValueError for anything but digits with at most six decimals; a minus sign is refused.
    """
    return _scaled(text, places=6)


def parse(text: str) -> int:
    """An amount in yuan, such as ``1234.56``, in fen; ValueError as for ``parse_price``."""
    return _scaled(text, places=2)


def _scaled(text: str, places: int) -> int:
    found = _DECIMAL.fullmatch(text)
    if found is None:
        raise ValueError(f"not a number of yuan: {text!r}")
    if len(found[1] or "") > places:
        raise ValueError(f"more than {places} decimals: {text!r}")
    return int(Fraction(text) * 10**places)


def show_price(micro: int, *, exact: bool = False) -> str:
    """A unit price in yuan: ``0.1807`` half up to four decimals, or as published: ``0.180667``."""
    if exact:
        return f"{micro // MICRO}.{micro % MICRO:06d}".rstrip("0").rstrip(".")
    steps = half_up(Fraction(micro * SHOWN, MICRO))
    return f"{steps // SHOWN}.{steps % SHOWN:04d}"


def cost(unit_price: int, quantity: int) -> int:
    """Fen for a quantity at a unit price in millionths of a yuan, rounded half up."""
    return half_up(exact_cost(unit_price, quantity))


def exact_cost(unit_price: int, quantity: int) -> Fraction:
    """Fen for a quantity at a unit price in millionths of a yuan, not rounded yet."""
    return Fraction(unit_price * quantity * FEN, MICRO)


def show(fen: int) -> str:
    """Yuan with two decimals: ``1,234.56``."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), FEN)
    return f"{sign}{yuan:,}.{rest:02d}"


def show_wan(fen: int) -> str:
    """Ten thousands of yuan (万元) with two decimals, half up."""
    return show(half_up(Fraction(fen, WAN)))


def show_percent(ratio: Fraction) -> str:
    """A ratio in percent with two decimals, half up: ``66.67%``."""
    return f"{show(half_up(ratio * 100 * FEN)).replace(',', '')}%"


def show_number(number: Fraction) -> str:
    """A number exactly: ``59.9``; as ``200/3`` when it has more than six decimals."""
    micro = number * MICRO
    if micro.denominator != 1:
        return str(number)
    sign = "-" if micro < 0 else ""
    return sign + show_price(abs(int(micro)), exact=True)


def in_capitals(fen: int) -> str:
    """The amount in capital characters (大写), as on contracts: ``壹佰元整``."""
    yuan, rest = divmod(abs(fen), FEN)
    jiao, cents = divmod(rest, 10)
    words = "负" if fen < 0 else ""
    if yuan or not rest:
        words += _capitals(yuan) + "元"
    if jiao:
        words += _DIGITS[jiao] + "角"
    elif yuan and cents:
        words += "零"
    return words + (_DIGITS[cents] + "分" if cents else "整")


def _capitals(number: int) -> str:
    """A whole number in capital characters; a gap of zeros is spoken once (零)."""
    for size, unit in _UNITS:
        if number >= size:
            head, rest = divmod(number, size)
            gap = "零" if 0 < rest < size // 10 else ""
            return _capitals(head) + unit + gap + (_capitals(rest) if rest else "")
    return _DIGITS[number]
