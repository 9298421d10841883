"""Products with few bidders: pre-selected first, then the deepest cuts win (4+7 试点议价)."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from procurement.rules import conditions
from procurement.rules.conditions import Contest
from procurement.rules.rulebook import DrugRules


def preselected(contest: Contest, rules: DrugRules) -> bool:
    """Fewer bidders than the rulebook asks for: whoever would win is only pre-selected (预中选)."""
    return rules.negotiation_below is not None and contest.bidders < rules.negotiation_below


def cut(contest: Contest, rules: DrugRules) -> Fraction | None:
    """How far the lowest bid is below its ceiling, exact; None without a bid or a ceiling."""
    if not contest.ranked:
        return None
    return conditions.exact_cut(contest.product, contest.ranked[0].bid, rules)


def direct(contest: Contest, others: Sequence[Fraction], rules: DrugRules) -> bool:
    """The cut is among the deepest of the pre-selected products; ``others`` are theirs.

    No more products than the rulebook says win directly, so that those which tie for the last
    place all negotiate; so does a product without a ceiling.
    """
    own = cut(contest, rules)
    if own is None:
        return False
    return sum(other >= own for other in others) < (rules.direct_winners or 0)


def average_cut(contests: Iterable[Contest], rules: DrugRules) -> Fraction | None:
    """The mean cut of the winners of all products with enough bidders, the reference minimum."""
    cuts = [
        reached
        for contest in contests
        if not preselected(contest, rules)
        for entry in contest.ranked
        if conditions.wins(contest, entry, rules)
        if (reached := conditions.exact_cut(contest.product, entry.bid, rules)) is not None
    ]
    return sum(cuts, Fraction(0)) / len(cuts) if cuts else None
