"""A hospital with three agreements, and reports of it as files."""

import io
from datetime import date
from fractions import Fraction

import xlsxwriter

from procurement.exchange.usage_files import Articles
from procurement.rules.catalogue import Presentation, Product
from procurement.rules.contracts import Agreement
from procurement.rules.parties import Firm
from procurement.store.usage import Used

MAY = date(2020, 5, 1)
HEADER = ["品种编码", "品种", "规格", "企业编码", "企业", "本月收货数量", "单价（元）"]


def a_product(code: str, name: str, *specs: str) -> Product:
    presentations = tuple(Presentation(spec, Fraction(1), None) for spec in specs)
    return Product(code, name, presentations, specs[0])


def agreed(product: str, spec: str, firm: str, price: int, quantity: int = 1000) -> Agreement:
    return Agreement("H1", product, spec, firm, quantity, price, price * quantity // 10_000)


ARTICLES = Articles(
    products={
        "01": a_product("01", "阿比特龙口服常释剂型", "0.25g"),
        "03": a_product("03", "阿卡波糖口服常释剂型", "50mg", "100mg"),
    },
    firms={
        "F1": Firm("F1", "正大天晴药业集团股份有限公司"),
        "F2": Firm("F2", "拜耳医药保健有限公司"),
        "F9": Firm("F9", "成都盛迪医药有限公司"),
    },
    agreements=(
        agreed("01", "0.25g", "F1", 23_333_333),
        agreed("03", "50mg", "F2", 180_667),
        agreed("03", "100mg", "F2", 300_000),
    ),
)

# product, spec, firm, quantity, price: two winning rows and one of another firm
USED = [
    Used("01", "0.25g", "F1", 300, 23_333_333, winning=True),
    Used("03", "50mg", "F2", 0, 180_667, winning=True),
    Used("03", "50mg", "F9", 1200, 1_050_000, winning=False),
]


def a_csv(*lines: str, encoding: str = "utf-8") -> bytes:
    """A CSV report with these lines below its header, so that the first is row 2."""
    return "\n".join([",".join(HEADER), *lines]).encode(encoding)


def a_workbook(
    *rows: list[object],
    header: list[str] = HEADER,
    merged: tuple[str, ...] = (),
    hidden: dict[str, str] | None = None,
) -> bytes:
    """An Excel report with these rows below its header, so that the first is row 2."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Sheet1")
        for index, row in enumerate([header, *rows]):
            for col, value in enumerate(row):
                if value is not None:
                    sheet.write(index, col, value)
        for area in merged:
            sheet.merge_range(area, "")
        if hidden:
            facts = workbook.add_worksheet("_meta")
            facts.very_hidden()
            for index, pair in enumerate(hidden.items()):
                facts.write_row(index, 0, pair)
    return content.getvalue()
