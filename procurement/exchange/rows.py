"""Rows of a CSV file, each with its first line, and cells that say what is wrong with them."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from procurement.rules import money
from procurement.rules.codes import REGIONS
from procurement.rules.text import Fault, Text

_WHOLE = re.compile(r"[0-9]{1,15}", re.ASCII)
_DECIMAL = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?", re.ASCII)
_LINE_BREAK = re.compile(r"\s*[\r\n]\s*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(slots=True)
class Findings:
    """The faults of a folder, collected while it is read, so that all are told at once."""

    faults: list[Fault] = field(default_factory=list)

    def add(self, rule: str, place: str, zh: str, en: str) -> None:
        """One more fault: zh and en without the place, which is printed in front."""
        self.faults.append(Fault(rule, place, Text(zh, en)))


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a file; every cell is asked for by its column, and answers None at a fault."""

    place: str
    cells: Mapping[str, str]
    findings: Findings

    def fault(self, rule: str, zh: str, en: str) -> None:
        """A fault at this file and line."""
        self.findings.add(rule, self.place, zh, en)

    def text(self, column: str) -> str | None:
        """A cell that must not be blank."""
        if not (cell := self.cells[column]):
            self.fault("blank", f"{column}为空，请填写。", f"{column} is blank; fill it in.")
        return cell or None

    def optional(self, column: str) -> str:
        """A cell of a column that need not be there, blank when it is not."""
        return self.cells.get(column, "")

    def price(self, column: str) -> int | None:
        """A price above zero in yuan with at most six decimals, as millionths of a yuan."""
        if (cell := self.text(column)) is None:
            return None
        if cell.startswith("-"):
            self.fault(
                "negative",
                f"{column}为负数“{cell}”，价格应大于零。",
                f"{column} is negative ({cell}); a price is above zero.",
            )
            return None
        price = money.parse_price(cell) if _DECIMAL.fullmatch(cell) else 0
        if not price:
            self.fault(
                "price",
                f"{column}“{cell}”不是大于零、至多六位小数的价格（元）。",
                f"{column} “{cell}” is not a price in yuan: digits, at most six decimals, above 0.",
            )
        return price or None

    def decimal(self, column: str) -> Fraction | None:
        """A number above zero."""
        if (cell := self.text(column)) is None:
            return None
        number = Fraction(cell) if _DECIMAL.fullmatch(cell) else Fraction(0)
        if not number:
            self.fault(
                "number",
                f"{column}“{cell}”应为大于零的数。",
                f"{column} “{cell}” must be a number above zero.",
            )
        return number or None

    def whole(self, column: str, least: int = 0) -> int | None:
        """A whole number, not below ``least``."""
        if (cell := self.text(column)) is None:
            return None
        if cell.startswith("-"):
            self.fault(
                "negative",
                f"{column}为负数“{cell}”，应不小于{least}。",
                f"{column} is negative ({cell}); the least is {least}.",
            )
            return None
        if not _WHOLE.fullmatch(cell) or int(cell) < least:
            self.fault(
                "whole_number",
                f"{column}“{cell}”应为不小于{least}的整数。",
                f"{column} “{cell}” must be a whole number from {least}.",
            )
            return None
        return int(cell)

    def yes_or_no(self, column: str) -> bool | None:
        """1 for yes, 0 for no."""
        cell = self.text(column)
        if cell in {"0", "1"}:
            return cell == "1"
        if cell is not None:
            self.fault("flag", f"{column}“{cell}”应为0或1。", f"{column} “{cell}” must be 0 or 1.")
        return None

    def region(self, code: str) -> str | None:
        """A region code of GB/T 2260."""
        if code in REGIONS:
            return code
        self.fault(
            "region",
            f"地区代码“{code}”不存在，应为31个省级六位代码之一，如110000。",
            f"unknown region code “{code}”; one of the 31 six-digit codes is meant, e.g. 110000.",
        )
        return None

    def first_of_its_kind(self, seen: dict[tuple[str, ...], str], *columns: str) -> bool:
        """No earlier row has the same values in these columns; ``seen`` remembers their places."""
        key = tuple(self.cells[column] for column in columns)
        if (earlier := seen.setdefault(key, self.place)) == self.place:
            return True
        self.fault(
            "duplicate",
            f"与{earlier}重复（{'，'.join(key)}），请删除一行。",
            f"duplicate of {earlier} ({', '.join(key)}); remove one of the two.",
        )
        return False


def read_text(path: Path, findings: Findings) -> str | None:
    """The file's text in UTF-8, a byte order mark removed; None with a fault when it has none."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        findings.add("missing_file", path.name, "缺少该文件。", "the file is missing.")
    except OSError as error:
        findings.add("unreadable", path.name, "无法读取。", f"cannot be read: {error.strerror}.")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        findings.add(
            "encoding",
            f"{path.name}:{line}",
            "不是UTF-8编码，请另存为UTF-8。",
            "is not UTF-8 text; save the file as UTF-8.",
        )
    else:
        if (found := _CONTROL.search(text)) is None:
            return text
        line = text.count("\n", 0, found.start()) + 1
        findings.add(
            "control_character",
            f"{path.name}:{line}",
            "含有不可见的控制字符，请删除。",
            "holds an invisible control character; remove it.",
        )
    return None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file; ``complete`` when there are no others that could not be read."""

    rows: tuple[Row, ...] = ()
    complete: bool = False


def read(path: Path, columns: Sequence[str], findings: Findings) -> Table:
    """Every record of the file; none, with a fault, when the file or a column is missing."""
    text = read_text(path, findings)
    if text is None:
        return Table()
    before = len(findings.faults)
    records = _records(text, path.name, findings)
    _, header = next(records, (1, []))
    if missing := [column for column in columns if column not in header]:
        findings.add(
            "missing_column",
            f"{path.name}:1",
            f"缺少列：{'、'.join(missing)}。",
            f"missing column: {', '.join(missing)}.",
        )
        return Table()
    if twice := sorted({column for column in header if header.count(column) > 1}):
        findings.add(
            "duplicate_column",
            f"{path.name}:1",
            f"列名重复：{'、'.join(twice)}。",
            f"column named twice: {', '.join(twice)}.",
        )
        return Table()
    rows = []
    for line, cells in records:
        if len(cells) == len(header):
            named = dict(zip(header, cells, strict=True))
            rows.append(Row(f"{path.name}:{line}", named, findings))
        else:
            findings.add(
                "width",
                f"{path.name}:{line}",
                f"本行有{len(cells)}个字段，表头有{len(header)}个。",
                f"the row has {len(cells)} fields, the header has {len(header)}.",
            )
    return Table(tuple(rows), complete=len(findings.faults) == before)


def _records(text: str, name: str, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    """Records that are not blank, with the line each begins on; a cell is one line of text."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            tidy = [_LINE_BREAK.sub("", cell).strip() for cell in cells]
            if any(tidy):
                yield line, tidy
            line = reader.line_num + 1
    except csv.Error as error:
        findings.add(
            "csv",
            f"{name}:{line}",
            "引号或格式有误。",
            f"quotes or format are broken: {error}.",
        )
