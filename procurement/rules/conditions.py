"""Who is shortlisted (入围), and which winning conditions (拟中选条件) a bid meets."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from procurement.rules import anchors, catalogue, money, ranking
from procurement.rules.anchors import Basis
from procurement.rules.bids import Bid
from procurement.rules.catalogue import PUBLISHED_STEP, Product
from procurement.rules.ranking import Ranked
from procurement.rules.rulebook import DrugRules

HUNDREDTHS_OF_A_PERCENT = 10_000


@dataclass(frozen=True, slots=True)
class Contest:
    """The bids of one product, ranked, with the number of places on the shortlist.

    ``bidders`` is n, the actual bidders (实际申报企业数); ``places`` the most that are shortlisted.
    The first ``outliers`` are so far below the others that they take no place. ``basis`` is what
    the price-gap limit is a multiple of.
    """

    product: Product
    ranked: tuple[Ranked, ...]
    bidders: int
    places: int
    outliers: int
    basis: Basis

    @property
    def lowest(self) -> int:
        """The lowest valid unit comparable price, in ten-thousandths of a yuan."""
        return self.ranked[0].comparable_price

    @property
    def shortlist(self) -> tuple[Ranked, ...]:
        """Those that take a place, in rank order."""
        return self.ranked[self.outliers : self.outliers + self.places]


def contest(product: Product, bids: Iterable[Bid], rules: DrugRules) -> Contest:
    """The bids of the product side by side.

    n counts all qualified bidders, those over the ceiling included where the rulebook says so.
    """
    own = [bid for bid in bids if bid.product == product.code]
    ranked = ranking.order(own, product, rules)
    valid = [bid for entry in ranked for bid in entry.bids]
    counted = own if rules.invalid_bids_count else valid
    return arranged(product, ranked, bidders(counted, rules), rules)


def arranged(
    product: Product, ranked: tuple[Ranked, ...], bidders: int, rules: DrugRules
) -> Contest:
    """The contest of bids that are ranked already.

    Outliers are found once, among the first that would fill the places; the next ones move up,
    and the basis is that of those who then hold a place.
    """
    places = _places(bidders, rules)
    prices = [entry.comparable_price for entry in ranked]
    aside = anchors.outliers(prices[:places], rules)
    entered = prices[aside : aside + places] or prices[:1] or [0]
    return Contest(product, ranked, bidders, places, aside, anchors.basis(entered, rules))


def bidders(bids: Iterable[Bid], rules: DrugRules) -> int:
    """How many bid; a control group (联合体, 同一控制) counts once where the rulebook says so."""
    given = list(bids)
    if rules.affiliates_count_once:
        return len({bid.controlled_by for bid in given})
    return len(given)


def shortlisted(contest: Contest, entry: Ranked) -> bool:
    """The rank is within the places of the shortlist table; outliers are in without a place."""
    return entry.rank <= contest.outliers + contest.places


def is_outlier(contest: Contest, entry: Ranked) -> bool:
    """So far below the others that it takes no place and gets no volume."""
    return entry.rank <= contest.outliers


def wins(contest: Contest, entry: Ranked, rules: DrugRules) -> bool:
    """Shortlisted, and any one of the rulebook's alternatives; none listed: the rank is enough."""
    if not shortlisted(contest, entry):
        return False
    return not rules.winning_alternatives or bool(met(contest, entry, rules))


def winners(product: Product, bids: Iterable[Bid], rules: DrugRules) -> tuple[Bid, ...]:
    """The bids that win (拟中选) within the product alone, in rank order."""
    entered = contest(product, bids, rules)
    won = [entry for entry in entered.ranked if wins(entered, entry, rules)]
    return tuple(bid for entry in won for bid in entry.bids)


def met(contest: Contest, entry: Ranked, rules: DrugRules) -> tuple[str, ...]:
    """The rulebook's winning alternatives that the bid meets, in the rulebook's order."""
    return tuple(name for name in rules.winning_alternatives if TESTS[name](contest, entry, rules))


def price_limit(contest: Contest, rules: DrugRules) -> int:
    """The highest winning multiple of the basis (熔断), rounded to ten-thousandths of a yuan."""
    assert rules.lowest_price_multiple is not None
    return contest.basis.times(rules.lowest_price_multiple)


def cut(product: Product, bid: Bid, rules: DrugRules) -> int | None:
    """How far the bid is below its own spec's ceiling (降幅), in hundredths of a percent."""
    exact = exact_cut(product, bid, rules)
    return None if exact is None else money.half_up(exact * HUNDREDTHS_OF_A_PERCENT)


def exact_cut(product: Product, bid: Bid, rules: DrugRules) -> Fraction | None:
    """The part of its own spec's ceiling that the bid is below it; None without a ceiling."""
    ceiling = catalogue.ceiling(product, bid.spec, rules)
    if ceiling is None:
        return None
    return 1 - Fraction(catalogue.published(bid.unit_price), ceiling)


def lowest_price_multiple(contest: Contest, entry: Ranked, rules: DrugRules) -> bool:
    """Unit comparable price not above the multiple of the basis (A1)."""
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


def low_price_by_form(contest: Contest, entry: Ranked, rules: DrugRules) -> bool:
    """Unit comparable price not above the low price of the dosage form; a form without, never."""
    limit = form_limit(contest.product, rules)
    return limit is not None and entry.comparable_price * PUBLISHED_STEP <= limit


def form_limit(product: Product, rules: DrugRules) -> int | None:
    """The low price of the product's dosage form, in millionths of a yuan, where there is one."""
    assert rules.low_price_by_form is not None
    return rules.low_price_by_form.get(product.form)


Test = Callable[[Contest, Ranked, DrugRules], bool]
TESTS: dict[str, Test] = {
    "lowest_price_multiple": lowest_price_multiple,
    "cut_from_ceiling": cut_from_ceiling,
    "low_price": low_price,
    "low_price_by_form": low_price_by_form,
}


def _places(bidders: int, rules: DrugRules) -> int:
    table = rules.shortlist_maximum
    return table[min(bidders, len(table)) - 1] if bidders else 0
