"""The columns of a demand table, and its rows with everything that is wrong with their form."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from procurement.exchange import cells, tables
from procurement.exchange.rows import Findings, Row
from procurement.rules.text import Refused, Text
from procurement.rules.unit_rules import CLASSES

HUNDRED = 100
_PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its Chinese heading, and what stands in it."""

    heading: str
    says: Text


COLUMNS: dict[str, Column] = {
    "hospital": Column("医疗机构", Text("报量的医疗机构", "the hospital that reported")),
    "region": Column("地区", Text("其省级六位代码", "its region's six-digit code")),
    "category": Column("产品类别", Text("产品类别或品种", "category or variety")),
    "group": Column("产品组", Text("类别所属产品组", "the category's product group")),
    "unit": Column("竞争单元", Text("所在竞争单元", "its competition unit")),
    "firm": Column("企业", Text("被报量产品的企业", "the firm whose product was asked for")),
    "quantity": Column("需求量", Text("本机构报送的需求量", "units that the hospital reported")),
    "selected": Column("中选", Text("1 为中选，0 为未中选", "1 for a winner, else 0")),
    "revived": Column("复活", Text("1 为复活中选", "1 for a winner by revival")),
    "rank": Column("顺位", Text("单元内顺位", "its rank in the unit")),
    "class": Column("类别", Text("A1、A、B 或 C", "A1, A, B or C")),
    "price": Column("中选价格", Text("元，中选产品必填", "yuan; of every winner")),
    "ceiling": Column("最高有效申报价", Text("元", "yuan")),
    "cut": Column("降幅", Text("百分数，可代替最高有效申报价", "percent, instead of a ceiling")),
    "former": Column("原中选", Text("1 为上一轮中选", "1 for a winner of the round before")),
    "capacity": Column("产能", Text("最多可供应的数量", "the most units it can supply")),
    "serves": Column(
        "供应地区", Text("代码以 | 相连，空白为全部", "codes joined by |; blank: everywhere")
    ),
}
REQUIRED = ("category", "firm", "quantity", "selected")
OF_ROWS = ("hospital", "region", "category", "group", "firm", "quantity")
FACTS = tuple(name for name in COLUMNS if name not in OF_ROWS)
"""Columns about a firm's product; told once, they hold for all its rows."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one hospital reported for one firm's product."""

    place: str
    hospital: str
    region: str
    category: str
    group: str
    firm: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told about a firm's product, prices in millionths of a yuan."""

    place: str
    unit: str
    selected: bool
    revived: bool
    rank: int | None
    price_class: str
    price: int | None
    ceiling: Fraction | None
    former: bool | None
    capacity: int | None
    serves: frozenset[str] | None


def rows(name: str, content: bytes, findings: Findings) -> tuple[Row, ...]:
    """The records of a CSV file or workbook that are not blank, by the name of their columns."""
    try:
        table = tables.load(name, content)
    except Refused as refused:
        findings.faults += refused.faults
        return ()
    filled = [(number, row) for number, row in enumerate(table.rows, 1) if any(row)]
    if not filled:
        findings.add("empty", name, "表格为空。", "the table is empty.")
        return ()
    (first, heads), *records = filled
    names = _names(f"{name}:{first}", heads, findings)
    if names is None:
        return ()
    if not records:
        findings.add("empty", name, "表头之下没有数据。", "there are no rows under the header.")
    found = []
    for number, row in records:
        place = f"{name}:{number}"
        if any(row[len(names) :]):
            zh = f"本行有{len(row)}个字段，表头有{len(names)}个。"
            en = f"the row has {len(row)} fields, the header has {len(names)}."
            findings.add("width", place, zh, en)
            continue
        texts = [cells.half_width(cell) for cell in row] + [""] * (len(names) - len(row))
        found.append(Row(place, dict(zip(names, texts, strict=False)), findings))
    return tuple(found)


def _names(place: str, heads: Sequence[str], findings: Findings) -> list[str] | None:
    """The columns of a header, in Chinese or English; None where it has faults."""
    known = {cells.fold(one.heading): name for name, one in COLUMNS.items()}
    known |= {name: name for name in COLUMNS}
    while heads and not heads[-1]:
        heads = heads[:-1]
    names = [known.get(cells.fold(head), "") for head in heads]
    before = len(findings.faults)
    if strange := [head for head, name in zip(heads, names, strict=True) if not name]:
        listed = ", ".join(COLUMNS)
        zh = f"没有这样的列：{'、'.join(strange)}。可用的列：{listed}。"
        en = f"no such column: {', '.join(strange)}; there are: {listed}."
        findings.add("unknown_column", place, zh, en)
    if missing := [name for name in REQUIRED if name not in names]:
        zh, en = f"缺少列：{'、'.join(missing)}。", f"missing column: {', '.join(missing)}."
        findings.add("missing_column", place, zh, en)
    if twice := sorted({name for name in names if name and names.count(name) > 1}):
        zh, en = f"列名重复：{'、'.join(twice)}。", f"column named twice: {', '.join(twice)}."
        findings.add("duplicate_column", place, zh, en)
    return names if len(findings.faults) == before else None


