"""An invented country: hospitals in all 31 regions, and each one's part of the reported demand.

Every hospital is fictional and says so in its name (示范). The number of hospitals follows the
regions' population in the census of 2020 (rounded, [unconfirmed]: weights, nothing more); level,
size and choice of products are drawn [proposal]. What is exact: the reports of a region add up,
product by product and spec by spec, to the base quantity that was published for it.
All draws are whole numbers from a hash of the seed and of what is drawn: the same on every
machine and Python, and one more product changes nothing for the others.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from math import isqrt

from procurement.rules.codes import REGIONS
from procurement.rules.demand import Demand
from procurement.rules.parties import Hospital, Level
from procurement.rules.reports import Report
from solver.rounding import largest_remainder

SEED = 20200117
HOSPITALS = 310
FEWEST = 3  # hospitals of a region: one of each level

# 100,000 inhabitants, in the order of the region codes.
_MILLIONS = """
21.9 13.9 74.6 34.9 24.0 42.6 24.1 31.9 24.9 84.7 64.6 61.0 41.5 45.2 101.5 99.4
57.7 66.4 126.0 50.1 10.1 32.1 83.7 38.6 47.2 3.6 39.5 25.0 5.9 7.2 25.9
"""
# 100,000 inhabitants by region code.
POPULATION = dict(zip(REGIONS, (int(m.replace(".", "")) for m in _MILLIONS.split()), strict=True))
MUNICIPALITIES = ("110000", "120000", "310000", "500000")
AUTONOMOUS = ("150000", "450000", "540000", "640000", "650000")
KIND = {Level.TERTIARY: "示范医院", Level.SECONDARY: "示范县医院", Level.PRIMARY: "示范社区医院"}

PARTS = {Level.TERTIARY: 30, Level.SECONDARY: 45, Level.PRIMARY: 25}  # of a region's hospitals
NEEDS = {Level.TERTIARY: 12, Level.SECONDARY: 4, Level.PRIMARY: 1}  # of a hospital, relative
REPORTS_PERCENT = {Level.TERTIARY: 80, Level.SECONDARY: 50, Level.PRIMARY: 25}  # of the products
LARGEST_SQUARED = 36  # the largest hospital of a level needs six times the smallest
MILLE = 1000
PERCENT = 100


def draw(low: int, high: int, *names: object) -> int:
    """A whole number from low to high, both included, always the same for the same names."""
    hashed = sha256("/".join(map(str, names)).encode()).digest()
    return low + int.from_bytes(hashed) % (high - low + 1)


def hospitals(seed: int = SEED, count: int = HOSPITALS) -> tuple[Hospital, ...]:
    """Invented hospitals by region code and level, highest level first."""
    spare = largest_remainder(count - FEWEST * len(REGIONS), list(POPULATION.values()))
    found: list[Hospital] = []
    for region, more in zip(POPULATION, spare, strict=True):
        found.extend(_hospitals_of(region, FEWEST + more, seed))
    return tuple(found)


def _hospitals_of(region: str, count: int, seed: int) -> Iterable[Hospital]:
    extra = dict(zip(PARTS, largest_remainder(count - FEWEST, list(PARTS.values())), strict=True))
    number = draw(1, 9, seed, region)  # so that codes are not counted from the same place
    for level in Level:
        for place in range(1, 2 + extra[level]):
            name = f"{_province(region)}第{_numeral(place)}{KIND[level]}"
            yield Hospital(f"H{region[:2]}{number:03d}", name, region, level)
            number += 1


def _province(region: str) -> str:
    name = REGIONS[region].zh.partition("（")[0]
    if region in AUTONOMOUS:
        return name
    return name + ("市" if region in MUNICIPALITIES else "省")


def _numeral(number: int) -> str:
    """A number below a hundred in Chinese, such as 一, 十, 十一, 二十 and 二十一."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else digits[tens] + "十"
    return ten + (digits[ones] if ones else "")


def reports(
    hospitals: Sequence[Hospital], demand: Iterable[Demand], seed: int = SEED
) -> tuple[Report, ...]:
    """Every region's demand split over its hospitals, by hospital, product and spec.

    A hospital takes part in a product or not, with all its specs; where nobody would, all do.
    Who takes part in what the region has no need of reports a zero, which is a report too.
    """
    by_region: dict[str, list[Hospital]] = {}
    for hospital in hospitals:
        by_region.setdefault(hospital.region, []).append(hospital)
    found: list[Report] = []
    for line in demand:
        local = by_region[line.region]
        takers = [one for one in local if _takes_part(one, line.product, seed)] or local
        weights = [_need(one, line.product, line.spec, seed) for one in takers]
        parts = largest_remainder(line.base_quantity, weights)
        found.extend(
            Report(one.code, line.product, line.spec, part)
            for one, part in zip(takers, parts, strict=True)
            if part or not line.base_quantity
        )
    return tuple(sorted(found, key=lambda report: (report.hospital, report.product, report.spec)))


def _takes_part(hospital: Hospital, product: str, seed: int) -> bool:
    chance = draw(1, PERCENT, seed, "takes part", hospital.code, product)
    return chance <= REPORTS_PERCENT[hospital.level]


def _need(hospital: Hospital, product: str, spec: str, seed: int) -> int:
    """Relative need: by level, by size with a heavy tail, and by half to one and a half of that."""
    place = draw(MILLE // LARGEST_SQUARED, MILLE, seed, "size", hospital.code)
    size = isqrt(MILLE**3 // place)  # one over the square root: few are large, most are small
    appetite = draw(MILLE // 2, MILLE + MILLE // 2, seed, "need", hospital.code, product, spec)
    return NEEDS[hospital.level] * size * appetite
