"""One door to every scheme: the kind of rules a round has says how its bids are evaluated."""

from collections.abc import Iterable

from procurement.rules import selection
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Product
from procurement.rules.demand import Demand
from procurement.rules.rulebook import DrugRules, RoundRules
from procurement.rules.verdicts import Accepted, Verdict


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
    if isinstance(rules, DrugRules):
        return selection.evaluate_round(products, bids, demand, rules, accepted)
    raise NotImplementedError
