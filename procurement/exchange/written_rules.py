"""The values of a rulebook as they are written in its file, to be changed by whoever decides."""

import tomllib
from datetime import date
from decimal import Decimal

from procurement.exchange import rulebooks
from procurement.rules import inspection
from procurement.rules.rulebook import Rulebook
from procurement.store.decisions import written


def in_force(book: Rulebook, day: date) -> dict[str, str]:
    """The TOML of every value that holds on a day, by key; blanks have none."""
    text = (rulebooks.FOLDER / f"{book.id}.toml").read_text(encoding="utf-8")
    tables = inspection.tables(tomllib.loads(text, parse_float=Decimal))
    found = {}
    for key, table in tables.items():
        for row in table.get("values", ()):
            if row["since"] <= day:
                found[key] = written(row["value"])
    return found
