"""Monthly usage reports are read as they were meant, and every fault is told with its cell."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from usage_reports import ARTICLES, HEADER, MAY, USED, a_csv, a_product, a_workbook

from procurement.exchange import usage_files
from procurement.exchange.usage_files import Articles, Totals
from procurement.rules.contracts import Agreement
from procurement.rules.parties import Firm
from procurement.store.usage import Used

AGREED = "03,阿卡波糖口服常释剂型,50mg,F2,拜耳医药保健有限公司"
OTHER = "03,阿卡波糖口服常释剂型,50mg,F9,成都盛迪医药有限公司"


def read(*lines: str) -> list[Used]:
    rows, faults = usage_files.read("report.csv", a_csv(*lines), ARTICLES)
    assert not faults
    return rows


def faults_of(content: bytes, file_name: str = "report.csv", **asked: date) -> list:
    _, faults = usage_files.read(file_name, content, ARTICLES, **asked)
    assert all(fault.text.zh and fault.text.en for fault in faults)
    return [(fault.rule, fault.place) for fault in faults]


def test_a_csv_comes_back_as_it_was_written():
    content = usage_files.to_csv(USED, ARTICLES)
    assert content.startswith(b"\xef\xbb\xbf")
    assert usage_files.read("report.csv", content, ARTICLES) == (USED, [])


def test_a_workbook_is_read_like_a_csv():
    content = a_workbook(
        ["01", "", "0.25g", "F1", "", 300, None],
        ["03", "", "50mg", "F2", "", 0, 0.180667],
        ["03", "", "50mg", "F9", "", "１２００", "1.05"],
    )
    assert usage_files.read("report.xlsx", content, ARTICLES) == (USED, [])


CODES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)


@given(data=st.data())
def test_any_codes_names_and_prices_survive_a_csv(data):
    codes = data.draw(st.lists(CODES, min_size=2, max_size=4, unique_by=usage_files.cells.fold))
    firms = {code: Firm(code, data.draw(CODES)) for code in codes[1:]}
    product = a_product(codes[0], data.draw(CODES), *codes[1:])
    rows = [
        Used(
            product.code,
            spec,
            firm,
            data.draw(st.integers(0, 999_999_999)),
            data.draw(st.integers(1, 9_999_999_999_999)),
            winning=data.draw(st.booleans()),
        )
        for spec in codes[1:]
        for firm in firms
    ]
    articles = Articles(
        {product.code: product},
        firms,
        tuple(
            Agreement("H1", row.product, row.spec, row.firm, 1, row.unit_price, 1)
            for row in rows
            if row.winning
        ),
    )
    content = usage_files.to_csv(rows, articles)
    assert usage_files.read("report.csv", content, articles) == (rows, [])


def test_no_cell_of_a_csv_runs_as_a_formula():
    articles = Articles(
        {"=1": a_product("=1", '=HYPERLINK("x")', "+5mg")}, {"@F": Firm("@F", "-1+1")}, ()
    )
    rows = [Used("=1", "+5mg", "@F", 1, 1_000_000, winning=False)]
    content = usage_files.to_csv(rows, articles)
    line = content.decode("utf-8-sig").splitlines()[1]
    assert line == '\'=1,"\'=HYPERLINK(""x"")",\'+5mg,\'@F,\'-1+1,1,1'
    assert usage_files.read("report.csv", content, articles) == (rows, [])


def test_a_blank_quantity_is_not_reported_and_zero_is():
    """
    firm  quantity
    F2    0
    F9    blank, with a price
    """
    assert read(f"{AGREED},0,", f"{OTHER},,1.05") == [
        Used("03", "50mg", "F2", 0, 180_667, winning=True)
    ]


def test_a_row_that_is_not_reported_may_hold_anything():
    assert len(read(f"{AGREED},1,", "备注：以上数据已核对,,,,,,", ",,,,,　,")) == 1


def test_the_agreed_firm_wins_only_with_the_agreed_spec_of_the_product():
    rows = read(f"{AGREED},1,", "01,,0.25g,F2,,1,2")
    assert [row.winning for row in rows] == [True, False]


@pytest.mark.parametrize("price", ["", "0.180667", "０．１８０６６７"])
def test_a_winning_row_has_the_agreed_price(price):
    assert read(f"{AGREED},1,{price}")[0].unit_price == 180_667


def test_width_blanks_and_case_of_codes_do_not_matter():
    assert read("０３,,50 MG,f2,,１０,") == [Used("03", "50mg", "F2", 10, 180_667, winning=True)]


@pytest.mark.parametrize("quantity", ["12", "12.0", "12.", "０１２"])
def test_a_whole_quantity_may_be_written_in_several_ways(quantity):
    assert read(f"{AGREED},{quantity},")[0].quantity == 12


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("99,,50mg,F2,,1,1", ("unknown_product", "第2行/row 2, A2")),
        ("3,,50mg,F2,,1,1", ("unknown_product", "第2行/row 2, A2")),
        (",,50mg,F2,,1,1", ("blank", "第2行/row 2, A2")),
        ("03,,25mg,F2,,1,1", ("unknown_spec", "第2行/row 2, C2")),
        ("03,,,F2,,1,1", ("blank", "第2行/row 2, C2")),
        ("03,,50mg,F7,,1,1", ("unknown_firm", "第2行/row 2, D2")),
        ("03,,50mg,,,1,1", ("blank", "第2行/row 2, D2")),
        (f"{AGREED},-5,", ("negative", "第2行/row 2, F2")),
        (f"{AGREED},－５,", ("negative", "第2行/row 2, F2")),
        (f"{AGREED},1.5,", ("whole_number", "第2行/row 2, F2")),
        (f'{AGREED},"1,200",', ("whole_number", "第2行/row 2, F2")),
        (f"{AGREED},十,", ("whole_number", "第2行/row 2, F2")),
        (f"{AGREED},1234567890,", ("whole_number", "第2行/row 2, F2")),
        (f"{AGREED},1,0.1807", ("agreed_price", "第2行/row 2, G2")),
        (f"{OTHER},1,", ("price_missing", "第2行/row 2, G2")),
        (f"{OTHER},1,0", ("price", "第2行/row 2, G2")),
        (f"{OTHER},1,-1", ("price", "第2行/row 2, G2")),
        (f"{OTHER},1,1.05元", ("price", "第2行/row 2, G2")),
        (f"{OTHER},1,1.0000001", ("price", "第2行/row 2, G2")),
        (f"{AGREED},1,200,0.18", ("width", "第2行/row 2, H2")),
    ],
)
def test_a_wrong_row_has_one_fault_with_its_cell(line, fault):
    assert faults_of(a_csv(line)) == [fault]


def test_the_same_article_twice_is_a_fault_of_the_second_row():
    assert faults_of(a_csv(f"{AGREED},1,", f"{OTHER},1,1", f"{AGREED},2,")) == [
        ("duplicate", "第4行/row 4, A4")
    ]


def test_all_faults_are_told_at_once_and_sound_rows_are_kept():
    content = a_csv("99,,x,F7,,-1,x", f"{AGREED},7,", f"{OTHER},0.5,")
    rows, faults = usage_files.read("report.csv", content, ARTICLES)
    assert [row.quantity for row in rows] == [7]
    assert [fault.place[-2:] for fault in faults] == ["A2", "D2", "F2", "G2", "F4", "G4"]


@pytest.mark.parametrize("text", ["采购,使用量\n", "", "\n" * 12 + ",".join(HEADER)])
def test_a_file_without_column_names_is_refused(text):
    assert faults_of(text.encode()) == [("missing_header", "report.csv")]


def test_missing_and_repeated_columns_are_named():
    content = "三月,\n品种编码,规格,规格,企业编码,本月收货数量".encode()
    assert faults_of(content) == [
        ("missing_column", "第2行/row 2, A2"),
        ("duplicate_column", "第2行/row 2, C2"),
    ]


def test_columns_are_found_by_either_name_in_any_order_below_titles():
    content = (
        "某医院使用量月报\n\nFirm code,UNIT PRICE（YUAN）,规格Specification,Quantity received,"
        "品种编码,备注\nF9,1.05,50mg,3,03,急救用"
    )
    rows, faults = usage_files.read("a.csv", content.encode("gbk"), ARTICLES)
    assert (rows, faults) == ([Used("03", "50mg", "F9", 3, 1_050_000, winning=False)], [])


def test_a_report_without_any_quantity_is_refused_so_that_nothing_is_lost_in_silence():
    assert faults_of(a_csv(f"{AGREED},,")) == [("nothing_reported", "report.csv")]


def test_merged_cells_among_the_data_are_refused_and_notes_below_are_not():
    rows = [["03", "", "50mg", "F2", "", 5], ["01", "", "0.25g", "F1", "", 1], ["填报人"]]
    content = a_workbook(*rows, merged=("F2:F3", "A4:F5"))
    assert faults_of(content, "report.xlsx") == [("merged_cells", "第2行/row 2, F2")]


def test_a_cell_in_error_is_a_fault_and_never_blank():
    content = a_workbook(["03", "", "50mg", "F2", "", "#N/A"])
    assert faults_of(content, "report.xlsx") == [("whole_number", "第2行/row 2, F2")]


@pytest.mark.parametrize(
    ("hidden", "rule"),
    [
        ({"version": "usage-0", "month": "2020-05", "hospital": "H1"}, "template_version"),
        ({"month": "2020-05"}, "template_version"),
        ({"version": "usage-1", "month": "2020-04", "hospital": "H1"}, "template_month"),
        ({"version": "usage-1", "month": "2020-05", "hospital": "H2"}, "template_hospital"),
    ],
)
def test_a_template_of_another_version_month_or_hospital_is_refused(hidden, rule):
    content = a_workbook(["03", "", "50mg", "F2", "", 5], hidden=hidden)
    assert faults_of(content, "report.xlsx", month=MAY) == [(rule, "report.xlsx")]


def test_files_of_other_kinds_are_a_fault():
    assert faults_of(b"%PDF-1.7", "report.pdf") == [("file_type", "report.pdf")]


def test_totals_are_what_a_hospital_compares_with_its_books():
    """
    winning  quantity  yuan       fen
    yes      300       23.333333  700000 (699999.99)
    yes      0         0.180667   0
    no       1200      1.05       126000
    """
    assert usage_files.totals(USED) == Totals(
        rows=3, quantity=1500, amount=826_000, winning_quantity=300, winning_amount=700_000
    )
