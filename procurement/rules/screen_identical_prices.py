"""Identical prices (报价完全相同) of firms that are not under one control."""

from collections.abc import Iterable

from procurement.rules.flags import Flag, Seen, Shown, flag, lots, shown_price
from procurement.rules.screen_rules import ScreenRules
from procurement.rules.text import Text


def flags(seen: Iterable[Seen], rules: ScreenRules) -> list[Flag]:
    """One flag for every comparable price that enough control groups bid in one lot.

    Two firms or more: 0.1807 by A and by B, 0.1900 by C raise one flag over A and B.
    """
    found = []
    for bids in lots(seen).values():
        prices: dict[int | None, list[Seen]] = {}
        for one in bids:
            prices.setdefault(one.price, []).append(one)
        found += [
            _flag(same, rules)
            for same in prices.values()
            if len({one.controlled_by for one in same}) >= rules.identical_prices_least_firms
        ]
    return found


def _flag(same: list[Seen], rules: ScreenRules) -> Flag:
    why = Text(
        f"{len(same)}家企业的单位可比价完全相同。",
        f"{len(same)} firms bid the same comparable price.",
    )
    facts = (Shown(one.lot, one.firm, shown_price(one)) for one in same)
    return flag("identical_prices", why, facts, rules.identical_prices_basis)
