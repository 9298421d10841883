"""The dearest bids of a whole round, product against product: some of them lose (条件二)."""

from collections.abc import Sequence
from fractions import Fraction

from procurement.rules.conditions import Contest
from procurement.rules.ranking import Ranked
from procurement.rules.rulebook import DrugRules


def ratio(contest: Contest) -> Fraction | None:
    """The highest shortlisted comparable price as a multiple of the lowest.

    None where no shortlisted price is above another: then nobody is the dearest.
    """
    prices = [entry.comparable_price for entry in contest.shortlist]
    if not prices or prices[-1] == prices[0]:
        return None
    return Fraction(prices[-1], prices[0] or 1)


def is_dearest(contest: Contest, entry: Ranked) -> bool:
    """The last on the shortlist: among equal prices the tie order has settled who that is."""
    return contest.shortlist[-1:] == (entry,)


def eliminated(
    contest: Contest, entry: Ranked, others: Sequence[Fraction], rules: DrugRules
) -> bool:
    """The dearest bid of a product whose ratio is among the largest of the round.

    ``others`` are the ratios of the other products. Products that tie for the last elimination
    are all spared, unless the rulebook says that all are eliminated.
    """
    own = ratio(contest)
    if rules.eliminations is None or own is None or not is_dearest(contest, entry):
        return False
    spare = rules.elimination_tie != "eliminated"
    ahead = sum(other > own or (spare and other == own) for other in others)
    return ahead < rules.eliminations
