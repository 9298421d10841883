"""The template of a usage report as an Excel workbook, and an uploaded one back with its errors."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from procurement.exchange import cells, tables
from procurement.exchange.cells import Table, half_width
from procurement.exchange.sheets import Book, Sheet
from procurement.exchange.usage_articles import (
    COLUMNS,
    MAX_QUANTITY,
    VERSION,
    Articles,
    Header,
    header,
    row_key,
)
from procurement.exchange.workbooks import HIDDEN_SHEET, SHEET
from procurement.rules import money
from procurement.rules.text import Fault, Refused

HEADER_ROW = 1
SPARE_ROWS = 300  # for what is bought of other firms
CODES, NOTES, LIST = "编码", "填写说明", "错误清单"
STYLE = {"quantity": "quantity", "unit_price": "price", "errors": "note"}  # text elsewhere
UNDER_MERGED = "合并单元格/merged"  # in place of a quantity that merged cells had covered
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]*)?", re.ASCII)
_NOTES = (
    "空白＝未上报；0＝上报为零。未上报的行保持原值。",
    "Blank is not reported, 0 is a reported zero. What is not reported stays as it was.",
    "预填行为约定的中选产品，单价可留空；请勿改动其品种、规格和企业。",
    "Prefilled rows are the winning products under agreement; their price may stay blank. "
    "Do not change their product, specification or firm.",
    "其他企业或规格填在下方空白行，编码见“编码”工作表，单价必填。",
    "Enter other firms or specifications in the blank rows below, with the codes of the sheet "
    f"“{CODES}” and a price.",
    "请勿合并单元格，请勿增加合计行；每个品种、规格、企业只填一行。",
    "Merge no cells, add no rows of totals; one row for each product, specification and firm.",
)


def template(articles: Articles, month: date, *, hospital_name: str) -> bytes:
    """The workbook a hospital fills in: a row for each agreement, then blank ones."""
    book = Book()
    sheet = book.sheet(SHEET)
    title = (
        f"{hospital_name} {month.year}年{month.month}月 药品集中带量采购使用量月报 / "
        f"Monthly usage report {month:%Y-%m}"
    )
    sheet.text(0, 0, title, "title")
    columns = {name: index for index, name in enumerate(COLUMNS) if name != "errors"}
    _dress(sheet, Header(HEADER_ROW, columns, ()))
    first = row = HEADER_ROW + 1
    for row, one in enumerate(articles.agreements, start=first):  # noqa: B007 - the last row is asked for below
        values = {
            "product": one.product,
            "product_name": articles.products[one.product].name,
            "spec": one.spec,
            "firm": one.firm,
            "firm_name": articles.firms[one.firm].name,
            "unit_price": money.show_price(one.unit_price, exact=True),
            "key": row_key(one.product, one.spec, one.firm),
        }
        for name, text in values.items():
            _write(sheet, row, columns[name], name, text)
    _validate(sheet, first, row + SPARE_ROWS, columns)
    _codes(book.sheet(CODES), articles)
    notes = book.sheet(NOTES)
    notes.column(0, 110, "note")
    for index, note in enumerate(_NOTES):
        notes.text(index, 0, note, "note")
    made_for = {"version": VERSION, "month": f"{month:%Y-%m}", "hospital": articles.hospital}
    _remember(book, made_for)
    return book.to_bytes()


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
        _codes(book.sheet(CODES), articles)
    _list(book.sheet(LIST), faults)
    if table.hidden:
        _remember(book, table.hidden)
    return book.to_bytes()


def _report(sheet: Sheet, table: Table, faults: Iterable[Fault]) -> None:
    faults = list(faults)
    head = header(table) or Header(0, {}, ())
    names = {col: name for name, col in head.columns.items() if name != "errors"}
    width = max(len(row) for row in table.rows)
    errors = head.columns.get("errors", width)
    covered = _covered(table, head, faults)
    if names:
        _dress(sheet, Header(head.row, {**head.columns, "errors": errors}, ()))
    for index, row in enumerate(table.rows):
        for col, text in enumerate(row):
            if index == head.row and col in names or col == errors or not text:
                continue
            _write(sheet, index, col, names.get(col, "") if index > head.row else "", text)
        if index in covered and not any(row[head.columns["quantity"] :][:1]):
            sheet.text(index, head.columns["quantity"], UNDER_MERGED)
    for index, text in _by_row(faults).items():
        sheet.text(index, errors, text, "error")


def _by_row(faults: Iterable[Fault]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for fault in faults:
        if (row := cells.row_of(fault.place)) is not None:
            where = fault.place.rpartition(" ")[2]
            found.setdefault(row, []).append(f"{where}：{fault.text.zh} / {fault.text.en}")
    return {row: "\n".join(texts) for row, texts in found.items()}


def _covered(table: Table, head: Header, faults: Iterable[Fault]) -> set[int]:
    """Rows whose quantity was under refused merged cells: unmerged, it must not read as blank."""
    refused = {fault.place for fault in faults if fault.rule == "merged_cells"}
    col = head.columns.get("quantity", -1)
    return {
        row
        for (top, left), (bottom, right) in table.merged
        if left <= col <= right and cells.place(top, left) in refused
        for row in range(max(top, head.row + 1), min(bottom + 1, len(table.rows)))
    }


def _dress(sheet: Sheet, head: Header) -> None:
    """Column names in both languages, widths, and the styles of the cells below."""
    for name, col in head.columns.items():
        text, width, _ = COLUMNS[name]
        sheet.text(head.row, col, f"{text.zh}\n{text.en}", "header")
        sheet.column(col, width, STYLE.get(name, "text"), hidden=name == "key")
    sheet.raw.set_row(head.row, 32)
    sheet.raw.freeze_panes(head.row + 1, 0)
    sheet.raw.set_landscape()
    sheet.raw.fit_to_pages(1, 0)
    sheet.raw.repeat_rows(head.row)


def _write(sheet: Sheet, row: int, col: int, name: str, text: str) -> None:
    """A cell of the column so named: a number where one belongs and is one, else text."""
    number = half_width(text)
    if name in {"quantity", "unit_price"} and _NUMBER.fullmatch(number):
        sheet.number(row, col, number, STYLE[name])
    else:
        sheet.text(row, col, text)


def _validate(sheet: Sheet, first: int, last: int, columns: Mapping[str, int]) -> None:
    """Excel itself refuses what is no quantity or no price."""
    quantity, price = columns["quantity"], columns["unit_price"]
    checks = (
        (quantity, "integer", 0, MAX_QUANTITY, "请填写0或正整数 / 0 or a whole number"),
        (price, "decimal", 0, MAX_PRICE, "请填写单价（元） / a price in yuan"),
    )
    for col, kind, least, most, message in checks:
        sheet.raw.data_validation(
            first,
            col,
            last,
            col,
            {
                "validate": kind,
                "criteria": "between",
                "minimum": least,
                "maximum": most,
                "error_title": "格式有误 / Not valid",
                "error_message": message,
            },
        )


def _codes(sheet: Sheet, articles: Articles) -> None:
    """Every product with its specifications, and every firm, to copy codes from."""
    heads = ("品种编码", "品种", "规格", "", "企业编码", "企业")
    for col, (name, width) in enumerate(zip(heads, (12, 30, 16, 4, 22, 34), strict=True)):
        sheet.column(col, width)
        if name:
            sheet.text(0, col, name, "header")
    presentations = [
        (product.code, product.name, one.spec)
        for product in articles.products.values()
        for one in product.presentations
    ]
    firms = [(firm.code, firm.name) for firm in articles.firms.values()]
    for start, lines in ((0, presentations), (4, firms)):
        for row, line in enumerate(lines, start=1):
            for col, text in enumerate(line, start=start):
                sheet.text(row, col, text)
    sheet.raw.freeze_panes(1, 0)


def _list(sheet: Sheet, faults: Iterable[Fault]) -> None:
    for col, (name, width) in enumerate((("位置 / Place", 28), ("错误说明", 70), ("Errors", 70))):
        sheet.column(col, width, "note")
        sheet.text(0, col, name, "header")
    for row, fault in enumerate(faults, start=1):
        for col, text in enumerate((fault.place, fault.text.zh, fault.text.en)):
            sheet.text(row, col, text, "note")


def _remember(book: Book, facts: Mapping[str, str]) -> None:
    """The hidden sheet: what the template was made for."""
    sheet = book.sheet(HIDDEN_SHEET)
    sheet.hide()
    for row, (name, value) in enumerate(facts.items()):
        sheet.text(row, 0, name)
        sheet.text(row, 1, value)
