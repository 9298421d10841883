"""What the other products of a round say about one: eliminations and negotiation compare them."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from procurement.rules import eliminations, negotiation
from procurement.rules.conditions import Contest
from procurement.rules.rulebook import DrugRules


@dataclass(frozen=True, slots=True)
class OtherProducts:
    """The ratios of highest to lowest price, the cuts of those pre-selected, and the mean cut.

    Empty for a product that is looked at alone.
    """

    ratios: tuple[Fraction, ...] = ()
    cuts: tuple[Fraction, ...] = ()
    average_cut: Fraction | None = None


def others(contests: Sequence[Contest], rules: DrugRules) -> tuple[OtherProducts, ...]:
    """For every contest of a round, in their order, what all the others come to."""
    ratios = [eliminations.ratio(contest) for contest in contests]
    cuts = [
        negotiation.cut(contest, rules) if negotiation.preselected(contest, rules) else None
        for contest in contests
    ]
    average = negotiation.average_cut(contests, rules)
    return tuple(
        OtherProducts(_without(ratios, place), _without(cuts, place), average)
        for place in range(len(contests))
    )


def _without(found: Sequence[Fraction | None], place: int) -> tuple[Fraction, ...]:
    return tuple(one for i, one in enumerate(found) if i != place and one is not None)
