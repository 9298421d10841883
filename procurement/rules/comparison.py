"""The same bids under several rulebooks: who wins, at which price, for what volume and money."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from procurement.rules import awards, catalogue
from procurement.rules import demand as demand_rules
from procurement.rules.award_reasons import Method
from procurement.rules.awards import Standing
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Product
from procurement.rules.demand import Demand
from procurement.rules.rulebook import DrugRules, RoundRules, Rulebook
from procurement.rules.verdicts import Verdict
from solver import draft


@dataclass(frozen=True, slots=True)
class Result:
    """One product under one rulebook.

    ``prices`` are the winning prices (中选价格) by firm, in millionths of a yuan; ``spread`` is the
    highest of them over the lowest valid price, both comparable. ``share`` of the base quantity
    (约定采购比例) is agreed: ``quantity`` units, which cost ``spend`` fen by the pick order. These
    are None under rules that share out no regions, and the spread also without a winner.
    """

    verdicts: tuple[Verdict, ...]
    prices: Mapping[str, int]
    spread: Fraction | None = None
    share: Fraction | None = None
    quantity: int | None = None
    spend: int | None = None

    @property
    def mean_price(self) -> Fraction | None:
        """Fen a unit over all that is agreed; None where nothing is."""
        return Fraction(self.spend or 0, self.quantity) if self.quantity else None

    @property
    def revived(self) -> tuple[str, ...]:
        """The firms that win by accepting a price (复活)."""
        return tuple(one.firm for one in self.verdicts if one.won and one.revived)


@dataclass(frozen=True, slots=True)
class Contrast:
    """One product under every rulebook, in their order; the first is the one compared with."""

    product: Product
    results: tuple[Result, ...]

    @property
    def differs(self) -> bool:
        """Another firm wins somewhere, or wins at another price."""
        return any(one.prices != self.results[0].prices for one in self.results)

    @property
    def firms(self) -> tuple[str, ...]:
        """Every bidder, in the order of the first rulebook's verdicts."""
        return tuple(verdict.firm for verdict in self.results[0].verdicts)

    @property
    def moved(self) -> tuple[str, ...]:
        """The bidders whose winning, or winning price, is not the same everywhere."""
        return tuple(
            firm for firm in self.firms if len({one.prices.get(firm) for one in self.results}) > 1
        )

    def dearer(self, index: int) -> Fraction | None:
        """The mean price under a rulebook as a multiple of that under the first."""
        first, own = self.results[0].mean_price, self.results[index].mean_price
        return own / first if first and own else None


@dataclass(frozen=True, slots=True)
class Total:
    """All products under one rulebook: ``won`` with a winner, bids that win, and of these revived.

    ``base`` are the units that were reported for the products with a winner, ``quantity`` those
    that are agreed, ``spend`` fen; None under rules that share out no regions.
    """

    products: int
    won: int
    winners: int
    revived: int
    base: int
    quantity: int | None
    spend: int | None


def applied_day(book: Rulebook, day: date) -> date:
    """The day whose values are applied: the round's own, or the first with a value for every key.

    A rulebook that came later is applied as it was on its first day.
    """
    first: dict[str, date] = {}
    for entry in book.history:
        first.setdefault(entry.key, entry.since)
    return max([day, *first.values()])


def result(
    product: Product,
    bids: Iterable[Bid],
    demand: Iterable[Demand],
    verdicts: Sequence[Verdict],
    rules: RoundRules,
) -> Result:
    """What the verdicts on a product's bids come to; without demand nothing is agreed."""
    own = {bid.firm: bid for bid in bids if bid.product == product.code}
    prices = {
        one.firm: own[one.firm].unit_price if one.win_price is None else one.win_price
        for one in verdicts
        if one.won
    }
    found = Result(tuple(verdicts), prices)
    if not isinstance(rules, DrugRules):
        return found
    won = awards.standing(product, own.values(), verdicts, rules)
    found = replace(found, spread=_spread(product, won, verdicts, rules), quantity=0, spend=0)
    wanted = [line for line in demand if line.product == product.code]
    if not won.picking or not wanted:
        return found
    asked = awards.problem(product, won.picking, wanted, rules, named=won.named)
    plan = draft.pick(asked, rules.priority_picks).plan
    made = awards.award(product, won, wanted, rules, plan, Method.PICK_ORDER)
    return replace(
        found,
        share=demand_rules.agreed_share(product, len(won.supplying), rules),
        quantity=sum(one.quantity for one in made),
        spend=sum(one.amount for one in made),
    )


def total(contrasts: Iterable[Contrast], index: int, demand: Iterable[Demand]) -> Total:
    """The products under one of the rulebooks, summed."""
    own = [(one.product.code, one.results[index]) for one in contrasts]
    won = {code for code, one in own if one.prices}
    shared = [one for _, one in own if one.spend is not None]
    return Total(
        products=len(own),
        won=len(won),
        winners=sum(len(one.prices) for _, one in own),
        revived=sum(len(one.revived) for _, one in own),
        base=sum(line.base_quantity for line in demand if line.product in won),
        quantity=sum(one.quantity or 0 for one in shared) if shared else None,
        spend=sum(one.spend or 0 for one in shared) if shared else None,
    )


def _spread(
    product: Product, won: Standing, verdicts: Iterable[Verdict], rules: DrugRules
) -> Fraction | None:
    """The highest winning comparable price over the lowest valid one."""
    valid = [one.comparable_price for one in verdicts if one.comparable_price]
    paid = [
        catalogue.comparable_price(product, bid.spec, bid.unit_price, bid.pack, rules)
        for bid in (*won.supplying, *won.without)
    ]
    return Fraction(max(paid), min(valid)) if paid and valid else None
