"""A demand table as facts: categories, selected products, and what each hospital reported."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from procurement.exchange import volume_columns
from procurement.exchange.rows import Findings, Row
from procurement.exchange.volume_columns import COLUMNS, Facts, Line
from procurement.rules import linkage
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Presentation, Product
from procurement.rules.demand import Demand
from procurement.rules.linkage import WHOLE, Code, Selected
from procurement.rules.rulebook import UnitRules
from procurement.rules.text import Text
from procurement.rules.verdicts import Verdict

NEEDED = {
    "rank": ("rank",),
    "class": ("class",),
    "cut": ("ceiling",),
    "best": ("ceiling",),
    "incumbency": ("former",),
}
"""What a winner must tell besides its price, by the key that its volume follows."""
NOTHING = Text("", "")
FULL = frozenset({"full_territory"})


@dataclass(frozen=True, slots=True)
class VolumeTable:
    """The facts of a table; ``prices`` are winning prices in millionths of a yuan.

    The prices and ceilings of ``products`` and ``winners`` are multiplied by one whole number, so
    that a ceiling that follows from a cut is whole too.
    """

    products: tuple[Product, ...]
    winners: tuple[Selected, ...]
    demand: tuple[Demand, ...]
    prices: Mapping[Code, int]
    facts: Mapping[Code, Facts]
    serves: Mapping[Code, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Written:
    """The sound rows of a table, and the facts that they tell about each product."""

    lines: tuple[Line, ...]
    facts: Mapping[Code, Facts]
    revived: bool


def read(name: str, content: bytes, findings: Findings) -> Written:
    """The rows of a table; what is wrong with their form goes to the findings."""
    rows = volume_columns.rows(name, content, findings)
    seen: dict[tuple[str, ...], str] = {}
    lines = tuple(one for row in rows if (one := volume_columns.line(row, seen)))
    by_code: dict[Code, list[Row]] = {}
    for row in rows:
        if row.cells["category"] and row.cells["firm"]:
            by_code.setdefault((row.cells["category"], row.cells["firm"]), []).append(row)
    facts = {code: volume_columns.facts(volume_columns.merged(of)) for code, of in by_code.items()}
    return Written(
        lines,
        {code: one for code, one in facts.items() if one is not None},
        revived=any(one is not None and one.revived for one in facts.values()),
    )


def table(written: Written, rules: UnitRules, findings: Findings) -> VolumeTable:
    """The facts under these rules; what the rules miss or cannot place goes to the findings.

    To be used only when there are no findings.
    """
    before = len(findings.faults)
    _missing(written, rules, findings)
    groups = _groups(written.lines, findings)
    if len(findings.faults) > before:
        return VolumeTable((), (), (), {}, {}, {})
    won = {code: one for code, one in written.facts.items() if one.selected}
    scale = lcm(*(one.ceiling.denominator for one in won.values() if one.ceiling is not None))
    products = {
        category: _product(category, groups[category], won, rules, scale)
        for category in dict.fromkeys(line.category for line in written.lines)
    }
    winners = tuple(
        _winner(products[code[0]], code[1], one, rules, scale) for code, one in won.items()
    )
    made = VolumeTable(
        products=tuple(products.values()),
        winners=winners,
        demand=tuple(_demand(line, rules) for line in written.lines),
        prices={code: one.price for code, one in won.items() if one.price is not None},
        facts=written.facts,
        serves={code: one.serves for code, one in won.items() if one.serves is not None},
    )
    _unplaced(made, rules, findings)
    return made


def _missing(written: Written, rules: UnitRules, findings: Findings) -> None:
    """What the rules need of every winner and every row."""
    needed = ["price", *NEEDED.get(rules.volume_key, ())]
    needed += ["ceiling"] if rules.pool_to_best and "ceiling" not in needed else []
    needed += ["capacity"] if rules.capacity_limits else []
    ranks: dict[tuple[str, str, int], str] = {}
    for (category, _), one in written.facts.items():
        if not one.selected:
            continue
        told = {
            "price": one.price,
            "rank": one.rank,
            "class": one.price_class or None,
            "ceiling": one.ceiling,
            "former": one.former,
            "capacity": one.capacity,
        }
        if one.price is None and "ceiling" in needed:
            told["ceiling"] = Fraction(0)  # a cut counts once there is a price
        for column in needed:
            if told[column] is None:
                zh = f"缺少{column}（{COLUMNS[column].heading}）：本规则手册按此计算，请填写。"
                en = f"{column} is blank; the rulebook asks for it of every winner."
                findings.add("needed", one.place, zh, en)
        if rules.volume_key == "rank" and one.rank is not None:
            place = category, one.unit, one.rank
            if (earlier := ranks.setdefault(place, one.place)) != one.place:
                zh = f"顺位{one.rank}与{earlier}相同，同一竞争单元内顺位不得重复。"
                en = f"rank {one.rank} is that of {earlier} too; a unit has each rank once."
                findings.add("rank", one.place, zh, en)
    for line in written.lines:
        if rules.region_eligibility and not line.region:
            zh = "缺少region（地区）：只分配给供应本地区的中选企业，请填写。"
            en = "region is blank; only winners that supply the hospital's region receive."
            findings.add("needed", line.place, zh, en)


def _groups(lines: Iterable[Line], findings: Findings) -> dict[str, str]:
    """The product group of every category; a fault where it is told in two ways."""
    found: dict[str, tuple[str, str]] = {}
    for line in lines:
        group, earlier = found.get(line.category, ("", line.place))
        if not group:
            found[line.category] = line.group, line.place
        elif line.group not in {"", group}:
            zh = f"产品类别{line.category}的产品组为“{line.group}”，{earlier}为“{group}”。"
            en = f"{line.category} is of group “{line.group}”, but “{group}” in {earlier}."
            findings.add("contradiction", line.place, zh, en)
    return {category: group for category, (group, _) in found.items()}


def _product(
    category: str, group: str, won: Mapping[Code, Facts], rules: UnitRules, scale: int
) -> Product:
    rivals = {firm: one for (of, firm), one in won.items() if of == category}
    specs = [""] if rules.volume_key in WHOLE else ["", *rivals]
    ceilings = {firm: one.ceiling for firm, one in rivals.items() if one.ceiling is not None}
    return Product(
        code=category,
        name=category,
        presentations=tuple(
            Presentation(
                spec, Fraction(1), int(ceilings[spec] * scale) if spec in ceilings else None
            )
            for spec in specs
        ),
        reference_spec="",
        group=group,
        class_prices=_class_prices(rivals.values(), scale),
    )


def _class_prices(rivals: Iterable[Facts], scale: int) -> tuple[tuple[str, int], ...]:
    """The highest price of every class that is told; A1 is of class A."""
    found: dict[str, int] = {}
    for one in rivals:
        if one.price_class and one.price is not None:
            name = "A" if one.price_class == "A1" else one.price_class
            found[name] = max(found.get(name, 0), one.price * scale)
    return tuple(sorted(found.items()))


def _winner(product: Product, firm: str, one: Facts, rules: UnitRules, scale: int) -> Selected:
    assert one.price is not None
    price = one.price * scale
    bid = Bid(
        product=product.code,
        firm=firm,
        spec="" if rules.volume_key in WHOLE else firm,
        unit_price=price,
        promises=FULL if one.serves is None else frozenset(),
        capacity=one.capacity,
        former_price=price if one.former else None,
    )
    verdict = Verdict(
        product=product.code,
        firm=firm,
        comparable_price=None,
        rank=one.rank,
        shortlisted=True,
        won=True,
        clause="",
        reason=NOTHING,
        price_to_win=None,
        unit=one.unit,
        win_price=price,
        revived=one.revived,
    )
    return Selected(product, bid, verdict)


def _demand(line: Line, rules: UnitRules) -> Demand:
    spec = "" if rules.volume_key in WHOLE else line.firm
    return Demand(line.region, line.category, spec, line.quantity, line.firm, line.hospital)


def _unplaced(made: VolumeTable, rules: UnitRules, findings: Findings) -> None:
    """Winners that the table of the rulebook has no row for, or a class against the prices."""
    known = linkage.table(made.winners, rules)
    if rules.volume_key == "class":
        _classes(made.winners, made.facts, rules, findings)
    field = f"by_{rules.volume_key}"
    clause = rules.sources[field].key if field in rules.sources else "volume.key"
    for one in made.winners:
        if one.code not in known:
            zh = (
                f"{one.bid.firm}不在约定量表（{clause}）的范围内，无法确定约定量；"
                "请核对降幅、类别或中选家数。"
            )
            en = (
                f"the table {clause} has no row for {one.bid.firm}, so its volume is not known; "
                "check its cut, its class or the number of winners."
            )
            findings.add(field, made.facts[one.code].place, zh, en)


def _classes(
    winners: Sequence[Selected], facts: Mapping[Code, Facts], rules: UnitRules, findings: Findings
) -> None:
    """A class that is told is that of its price: classes ascend with it, and A1 is the lowest."""
    assert rules.by_class is not None
    for rivals in linkage.categories(winners).values():
        for one in rivals:
            told, found = facts[one.code].price_class, linkage.price_class(one, rivals)
            same = rules.by_class.get(told) == rules.by_class.get(found or "")
            if told != found and not (same and found in rules.by_class):
                zh = f"类别为{told}，按价格应为{found}：类别随价格升高，A1为A类最低价。"
                en = (
                    f"class {told}, but {found} by its price: classes ascend with the price, and "
                    "A1 is the lowest price of class A."
                )
                findings.add("class", facts[one.code].place, zh, en)
