"""outcome.csv of a round folder: who won and where, in agreement with bids and demand.

One mistake is told once: rows that are faulty in themselves are not compared any further.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from procurement.exchange.round_catalogue import Known
from procurement.exchange.rows import Row, Table
from procurement.rules.codes import REGIONS
from procurement.rules.tender import Outcome

COLUMNS = ("product", "firm", "won", "regions")


@dataclass(slots=True)
class _Awarded:
    """The regions awarded of one product, with the row each stands in."""

    rows: dict[str, Row] = field(default_factory=dict)
    sound: bool = True


def read(table: Table, bids: Table, demand: Table, known: Known) -> tuple[Outcome, ...]:
    """The outcomes that are free of faults; files that are not complete are not compared."""
    seen: dict[tuple[str, ...], str] = {}
    awarded: dict[str, _Awarded] = {}
    outcomes = []
    for row in table.rows:
        listed, firm, won = known.product(row), row.text("firm"), row.yes_or_no("won")
        if not row.first_of_its_kind(seen, "product", "firm"):
            continue
        regions = _regions(row, awarded.setdefault(row.cells["product"], _Awarded()), won=won)
        if listed and firm and won is not None:
            outcomes.append(Outcome(row.cells["product"], firm, won, regions))
    if table.complete and bids.complete:
        _same_bids(table.rows, bids.rows, known)
    if table.complete and demand.complete:
        for product, regions_of in awarded.items():
            _same_regions(product, regions_of, demand.rows)
    return tuple(outcomes)


def _same_bids(rows: Sequence[Row], bid_rows: Sequence[Row], known: Known) -> None:
    """Every bid has an outcome and every outcome a bid, as far as both can be told by name."""
    bids, outcomes = _by_name(bid_rows, known), _by_name(rows, known)
    if len(bids) == len(bid_rows):
        for name, row in outcomes.items():
            if name not in bids:
                row.fault("unknown_bid", "bids.csv中没有该申报。", "no such bid in bids.csv.")
    if len(outcomes) == len(rows):
        for name, row in bids.items():
            if name not in outcomes:
                row.fault("no_outcome", "outcome.csv中没有其结果。", "has no row in outcome.csv.")


def _by_name(rows: Sequence[Row], known: Known) -> dict[tuple[str, str], Row]:
    """Rows by product and firm, without those whose product is unknown or whose firm is blank."""
    names = {(row.cells["product"], row.cells["firm"]): row for row in rows}
    return {name: row for name, row in names.items() if name[0] in known.specs and name[1]}


def _regions(row: Row, awarded: _Awarded, *, won: bool | None) -> tuple[str, ...]:
    """The row's regions, noted as awarded when it won."""
    codes = [code.strip() for code in row.cells["regions"].split("|") if code.strip()]
    if won and not codes:
        row.fault("no_region", "中选但未列供应地区。", "won, but no region is given.")
    if won is False and codes:
        row.fault("region_of_loser", "未中选却列有供应地区。", "lost, but regions are given.")
    regions = sorted({code for code in codes if row.region(code)})
    for code in regions if won else ():
        if (earlier := awarded.rows.setdefault(code, row)) is not row or codes.count(code) > 1:
            row.fault(
                "region_twice",
                f"地区{code}已在{earlier.place}列出。",
                f"region {code} is already given in {earlier.place}.",
            )
    if won is None or bool(codes) != won or len(regions) < len(codes):
        awarded.sound = False
    return tuple(regions)


def _same_regions(product: str, awarded: _Awarded, demand_rows: Sequence[Row]) -> None:
    """A product that was won is supplied wherever it is wanted, and nowhere else."""
    asked: dict[str, Row] = {}
    for row in demand_rows:
        if row.cells["product"] == product:
            asked.setdefault(row.cells["region"], row)
    if not awarded.rows or not awarded.sound or not asked.keys() <= REGIONS.keys():
        return
    for code, row in awarded.rows.items():
        if code not in asked:
            row.fault(
                "region_without_demand",
                f"demand.csv中地区{code}没有该产品的需求。",
                f"demand.csv has no demand of region {code} for the product.",
            )
    for code, row in asked.items():
        if code not in awarded.rows:
            row.fault(
                "region_without_winner",
                f"没有中选企业在地区{code}供应产品“{product}”。",
                f"no winner supplies product “{product}” in region {code}.",
            )
