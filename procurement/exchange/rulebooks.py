"""The rulebooks that come with the platform, read from their files."""

import re
from functools import cache
from pathlib import Path

from procurement.rules.rulebook import Rulebook, RulebookFaults, parse
from procurement.rules.text import Fault, Text

FOLDER = Path(__file__).parents[1] / "rulebooks"


def ids() -> list[str]:
    """The ids of all rulebooks, in order; numbers in them count as numbers."""
    return sorted((path.stem for path in FOLDER.glob("*.toml")), key=_in_order)


def _in_order(name: str) -> list[str | int]:
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def read(path: Path) -> Rulebook:
    """The rulebook in a file; RulebookFaults when the file is not sound or not UTF-8."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        problem = Text("文件不是 UTF-8 编码", "is not UTF-8 text")
        raise RulebookFaults([Fault("rulebook", path.name, problem)]) from error
    return parse(path.stem, text)


@cache
def load(id_or_alias: str) -> Rulebook:
    """The rulebook with this id or alias; LookupError when there is none."""
    if id_or_alias in ids():
        return read(FOLDER / f"{id_or_alias}.toml")
    for book in map(load, ids()):
        if id_or_alias in book.aliases:
            return book
    raise LookupError(f"no rulebook {id_or_alias}; there are: {', '.join(ids())}")
