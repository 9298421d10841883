"""Every hospital's demand, split into base, leftover and what is not agreed with anybody."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from procurement.rules import linkage
from procurement.rules.demand import Demand
from procurement.rules.linkage import Parts, Selected
from procurement.rules.rulebook import UnitRules
from solver.rounding import round_to


@dataclass(frozen=True, slots=True)
class Split:
    """What one hospital asked for of one firm's product and spec, in units.

    ``base`` (基础约定量) stays with the firm, ``leftover`` (待分配量) is assigned anew. ``member``
    says whose it is, in the words of ``unit_rules.MEMBERS``. Where demand is reported by region,
    ``hospital`` is blank.
    """

    region: str
    hospital: str
    product: str
    spec: str
    firm: str
    demand: int
    base: int
    leftover: int
    member: str

    @property
    def uncommitted(self) -> int:
        """What is agreed with nobody (非约定量)."""
        return self.demand - self.base - self.leftover


class _Line(NamedTuple):
    region: str
    hospital: str
    product: str
    spec: str
    brand: str


def splits(
    winners: Iterable[Selected], demand: Iterable[Demand], rules: UnitRules
) -> tuple[Split, ...]:
    """One split a hospital, spec and firm, by region, hospital, category, spec and firm.

    Base, leftover and rest are rounded down, the units left over go to the largest remainders.
    Demand for a brand that did not win, or for none, is leftover up to the committed share; for
    none it is the winner's where a category has only one. Expects winners without faults of
    ``linkage``.
    """
    categories = linkage.categories(winners)
    table = linkage.table((one for rivals in categories.values() for one in rivals), rules)
    sole = {product: rivals[0] for product, rivals in categories.items() if len(rivals) == 1}
    whole = rules.volume_key in linkage.WHOLE
    units = Counter[_Line]()
    for line in demand:
        brand = line.brand
        if whole and line.product in categories:
            brand = ""
        elif not brand and line.product in sole:
            brand = sole[line.product].bid.firm
        place = _Line(line.region, line.hospital, line.product, line.spec, brand)
        units[place] += line.base_quantity
    revived = {one.code for rivals in categories.values() for one in rivals if one.verdict.revived}
    found: list[Split] = []
    lost = Parts(Fraction(0), rules.committed_share)
    for place, asked in sorted(units.items()):
        code = place.product, place.brand
        if whole and place.product in categories:
            found += _whole(place, asked, categories[place.product], table)
        elif code in table:
            member = "revived" if code in revived else "given"
            found.append(_own(place, asked, table[code], member))
        else:
            found.append(_own(place, asked, lost, "unselected"))
    return tuple(found)


def _own(line: _Line, asked: int, parts: Parts, member: str) -> Split:
    exact = [asked * part for part in (*parts, 1 - parts.base - parts.leftover)]
    base, leftover, _ = round_to(asked, exact)
    return Split(*line, asked, base, leftover, member)


def _whole(
    line: _Line, asked: int, rivals: Sequence[Selected], table: Mapping[linkage.Code, Parts]
) -> Iterator[Split]:
    """All demand of the category shared among its winners; the rest is of no brand."""
    shares = [table[one.code].base * asked for one in rivals]
    *given, rest = round_to(asked, [*shares, asked - sum(shares, Fraction(0))])
    for one, units in zip(rivals, given, strict=True):
        yield Split(*line._replace(brand=one.bid.firm), units, units, 0, "given")
    yield Split(*line, rest, 0, 0, "unselected")
