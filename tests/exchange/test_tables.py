"""Uploaded tables: encodings, file types, and limits that hold before anything is parsed."""

import io
import struct
import warnings
import zipfile

import pytest
import xlsxwriter
from usage_reports import a_csv, a_workbook

from procurement.exchange import tables, workbooks
from procurement.rules.text import Refused

LINE = "03,阿卡波糖,50mg,F2,拜耳,５,0.180667"


def refusal(file_name: str, content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        tables.load(file_name, content)
    [fault] = refused.value.faults
    assert fault.place.startswith(file_name)
    assert fault.text.zh
    assert fault.text.en
    return fault.rule


def repacked(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with one part changed, as another program might have written it."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for name in archive.namelist():
            text = archive.read(name)
            assert name != part or old in text
            changed.writestr(name, text.replace(old, new) if name == part else text)
    return packed.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_csv_is_read_in_every_encoding_that_offices_save(encoding):
    assert tables.load("月报.CSV", a_csv(LINE, encoding=encoding)).rows[1][1] == "阿卡波糖"


def test_blank_lines_keep_their_row_numbers():
    assert tables.load("a.csv", b"a,b\n\n\n1,2\n").rows == [("a", "b"), (), (), ("1", "2")]


@pytest.mark.parametrize(
    ("file_name", "content"),
    [
        ("report.xls", b"\xd0\xcf\x11\xe0 old Excel"),
        ("report.xlsx", b"\xd0\xcf\x11\xe0 with a password"),
        ("report.xlsx", a_csv(LINE)),
        ("report.csv", a_workbook()),
        ("report.csv", a_csv(LINE, encoding="utf-16")),
        ("report.csv", b"\xff\xff\xff"),
        ("report.pdf", b"%PDF-1.7"),
        ("report", b"1,2"),
    ],
)
def test_other_files_are_refused_by_name_and_by_content(file_name, content):
    assert refusal(file_name, content) == "file_type"


def test_a_csv_with_an_open_quote_is_refused_with_its_line():
    assert refusal("report.csv", a_csv('03,"阿卡波糖,50mg')) == "csv"


def test_a_file_over_five_megabytes_is_not_parsed():
    assert refusal("report.csv", b"1" * (tables.MAX_SIZE + 1)) == "file_size"


@pytest.mark.parametrize("content", [b"1,2\n" * 20_001, b"," * 60])
def test_a_csv_with_too_many_rows_or_columns_is_refused(content):
    assert refusal("report.csv", content) == "too_many_rows"


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = io.BytesIO(a_workbook())
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", bytes(workbooks.MAX_UNZIPPED))
    assert len(bomb.getvalue()) < tables.MAX_SIZE
    assert refusal("report.xlsx", bomb.getvalue()) == "unzipped_size"


def test_a_zip_bomb_that_lies_about_its_size_is_refused():
    bomb = io.BytesIO()
    size = 2**20
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(size))
    lying = bomb.getvalue().replace(struct.pack("<L", size), struct.pack("<L", 10))
    assert refusal("report.xlsx", lying) == "unreadable"


@pytest.mark.parametrize("cell", ["XFD1048576", "A20001", "AY1"])
def test_one_cell_far_away_cannot_fill_the_memory(cell):
    far = f'<row><c r="{cell}"><v>1</v></c></row></sheetData>'.encode()
    content = repacked(a_workbook(), SHEET, b"</sheetData>", far)
    assert refusal("report.xlsx", content) == "too_many_rows"


def test_a_style_far_away_is_no_cell():
    far = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    content = repacked(a_workbook(), SHEET, b"</sheetData>", far)
    assert len(tables.load("report.xlsx", content).rows) == 1


@pytest.mark.parametrize(
    "trick",
    [
        b'<row r="2"><c r="XFD2"><c r="A2"/><v>1</v></c></row></sheetData>',
        b"<row><c><v>1</v></c></row></sheetData>",
        b'<row><c r=""><v>1</v></c></row></sheetData>',
        b"<row></sheetData>",
    ],
)
def test_a_sheet_that_could_be_read_in_two_ways_is_not_read(trick):
    content = repacked(a_workbook(), SHEET, b"</sheetData>", trick)
    assert refusal("report.xlsx", content) == "unreadable"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, b"UTF-8", b"UTF-X"),
        ("xl/workbook.xml", b"<sheet ", b"<sheep "),
        ("xl/workbook.xml", b"<sheet ", b'<sheet state="hidden" '),
    ],
)
def test_a_workbook_without_a_sheet_to_read_is_refused(part, old, new):
    assert refusal("report.xlsx", repacked(a_workbook(), part, old, new)) == "unreadable"


def test_entities_are_not_expanded():
    entity = b'?>\n<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    content = repacked(a_workbook(), SHEET, b"?>", entity)
    assert refusal("report.xlsx", content) == "unreadable"


@pytest.mark.parametrize("size", [4, 100, 3000])
def test_a_damaged_workbook_is_refused(size):
    assert refusal("report.xlsx", a_workbook()[:size]) == "unreadable"


def test_a_cell_in_error_is_never_read_as_blank():
    content = a_workbook(["03"])
    cell = b'<row r="3"><c r="F3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData>'
    content = repacked(content, SHEET, b"</sheetData>", cell)
    assert tables.load("report.xlsx", content).rows[2][5] == "#DIV/0!"


def test_a_formula_that_was_never_computed_is_refused_with_its_cell():
    with pytest.raises(Refused) as refused:
        tables.load("report.xlsx", _with_formula(""))
    [fault] = refused.value.faults
    assert (fault.rule, fault.place) == ("formula", "report.xlsx: F3")


def test_a_formula_counts_by_its_result():
    assert tables.load("report.xlsx", _with_formula(7)).rows[2][5] == "7"


def _with_formula(result: object) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        workbook.add_worksheet().write_formula("F3", "=A1", None, result)
    return content.getvalue()


def test_the_sheet_of_the_report_is_found_behind_others():
    """A hidden sheet is passed over; one that is named as in the template comes first."""
    for names, hidden, read in (
        (["别的", "月报"], (), "月报"),
        (["别的", "第二"], ("别的",), "第二"),
    ):
        content = io.BytesIO()
        with xlsxwriter.Workbook(content) as workbook:
            for name in names:
                sheet = workbook.add_worksheet(name)
                sheet.write("A1", name)
            workbook.get_worksheet_by_name(names[1]).activate()
            workbook.get_worksheet_by_name(names[1]).set_first_sheet()
            for name in hidden:
                workbook.get_worksheet_by_name(name).hide()
        assert tables.load("a.xlsx", content.getvalue()).rows == ((read,),)


def test_more_merged_cells_than_a_report_can_have_are_refused():
    areas = tuple(f"A{row}:B{row}" for row in range(3, workbooks.MAX_MERGED + 4))
    assert refusal("report.xlsx", a_workbook(merged=areas)) == "merged_cells"


def test_parts_named_twice_are_read_once():
    content = io.BytesIO(a_workbook(["03"]))
    with zipfile.ZipFile(content, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        archive.writestr(SHEET, archive.read(SHEET).replace(b'"A2"', b'"C2"'))
    assert tables.load("report.xlsx", content.getvalue()).rows[1][:3] == ("", "", "03")


def test_another_kind_of_workbook_under_a_new_name_is_refused():
    """Such a table may say of one cell that it is repeated a million times."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content/>")
        archive.writestr("META-INF/manifest.xml", "<manifest:manifest/>")
    assert refusal("report.xlsx", content.getvalue()) == "unreadable"
