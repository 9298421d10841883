"""What the price-gap limit is a multiple of: the lowest price, or an anchor above it (锚点价)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, isqrt

from procurement.rules import money
from procurement.rules.rulebook import DrugRules


@dataclass(frozen=True, slots=True)
class Basis:
    """The higher of ``lowest`` and ``mean`` less the root of ``spread``, which may be irrational.

    Prices are comparable prices in ten-thousandths of a yuan, ``spread`` is in their squares.
    """

    lowest: int
    mean: Fraction = Fraction(0)
    spread: Fraction = Fraction(0)

    @property
    def price(self) -> int:
        """As it is published: half up to the ten-thousandth of a yuan."""
        return self.times(Fraction(1))

    @property
    def corrected(self) -> int:
        """The mean less the root, as it is shown: half up to the ten-thousandth of a yuan."""
        return half_up_less_root(self.mean, self.spread)

    def times(self, multiple: Fraction) -> int:
        """A multiple of the unrounded price, half up to the ten-thousandth: rounded once."""
        above = half_up_less_root(multiple * self.mean, multiple**2 * self.spread)
        return max(money.half_up(multiple * self.lowest), above)


def lowest(prices: Sequence[int], rules: DrugRules) -> Basis:  # noqa: ARG001 - one signature for all bases
    """The lowest comparable price."""
    return Basis(prices[0])


def anchor(prices: Sequence[int], rules: DrugRules) -> Basis:
    """The lowest shortlisted price, or a part of their mean if that is higher (锚点价)."""
    assert rules.anchor_coefficient is not None
    return Basis(prices[0], rules.anchor_coefficient * mean(prices))


def dual_anchor(prices: Sequence[int], rules: DrugRules) -> Basis:
    """The lowest price, or the mean less some standard deviations if higher (第一锚点价)."""
    assert rules.anchor_deviations is not None
    spread = rules.anchor_deviations**2 * variance(prices, rules)
    return Basis(prices[0], mean(prices), spread)


FORMULAS: dict[str, Callable[[Sequence[int], DrugRules], Basis]] = {
    "lowest": lowest,
    "anchor": anchor,
    "dual_anchor": dual_anchor,
}


def basis(prices: Sequence[int], rules: DrugRules) -> Basis:
    """The basis that the rulebook names, of the shortlisted prices, the lowest first.

    A rulebook that names none means the lowest price.
    """
    return FORMULAS[rules.gap_basis or "lowest"](prices, rules)


def outliers(prices: Sequence[int], rules: DrugRules) -> int:
    """How many prices lie further below the mean than the rulebook's standard deviations.

    Compared in squares, so that no root is ever rounded. None where the rulebook sets no number.
    """
    if rules.outlier_deviations is None or not prices:
        return 0
    middle, most = mean(prices), rules.outlier_deviations**2 * variance(prices, rules)
    return sum(price < middle and (middle - price) ** 2 > most for price in prices)


def mean(prices: Sequence[int]) -> Fraction:
    """The arithmetic mean, exact."""
    return Fraction(sum(prices), len(prices))


FEWER = {"population": 0, "sample": 1}
"""What is taken off the number of prices before the squares are divided by it."""


def variance(prices: Sequence[int], rules: DrugRules) -> Fraction:
    """The square of the standard deviation (标准差), exact; a single price has none."""
    assert rules.deviation is not None
    middle = mean(prices)
    squares = sum(((price - middle) ** 2 for price in prices), Fraction(0))
    return squares / max(len(prices) - FEWER[rules.deviation], 1)


def half_up_less_root(number: Fraction, square: Fraction) -> int:
    """A number less the root of a square, half up to the whole number, by whole numbers alone."""
    raised = number + Fraction(1, 2)
    above = ceil(square * raised.denominator**2)
    root = isqrt(above - 1) + 1 if above else 0  # the root, times the denominator, rounded up
    return (raised.numerator - root) // raised.denominator
