"""A verdict for every bid: shortlisted or not, won or not, under which clause and why (拟中选)."""

from collections.abc import Iterable

from procurement.rules import bids as bid_rules
from procurement.rules import conditions, reasons
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Product
from procurement.rules.conditions import Contest
from procurement.rules.demand import Demand
from procurement.rules.price_to_win import price_to_win
from procurement.rules.ranking import Ranked
from procurement.rules.rulebook import DrugRules
from procurement.rules.verdicts import Accepted, Verdict


def evaluate(product: Product, bids: Iterable[Bid], rules: DrugRules) -> tuple[Verdict, ...]:
    """One verdict a bid for the product: the ranked ones in rank order, then the invalid ones."""
    own = [bid for bid in bids if bid.product == product.code]
    contest = conditions.contest(product, own, rules)
    ranked = {id(entry.bid) for entry in contest.ranked}
    invalid = [bid for bid in own if id(bid) not in ranked]

    def best(bid: Bid) -> int | None:
        return price_to_win(product, own, bid, rules)

    return (
        *(_ranked(contest, entry, rules, best(entry.bid)) for entry in contest.ranked),
        *(_invalid(contest, bid, rules, best(bid)) for bid in invalid),
    )


def _ranked(contest: Contest, entry: Ranked, rules: DrugRules, best: int | None) -> Verdict:
    shortlisted = conditions.shortlisted(contest, entry)
    met = conditions.met(contest, entry, rules)
    if not shortlisted:
        clause, reason = "shortlist_maximum", reasons.outranked(contest, entry)
    elif not rules.winning_alternatives:
        clause, reason = "shortlist_maximum", reasons.won_by_rank(contest, entry)
    elif met:
        clause, reason = met[0], reasons.won_by_price(contest, entry, met, rules)
    else:
        clause, reason = "winning_alternatives", reasons.no_condition_met(contest, entry, rules)
    return Verdict(
        product=contest.product.code,
        firm=entry.bid.firm,
        comparable_price=entry.comparable_price,
        rank=entry.rank,
        shortlisted=shortlisted,
        won=conditions.wins(contest, entry, rules),
        clause=clause,
        reason=reason,
        price_to_win=best,
    )


def _invalid(contest: Contest, bid: Bid, rules: DrugRules, best: int | None) -> Verdict:
    faults = bid_rules.faults(bid, contest.product, rules)
    return Verdict(
        product=contest.product.code,
        firm=bid.firm,
        comparable_price=None,
        rank=None,
        shortlisted=False,
        won=False,
        clause=faults[0].rule,
        reason=reasons.invalid(contest, faults, rules),
        price_to_win=best,
    )


def evaluate_round(
    products: Iterable[Product],
    bids: Iterable[Bid],
    demand: Iterable[Demand],  # noqa: ARG001 - asked by revival, to come
    rules: DrugRules,
    accepted: Accepted | None = None,  # noqa: ARG001 - asked by revival, to come
) -> tuple[Verdict, ...]:
    """A verdict for every bid, product by product."""
    given = list(bids)
    return tuple(verdict for product in products for verdict in evaluate(product, given, rules))
