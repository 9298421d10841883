"""The highest price at which a bid would have won, all other bids unchanged."""

from collections.abc import Sequence
from dataclasses import replace

from procurement.rules import bids as bid_rules
from procurement.rules import catalogue, conditions
from procurement.rules.bids import Bid
from procurement.rules.catalogue import PUBLISHED_STEP, Product
from procurement.rules.rulebook import DrugRules

BEYOND_ANY_PRICE = 10**9 * PUBLISHED_STEP  # a hundred thousand yuan a unit, without a ceiling


def price_to_win(product: Product, bids: Sequence[Bid], bid: Bid, rules: DrugRules) -> int | None:
    """Millionths of a yuan per unit of the bid's own spec, a whole number of 0.0001 yuan.

    None when no price would have won, and when every price would have: no ceiling, and a place
    and no condition for everyone. Halving is exact, because a lower price of one's own never
    turns a win into a loss.
    """
    if bid.spec not in {one.spec for one in product.presentations}:
        return None

    def won(steps: int) -> bool:
        return _wins_at(steps * PUBLISHED_STEP, product, bids, bid, rules)

    ceiling = catalogue.ceiling(product, bid.spec, rules)
    never = (BEYOND_ANY_PRICE if ceiling is None else ceiling) // PUBLISHED_STEP + 1
    if not won(1) or won(never):
        return None
    best = 1
    while never - best > 1:
        middle = (best + never) // 2
        best, never = (middle, never) if won(middle) else (best, middle)
    return best * PUBLISHED_STEP


def _wins_at(price: int, product: Product, bids: Sequence[Bid], bid: Bid, rules: DrugRules) -> bool:
    trial = replace(bid, unit_price=price)
    if bid_rules.faults(trial, product, rules):
        return False
    others = [trial if other is bid else other for other in bids]
    contest = conditions.contest(product, others, rules)
    entry = next(entry for entry in contest.ranked if entry.bid is trial)
    return conditions.wins(contest, entry, rules)
