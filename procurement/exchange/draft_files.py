"""What a draft buys and who may bid, from uploaded files in the format of a round folder.

``products.csv`` and ``presentations.csv`` are those of a round folder; ``entries.csv`` names the
firms entered (申报品种资格), by code or name, and holds no price.
"""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from procurement.exchange import round_catalogue, rows
from procurement.exchange.round_catalogue import Known
from procurement.exchange.rows import Findings, Row
from procurement.rules.catalogue import Product
from procurement.rules.text import Refused
from procurement.rules.unit_rules import PROMISES
from procurement.store.catalogue import Entry

CATALOGUE = ("products.csv", "presentations.csv")
ENTRIES = "entries.csv"
COLUMNS = ("product", "firm", "reference_product")

type Drafted = tuple[tuple[Product, ...], tuple[Entry, ...]]


def read(files: Mapping[str, bytes], firms: Mapping[str, str]) -> Drafted:
    """Products and entries out of files by name; ``firms`` are names by code.

    Without ``entries.csv`` nobody is entered yet. Refused with all faults, with file and line.
    """
    findings = Findings()
    for name in sorted(files.keys() - {*CATALOGUE, ENTRIES}):
        findings.add(
            "unknown_file",
            name,
            f"不认识该文件；可上传{'、'.join((*CATALOGUE, ENTRIES))}。",
            f"is not a file that is read; upload {', '.join((*CATALOGUE, ENTRIES))}.",
        )
    with TemporaryDirectory() as place:
        for name in files.keys() & {*CATALOGUE, ENTRIES}:
            (Path(place) / name).write_bytes(files[name])
        listed = rows.read(Path(place) / CATALOGUE[0], round_catalogue.PRODUCTS, findings)
        specified = rows.read(Path(place) / CATALOGUE[1], round_catalogue.PRESENTATIONS, findings)
        products, known = round_catalogue.read(listed, specified)
        entries: tuple[Entry, ...] = ()
        if ENTRIES in files:
            table = rows.read(Path(place) / ENTRIES, COLUMNS, findings)
            entries = _entries(table.rows, known, firms)
    if findings.faults:
        raise Refused(findings.faults)
    return products, entries


def _entries(entered: tuple[Row, ...], known: Known, firms: Mapping[str, str]) -> tuple[Entry, ...]:
    codes = {code: code for code in firms} | {name: code for code, name in firms.items()}
    seen: dict[tuple[str, ...], str] = {}
    found = []
    for row in entered:
        listed, firm = known.product(row), _firm(row, codes)
        reference, promises = row.yes_or_no("reference_product"), _promises(row)
        capacity = row.whole("capacity", least=1) if row.optional("capacity") else None
        if row.first_of_its_kind(seen, "product", "firm") and listed and firm:
            product, origin = row.cells["product"], row.optional("origin")
            found.append(Entry(product, firm, bool(reference), promises, origin, capacity))
    return tuple(found)


def _firm(row: Row, codes: Mapping[str, str]) -> str | None:
    """The code of a firm that has an account here."""
    name = row.text("firm")
    if name and name not in codes:
        row.fault(
            "unknown_firm",
            f"没有企业“{name}”，请先为其开户。",
            f"there is no firm “{name}”; give it an account first.",
        )
    return codes.get(name or "")


def _promises(row: Row) -> frozenset[str]:
    """What the firm declared, joined by upright strokes."""
    given = frozenset(filter(None, (word.strip() for word in row.optional("promises").split("|"))))
    for word in sorted(given - PROMISES.keys()):
        row.fault(
            "promise",
            f"承诺“{word}”应为{'、'.join(PROMISES)}之一。",
            f"promise “{word}” must be one of {', '.join(PROMISES)}.",
        )
    return given
