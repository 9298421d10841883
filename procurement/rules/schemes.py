"""One door to every scheme: the kind of rules a round has says how its bids are evaluated."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeIs

from procurement.rules import (
    announcement,
    catalogue,
    money,
    selection,
    unit_ranking,
    unit_selection,
)
from procurement.rules import bids as bid_rules
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Product
from procurement.rules.demand import Demand
from procurement.rules.entries import Decision
from procurement.rules.rulebook import DrugRules, RoundRules, Rulebook, UnitRules
from procurement.rules.schemas import SCHEMAS
from procurement.rules.text import Fault
from procurement.rules.verdicts import Accepted, Verdict

HUNDREDTHS_OF_A_PERCENT = 10_000


def rules_of(book: Rulebook, day: date, decisions: Iterable[Decision] = ()) -> RoundRules:
    """The rules of a round under this rulebook; TypeError for one that makes no rounds."""
    rules = book.at(day, decisions=decisions)
    if not isinstance(rules, DrugRules | UnitRules):
        raise TypeError(f"{book.id} is a rulebook of the kind {book.kind}")
    return rules


def by_regions(rules: RoundRules) -> TypeIs[DrugRules]:
    """Winners share out regions; elsewhere hospitals keep to the products that they reported."""
    return isinstance(rules, DrugRules)


def shares_regions(book: Rulebook) -> bool:
    """The same of a rulebook, before its parameters are decided."""
    return SCHEMAS[book.kind].rules is DrugRules


def by_brand(rules: RoundRules) -> bool:
    """Hospitals may name the firm whose product they ask for (按厂牌、按产品报量)."""
    return bool(rules.brand_demand) if by_regions(rules) else True


def faults(
    products: Iterable[Product], entered: Mapping[str, int], rules: RoundRules
) -> list[Fault]:
    """What keeps a round from being announced; ``entered`` are firms by product."""
    if by_regions(rules):
        return announcement.drug_faults(products, entered, rules)
    return announcement.unit_faults(products, entered, rules)


def ceiling(product: Product, spec: str, rules: RoundRules) -> int | None:
    """The ceiling of a spec in millionths of a yuan, by the ratio rule where drugs leave it blank.

    None where there is none.
    """
    if by_regions(rules):
        return catalogue.ceiling(product, spec, rules)
    return catalogue.presentation(product, spec).ceiling


def limit(product: Product, spec: str, rules: RoundRules) -> int | None:
    """The ceiling above which a bid is invalid; None where it is for reference only (参考价)."""
    binds = by_regions(rules) or rules.ceiling_mode == "hard"
    return ceiling(product, spec, rules) if binds else None


def bid_faults(bid: Bid, product: Product, rules: RoundRules) -> list[Fault]:
    """Everything that makes a bid invalid."""
    if by_regions(rules):
        return bid_rules.faults(bid, product, rules)
    return unit_ranking.faults(bid, product, rules)


def cut(product: Product, bid: Bid, rules: RoundRules) -> Fraction | None:
    """How far a price is below the ceiling (降幅) to 0.01 %; None without one."""
    most = ceiling(product, bid.spec, rules)
    if most is None:
        return None
    kept = Fraction(catalogue.published(bid.unit_price), most)
    return Fraction(money.half_up((1 - kept) * HUNDREDTHS_OF_A_PERCENT), HUNDREDTHS_OF_A_PERCENT)


def evaluate(
    products: Iterable[Product],
    bids: Iterable[Bid],
    demand: Iterable[Demand],
    rules: RoundRules,
    accepted: Accepted | None = None,
) -> tuple[Verdict, ...]:
    """A verdict for every bid of the round, by product, in rank order.

    Without ``accepted`` every firm that may be revived is taken to accept its price: for rounds
    in which nobody was asked.
    """
    if by_regions(rules):
        return selection.evaluate_round(products, bids, demand, rules, accepted)
    return unit_selection.evaluate(products, bids, demand, rules, accepted)
