"""A verdict for every bid of a round by competition units: selected or not, and why (拟中选)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from procurement.rules import grouping, money, predicates, unit_ranking, unit_reasons
from procurement.rules.bids import Bid
from procurement.rules.catalogue import PUBLISHED_STEP, Product
from procurement.rules.demand import Demand
from procurement.rules.ranking import Ranked
from procurement.rules.rulebook import UnitRules
from procurement.rules.text import Text
from procurement.rules.unit_ranking import UnitContest
from procurement.rules.unit_rules import NUMBERED
from procurement.rules.verdicts import Accepted, Verdict

BEYOND_ANY_PRICE = 10**8 * money.SHOWN  # a hundred million yuan a unit, without a ceiling


def evaluate(
    products: Iterable[Product],
    bids: Iterable[Bid],
    demand: Iterable[Demand],
    rules: UnitRules,
    accepted: Accepted | None = None,
) -> tuple[Verdict, ...]:
    """A verdict for every bid, category by category and unit by unit, in rank order.

    The invalid bids of a unit come last. Without ``accepted`` every firm that may be revived is
    taken to accept.
    """
    given, lines = list(bids), list(demand)
    return tuple(
        verdict
        for product in products
        for contest in unit_ranking.contests(product, given, lines, rules)
        for verdict in _verdicts(contest, grouping.volumes(product, given, lines), rules, accepted)
    )


def _verdicts(
    contest: UnitContest, asked: Mapping[str, int], rules: UnitRules, accepted: Accepted | None
) -> Iterable[Verdict]:
    for entry in contest.ranked:
        best = price_to_win(contest, entry.bid, asked, rules)
        yield _revived(contest, entry, _ranked(contest, entry, rules, best), rules, accepted)
    for bid in contest.invalid:
        best = price_to_win(contest, bid, asked, rules)
        yield _invalid(contest, bid, rules, best)


def _ranked(contest: UnitContest, entry: Ranked, rules: UnitRules, best: int | None) -> Verdict:
    won = predicates.wins(contest, entry, rules)
    clause, reason = _clause(contest, entry, rules)
    return Verdict(
        product=contest.product.code,
        firm=entry.bid.firm,
        comparable_price=entry.comparable_price,
        rank=entry.rank,
        shortlisted=predicates.shortlisted(entry, rules),
        won=won,
        clause=clause,
        reason=reason(contest, entry, rules),
        price_to_win=best,
        unit=contest.unit,
        win_price=entry.bid.unit_price if won else None,
    )


def _clause(
    contest: UnitContest, entry: Ranked, rules: UnitRules
) -> tuple[str, Callable[[UnitContest, Ranked, UnitRules], Text]]:
    """The field of the rules that decided, and the words for it."""
    failed = [one for one in rules.all_of or () if not predicates.met(contest, entry, rules, one)]
    passed = [one for one in rules.any_of if predicates.met(contest, entry, rules, one)]
    if not predicates.shortlisted(entry, rules):
        return "shortlist_most", unit_reasons.outranked
    if entry.bid.firm in contest.beyond:
        return "products_per_firm", unit_reasons.beyond
    if failed:
        return _field(failed[0], "all_of"), unit_reasons.lost
    if rules.any_of and not passed:
        only = len(rules.any_of) == 1
        return _field(rules.any_of[0], "any_of") if only else "any_of", unit_reasons.lost
    return _won_by(passed, rules), unit_reasons.won


def _won_by(passed: Sequence[str], rules: UnitRules) -> str:
    """The first alternative met, else a condition for all, else the shortlist."""
    if passed:
        return _field(passed[0], "any_of")
    if rules.all_of:
        return _field(rules.all_of[0], "all_of")
    return "any_of" if rules.shortlist_most is None else "shortlist_most"


def _field(name: str, list_name: str) -> str:
    """A condition without a number of its own stands in the list that names it."""
    return name if name in NUMBERED else list_name


def _invalid(contest: UnitContest, bid: Bid, rules: UnitRules, best: int | None) -> Verdict:
    faults = unit_ranking.faults(bid, contest.product, rules)
    return Verdict(
        product=contest.product.code,
        firm=bid.firm,
        comparable_price=None,
        rank=None,
        shortlisted=False,
        won=False,
        clause=faults[0].rule,
        reason=unit_reasons.invalid(faults),
        price_to_win=best,
        unit=contest.unit,
    )


def _revived(
    contest: UnitContest,
    entry: Ranked,
    verdict: Verdict,
    rules: UnitRules,
    accepted: Accepted | None,
) -> Verdict:
    """The verdict of a loser that may be revived (复活), whether it accepted its price or not."""
    prices = (REVIVALS[name](contest, entry, rules) for name in rules.revivals or ())
    price = next((price for price in prices if price is not None), None)
    if verdict.won or price is None:
        return verdict
    if accepted is not None and (verdict.product, verdict.firm) not in accepted:
        reason = unit_reasons.offered(verdict.reason, price)
        return replace(verdict, revival_price=price, reason=reason)
    return replace(
        verdict,
        won=True,
        clause="revivals",
        reason=unit_reasons.revived(verdict.reason, price),
        win_price=price,
        revived=True,
        revival_price=price,
    )


def _at_limit(contest: UnitContest, entry: Ranked, rules: UnitRules) -> int | None:
    """The highest price that wins in the unit, for a shortlisted bid above it."""
    limit = predicates.highest_winning_price(contest, entry, rules)
    barred = entry.bid.firm in contest.beyond or not predicates.shortlisted(entry, rules)
    if barred or limit is None or not 0 < limit < entry.comparable_price:
        return None
    return limit * PUBLISHED_STEP


REVIVALS = {"at_limit": _at_limit}


def price_to_win(
    contest: UnitContest, bid: Bid, asked: Mapping[str, int], rules: UnitRules
) -> int | None:
    """The highest price at which the bid would have won, all others unchanged.

    Millionths of a yuan, a whole number of 0.0001 yuan. None when no price would have won, and
    when every price would have. Halving is exact: units do not depend on prices, and a lower price
    of one's own never turns a win into a loss.
    """

    def won(steps: int) -> bool:
        price = steps * PUBLISHED_STEP
        tried = unit_ranking.with_price(contest, bid, price, asked, rules)
        own = next((entry for entry in tried.ranked if entry.bid.firm == bid.firm), None)
        return own is not None and predicates.wins(tried, own, rules)

    if not won(1) or won(BEYOND_ANY_PRICE):
        return None
    best, never = 1, BEYOND_ANY_PRICE
    while never - best > 1:
        middle = (best + never) // 2
        best, never = (middle, never) if won(middle) else (best, middle)
    return best * PUBLISHED_STEP
