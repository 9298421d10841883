"""Seeded families of lots and batches, described so that anybody can build them again.

All volumes are heavy-tailed: a region's weight is lognormal and the same in every lot, a lot's size
is lognormal, and a volume is their product rounded to whole units. Prices lie within 1.8 times
the lowest of their lot, costs are price times volume in fen, half up. Firms have a strength that
shows in every lot, so that the cheapest offers are more often those of the same few.
"""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from random import Random

from solver.batch import Batch, Limit
from solver.problem import Bounds, Linkage, Offer, Problem, Tier

SPREAD = 0.9  # of the logarithm of the regions' weights
SIZES = 0.8  # of the logarithm of the lots' sizes
DEAREST = 1.8  # the highest winning price, in lowest prices
LUCK = 0.5  # how much of an offer's place in the price order is not its firm's strength
SLACK = Fraction(112, 100)  # a firm's limit, in what it uses when regions are dealt in turns


def one(seed: int = 1) -> Batch:
    """S: one lot of 32 regions and 10 winners."""
    return lots(Random(seed), lots=1, regions=32, winners=10, firms=10)


def national(seed: int = 1) -> Batch:
    """N: 60 lots × 32 regions × 10 winners of 40 firms, 19,200 decisions, nothing couples them."""
    return lots(Random(seed), lots=60, regions=32, winners=10, firms=40)


def coupled(seed: int = 1) -> Batch:
    """NC: the same 60 lots, coupled by firms' capacities with 12 % of slack."""
    return limited(national(seed), seed)


def stress(seed: int = 1) -> Batch:
    """X: 500 lots × 400 prefectures × 15 winners of 60 firms, 3,000,000 decisions, coupled."""
    return limited(lots(Random(seed), lots=500, regions=400, winners=15, firms=60), seed)


def limited(batch: Batch, seed: int) -> Batch:
    """The batch with a capacity for every firm: 1.12 times its use when regions are dealt.

    A unit of a lot takes one to four units of a firm's line. Dealing the regions, largest first,
    in turns of rank order keeps strict linkage and all limits, so there is a plan; what it uses in
    all is what any plan uses, so 12 % is the slack of the whole batch.
    """
    random = Random(-seed)
    line = [random.randint(1, 4) for _ in batch.lots]
    uses: dict[str, dict[tuple[int, int], int]] = {}
    used: Counter[str] = Counter()
    for p, lot in enumerate(batch.lots):
        largest_first = sorted(lot.volume, reverse=True)
        for w, offer in enumerate(lot.offers):
            uses.setdefault(offer.name, {})[p, w] = line[p]
            used[offer.name] += line[p] * sum(largest_first[w :: len(lot.offers)])
    limits = (Limit(firm, use, int(SLACK * used[firm])) for firm, use in sorted(uses.items()))
    return replace(batch, limits=tuple(limits))


def tiered(offers: int, regions: int, steps: int, seed: int = 1) -> Problem:
    """T: total quantity discount, as in Goossens et al. (2007) and Manerba and Mansini (2012).

    Their instances were not to be had and their recipes only in outline: demands drawn evenly, a
    price for every supplier and good around the good's own, and discounts on all units that grow
    with the total bought from a supplier. Here demands are even in 1..1000 hundreds of units, a
    good's price even in 10..100 yuan, a supplier's price for it within 25 %; the steps start at
    even parts of up to twice to four times an equal share of the whole, each takes 2 to 6 % off
    the step before. Regions are the goods and go whole to one supplier; counts are loose, nothing
    is linked.
    """
    random = Random(seed)
    volume = tuple(100 * random.randint(1, 1000) for _ in range(regions))
    worth = [random.randint(100_000, 1_000_000) for _ in range(regions)]
    found = []
    for _ in range(offers):
        prices = [price * random.randint(750, 1250) // 1000 for price in worth]
        last = random.randint(200, 400) * sum(volume) // (100 * offers)
        tiers = []
        for k in range(steps):
            cost = tuple(map(_fen, prices, volume))
            tiers.append(Tier(k * last // max(steps - 1, 1), cost))
            off = random.randint(20, 60)
            prices = [price * (1000 - off) // 1000 for price in prices]
        found.append(tuple(tiers))
    found.sort(key=lambda tiers: sum(tiers[0].cost))
    return Problem(
        lot=f"{offers} x {regions} x {steps}, {seed}",
        offers=tuple(
            Offer(f"Firm {w + 1:02}", max(1, 100 * sum(tiers[0].cost) // sum(volume)), tiers=tiers)
            for w, tiers in enumerate(found)
        ),
        regions=_codes(regions),
        volume=volume,
        cost=tuple(tiers[0].cost for tiers in found),
        counts=(Bounds(0, regions),) * offers,
        linkage=Linkage.NONE,
    )


def lots(random: Random, *, lots: int, regions: int, winners: int, firms: int) -> Batch:
    """Lots with strict linkage; a winner supplies half to double an equal number of regions."""
    weights = [random.lognormvariate(0, SPREAD) for _ in range(regions)]
    strength = [random.random() for _ in range(firms)]
    counts = (Bounds(max(1, regions // (2 * winners)), -(-2 * regions // winners)),) * winners
    found = []
    for p in range(lots):
        size = random.lognormvariate(13, SIZES)
        volume = tuple(max(1, round(weight * size)) for weight in weights)
        places = {f: strength[f] + LUCK * random.random() for f in range(firms)}
        drawn = sorted(random.sample(range(firms), winners), key=places.__getitem__)
        lowest = random.lognormvariate(9, 1)
        ratios = sorted(random.uniform(1, DEAREST) for _ in drawn[1:])
        prices = [max(1, round(lowest * ratio)) for ratio in (1, *ratios)]
        found.append(
            Problem(
                lot=f"{p + 1:03}",
                offers=tuple(
                    Offer(f"Firm {f + 1:02}", price) for f, price in zip(drawn, prices, strict=True)
                ),
                regions=_codes(regions),
                volume=volume,
                cost=tuple(tuple(_fen(price, units) for units in volume) for price in prices),
                counts=counts,
            )
        )
    return Batch(tuple(found))


def _codes(regions: int) -> tuple[str, ...]:
    return tuple(f"{r + 1:03}" for r in range(regions))


def _fen(price: int, units: int) -> int:
    """Money in fen, half up, of units at a price in 1/10,000 yuan."""
    return (price * units + 50) // 100
