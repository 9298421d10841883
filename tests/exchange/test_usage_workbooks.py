"""The template as a hospital fills it in, and its report back with the errors beside the rows."""

import io
import zipfile

import xlsxwriter
from python_calamine import CalamineWorkbook
from usage_reports import ARTICLES, HEADER, MAY, USED, a_csv, a_product, a_workbook, agreed

from procurement.exchange import tables, usage_files
from procurement.exchange.usage_files import Articles
from procurement.rules.parties import Firm
from procurement.store.usage import Used

TEMPLATE = usage_files.template(ARTICLES, MAY, hospital_name="示例医院")


def cells_of(content: bytes) -> list[list[str]]:
    return [list(row) for row in tables.load("a.xlsx", content).rows]


def saved(rows: list[list[str]], like: bytes = TEMPLATE) -> bytes:
    """A workbook with these cells that Excel saved: text stays text, the hidden sheet is kept."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"strings_to_formulas": False}) as workbook:
        for name, lines in (("月报", rows), ("_meta", tables.load("a.xlsx", like).hidden.items())):
            sheet = workbook.add_worksheet(name)
            for index, line in enumerate(lines):
                sheet.write_row(index, 0, line)
    return content.getvalue()


def read(content: bytes) -> tuple[list[Used], list]:
    rows, faults = usage_files.read("report.xlsx", content, ARTICLES, month=MAY)
    return rows, [(fault.rule, fault.place) for fault in faults]


def corrected(content: bytes) -> tuple[list[list[str]], bytes]:
    """The report back with its errors: its cells, and the workbook."""
    _, faults = usage_files.read("report.xlsx", content, ARTICLES)
    back = usage_files.with_errors("report.xlsx", content, faults, ARTICLES)
    return cells_of(back), back


def test_the_template_names_every_agreement_with_its_price():
    title, header, *rows = cells_of(TEMPLATE)
    assert title[0].startswith("示例医院 2020年5月")
    assert header[0] == "品种编码\nProduct code"
    assert [row[:7] for row in rows] == [
        [
            "01",
            "阿比特龙口服常释剂型",
            "0.25g",
            "F1",
            "正大天晴药业集团股份有限公司",
            "",
            "23.333333",
        ],
        ["03", "阿卡波糖口服常释剂型", "50mg", "F2", "拜耳医药保健有限公司", "", "0.180667"],
        ["03", "阿卡波糖口服常释剂型", "100mg", "F2", "拜耳医药保健有限公司", "", "0.3"],
    ]


def test_the_same_facts_give_the_same_template():
    assert usage_files.template(ARTICLES, MAY, hospital_name="示例医院") == TEMPLATE


def test_a_template_that_is_not_filled_in_reports_nothing():
    assert read(TEMPLATE) == ([], [("nothing_reported", "report.xlsx")])


def test_a_filled_template_is_read():
    """Two of the prefilled rows, and one more below for another firm."""
    rows = cells_of(TEMPLATE)
    rows[2][5], rows[3][5] = 300, 0
    rows.append(["03", "", "50mg", "F9", "", 1200, 1.05])
    assert read(saved(rows)) == (USED, [])


def test_a_prefilled_row_that_was_changed_is_refused():
    """Sorting some columns only, or another firm typed over the agreed one, would mix up rows."""
    rows = cells_of(TEMPLATE)
    rows[3][3], rows[3][5], rows[3][6] = "F9", 5, 1.05
    assert read(saved(rows)) == ([], [("changed_row", "第4行/row 4, A4")])


def test_a_hospital_without_agreements_gets_blank_rows_and_all_codes():
    articles = Articles(ARTICLES.products, ARTICLES.firms, ())
    content = usage_files.template(articles, MAY, hospital_name="示例医院")
    assert len(cells_of(content)) == 2
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        codes = workbook.get_sheet_by_name("编码").to_python()
    assert [row[0] for row in codes] == ["品种编码", "01", "03", "03"]
    assert [row[4] for row in codes] == ["企业编码", "F1", "F2", "F9"]


def test_no_cell_of_a_workbook_is_a_formula_and_codes_are_text():
    articles = Articles(
        {"=1": a_product("=1", "=cmd|' /C calc'!A0", "+5mg")},
        {"@F": Firm("@F", "-1+1")},
        (agreed("=1", "+5mg", "@F", 1_000_000),),
    )
    content = usage_files.template(articles, MAY, hospital_name="=1+1")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b'quotePrefix="1"' in archive.read("xl/styles.xml")
    assert cells_of(content)[2][:5] == ["=1", "=cmd|' /C calc'!A0", "+5mg", "@F", "-1+1"]


def test_errors_come_back_beside_their_rows():
    content = a_workbook(["03", "", "50mg", "F2", "", -5], ["01", "", "0.25g", "F1", "", 3])
    rows, _ = corrected(content)
    assert rows[0][7] == "错误说明\nErrors"
    assert rows[1][:6] == ["03", "", "50mg", "F2", "", "-5"]
    assert rows[1][7].startswith("F2：数量“-5”为负数。")
    assert rows[2][7] == ""


def test_the_workbook_with_errors_can_be_corrected_and_uploaded_again():
    """Its column of errors is passed over, also when it comes back a second time."""
    rows = cells_of(TEMPLATE)
    rows[2][5], rows[3][5] = "三百", "x"
    rows.append(["03", "", "50mg", "F9", "", 1200, "1.05"])
    rows, back = corrected(saved(rows))
    assert read(back)[1] == [
        ("whole_number", "第3行/row 3, F3"),
        ("whole_number", "第4行/row 4, F4"),
    ]
    rows[2][5] = "300"
    rows, back = corrected(saved(rows, like=back))
    assert [bool(row[8]) for row in rows[2:]] == [False, True, False, False]
    rows[3][5] = "0"
    assert read(saved(rows, like=back)) == (USED, [])


def test_a_csv_comes_back_as_a_workbook_with_its_cells_as_they_were():
    content = a_csv("03,=evil,50mg,F2,,1.5,", "03,,50mg,F9,,２０,1.05")
    _, faults = usage_files.read("report.csv", content, ARTICLES)
    back = usage_files.with_errors("report.csv", content, faults, ARTICLES)
    rows = cells_of(back)
    assert rows[1][1] == "=evil"
    assert rows[2][:7] == ["03", "", "50mg", "F9", "", "20", "1.05"]
    with zipfile.ZipFile(io.BytesIO(back)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_quantity_under_merged_cells_does_not_come_back_as_blank():
    rows = [["03", "", "50mg", "F2", "", 5], ["01", "", "0.25g", "F1", "", None]]
    content = a_workbook(*rows, ["03", "", "100mg", "F2", "", 1], merged=("F2:F3",))
    assert read(content)[1] == [("merged_cells", "第2行/row 2, F2")]
    cells, back = corrected(content)
    assert cells[2][5] == "合并单元格/merged"
    assert ("whole_number", "第3行/row 3, F3") in read(back)[1]


def test_a_file_that_cannot_be_read_comes_back_as_a_list_of_its_faults():
    _, faults = usage_files.read("report.pdf", b"%PDF", ARTICLES)
    back = usage_files.with_errors("report.pdf", b"%PDF", faults, ARTICLES)
    with CalamineWorkbook.from_filelike(io.BytesIO(back)) as workbook:
        assert workbook.sheet_names == ["错误清单"]
        assert workbook.get_sheet_by_index(0).to_python()[1][0] == "report.pdf"


def test_a_table_without_column_names_comes_back_unchanged_with_the_list():
    content = b"a,b\n1,2"
    _, faults = usage_files.read("a.csv", content, ARTICLES)
    back = usage_files.with_errors("a.csv", content, faults, ARTICLES)
    assert cells_of(back) == [["a", "b"], ["1", "2"]]


def test_the_columns_of_a_report_are_the_same_in_both_kinds_of_file():
    names = [name.partition("\n")[0] for name in cells_of(TEMPLATE)[1]]
    assert names == [*HEADER, "行标识"]
