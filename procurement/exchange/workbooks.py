"""Excel workbooks (.xlsx) read as text, and never larger in memory than the limits allow."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from procurement.exchange import cells
from procurement.exchange.cells import Table
from procurement.rules.text import Fault, Refused, Text

MAX_UNZIPPED = 50 * 2**20  # bytes
MAX_ROWS = 20_000  # of a sheet, titles and blank rows included
MAX_COLUMNS = 50
MAX_MERGED = 1000
SHEET = "月报"  # read when there; else the first sheet that shows
HIDDEN_SHEET = "_meta"

_ERROR_CELL = re.compile(rb"""(<(?:\w+:)?c\s[^<>]*?\bt=)(?:"e"|'e')""")
_BROKEN = (
    CalamineError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


def load(file_name: str, content: bytes) -> Table:
    """The sheet of the report, and the facts of the hidden sheet; Refused when it cannot be read.

    Nothing is parsed before the limits are checked: two cells far apart would fill the memory.
    """
    try:
        archive = _trusted(file_name, content)
        with CalamineWorkbook.from_filelike(archive) as workbook:
            return _table(file_name, workbook)
    except _BROKEN as error:
        raise refused(
            "unreadable",
            file_name,
            "文件已损坏或加了密码，无法读取。请用Excel或WPS打开，去掉密码，另存为.xlsx后重新上传。",
            "the file is damaged or has a password. Open it in Excel or WPS, remove the password, "
            "save it as .xlsx and upload it again.",
        ) from error


def refused(rule: str, where: str, zh: str, en: str) -> Refused:
    """The refusal of a whole file."""
    return Refused([Fault(rule, where, Text(zh, en))])


def too_large(file_name: str) -> Refused:
    """The refusal of a sheet with more rows or columns than a report can have."""
    return refused(
        "too_many_rows",
        file_name,
        f"表格超过{MAX_ROWS}行或{MAX_COLUMNS}列。请删除多余的行和列，或分次上报。",
        f"the sheet has more than {MAX_ROWS} rows or {MAX_COLUMNS} columns. Delete what is not "
        "needed, or report in parts.",
    )


def _trusted(file_name: str, content: bytes) -> io.BytesIO:
    """The workbook packed anew from what was measured: its well-formed XML parts, no others."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as trusted,
    ):
        parts = {info.filename: info for info in archive.infolist()}
        if sum(info.file_size for info in archive.infolist()) > MAX_UNZIPPED:
            raise refused(
                "unzipped_size",
                file_name,
                f"文件解压后超过{MAX_UNZIPPED // 2**20} MB。请只保留月报工作表后重新上传。",
                f"unzipped the file has more than {MAX_UNZIPPED // 2**20} MB. Keep only the sheet "
                "of the report and upload it again.",
            )
        for name, info in parts.items():
            part, scout = archive.read(info), _Scout()
            if not scout.walk(part):
                continue
            if scout.too_far:
                raise too_large(file_name)
            if scout.not_computed:
                raise refused(
                    "formula",
                    f"{file_name}: {scout.not_computed}",
                    "公式没有计算结果。请用Excel或WPS打开并保存一次，或直接填写数值。",
                    "the formula has no result. Open the file in Excel or WPS and save it, or "
                    "enter the value itself.",
                )
            trusted.writestr(name, _ERROR_CELL.sub(rb'\1"str"', part))
    packed.seek(0)
    return packed


class _Scout:
    """Walks one part: whether its cells stay within the limits, and formulas have results."""

    def __init__(self) -> None:
        self.cell = ""
        self.kind = ""
        self.tag = ""
        self.formula = False
        self.result = False
        self.too_far = False
        self.not_computed = ""

    def walk(self, part: bytes) -> bool:
        """Whether the part is XML whose every cell says where it is; no entities, no nesting."""
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(part, True)  # noqa: FBT003 - taken by position only
        except (expat.ExpatError, LookupError, ValueError):  # LookupError: unknown encoding
            return False
        return True

    def _doctype(self, *_: object) -> None:
        raise ValueError("a part with a document type")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.tag = name.rpartition(":")[2]
        if self.tag == "c":
            if self.cell:
                raise ValueError("a cell within a cell")
            self.cell, self.kind = attributes.get("r") or "?", attributes.get("t", "")
            self.formula = self.result = False
        elif self.cell:
            row, col = cells.position(self.cell)
            self.too_far |= row >= MAX_ROWS or col >= MAX_COLUMNS
            self.formula |= self.tag == "f"

    def _text(self, text: str) -> None:
        self.result |= self.tag == "v" and bool(text)

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] != "c":
            return
        if self.formula and not self.result and self.kind != "str":
            self.not_computed = self.not_computed or self.cell
        self.cell = ""


def _table(file_name: str, workbook: CalamineWorkbook) -> Table:
    names = workbook.sheet_names
    showing = (
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    )
    name = SHEET if SHEET in names else next(showing, "")
    if not name:
        raise ValueError("no sheet shows")
    hidden = _rows(workbook, HIDDEN_SHEET) if HIDDEN_SHEET in names else ()
    merged = tuple(workbook.get_sheet_by_name(name).merged_cell_ranges or ())
    if len(merged) > MAX_MERGED:
        raise refused(
            "merged_cells",
            file_name,
            f"合并单元格超过{MAX_MERGED}处。请取消合并，逐行填写。",
            f"there are more than {MAX_MERGED} merged ranges. Unmerge them and fill in every row.",
        )
    return Table(
        rows=tuple(_rows(workbook, name)),
        merged=merged,
        hidden={row[0]: row[1] for row in hidden if len(row) > 1},
    )


def _rows(workbook: CalamineWorkbook, name: str) -> Iterator[tuple[str, ...]]:
    for row in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False):
        yield tuple(cells.unguarded(cells.text_of(value)) for value in row)
