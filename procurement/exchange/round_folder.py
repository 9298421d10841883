"""A round folder: one tender round in six files, read as facts or refused with every fault."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from procurement.exchange import round_catalogue, round_outcome, rows, rulebooks
from procurement.exchange.round_catalogue import Known
from procurement.exchange.rows import Findings, Row
from procurement.rules.bids import Bid
from procurement.rules.demand import Demand
from procurement.rules.rulebook import DrugRules
from procurement.rules.tender import Outcome, Tender
from procurement.rules.text import Fault, Refused, Text

BIDS = ("product", "firm", "reference_product", "spec", "unit_price")
DEMAND = ("region", "product", "spec", "base_quantity")


@dataclass(frozen=True, slots=True)
class RoundFolder:
    """The tender, its published outcome where there is one, and remarks on what was read."""

    tender: Tender
    outcomes: tuple[Outcome, ...]
    remarks: tuple[Fault, ...]


def read(folder: Path, *, outcome_required: bool = False) -> RoundFolder:
    """The round folder as facts; Refused with all its faults, each with file and line.

    ``outcome.csv`` may be missing unless it is asked for.
    """
    findings, remarks = Findings(), Findings()
    if not folder.is_dir():
        findings.add("missing_folder", str(folder), "没有该文件夹。", "there is no such folder.")
        raise Refused(findings.faults)
    name, rulebook, document, opened = _head(folder / "round.toml", findings)
    products, known = round_catalogue.read(
        rows.read(folder / "products.csv", round_catalogue.PRODUCTS, findings),
        rows.read(folder / "presentations.csv", round_catalogue.PRESENTATIONS, findings),
    )
    bid_table = rows.read(folder / "bids.csv", BIDS, findings)
    bids = _bids(bid_table.rows, known)
    demand_table = rows.read(folder / "demand.csv", DEMAND, findings)
    demand = _demand(demand_table.rows, known, remarks)
    outcomes: tuple[Outcome, ...] = ()
    outcome = folder / "outcome.csv"
    if outcome_required or outcome.exists():
        outcome_table = rows.read(outcome, round_outcome.COLUMNS, findings)
        outcomes = round_outcome.read(outcome_table, bid_table, demand_table, known)
    if findings.faults:
        raise Refused(findings.faults)
    tender = Tender(name, document, rulebook, opened, products, bids, demand)
    return RoundFolder(tender, outcomes, tuple(remarks.faults))


def _head(path: Path, findings: Findings) -> tuple[str, str, str, date]:
    """Name, rulebook, document and opening day out of round.toml."""
    text = rows.read_text(path, findings)
    try:
        found = tomllib.loads(text or "")
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        place = f"{path.name}:{line[1]}" if line else path.name
        findings.add("toml", place, f"TOML格式有误：{error}。", f"is not valid TOML: {error}.")
        text, found = None, {}
    if text is None:
        return "", "", "", date.min
    words = {}
    for key in ("name", "rulebook", "document"):
        value = found.get(key)
        words[key] = value.strip() if isinstance(value, str) else ""
        if not words[key]:
            _bad_key(path, text, key, Text("非空文字", "some text"), findings)
    opened = found.get("bids_opened")
    if not isinstance(opened, date) or isinstance(opened, datetime):
        _bad_key(path, text, "bids_opened", Text("日期，如2020-01-17", "a day"), findings)
        opened = None
    if words["rulebook"]:
        _rulebook(path, text, words["rulebook"], opened, findings)
    return words["name"], words["rulebook"], words["document"], opened or date.min


def _rulebook(path: Path, text: str, name: str, opened: date | None, findings: Findings) -> None:
    """The rulebook exists, is one for drug rounds, and was in force when bids were opened."""
    try:
        book = rulebooks.load(name)
        if opened is not None:
            book.at(opened, DrugRules)
    except (LookupError, TypeError) as error:
        findings.add(
            "rulebook",
            _place(path, text, "rulebook"),
            f"规则手册“{name}”不存在、不适用于药品集采或当日尚未生效。",
            f"the rulebook cannot be used: {error}.",
        )


def _bad_key(path: Path, text: str, key: str, wanted: Text, findings: Findings) -> None:
    findings.add(
        "round_key",
        _place(path, text, key),
        f"{key}缺失或不是{wanted.zh}。",
        f"{key} is missing or not {wanted.en}.",
    )


def _place(path: Path, text: str, key: str) -> str:
    """File and line of a key; the file alone when the key is missing."""
    found = re.search(rf"^[ \t]*{key}\b", text, re.MULTILINE)
    return f"{path.name}:{text.count('\n', 0, found.start()) + 1}" if found else path.name


def _bids(bid_rows: Sequence[Row], known: Known) -> tuple[Bid, ...]:
    seen: dict[tuple[str, ...], str] = {}
    bids = []
    for row in bid_rows:
        listed, firm = known.spec(row), row.text("firm")
        reference = row.yes_or_no("reference_product")
        price = row.price("unit_price")
        pack = row.whole("pack", least=1) if row.optional("pack") else None
        first = row.first_of_its_kind(seen, "product", "firm")
        if listed and firm and price and first:
            product, spec = row.cells["product"], row.cells["spec"]
            bids.append(Bid(product, firm, spec, price, bool(reference), pack))
    return tuple(bids)


def _demand(demand_rows: Sequence[Row], known: Known, remarks: Findings) -> tuple[Demand, ...]:
    """Base quantities by region, product and spec.

    The very same row twice is a fault. Two rows of a region and spec with different quantities
    are added, as a region may report in parts, and a remark says so.
    """
    seen: dict[tuple[str, ...], str] = {}
    places: dict[tuple[str, str, str], str] = {}
    base: dict[tuple[str, str, str], int] = {}
    for row in demand_rows:
        listed, quantity = known.spec(row), row.whole("base_quantity")
        region = row.region(row.cells["region"])
        first = row.first_of_its_kind(seen, *DEMAND)
        if not (region and listed and quantity is not None and first):
            continue
        key = (region, row.cells["product"], row.cells["spec"])
        if (earlier := places.setdefault(key, row.place)) != row.place:
            remarks.add(
                "demand_in_parts",
                row.place,
                f"与{earlier}同为{'，'.join(key)}而数量不同，两行相加。",
                f"same region, product and spec as {earlier} ({', '.join(key)}), "
                "another quantity: the two are added.",
            )
        base[key] = base.get(key, 0) + quantity
    return tuple(Demand(*key, quantity) for key, quantity in base.items())
