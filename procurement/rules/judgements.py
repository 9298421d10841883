"""How a bid is judged before anybody is revived: shortlisted, won, and by which clause."""

from dataclasses import dataclass

from procurement.rules import conditions, eliminations, negotiation
from procurement.rules.conditions import Contest
from procurement.rules.other_products import OtherProducts
from procurement.rules.ranking import Ranked
from procurement.rules.rulebook import DrugRules


@dataclass(frozen=True, slots=True)
class Judgement:
    """An entry of the ranking, whether it won, and the field of the rules that decided."""

    entry: Ranked
    shortlisted: bool
    won: bool
    clause: str


def judgements(contest: Contest, others: OtherProducts, rules: DrugRules) -> tuple[Judgement, ...]:
    """Every ranked entry of the product, in rank order."""
    return tuple(judge(contest, entry, others, rules) for entry in contest.ranked)


def judge(contest: Contest, entry: Ranked, others: OtherProducts, rules: DrugRules) -> Judgement:
    """Shortlist, then winning conditions, then the comparison with the other products."""
    if not conditions.shortlisted(contest, entry):
        return Judgement(entry, shortlisted=False, won=False, clause="shortlist_maximum")
    if not conditions.wins(contest, entry, rules):
        return Judgement(entry, shortlisted=True, won=False, clause="winning_alternatives")
    won, clause = True, _won_by(contest, entry, rules)
    if eliminations.eliminated(contest, entry, others.ratios, rules):
        won, clause = False, "eliminations"
    elif negotiation.preselected(contest, rules):
        won = negotiation.direct(contest, others.cuts, rules)
        clause = "direct_winners" if won else "negotiation_below"
    return Judgement(entry, shortlisted=True, won=won, clause=clause)


def _won_by(contest: Contest, entry: Ranked, rules: DrugRules) -> str:
    if conditions.is_outlier(contest, entry):
        return "outlier_deviations"
    met = conditions.met(contest, entry, rules)
    return met[0] if met else "shortlist_maximum"
