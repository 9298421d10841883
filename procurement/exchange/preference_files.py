"""Recorded preferences of winners for regions (选区意向表): a table as facts, or all its faults."""

import re
from collections.abc import Mapping, Sequence

from procurement.exchange import cells, tables
from procurement.exchange.rows import Findings
from procurement.rules.picking import Lot
from procurement.rules.text import Refused

COLUMNS = ("firm", "product", "regions")
BETWEEN = re.compile(r"[\s,;，；、]+")

type Preferences = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Region codes, the dearest first, by product and firm."""


def read(file_name: str, content: bytes, lots: Mapping[str, Lot]) -> Preferences:
    """The preferences of a CSV file or workbook; Refused with every fault and its row.

    One row a firm and product; the codes stand in one cell, the dearest first. Who is not listed,
    or lists only some regions, has no preference among the others.
    """
    findings = Findings()
    head, *rows = [*tables.load(file_name, content).rows, ()]
    found: dict[str, dict[str, tuple[str, ...]]] = {product: {} for product in lots}
    if tuple(cell.strip().lower() for cell in head) != COLUMNS:
        wanted = "、".join(COLUMNS)
        findings.add(
            "header",
            cells.place(0, 0),
            f"第一行应为：{wanted}。",
            f"the first row must be: {', '.join(COLUMNS)}.",
        )
        raise Refused(findings.faults)
    for number, row in enumerate(rows, start=1):
        if any(row):
            _row(number, (*row, "", "", "")[: len(COLUMNS)], lots, found, findings)
    if findings.faults:
        raise Refused(findings.faults)
    return found


def _row(
    number: int,
    row: Sequence[str],
    lots: Mapping[str, Lot],
    found: dict[str, dict[str, tuple[str, ...]]],
    findings: Findings,
) -> None:
    firm, product, listed = (cells.half_width(cell) for cell in row)
    lot = lots.get(product)
    if lot is None or firm not in lot.firms:
        place = cells.place(number, 0 if lot else 1)
        findings.add(
            "firm" if lot else "product",
            place,
            f"“{firm}”不选择品种“{product}”的供应地区。",
            f"“{firm}” picks no regions of product “{product}”.",
        )
        return
    if firm in found[product]:
        findings.add(
            "twice",
            cells.place(number, 0),
            f"“{firm}”的品种“{product}”已填写过。",
            f"“{firm}” has a row for product “{product}” already.",
        )
    codes = tuple(code for code in BETWEEN.split(listed) if code)
    for code in dict.fromkeys(codes):
        if code not in lot.regions:
            findings.add(
                "region",
                cells.place(number, 2),
                f"品种“{product}”没有地区“{code}”。",
                f"product “{product}” has no region “{code}”.",
            )
        elif codes.count(code) > 1:
            findings.add(
                "region",
                cells.place(number, 2),
                f"地区“{code}”重复。",
                f"region “{code}” is listed more than once.",
            )
    found[product][firm] = codes
