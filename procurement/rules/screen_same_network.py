"""Envelopes of several firms from one network address (同一网络地址提交)."""

from collections.abc import Iterable

from procurement.rules.flags import Flag, Seen, Shown, flag
from procurement.rules.screen_rules import ScreenRules
from procurement.rules.text import Text

CAME = Text("信封自该网络地址提交", "envelope handed in from this network address")


def flags(seen: Iterable[Seen], rules: ScreenRules) -> list[Flag]:
    """A flag for every address from which firms of different control handed envelopes in.

    Up to 5 firms: A and B from one address raise one flag, whatever their lots. An address that
    more firms share is that of a hall, an operator or a proxy and says nothing. Envelopes without
    a known address are not looked at; the address itself is never kept.
    """
    places: dict[str, list[Seen]] = {}
    for one in seen:
        if one.network:
            places.setdefault(one.network, []).append(one)
    return [_flag(own, rules) for _, own in sorted(places.items()) if _is_asked(own, rules)]


def _is_asked(own: list[Seen], rules: ScreenRules) -> bool:
    groups = {one.controlled_by for one in own}
    return len(groups) > 1 and len({one.firm for one in own}) <= rules.same_network_most_firms


def _flag(own: list[Seen], rules: ScreenRules) -> Flag:
    firms, lots = len({one.firm for one in own}), len({one.lot for one in own})
    why = Text(
        f"{firms}家不受同一控制的企业，在{lots}个品种的报价信封自同一网络地址提交。",
        f"{firms} firms, not all under one control, handed in envelopes for {lots} lots from one "
        "network address.",
    )
    facts = (Shown(one.lot, one.firm, CAME) for one in own)
    return flag("same_network", why, facts, rules.same_network_basis)
