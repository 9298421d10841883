"""The volume calculator: a demand table pasted or uploaded, worked out under a rulebook."""

import csv
import io
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromQuery, MultipartBody
from litestar.response import Template
from pydantic import BaseModel, ConfigDict, StringConstraints

from procurement.exchange import volume_rules, volumes, volumes_report
from procurement.exchange.volume_columns import COLUMNS, REQUIRED
from procurement.exchange.volumes import VolumeLine, Volumes
from procurement.rules.pools import Pool
from procurement.rules.rulebook import Rulebook
from procurement.rules.text import Fault, Refused, Text
from procurement.store.rounds import NotFound
from web import views

EXAMPLES = Path(__file__).parents[2] / "seed" / "volume-tables"
UNPROCESSABLE = 422
SHOWN = 500  # lines and pools of a table that the page shows
MOST = 256 * 1024  # bytes; larger tables are for the command
LARGEST = 50_000  # winners times hospitals, some seconds of work
PASTED = "table.csv"
NO_TABLE = Fault("file", "file", Text("请粘贴表格或选择文件。", "Paste a table or choose a file."))
TOO_LARGE = Fault(
    "file_size",
    "file",
    Text(
        f"本页只计算不超过{MOST // 1024} KB 的表格，更大的请用 vbp volumes 命令。",
        f"This page takes tables of up to {MOST // 1024} KB; for larger ones there is the command "
        "vbp volumes.",
    ),
)


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: its table, the rulebook, and what a round has to decide."""

    id: str
    title: Text
    rules: str
    settings: tuple[str, ...]
    content: str


class VolumesForm(BaseModel):
    """A table as text or as a file, the rulebook, and settings, one a line."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    rules: Annotated[str, StringConstraints(max_length=200)] = ""
    settings: Annotated[str, StringConstraints(max_length=4000)] = ""
    text: str = ""
    file: UploadFile | str | None = None

    def table(self) -> tuple[str, bytes]:
        """Name and content; a file goes before pasted text. Refused without either."""
        name, content = PASTED, self.text.encode()
        if isinstance(self.file, UploadFile) and self.file.filename:
            name, content = self.file.filename, self.file.file.read(MOST + 1)
        if not content.strip():
            raise Refused([NO_TABLE])
        if len(content) > MOST:
            raise Refused([TOO_LARGE])
        if name == PASTED and b"\t" in content.partition(b"\n")[0]:
            content = comma_separated(self.text).encode()
        return name, content

    def chosen(self) -> list[str]:
        return [line.strip() for line in self.settings.splitlines() if line.strip()]


def comma_separated(text: str) -> str:
    """Cells as they are copied from a spreadsheet, between tabs, as CSV."""
    written = io.StringIO()
    csv.writer(written).writerows(line.split("\t") for line in text.splitlines())
    return written.getvalue()


@dataclass(frozen=True, slots=True)
class VolumesPage:
    """What is asked and, when it can be worked out, what is found."""

    books: tuple[Rulebook, ...]
    examples: tuple[Example, ...]
    typed: VolumesForm
    found: Volumes | None

    @property
    def lines(self) -> tuple[VolumeLine, ...]:
        return self.found.lines[:SHOWN] if self.found else ()

    @property
    def pools(self) -> tuple[Pool, ...]:
        return self.found.pools[:SHOWN] if self.found else ()

    @property
    def hidden(self) -> int:
        return max(0, len(self.found.lines) - SHOWN) if self.found else 0


@cache
def examples() -> tuple[Example, ...]:
    """The worked examples that come with the platform, in the order of their list."""
    listed = tomllib.loads((EXAMPLES / "examples.toml").read_text(encoding="utf-8"))
    return tuple(
        Example(
            id=name,
            title=Text(one["title"], one["title_en"]),
            rules=one["rules"],
            settings=tuple(one["settings"]),
            content=(EXAMPLES / f"{name}.csv").read_text(encoding="utf-8"),
        )
        for name, one in listed.items()
    )


def example(name: str) -> VolumesForm:
    """The form filled in with an example; NotFound when there is none of that name."""
    for one in examples():
        if one.id == name:
            return VolumesForm(rules=one.rules, settings="\n".join(one.settings), text=one.content)
    raise NotFound(f"example {name}")


class VolumePages(Controller):
    path = "/volumes"

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        example_name: FromQuery[str] = "",
    ) -> Template:
        """The empty form, or a worked example with its result."""
        if example_name:
            return _worked_out(request, example(example_name))
        return _page(request, VolumesForm())

    @post("/", status_code=200, sync_to_thread=True)
    def work_out(
        self, request: Request[Any, Any, Any], data: MultipartBody[VolumesForm]
    ) -> Template:
        """Nothing is kept: the table is worked out, shown and forgotten."""
        return _worked_out(request, data)


def _worked_out(request: Request[Any, Any, Any], typed: VolumesForm) -> Template:
    try:
        found = volumes.work_out(typed.rules, typed.chosen(), *typed.table(), LARGEST)
    except Refused as refused:
        return _page(request, typed, faults=refused.faults)
    return _page(request, typed, found)


def _page(
    request: Request[Any, Any, Any],
    typed: VolumesForm,
    found: Volumes | None = None,
    faults: Sequence[Fault] = (),
) -> Template:
    return views.show(
        request,
        "public/volumes.html",
        status_code=UNPROCESSABLE if faults else 200,
        faults=faults,
        page=VolumesPage(volume_rules.books(), examples(), typed, found),
        report=volumes_report,
        columns=COLUMNS,
        required=REQUIRED,
    )
