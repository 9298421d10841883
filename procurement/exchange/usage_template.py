"""The template of a usage report as an Excel workbook, and the parts of its sheets."""

import re
from collections.abc import Mapping
from datetime import date

from procurement.exchange.cells import half_width
from procurement.exchange.sheets import Book, Sheet
from procurement.exchange.usage_articles import (
    COLUMNS,
    PRICE_DIGITS,
    QUANTITY_DIGITS,
    VERSION,
    Articles,
    Header,
    row_key,
)
from procurement.exchange.workbooks import HIDDEN_SHEET, SHEET
from procurement.rules import money

HEADER_ROW = 1
SPARE_ROWS = 300  # for what is bought of other firms
CODES, NOTES = "编码", "填写说明"
STYLE = {"quantity": "quantity", "unit_price": "price", "errors": "note"}  # text elsewhere
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{0,6})?", re.ASCII)  # few enough digits for Excel
_NOTES = """\
空白＝未上报，0＝上报为零。未上报的行保持原值。
Blank is not reported, 0 is a reported zero. What is not reported stays as it was.
预填行为约定的中选产品，单价可留空；请勿改动其品种、规格和企业。
Prefilled rows are the winning products under agreement: their price may stay blank, their \
product, specification and firm stay as they are.
其他企业或规格填在下方空白行，编码见“编码”工作表，单价必填。
Other firms or specifications go into the blank rows below, with a price; “编码” lists the codes.
请勿合并单元格，请勿增加合计行；每个品种、规格、企业只填一行。
Merge no cells, add no rows of totals; one row for each product, specification and firm.
"""


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
    dress(sheet, Header(HEADER_ROW, columns, ()))
    first = HEADER_ROW + 1
    for row, one in enumerate(articles.agreements, start=first):
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
            write(sheet, row, columns[name], name, text)
    _validate(sheet, first, first + len(articles.agreements) + SPARE_ROWS - 1, columns)
    codes(book, articles)
    notes = book.sheet(NOTES)
    notes.column(0, 110, "note")
    for index, note in enumerate(_NOTES.splitlines()):
        notes.text(index, 0, note, "note")
    made_for = {"version": VERSION, "month": f"{month:%Y-%m}", "hospital": articles.hospital}
    remember(book, made_for)
    return book.to_bytes()


def dress(sheet: Sheet, head: Header) -> None:
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


def write(sheet: Sheet, row: int, col: int, name: str, text: str) -> None:
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
        (quantity, "integer", 10**QUANTITY_DIGITS - 1, "请填写0或正整数 / 0 or a whole number"),
        (price, "decimal", 10**PRICE_DIGITS - 1, "请填写单价（元） / a price in yuan"),
    )
    for col, kind, most, message in checks:
        sheet.raw.data_validation(
            first,
            col,
            last,
            col,
            {
                "validate": kind,
                "criteria": "between",
                "minimum": 0,
                "maximum": most,
                "error_title": "格式有误 / Not valid",
                "error_message": message,
            },
        )


def codes(book: Book, articles: Articles) -> None:
    """A sheet of every product with its specifications, and of every firm, to copy codes from."""
    sheet = book.sheet(CODES)
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


def remember(book: Book, facts: Mapping[str, str]) -> None:
    """The hidden sheet: what the template was made for."""
    sheet = book.sheet(HIDDEN_SHEET)
    sheet.hide()
    for row, (name, value) in enumerate(facts.items()):
        sheet.text(row, 0, name)
        sheet.text(row, 1, value)
