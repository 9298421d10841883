"""An invented year of use: what every hospital bought of winners and of others, month by month.

Drawn, then brought to these figures of the literature (all [reported] unless marked):

- completion of the agreed volume after year 1: 2.4 times for batches 1 and 2 (Xinhua 2021-07-09),
  2.19 in Shanghai (ISPOR Europe 2024): here 2.3; by product from 0.75 (Lu et al., 9 cities) to 4.8;
- winning share by quantity: 87.51 % with products from 69.38 to 98.89 % (Jiangxi, round 1),
  87.76 % (Jiangxi, round 2) [official]: here 88 %, growing over the year;
- pace falls: 2.59 after two months, 2.22 after seven (Jiangxi, round 1, year 2) [official], with
  some stocking in the first month (4+7 cities);
- about 70 % of institutions complete on time in a poor county (Bazhou, 36 of 52); elsewhere 90 %
  [proposal]; which regions count as poor is invented;
- non-winners cost 1.8 to 5 times the winner (Jiangxi, computed): their listed price where a losing
  bid names one, else the winner's price times a drawn factor [proposal].
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from procurement.rules import catalogue
from procurement.rules.contracts import Agreement
from procurement.rules.parties import Hospital
from procurement.rules.rulebook import DrugRules
from procurement.rules.tender import Tender
from seed.country import MILLE, PERCENT, SEED, draw
from solver.rounding import largest_remainder

MONTHS = 12
POOR = ("450000", "520000", "530000", "540000", "620000", "630000", "640000", "650000")
SLOW_PERCENT = {True: 30, False: 10}  # of hospitals, in poor regions and elsewhere
SLOW = (150, 370)  # per mille of the others' eagerness
EAGER = (950, 1250)

# Per mille of the agreed volume, and non-winning units per mille of the winning ones.
COMPLETION, COMPLETION_RANGE = 2300, (800, 4600)
OTHERS, OTHERS_RANGE = 136, (12, 440)
KEEPS_OTHERS_PERCENT = 60  # of hospitals and specs; the rest changed over wholly
ROUNDS_OF_FITTING = 20

FALL, FALL_OF_OTHERS = 25, 55  # per mille a month
STOCKING = 200  # per mille more in the first month
DEARER = (18, 50)  # tenths of the winner's price
NOBODY = "未中选产品（示范）"


@dataclass(frozen=True, slots=True)
class Listing:
    """A non-winning product on sale; its price is in millionths of a yuan per unit (挂网价)."""

    product: str
    firm: str
    spec: str
    unit_price: int


@dataclass(frozen=True, slots=True)
class UsageRow:
    """Units a hospital received in one month, the 1st to 12th of the agreement year."""

    hospital: str
    product: str
    spec: str
    firm: str
    month: int
    quantity: int
    unit_price: int
    winning: bool


def listings(
    tender: Tender, winners: Iterable[tuple[str, str]], rules: DrugRules
) -> tuple[Listing, ...]:
    """The losing bids as they go on being sold, every spec by the ratio rule.

    ``winners`` are pairs of product and firm.
    """
    products = {product.code: product for product in tender.products}
    won = set(winners)
    return tuple(
        Listing(
            bid.product,
            bid.firm,
            one.spec,
            catalogue.spec_price(product, bid.spec, bid.unit_price, one.spec, rules),
        )
        for bid in tender.bids
        if (bid.product, bid.firm) not in won
        for product in [products[bid.product]]
        for one in product.presentations
    )


def usage(
    agreements: Sequence[Agreement],
    losers: Iterable[Listing],
    hospitals: Iterable[Hospital],
    seed: int = SEED,
) -> Iterator[UsageRow]:
    """A year's rows by hospital, product, spec, winners first, and month; none without units."""
    region_of = {hospital.code: hospital.region for hospital in hospitals}
    on_sale: dict[tuple[str, str], list[Listing]] = {}
    for listing in losers:
        on_sale.setdefault((listing.product, listing.spec), []).append(listing)
    lines = sorted(agreements, key=lambda one: (one.hospital, one.product, one.spec, one.firm))
    bought = _bought(lines, region_of, seed)
    others = _bought_of_others(lines, bought, seed)
    for line, quantity, other in zip(lines, bought, others, strict=True):
        names = (line.hospital, line.product, line.spec)
        for month, part in _months(quantity, FALL, seed, "winning", *names, line.firm):
            yield UsageRow(*names, line.firm, month, part, line.unit_price, winning=True)
        sold = _other(line, on_sale.get((line.product, line.spec), []), seed)
        for month, part in _months(other, FALL_OF_OTHERS, seed, "others", *names, line.firm):
            yield UsageRow(*names, sold.firm, month, part, sold.unit_price, winning=False)


