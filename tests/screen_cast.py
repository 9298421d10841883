"""Bids as a table in a docstring, for the screens; prices in yuan, ``-`` for what is not known."""

from datetime import UTC, date, datetime
from datetime import time as clock

from procurement.exchange import rulebooks
from procurement.rules.flags import Seen
from procurement.rules.screen_rules import ScreenRules

BOOK = rulebooks.load("screens-default")
LAW = BOOK.at(date(2026, 1, 5), ScreenRules)
WON = {"won": True, "lost": False}


def ten_thousandths(text):
    return None if text == "-" else round(float(text) * 10_000)


def time(text):
    return datetime.combine(date(2026, 1, 5), clock.fromisoformat(text), UTC)


def a_bid(lot, firm, price, group="-", ceiling="-", won="-", at="-", *, network="-"):
    return Seen(
        lot,
        firm,
        firm if group == "-" else group,
        ten_thousandths(price),
        ten_thousandths(ceiling),
        WON.get(won),
        None if at == "-" else time(at),
        network="" if network == "-" else network,
    )


def table(test):
    """The bids of the table that ends the docstring."""
    return bids((test.__doc__ or "").rpartition("\n\n")[2])


def bids(text):
    """The bids of a table; its first line names the columns."""
    names, *rows = [line.split() for line in text.splitlines() if line.strip()]
    return [a_bid(**dict(zip(names, row, strict=True))) for row in rows]
