"""Prices that lie too close together (报价异常集中): the variance screen."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from procurement.rules import money
from procurement.rules.flags import Flag, Seen, Shown, flag, lots, shown_price
from procurement.rules.screen_rules import ScreenRules
from procurement.rules.text import Text


def flags(seen: Iterable[Seen], rules: ScreenRules) -> list[Flag]:
    """A flag for a lot of enough control groups whose coefficient of variation is too small."""
    return [
        _flag(bids, rules)
        for bids in lots(seen).values()
        if len({one.controlled_by for one in bids}) >= rules.low_variance_least_bids
        and variation([one.price or 0 for one in bids]) <= rules.low_variance_variation**2
    ]


def variation(prices: Sequence[int]) -> Fraction:
    """The square of the coefficient of variation (变异系数): sample variance over squared mean.

    99, 100, 101: variance 1, mean 100, so 1/10,000 (a coefficient of 1 %).
    """
    count, total = len(prices), sum(prices)
    squares = sum(price**2 for price in prices)
    return Fraction(count * (count * squares - total**2), (count - 1) * total**2)


def _flag(bids: list[Seen], rules: ScreenRules) -> Flag:
    limit = money.show_percent(rules.low_variance_variation)
    why = Text(
        f"{len(bids)}个报价的变异系数不超过{limit}。",
        f"The coefficient of variation of {len(bids)} prices is at most {limit}.",
    )
    facts = (Shown(one.lot, one.firm, shown_price(one)) for one in bids)
    return flag("low_variance", why, facts, rules.low_variance_basis)
