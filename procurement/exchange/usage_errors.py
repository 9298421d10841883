"""An uploaded usage report back as an Excel workbook, with what is wrong beside each row."""

from collections.abc import Iterable, Sequence

from procurement.exchange import cells, tables
from procurement.exchange.cells import Table
from procurement.exchange.sheets import Book, Sheet
from procurement.exchange.usage_articles import Articles, Header, header
from procurement.exchange.usage_template import codes, dress, remember, write
from procurement.exchange.workbooks import SHEET
from procurement.rules.text import Fault, Refused

LIST = "错误清单"
UNDER_MERGED = "合并单元格/merged"  # in place of a quantity that merged cells had covered


def with_errors(
    file_name: str, content: bytes, faults: Sequence[Fault], articles: Articles
) -> bytes:
    """The uploaded table as a workbook with what is wrong beside each row, to be uploaded again.

    Rows keep their numbers, and reading passes over the column of errors. A list of all the
    faults is on a sheet of its own: the only one when the file cannot be read at all.
    """
    book = Book()
    try:
        table = tables.load(file_name, content)
    except Refused:
        table = Table(())
    if table.rows:
        _report(book.sheet(SHEET), table, faults)
        codes(book, articles)
    _list(book.sheet(LIST), faults)
    if table.hidden:
        remember(book, table.hidden)
    return book.to_bytes()


def _report(sheet: Sheet, table: Table, faults: Iterable[Fault]) -> None:
    faults = list(faults)
    head = header(table) or Header(0, {}, ())
    names = {col: name for name, col in head.columns.items() if name != "errors"}
    width = max(len(row) for row in table.rows)
    errors = head.columns.get("errors", width)
    if names:
        dress(sheet, Header(head.row, {**head.columns, "errors": errors}, ()))
    for index, row in enumerate(table.rows):
        for col, text in enumerate(row):
            if (index == head.row and col in names) or col == errors or not text:
                continue
            write(sheet, index, col, names.get(col, "") if index > head.row else "", text)
    for index, col in _covered(table, head, faults):
        sheet.text(index, col, UNDER_MERGED)
    for index, text in _by_row(faults).items():
        sheet.text(index, errors, text, "error")


def _by_row(faults: Iterable[Fault]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for fault in faults:
        if (row := cells.row_of(fault.place)) is not None:
            where = fault.place.rpartition(" ")[2]
            found.setdefault(row, []).append(f"{where}：{fault.text.zh} / {fault.text.en}")
    return {row: "\n".join(texts) for row, texts in found.items()}


def _covered(table: Table, head: Header, faults: Iterable[Fault]) -> set[tuple[int, int]]:
    """Quantities under refused merged cells: unmerged, they must not read as blank."""
    refused = {fault.place for fault in faults if fault.rule == "merged_cells"}
    col = head.columns.get("quantity", -1)
    return {
        (row, col)
        for (top, left), (bottom, right) in table.merged
        if left <= col <= right and cells.place(top, left) in refused
        for row in range(max(top, head.row + 1), min(bottom + 1, len(table.rows)))
        if not "".join(table.rows[row][col : col + 1])
    }


def _list(sheet: Sheet, faults: Iterable[Fault]) -> None:
    for col, (name, width) in enumerate((("位置 / Place", 28), ("错误说明", 70), ("Errors", 70))):
        sheet.column(col, width, "note")
        sheet.text(0, col, name, "header")
    for row, fault in enumerate(faults, start=1):
        for col, text in enumerate((fault.place, fault.text.zh, fault.text.en)):
            sheet.text(row, col, text, "note")
