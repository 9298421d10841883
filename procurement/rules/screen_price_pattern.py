"""Prices in a pattern (投标报价呈规律性差异): in equal steps, or in equal ratios."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import ceil, factorial

from procurement.rules import money
from procurement.rules.flags import Flag, Seen, Shown, flag, lots, shown_price
from procurement.rules.screen_rules import ScreenRules
from procurement.rules.text import Text

PATTERNS = {
    "steps": Text("等差", "equal steps"),
    "ratios": Text("等比", "equal ratios"),
}


def flags(seen: Iterable[Seen], rules: ScreenRules) -> list[Flag]:
    """A flag for every longest run of neighbouring prices that are evenly spaced.

    10, 12, 14, 16 are in equal steps, 10, 20, 40, 80 in equal ratios. A price may be off its place
    by the tolerance, a part of the distance between the run's lowest and highest price: with 0.5 %
    of 6 yuan, 12.03 still stands in its place and 12.04 does not. Prices that keep
    to both are told as steps.
    """
    found = []
    for bids in lots(seen).values():
        if len({one.controlled_by for one in bids}) > 1:
            ordered = sorted(bids, key=lambda one: (one.price, one.firm))
            steps = list(_runs(ordered, "steps", rules))
            ratios = [run for run in _runs(ordered, "ratios", rules) if run not in steps]
            found += [_flag(run, "steps", bids, rules) for run in steps]
            found += [_flag(run, "ratios", bids, rules) for run in ratios]
    return found


def _runs(ordered: list[Seen], pattern: str, rules: ScreenRules) -> Iterator[list[Seen]]:
    """The longest runs, none inside another, from the lowest price."""
    end, even = 0, steps_are_even if pattern == "steps" else ratios_are_even
    least, size = rules.price_pattern_least_bids, len(ordered)
    for first in range(size):
        for last in range(size, max(first + least - 1, end), -1):
            run = ordered[first:last]
            if even([one.price or 0 for one in run], rules.price_pattern_tolerance):
                end = last
                yield run
                break


def steps_are_even(prices: Sequence[int], tolerance: Fraction) -> bool:
    """Every price is where equal steps from the lowest to the highest would put it."""
    low, high, steps = prices[0], prices[-1], len(prices) - 1
    return high > low and all(
        abs((price - low) * steps - place * (high - low)) <= tolerance * steps * (high - low)
        for place, price in enumerate(prices)
    )


def ratios_are_even(prices: Sequence[int], tolerance: Fraction) -> bool:
    """The same of the prices' logarithms; compared as powers, so that nothing is rounded.

    A wider tolerance with small exponents is tried first: almost nothing passes it.
    """
    low, steps = prices[0], len(prices) - 1
    widest, off = Fraction(prices[-1], low), tolerance * steps
    return widest > 1 and all(
        widest ** (place * allowed.denominator - allowed.numerator)
        <= Fraction(price, low) ** (steps * allowed.denominator)
        <= widest ** (place * allowed.denominator + allowed.numerator)
        for allowed in (Fraction(ceil(off)), off)
        for place, price in enumerate(prices)
    )


def chance(bids: int, rules: ScreenRules) -> Fraction:
    """The most that independent prices raise a flag for one pattern in a lot of so many bids.

    Between the lowest and the highest of k prices the k-2 others fall evenly, so that all of them
    fall into their places with (k-2)! x (2 x tolerance)^(k-2); summed over every run. Four bids at
    0.5 %: 2 x 0.01^2 = 0.02 %. Prices fall evenly for steps, their logarithms for ratios.
    """
    wide = 2 * rules.price_pattern_tolerance
    runs = (
        (bids - size + 1) * factorial(size - 2) * wide ** (size - 2)
        for size in range(rules.price_pattern_least_bids, bids + 1)
    )
    return min(sum(runs, Fraction()), Fraction(1))


def _flag(run: list[Seen], pattern: str, bids: list[Seen], rules: ScreenRules) -> Flag:
    name = PATTERNS[pattern]
    rate = money.show_percent(chance(len(bids), rules))
    why = Text(
        f"{len(run)}个相邻报价呈{name.zh}分布；{len(bids)}个互不相关的报价偶然如此的概率不超过{rate}。",
        f"{len(run)} neighbouring prices stand in {name.en}; among {len(bids)} independent bids "
        f"that happens by chance at most {rate} of the time.",
    )
    facts = (Shown(one.lot, one.firm, shown_price(one)) for one in run)
    return flag("price_pattern", why, facts, rules.price_pattern_basis)