def line(row: Row, seen: dict[tuple[str, ...], str]) -> Line | None:
    """The demand of a row; None where it has faults. ``seen`` remembers earlier rows."""
    category, firm = row.text("category"), row.text("firm")
    quantity = row.whole("quantity")
    region = row.optional("region")
    known = not region or row.region(region)
    if category is None or firm is None or quantity is None or not known:
        return None
    hospital = row.optional("hospital")
    key = (region, hospital, category, firm)
    if (earlier := seen.setdefault(key, row.place)) != row.place:
        row.fault(
            "duplicate",
            f"与{earlier}为同一机构、同一产品，请合并为一行。",
            f"the same hospital and product as {earlier}; make one row of the two.",
        )
        return None
    return Line(row.place, hospital, region, category, row.optional("group"), firm, quantity)


def merged(alike: Sequence[Row]) -> Row:
    """One row with the facts of all rows of a product; a fault where two contradict each other."""
    told: dict[str, tuple[str, str]] = {}
    for row in alike:
        for name in FACTS:
            cell = row.optional(name)
            before, earlier = told.setdefault(name, (cell, row.place)) if cell else ("", "")
            if cell != before:
                row.fault(
                    "contradiction",
                    f"{name}为“{cell}”，{earlier}为“{before}”，请核对。",
                    f"{name} is “{cell}”, but “{before}” in {earlier}; one of them is wrong.",
                )
    cells_: Mapping[str, str] = {name: told[name][0] if name in told else "" for name in FACTS}
    return Row(alike[0].place, cells_, alike[0].findings)


def facts(row: Row) -> Facts | None:
    """What a merged row tells about its product; None where it has faults."""
    before = len(row.findings.faults)
    price = row.price("price") if row.cells["price"] else None
    found = Facts(
        place=row.place,
        unit=row.cells["unit"],
        selected=bool(row.yes_or_no("selected")),
        revived=bool(row.cells["revived"] and row.yes_or_no("revived")),
        rank=row.whole("rank", least=1) if row.cells["rank"] else None,
        price_class=_price_class(row),
        price=price,
        ceiling=_ceiling(row, price),
        former=row.yes_or_no("former") if row.cells["former"] else None,
        capacity=row.whole("capacity") if row.cells["capacity"] else None,
        serves=_serves(row),
    )
    return found if len(row.findings.faults) == before else None


def _price_class(row: Row) -> str:
    cell = row.cells["class"].upper()
    if cell and cell not in CLASSES:
        names = ", ".join(CLASSES)
        zh, en = f"类别“{cell}”应为 {names} 之一。", f"class “{cell}” must be one of {names}."
        row.fault("class", zh, en)
    return cell


def _ceiling(row: Row, price: int | None) -> Fraction | None:
    """The ceiling as told, or as it follows exactly from price and cut."""
    if row.cells["ceiling"] and row.cells["cut"]:
        zh, en = "最高有效申报价与降幅只填一项。", "give either the ceiling or the cut, not both."
        row.fault("ceiling", zh, en)
    elif row.cells["ceiling"]:
        told = row.price("ceiling")
        return None if told is None else Fraction(told)
    elif row.cells["cut"]:
        cut = _cut(row)
        return None if price is None or cut is None else price / (1 - cut)
    return None


def _cut(row: Row) -> Fraction | None:
    """A percentage from 0 to below 100, with the sign or without."""
    cell = row.cells["cut"].removesuffix("%").strip()
    if not _PERCENT.fullmatch(cell) or Fraction(cell) >= HUNDRED:
        zh = f"降幅“{cell}”应为0至100（不含）之间的百分数，如53.5。"
        en = f"cut “{cell}” must be a percentage from 0 to below 100, such as 53.5."
        row.fault("cut", zh, en)
        return None
    return Fraction(cell) / HUNDRED


def _serves(row: Row) -> frozenset[str] | None:
    if not (cell := row.cells["serves"]):
        return None
    codes = [code.strip() for code in cell.split("|")]
    return frozenset(code for code in codes if row.region(code))
