"""outcome.csv of a round folder: who won and where, in agreement with bids and demand."""

from collections.abc import Sequence

from procurement.exchange.rows import Row
from procurement.rules.tender import Outcome

COLUMNS = ("product", "firm", "won", "regions")


def read(
    rows: Sequence[Row], bid_rows: Sequence[Row] | None, demand_rows: Sequence[Row] | None
) -> tuple[Outcome, ...]:
    """The outcomes that are free of faults; files that could not be read are not compared."""
    seen: dict[tuple[str, ...], str] = {}
    awarded: dict[str, dict[str, Row]] = {}
    outcomes = []
    for row in rows:
        product, firm, won = row.text("product"), row.text("firm"), row.yes_or_no("won")
        if row.first_of_its_kind(seen, "product", "firm") and bid_rows is not None:
            _was_bid(row, bid_rows)
        regions = _regions(row, won=won)
        if won:
            _add_regions(row, regions, awarded.setdefault(row.cells["product"], {}))
        if product and firm and won is not None:
            outcomes.append(Outcome(product, firm, won, regions))
    for bid in bid_rows or ():
        if (bid.cells["product"], bid.cells["firm"]) not in seen:
            bid.fault(
                "no_outcome",
                "该申报在outcome.csv中没有结果。",
                "the bid has no row in outcome.csv.",
            )
    _same_regions(awarded, demand_rows)
    return tuple(outcomes)


def _was_bid(row: Row, bid_rows: Sequence[Row]) -> None:
    key = (row.cells["product"], row.cells["firm"])
    if all(key != (bid.cells["product"], bid.cells["firm"]) for bid in bid_rows):
        row.fault(
            "unknown_bid",
            f"bids.csv中没有该申报：{key[0]}，{key[1]}。",
            f"no such bid in bids.csv: {key[0]}, {key[1]}.",
        )


def _regions(row: Row, *, won: bool | None) -> tuple[str, ...]:
    codes = [code.strip() for code in row.cells["regions"].split("|") if code.strip()]
    if won and not codes:
        row.fault("no_region", "中选但未列供应地区。", "won, but no region is given.")
    if won is False and codes:
        row.fault("region_of_loser", "未中选却列有供应地区。", "lost, but regions are given.")
    return tuple(sorted(code for code in codes if row.region(code)))


def _add_regions(row: Row, regions: Sequence[str], awarded: dict[str, Row]) -> None:
    for code in regions:
        if (earlier := awarded.get(code)) is not None:
            row.fault(
                "region_twice",
                f"地区{code}已在{earlier.place}分配。",
                f"region {code} is already awarded in {earlier.place}.",
            )
        awarded[code] = row


def _same_regions(awarded: dict[str, dict[str, Row]], demand_rows: Sequence[Row] | None) -> None:
    """A product that was won is supplied wherever it is wanted, and nowhere else."""
    if demand_rows is None:
        return
    wanted: dict[str, dict[str, Row]] = {}
    for row in demand_rows:
        wanted.setdefault(row.cells["product"], {}).setdefault(row.cells["region"], row)
    for product, regions in awarded.items():
        asked = wanted.get(product, {})
        for code, row in regions.items():
            if code not in asked:
                row.fault(
                    "region_without_demand",
                    f"demand.csv中产品“{product}”在地区{code}没有需求。",
                    f"product “{product}” has no demand of region {code} in demand.csv.",
                )
        for code, row in asked.items():
            if code not in regions:
                row.fault(
                    "region_without_winner",
                    f"产品“{product}”在地区{code}没有中选企业供应。",
                    f"no winner supplies product “{product}” in region {code}.",
                )
