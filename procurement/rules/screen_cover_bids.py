"""Cover bids (陪标): a firm that loses again and again just above one winner, or the ceiling."""

from collections.abc import Iterable

from procurement.rules.flags import Flag, Seen, Shown, flag, shown_price, together
from procurement.rules.screen_rules import ScreenRules
from procurement.rules.text import Text


def flags(seen: Iterable[Seen], rules: ScreenRules) -> list[Flag]:
    """A flag for a winner and a loser of enough lots, most of those in which both bid.

    With a margin of 2 %, a loser at 10.20 covers a winner at 10.00, one at 10.21 does not; under a
    ceiling of 20.00 a loser from 19.60 covers any winner.
    """
    found = []
    for _, met in sorted(together(seen).items()):
        for pairs in (met, [(other, one) for one, other in met]):
            covered = [pair for pair in pairs if covers(*pair, rules)]
            enough = len(covered) >= rules.cover_bids_least_lots
            if enough and len(covered) >= rules.cover_bids_share * len(met):
                found.append(_flag(covered, len(met), rules))
    return found


def covers(winner: Seen, loser: Seen, rules: ScreenRules) -> bool:
    """The loser's price is just above the winner's, or just below the ceiling or above it."""
    if not winner.won or loser.won is not False:
        return False
    assert winner.price is not None
    assert loser.price is not None
    above = loser.price - winner.price
    near = 0 < above <= rules.cover_bids_margin * winner.price
    top = loser.ceiling is not None and loser.price >= (
        (1 - rules.cover_bids_margin) * loser.ceiling
    )
    return near or top


def _flag(covered: list[tuple[Seen, Seen]], met: int, rules: ScreenRules) -> Flag:
    why = Text(
        f"两家企业在{met}个品种相遇，其中{len(covered)}个由一家中选，另一家的报价略高于它或接近最高有效申报价。",
        f"The two firms meet in {met} lots; in {len(covered)} one wins while the other bids just "
        "above it or close to the ceiling.",
    )
    facts = (Shown(one.lot, one.firm, shown_price(one)) for pair in covered for one in pair)
    return flag("cover_bids", why, facts, rules.cover_bids_basis)
