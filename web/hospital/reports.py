"""What a hospital sees of its monthly reports, and the file in a form."""

import base64
from dataclasses import dataclass
from datetime import date, datetime

from litestar.datastructures import UploadFile
from pydantic import BaseModel, ConfigDict

from procurement.actions import usage
from procurement.actions.usage import Checked, ReportFile
from procurement.exchange import usage_files
from procurement.rules import dates
from procurement.rules.rights import Actor, require
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Store
from procurement.store.usage import UsageUploadRow
from web import rounds
from web.rounds import Round

NO_FILE = Fault(
    "file",
    "file",
    Text("请选择要上报的文件（.xlsx 或 .csv）。", "Choose the file to report (.xlsx or .csv)."),
)
NO_MONTH = Fault(
    "month", "month", Text("请选择上报月份。", "Choose the month that the report is of.")
)
LONGEST_NAME = 200


class ReportForm(BaseModel):
    """A report as a new file, or as the one that was just checked, in base64."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    month: str = ""
    file: UploadFile | str | None = None
    content: str = ""
    name: str = ""
    step: str = "keep"


def read(form: ReportForm) -> ReportFile:
    """The file of a form; refused without a file or a month."""
    name, content = form.name, b""
    if isinstance(form.file, UploadFile):
        name, content = form.file.filename, form.file.file.read()
    elif form.content:
        try:
            content = base64.b64decode(form.content, validate=True)
        except ValueError:  # a bad digit, or a letter that is in no alphabet of base64
            content = b""
    month = month_of(form.month)
    if month is None or not content:
        raise Refused([*([] if month else [NO_MONTH]), *([] if content else [NO_FILE])])
    return ReportFile(month, name[-LONGEST_NAME:], content)


def month_of(text: str) -> date | None:
    """The first day of a month such as ``2020-05``."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class MonthState:
    """A month of the agreement year, and the newest upload for it."""

    month: date
    begun: bool
    newest: UsageUploadRow | None


@dataclass(frozen=True, slots=True)
class UsagePage:
    """The months of the year and every upload, newest first."""

    round: Round
    months: tuple[MonthState, ...]
    uploads: tuple[UsageUploadRow, ...]

    @property
    def due(self) -> date | None:
        """The first month that has begun and has no report."""
        return next((one.month for one in self.months if one.begun and not one.newest), None)

    @property
    def choice(self) -> date | None:
        """The month that the form offers first; None before the year begins."""
        return self.due or (self.round.months[-1] if self.round.months else None)

    @property
    def reported(self) -> int:
        return sum(one.newest is not None for one in self.months)


def page(store: Store, actor: Actor, round_id: int, now: datetime) -> UsagePage:
    """The hospital's own reports; NotFound before the contracts are signed."""
    require(actor, "report_usage", actor.party)
    with store.transaction() as db:
        round_ = rounds.signed(db, round_id, now)
        uploads = tuple(db.usage.uploads(round_id, actor.party))
    newest = {row.month: row for row in reversed(uploads)}
    months = tuple(
        MonthState(month, month in round_.months, newest.get(month))
        for month in dates.year_months(round_.first)
    )
    return UsagePage(round_, months, uploads)


@dataclass(frozen=True, slots=True)
class Names:
    """What the codes of a report stand for."""

    products: dict[str, str]
    firms: dict[str, str]


@dataclass(frozen=True, slots=True)
class Preview:
    """A checked file before it is kept."""

    file: ReportFile
    checked: Checked
    names: Names

    def counted(self, kind: str) -> int:
        """How many rows are new, changed, same, or stay."""
        return sum(change.kind == kind for change in self.checked.changes)


def preview(store: Store, actor: Actor, round_id: int, file: ReportFile, now: datetime) -> Preview:
    """What keeping the file would change; refused with every fault of the file."""
    checked = usage.check(store, actor, round_id, file, now)
    with store.transaction() as db:
        known = usage.articles(db, round_id, actor.party)
    names = Names(
        {code: product.name for code, product in known.products.items()},
        {code: firm.name for code, firm in known.firms.items()},
    )
    return Preview(file, checked, names)


def template(store: Store, actor: Actor, round_id: int, month: date, now: datetime) -> bytes:
    """The workbook to fill in for a month."""
    require(actor, "report_usage", actor.party)
    with store.transaction() as db:
        rounds.signed(db, round_id, now)
        known = usage.articles(db, round_id, actor.party)
        name = db.parties.hospitals()[actor.party].name
    return usage_files.template(known, month, hospital_name=name)


def with_errors(store: Store, actor: Actor, round_id: int, file: ReportFile) -> bytes:
    """The file back as a workbook, with what is wrong beside each row; nothing is kept."""
    require(actor, "report_usage", actor.party)
    with store.transaction() as db:
        known = usage.articles(db, round_id, actor.party)
    _, faults = usage_files.read(file.name, file.content, known, month=file.month)
    return usage_files.with_errors(file.name, file.content, faults, known)
