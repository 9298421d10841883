"""Who is shortlisted (入围), and which winning conditions (拟中选条件) a bid meets."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from procurement.rules import catalogue, money, ranking
from procurement.rules.bids import Bid
from procurement.rules.catalogue import PUBLISHED_STEP, Product
from procurement.rules.ranking import Ranked
from procurement.rules.rulebook import DrugRules

HUNDREDTHS_OF_A_PERCENT = 10_000


@dataclass(frozen=True, slots=True)
class Contest:
    """The bids of one product, ranked, with the number of places on the shortlist.

    ``bidders`` is n, the actual bidders (实际申报企业数); ``places`` the most that are shortlisted.
    """

    product: Product
    ranked: tuple[Ranked, ...]
    bidders: int
    places: int

    @property
    def lowest(self) -> int:
        """The lowest valid unit comparable price, in ten-thousandths of a yuan."""
        return self.ranked[0].comparable_price


def contest(product: Product, bids: Iterable[Bid], rules: DrugRules) -> Contest:
    """The bids of the product side by side.

    n counts all qualified bidders, those over the ceiling included where the rulebook says so.
    """
    own = [bid for bid in bids if bid.product == product.code]
    ranked = ranking.order(own, product, rules)
    bidders = len(own) if rules.invalid_bids_count else len(ranked)
    return Contest(product, ranked, bidders, _places(bidders, rules))


def shortlisted(contest: Contest, entry: Ranked) -> bool:
    """The rank is within the places of the shortlist table."""
    return entry.rank <= contest.places


def wins(contest: Contest, entry: Ranked, rules: DrugRules) -> bool:
    """Shortlisted, and any one of the rulebook's alternatives; none listed: the rank is enough."""
    if not shortlisted(contest, entry):
        return False
    return not rules.winning_alternatives or bool(met(contest, entry, rules))


def winners(product: Product, bids: Iterable[Bid], rules: DrugRules) -> tuple[Bid, ...]:
    """The bids that win (拟中选), in rank order."""
    entered = contest(product, bids, rules)
    return tuple(entry.bid for entry in entered.ranked if wins(entered, entry, rules))


def met(contest: Contest, entry: Ranked, rules: DrugRules) -> tuple[str, ...]:
    """The rulebook's winning alternatives that the bid meets, in the rulebook's order."""
    return tuple(name for name in rules.winning_alternatives if TESTS[name](contest, entry, rules))


def price_limit(contest: Contest, rules: DrugRules) -> int:
    """The highest winning multiple of the lowest price, rounded to ten-thousandths of a yuan."""
    assert rules.lowest_price_multiple is not None
    return money.half_up(rules.lowest_price_multiple * contest.lowest)


def cut(product: Product, bid: Bid, rules: DrugRules) -> int | None:
    """How far the bid is below its own spec's ceiling (降幅), in hundredths of a percent."""
    ceiling = catalogue.ceiling(product, bid.spec, rules)
    if ceiling is None:
        return None
    kept = Fraction(catalogue.published(bid.unit_price), ceiling)
    return money.half_up((1 - kept) * HUNDREDTHS_OF_A_PERCENT)


def lowest_price_multiple(contest: Contest, entry: Ranked, rules: DrugRules) -> bool:
    """Unit comparable price not above the multiple of the lowest valid one (A1)."""
    return entry.comparable_price <= price_limit(contest, rules)


def cut_from_ceiling(contest: Contest, entry: Ranked, rules: DrugRules) -> bool:
    """Unit bid at least that much below its own spec's ceiling (A2); no ceiling, no cut."""
    assert rules.cut_from_ceiling is not None
    reached = cut(contest.product, entry.bid, rules)
    return reached is not None and reached >= rules.cut_from_ceiling * HUNDREDTHS_OF_A_PERCENT


def low_price(contest: Contest, entry: Ranked, rules: DrugRules) -> bool:  # noqa: ARG001 - one signature for all tests
    """Unit comparable price not above a low price in yuan (A3)."""
    assert rules.low_price is not None
    return entry.comparable_price * PUBLISHED_STEP <= rules.low_price


Test = Callable[[Contest, Ranked, DrugRules], bool]
TESTS: dict[str, Test] = {
    "lowest_price_multiple": lowest_price_multiple,
    "cut_from_ceiling": cut_from_ceiling,
    "low_price": low_price,
}


def _places(bidders: int, rules: DrugRules) -> int:
    table = rules.shortlist_maximum
    return table[min(bidders, len(table)) - 1] if bidders else 0
