"""A sound problem by default; each test changes one thing."""

from dataclasses import replace
from fractions import Fraction

import pytest

from solver.problem import Backup, Bounds, Offer, Problem, exactly


@pytest.fixture
def sound():
    """
    offer  price  counts   110000  120000  130000
    Alpha  1.00   1        70      30      20      fen
    Beta   1.10   2        60      36      25      fen
                           60      30      20      units
    """
    return Problem(
        lot="01",
        offers=(Offer("Alpha", 1_000_000), Offer("Beta", 1_100_000)),
        regions=("110000", "120000", "130000"),
        volume=(60, 30, 20),
        cost=((70, 30, 20), (60, 36, 25)),
        counts=exactly((1, 2)),
    )


@pytest.fixture
def impossible(sound):
    """One region of ten units for Alpha, two for Beta, who is dearer: no plan keeps the linkage."""
    return replace(sound, lot="02", volume=(10, 10, 10))


@pytest.fixture
def national():
    """Thirty-one regions of very different size, six offers, two of them at one price."""
    volume = tuple(1000 + 37 * r**3 % 911 * (r % 7) ** 3 for r in range(31))
    prices = (80_000, 95_000, 95_000, 120_000, 126_000, 140_000)
    return Problem(
        lot="03",
        offers=tuple(Offer(f"Offer {w + 1}", price) for w, price in enumerate(prices)),
        regions=tuple(str(110_000 + 10_000 * r) for r in range(31)),
        volume=volume,
        cost=tuple(tuple(price * v // 10_000 for v in volume) for price in prices),
        counts=exactly((6, 5, 5, 5, 5, 5)),
    )


@pytest.fixture
def backed(sound):
    """
    region  units  supplier  backup
    110000  60     Alpha     Beta
    120000  30     Beta      Gamma
    130000  20     Gamma     Beta

    Beta can supply 75 units, and a fifth more when another fails.
    """
    offers = (*sound.offers, Offer("Gamma", 1_200_000))
    return replace(
        sound,
        offers=(offers[0], replace(offers[1], capacity=75), offers[2]),
        cost=(*sound.cost, (1, 1, 1)),
        counts=exactly((1, 1, 1)),
        backup=Backup(surge=Fraction(1, 5)),
    )


@pytest.fixture
def split(sound):
    """Up to two suppliers a region, each with a quarter at least: 15, 8 (of 7.5) and 5 units."""
    return replace(
        sound, suppliers=2, least_part=Fraction(1, 4), counts=(Bounds(0, 3), Bounds(0, 3))
    )
