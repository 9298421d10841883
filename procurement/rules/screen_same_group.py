"""Bidders under one control (同一控制): where they meet in a lot, and where they do not."""

from collections.abc import Iterable

from procurement.rules.flags import Flag, Seen, Shown, flag, lots, shown_price
from procurement.rules.screen_rules import ScreenRules
from procurement.rules.text import Text


def flags(seen: Iterable[Seen], rules: ScreenRules) -> list[Flag]:
    """One flag for every control group with two or more bidders in the round.

    Lots 1: A and B, 2: A, 3: B; A and B are controlled by G. One flag: they meet in 1 lot, and
    in 2 lots only one of them bids.
    """
    groups: dict[str, list[Seen]] = {}
    for one in (one for bids in lots(seen).values() for one in bids):
        groups.setdefault(one.controlled_by, []).append(one)
    return [
        _flag(own, rules) for _, own in sorted(groups.items()) if len({one.firm for one in own}) > 1
    ]


def _flag(own: list[Seen], rules: ScreenRules) -> Flag:
    by_lot = lots(own)
    met = sum(len(bids) > 1 for bids in by_lot.values())
    alone, firms = len(by_lot) - met, len({one.firm for one in own})
    why = Text(
        f"同一控制下的{firms}家企业在{met}个品种同时申报，另有{alone}个品种只有其中一家申报。",
        f"{firms} firms under one control meet in {met} lots; in {alone} only one of them bids.",
    )
    facts = (Shown(one.lot, one.firm, shown_price(one)) for one in own)
    return flag("same_group", why, facts, rules.same_group_basis)
