"""Envelopes that come in together (同时提交): two firms within seconds, lot after lot."""

from collections.abc import Iterable
from datetime import timedelta

from procurement.rules.flags import Flag, Seen, Shown, flag, together
from procurement.rules.screen_rules import ScreenRules
from procurement.rules.text import Text


def flags(seen: Iterable[Seen], rules: ScreenRules) -> list[Flag]:
    """A flag for two firms whose envelopes came in together in every lot where they meet.

    Within 30 seconds and from 3 lots on: 09:00:00 and 09:00:30, 10:00:00 and 10:00:05, 11:00:10
    and 11:00:00 raise one flag.
    """
    within = timedelta(seconds=rules.bursts_seconds)
    found = []
    for _, met in sorted(together(one for one in seen if one.received_at).items()):
        apart = [_apart(*pair) for pair in met]
        if len(met) >= rules.bursts_least_lots and max(apart) <= within:
            found.append(_flag(met, max(apart), rules))
    return found


def _apart(one: Seen, other: Seen) -> timedelta:
    assert one.received_at is not None
    assert other.received_at is not None
    return abs(one.received_at - other.received_at)


def _flag(met: list[tuple[Seen, Seen]], apart: timedelta, rules: ScreenRules) -> Flag:
    seconds = -(-apart // timedelta(seconds=1))
    why = Text(
        f"两家企业在相遇的全部{len(met)}个品种中，信封提交时间相差均不超过{seconds}秒。",
        f"In all {len(met)} lots where the two firms meet, their envelopes came in at most "
        f"{seconds} seconds apart.",
    )
    facts = (Shown(one.lot, one.firm, _received(one)) for pair in met for one in pair)
    return flag("bursts", why, facts, rules.bursts_basis)


def _received(one: Seen) -> Text:
    assert one.received_at is not None
    at = one.received_at.isoformat(timespec="seconds")
    return Text(f"信封接收时间{at}", f"envelope received at {at}")
