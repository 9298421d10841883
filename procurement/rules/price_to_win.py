"""The highest price at which a bid would have won, all other bids unchanged."""

from collections.abc import Sequence
from dataclasses import replace

from procurement.rules import bids as bid_rules
from procurement.rules import catalogue, conditions, judgements, ranking
from procurement.rules.bids import Bid
from procurement.rules.catalogue import PUBLISHED_STEP, Product
from procurement.rules.other_products import OtherProducts
from procurement.rules.ranking import Priced
from procurement.rules.rulebook import DrugRules

BEYOND_ANY_PRICE = 10**9 * PUBLISHED_STEP  # a hundred thousand yuan a unit, without a ceiling
ALONE = OtherProducts()


def price_to_win(
    product: Product,
    bids: Sequence[Bid],
    bid: Bid,
    rules: DrugRules,
    others: OtherProducts = ALONE,
) -> int | None:
    """Millionths of a yuan per unit of the bid's own spec, a whole number of 0.0001 yuan.

    The price that wins without revival. None when no price would have won, and when every price
    would have: no ceiling, and a place and no condition for everyone. None too where it cannot be
    told by halving (see ``is_monotone``).
    """
    if not is_monotone(rules) or bid.spec not in {one.spec for one in product.presentations}:
        return None
    trials = _Trials(product, bids, bid, rules, others)
    ceiling = catalogue.ceiling(product, bid.spec, rules)
    never = (BEYOND_ANY_PRICE if ceiling is None else ceiling) // PUBLISHED_STEP + 1
    if not trials.won(1) or trials.won(never):
        return None
    best = 1
    if trials.won(never - 1):  # also where a cheaper affiliate wins for both
        best = never - 1
    while never - best > 1:
        middle = (best + never) // 2
        best, never = (middle, never) if trials.won(middle) else (best, middle)
    return best * PUBLISHED_STEP


def is_monotone(rules: DrugRules) -> bool:
    """A lower price of one's own never turns a win into a loss, so that halving is exact.

    A shortlisted bid stays so at a lower price, beside the same others. The lowest price falls only
    with one's own. A multiple c of the anchor, itself a part k of the mean of m prices, moves by
    ck/m of one's own: below 1, one's own price falls faster than the limit, which is rounded once;
    from 1 on the limit is above any price. The dearest stays the dearest or is so no more; its
    ratio falls and its cut grows. A price above an affiliate's changes nothing, and one below it
    ranks for both.

    Not so with standard deviations: one's own lower price may narrow them, and turn another bid
    from an outlier into the lowest price.
    """
    return rules.gap_basis != "dual_anchor" and rules.outlier_deviations is None


class _Trials:
    """The product with one bid at other prices; all the others are priced once."""

    __slots__ = ("after", "before", "bid", "bidders", "others", "product", "rules")

    def __init__(
        self,
        product: Product,
        bids: Sequence[Bid],
        bid: Bid,
        rules: DrugRules,
        others: OtherProducts,
    ) -> None:
        self.product, self.bid, self.rules, self.others = product, bid, rules, others
        place = next(i for i, one in enumerate(bids) if one is bid)
        self.before = self._priced(bids[:place])
        self.after = self._priced(bids[place + 1 :])
        valid = [*(one.bid for one in (*self.before, *self.after)), bid]
        self.bidders = conditions.bidders(bids if rules.invalid_bids_count else valid, rules)

    def won(self, steps: int) -> bool:
        """It wins at so many ten-thousandths of a yuan."""
        trial = replace(self.bid, unit_price=steps * PUBLISHED_STEP)
        if bid_rules.faults(trial, self.product, self.rules):
            return False
        own = ranking.priced(trial, self.product, self.rules)
        ranked = ranking.ranks([*self.before, own, *self.after], self.rules)
        contest = conditions.arranged(self.product, ranked, self.bidders, self.rules)
        entry = next(one for one in ranked if any(bid is trial for bid in one.bids))
        return judgements.judge(contest, entry, self.others, self.rules).won

    def _priced(self, bids: Sequence[Bid]) -> list[Priced]:
        return [
            ranking.priced(bid, self.product, self.rules)
            for bid in bids
            if not bid_rules.faults(bid, self.product, self.rules)
        ]