def fit(
    drawn: Sequence[int], weights: Sequence[int], target: int, bounds: tuple[int, int]
) -> list[int]:
    """Drawn values brought to a weighted mean of about the target, all within bounds.

    What weighs most is drawn towards the target first, or it would push all the others aside.
    """
    low, high = bounds
    whole = sum(weights) or 1
    values = [
        target + (value - target) * (whole - weight) ** 2 // whole**2
        for value, weight in zip(drawn, weights, strict=True)
    ]
    for _ in range(ROUNDS_OF_FITTING):
        above = sum((v - low) * weight for v, weight in zip(values, weights, strict=True)) or 1
        values = [
            min(max(low + (v - low) * (target - low) * whole // above, low), high) for v in values
        ]
    return values


def _bought(lines: Sequence[Agreement], region_of: Mapping[str, str], seed: int) -> list[int]:
    """Winning units of the year for each agreement."""
    agreed = _by_product(lines, [line.agreed_quantity for line in lines])
    low, high = COMPLETION_RANGE
    drawn = [low + (high - low) * _skewed(seed, "completion", p) // MILLE for p in agreed]
    completion = fit(drawn, list(agreed.values()), COMPLETION, COMPLETION_RANGE)
    totals = {p: agreed[p] * c // MILLE for p, c in zip(agreed, completion, strict=True)}
    weights = [
        line.agreed_quantity
        * _eagerness(line.hospital, region_of, seed)
        * draw(800, 1200, seed, "luck", line.hospital, line.product, line.spec)
        for line in lines
    ]
    return _share_out(totals, lines, weights)


def _bought_of_others(lines: Sequence[Agreement], bought: Sequence[int], seed: int) -> list[int]:
    """Non-winning units of the year beside each agreement."""
    winning = _by_product(lines, bought)
    low, high = OTHERS_RANGE
    drawn = [low + (high - low) * _skewed(seed, "others", p) // MILLE for p in winning]
    ratio = fit(drawn, list(winning.values()), OTHERS, OTHERS_RANGE)
    totals = {p: winning[p] * r // MILLE for p, r in zip(winning, ratio, strict=True)}
    weights = [
        # one more, so that a product none of whose hospitals keeps others can still be shared out
        1 + quantity * draw(300, 1700, seed, "habit", *names) * _keeps(seed, *names)
        for line, quantity in zip(lines, bought, strict=True)
        for names in [(line.hospital, line.product, line.spec)]
    ]
    return _share_out(totals, lines, weights)


def _by_product(lines: Sequence[Agreement], quantities: Sequence[int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for line, quantity in zip(lines, quantities, strict=True):
        found[line.product] = found.get(line.product, 0) + quantity
    return dict(sorted(found.items()))


def _share_out(
    totals: Mapping[str, int], lines: Sequence[Agreement], weights: Sequence[int]
) -> list[int]:
    shares = [0] * len(lines)
    places: dict[str, list[int]] = {product: [] for product in totals}
    for place, line in enumerate(lines):
        places[line.product].append(place)
    for product, total in totals.items():
        parts = largest_remainder(total, [weights[place] for place in places[product]])
        for place, part in zip(places[product], parts, strict=True):
            shares[place] = part
    return shares


def _skewed(*names: object) -> int:
    """Per mille, more often small than large."""
    return draw(0, MILLE, *names) ** 2 // MILLE


def _eagerness(hospital: str, region_of: Mapping[str, str], seed: int) -> int:
    slow = SLOW_PERCENT[region_of[hospital] in POOR]
    low, high = SLOW if draw(1, PERCENT, seed, "slow", hospital) <= slow else EAGER
    return draw(low, high, seed, "eagerness", hospital)


def _keeps(*names: object) -> bool:
    return draw(1, PERCENT, "keeps others", *names) <= KEEPS_OTHERS_PERCENT


def _months(quantity: int, fall: int, *names: object) -> Iterator[tuple[int, int]]:
    weights = [(MILLE - fall * month) * draw(900, 1100, *names, month) for month in range(MONTHS)]
    weights[0] = weights[0] * (MILLE + STOCKING) // MILLE
    for month, part in enumerate(largest_remainder(quantity, weights), 1):
        if part:
            yield month, part


def _other(line: Agreement, on_sale: Sequence[Listing], seed: int) -> Listing:
    """What the hospital buys instead: of the listed rather the cheaper, else of no named firm."""
    if on_sale:
        names = (seed, "other", line.hospital, line.product)
        place = min(draw(0, len(on_sale) - 1, *names, twice) for twice in range(2))
        return sorted(on_sale, key=lambda one: (one.unit_price, one.firm))[place]
    tenths = draw(*DEARER, seed, "dearer", line.product)
    price = catalogue.published(line.unit_price * tenths // 10)
    return Listing(line.product, NOBODY, line.spec, price)
