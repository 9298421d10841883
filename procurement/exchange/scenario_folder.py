"""The lots of a round folder: its winners, published or by the rules, and their pick order."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from procurement.exchange import round_folder, rulebooks
from procurement.exchange.round_folder import RoundFolder
from procurement.exchange.scenario_facts import Lot
from procurement.rules import awards, conditions, ranking
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Product
from procurement.rules.rulebook import DrugRules
from procurement.rules.text import Fault, Refused, Text
from solver import draft


@dataclass(frozen=True, slots=True)
class Round:
    """A round folder's products with winners; ``published``: they are those of outcome.csv."""

    name: str
    rulebook: str
    published: bool
    lots: tuple[Lot, ...]


def read(folder: Path, products: Sequence[str] = ()) -> Round:
    """The folder's lots, or only those of these products; Refused with every fault.

    Winners are the published ones where the folder has an outcome, else those of the rules.
    """
    found = round_folder.read(folder)
    tender = found.tender
    rules = rulebooks.load(tender.rulebook).at(tender.bids_opened, DrugRules)
    known = {product.code for product in tender.products}
    faults = [
        Fault("products", code, Text("没有这一产品。", "there is no such product."))
        for code in products
        if code not in known
    ]
    won = [
        (product, winners)
        for product in tender.products
        if not products or product.code in products
        if (winners := _winners(product, found, rules))
    ]
    wanted = {line.product for line in tender.demand}
    no_demand = Text("有中选企业而无需求量。", "it has winners and no demand.")
    faults += [
        Fault("no_demand", f"demand.csv: {product.code}", no_demand)
        for product, _ in won
        if product.code not in wanted
    ]
    if faults:
        raise Refused(faults)
    lots = []
    for product, winners in won:
        problem = awards.problem(product, winners, tender.demand, rules)
        plan = draft.pick(problem, rules.priority_picks).plan
        lots.append(Lot(product.name, problem, plan))
    return Round(tender.name, tender.rulebook, bool(found.outcomes), tuple(lots))


def _winners(product: Product, found: RoundFolder, rules: DrugRules) -> tuple[Bid, ...]:
    """In rank order."""
    if not found.outcomes:
        return conditions.winners(product, found.tender.bids, rules)
    firms = {one.firm for one in found.outcomes if one.product == product.code and one.won}
    bids = [bid for bid in found.tender.bids if bid.product == product.code and bid.firm in firms]
    return tuple(entry.bid for entry in ranking.ascending(bids, product, rules))
