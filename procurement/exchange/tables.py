"""Tables that people upload: CSV files and Excel workbooks, told apart by name and first bytes."""

import csv
import io
import re
from pathlib import PurePath

from procurement.exchange import cells, workbooks
from procurement.exchange.cells import Table
from procurement.exchange.workbooks import MAX_COLUMNS, MAX_ROWS, refused, too_large

MAX_SIZE = 5 * 2**20  # bytes
ZIP = b"PK\x03\x04"  # the first bytes of a .xlsx
ENCODINGS = ("utf-8-sig", "gb18030")  # with or without a byte order mark; GBK is part of GB 18030
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def load(file_name: str, content: bytes) -> Table:
    """The uploaded table as text; Refused when file type, size or encoding rule it out."""
    if len(content) > MAX_SIZE:
        raise refused(
            "file_size",
            file_name,
            f"文件超过{MAX_SIZE // 2**20} MB。请只保留月报内容后重新上传。",
            f"the file has more than {MAX_SIZE // 2**20} MB. Keep only the report and upload it "
            "again.",
        )
    kind = PurePath(file_name).suffix.lower()
    if kind == ".xlsx" and content.startswith(ZIP):
        return workbooks.load(file_name, content)
    if kind == ".csv" and (text := _decoded(content)) is not None:
        return _from_csv(file_name, text)
    raise refused(
        "file_type",
        file_name,
        "只接受.xlsx（未加密）和.csv（UTF-8或GB18030编码）文件。请另存为其中一种后重新上传；"
        "只改扩展名无效。",
        "only .xlsx (without a password) and .csv (in UTF-8 or GB 18030) are read. Save the file "
        "as one of them and upload it again; a new extension alone will not do.",
    )


def _decoded(content: bytes) -> str | None:
    """The text of a CSV file; None for what is no text."""
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def _from_csv(file_name: str, text: str) -> Table:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[str, ...]] = []
    try:
        for row in reader:
            if len(rows) == MAX_ROWS or len(row) > MAX_COLUMNS:
                raise too_large(file_name)
            rows.append(tuple(cells.unguarded(cell.strip()) for cell in row))
    except csv.Error as error:
        line = reader.line_num
        raise refused(
            "csv",
            f"{file_name}:{line}",
            f"第{line}行附近引号不成对或格式有误。请用Excel或WPS重新另存为CSV。",
            f"quotes or format are broken near line {line}. Save the file as CSV again with Excel "
            "or WPS.",
        ) from error
    return Table(rows)
