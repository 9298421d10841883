"""A verdict for every bid: shortlisted or not, won or not, under which clause and why (拟中选)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from procurement.rules import bids as bid_rules
from procurement.rules import (
    catalogue,
    conditions,
    judgements,
    other_products,
    reasons,
    revival,
    revival_reasons,
    win_prices,
)
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Product
from procurement.rules.conditions import Contest
from procurement.rules.demand import Demand
from procurement.rules.judgements import Judgement
from procurement.rules.other_products import OtherProducts
from procurement.rules.price_to_win import ALONE, price_to_win
from procurement.rules.ranking import Ranked
from procurement.rules.revival import Revival, Settled
from procurement.rules.rulebook import DrugRules
from procurement.rules.text import Text
from procurement.rules.verdicts import Accepted, Verdict


def evaluate_round(
    products: Iterable[Product],
    bids: Iterable[Bid],
    demand: Iterable[Demand],
    rules: DrugRules,
    accepted: Accepted | None = None,
) -> tuple[Verdict, ...]:
    """A verdict for every bid, product by product.

    First every product's shortlist; then what the products are to each other; then who wins, and
    last who is revived. Without ``accepted`` everybody accepts.
    """
    listed, given, wanted = list(products), list(bids), list(demand)
    contests = [conditions.contest(product, given, rules) for product in listed]
    return tuple(
        verdict
        for product, others in zip(listed, other_products.others(contests, rules), strict=True)
        for verdict in evaluate(product, given, rules, others, wanted, accepted)
    )


def evaluate(
    product: Product,
    bids: Iterable[Bid],
    rules: DrugRules,
    others: OtherProducts = ALONE,
    demand: Iterable[Demand] = (),
    accepted: Accepted | None = None,
) -> tuple[Verdict, ...]:
    """One verdict a bid for the product: the ranked ones in rank order, then the invalid ones.

    Affiliates that rank as one follow each other. By itself the product is looked at alone.
    """
    own = [bid for bid in bids if bid.product == product.code]
    contest = conditions.contest(product, own, rules)
    judged = judgements.judgements(contest, others, rules)
    settled = revival.settled(contest, judged, demand, rules)
    ranked = {id(bid) for entry in contest.ranked for bid in entry.bids}

    def best(bid: Bid) -> int | None:
        return price_to_win(product, own, bid, rules, others)

    return (
        *(
            replace(verdict, price_to_win=best(bid))
            for judgement in judged
            for bid, verdict in _entry(settled, judgement, others, rules, accepted)
        ),
        *(_invalid(contest, bid, rules, best(bid)) for bid in own if id(bid) not in ranked),
    )


def _entry(
    settled: Settled,
    judgement: Judgement,
    others: OtherProducts,
    rules: DrugRules,
    accepted: Accepted | None,
) -> Iterator[tuple[Bid, Verdict]]:
    """The bids that hold one rank: they win together, at one price, or not at all."""
    product, entry = settled.contest.product, judgement.entry
    offer = revival.offer(settled, judgement, rules)
    revived = offer is not None and _accepts(product, entry, accepted)
    won = judgement.won or revived
    aside = conditions.is_outlier(settled.contest, entry)
    first = [reasons.judged(settled.contest, judgement, others, rules)]
    if entry.affiliates:
        first.append(reasons.together(entry))
    if offer is None and not judgement.shortlisted:
        first.extend(revival_reasons.closed(settled, entry, rules))
    for bid in entry.bids:
        limit = offer.limit if offer else None
        price = win_prices.win_price(product, entry, bid, rules, limit)
        second = _offer(settled, offer, price, rules, accepted, revived=revived)
        yield (
            bid,
            Verdict(
                product=product.code,
                firm=bid.firm,
                comparable_price=catalogue.comparable_price(
                    product, bid.spec, bid.unit_price, bid.pack, rules
                ),
                rank=entry.rank,
                shortlisted=judgement.shortlisted,
                won=won,
                clause="revivals" if revived else judgement.clause,
                reason=_joined([*first, *second]),
                price_to_win=None,
                win_price=price if won else None,
                revived=revived,
                picks=offer.picks if offer else not aside,
                supplies=offer.supplies if offer else not aside,
                revival_price=price if offer and not revived else None,
            ),
        )


def _offer(
    settled: Settled,
    offer: Revival | None,
    price: int,
    rules: DrugRules,
    accepted: Accepted | None,
    *,
    revived: bool,
) -> Iterator[Text]:
    """What the firm reads about its second chance, if it has one."""
    if offer and revived:
        asked = accepted is not None
        yield revival_reasons.revived(settled, offer, price, rules, asked=asked)
    elif offer:
        yield revival_reasons.offered(settled, offer, price, rules)


def _joined(told: Iterable[Text]) -> Text:
    zh, en = zip(*told, strict=True)
    return Text("".join(zh), " ".join(en))


def _accepts(product: Product, entry: Ranked, accepted: Accepted | None) -> bool:
    """A consortium answers as one: one of its firms speaks for all."""
    return accepted is None or any((product.code, bid.firm) in accepted for bid in entry.bids)


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
