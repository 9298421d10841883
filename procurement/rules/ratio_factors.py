"""Factors of the ratio rule: a price factor for every doubling, whatever the ratio."""

from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

from procurement.rules import money

DIGITS = 40  # of a factor that has no end; prices have at most 18
GUARD = 10  # more digits while computing one


@lru_cache(maxsize=4096)
def factor(base: Fraction, ratio: Fraction) -> Decimal:
    """base^(log2 ratio): exact for ratios 1, 2, 4, 8 …, forty digits for all others.

    药品差比价规则 (发改价格〔2011〕2452号): 1.7 for the strength, 1.95 for the pack count, 1.9 for
    the fill volume.
    """
    with localcontext(prec=DIGITS + GUARD) as context:
        if ratio < 1:
            value = 1 / factor(base, 1 / ratio)
        elif _is_power_of_two(ratio):
            context.prec = 2 * ratio.numerator.bit_length() + DIGITS
            return _decimal(base) ** (ratio.numerator.bit_length() - 1)
        else:
            value = (_decimal(base).ln() * _decimal(ratio).ln() / Decimal(2).ln()).exp()
        context.prec = DIGITS
        return +value


def times(price: Fraction, base: Fraction, ratio: Fraction) -> Fraction:
    """The price times the factor; downwards it is divided, so that the way back is exact."""
    if ratio < 1:
        return price / Fraction(factor(base, 1 / ratio))
    return price * Fraction(factor(base, ratio))


def shown(number: Fraction) -> str:
    """A factor, or a price in yuan, to four decimals, half up: ``2.3187``."""
    steps = money.half_up(number * money.SHOWN)
    return f"{steps // money.SHOWN}.{steps % money.SHOWN:04d}"


def _is_power_of_two(ratio: Fraction) -> bool:
    return ratio.denominator == 1 and ratio.numerator & (ratio.numerator - 1) == 0


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
