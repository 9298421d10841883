"""What officers fill in when they design a round: its head, its files, a decision, its dates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from litestar.datastructures import UploadFile
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from procurement.actions.rounds import RoundDraft
from procurement.exchange.draft_files import Drafted
from procurement.rules.design import Schedule
from procurement.rules.text import Fault, Refused, Text
from web.officer.forms import listed, short

MOST_FILES = 3

NO_CONTENT = Fault(
    "files",
    "files",
    Text("请选择文件或另一轮次。", "Choose files, or another round."),
)
NO_DAY = Fault(
    "day",
    "day",
    Text(
        "请填写规则适用日，如2026-11-22。",
        "Give the day whose rules apply, such as 2026-11-22.",
    ),
)


class ContentForm(BaseModel):
    """Where the products of a round come from: files, or another round."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    copy_of: short = ""
    files: Annotated[
        list[UploadFile | str], BeforeValidator(listed), Field(max_length=MOST_FILES)
    ] = []

    def uploaded(self) -> dict[str, bytes]:
        """The files by name; an empty file field sends one without a name."""
        sent = (one for one in self.files if isinstance(one, UploadFile) and one.filename)
        return {one.filename: one.file.read() for one in sent}


class DraftForm(ContentForm):
    """A new round: what it is called, whose law it is under, and what it buys."""

    code: short = ""
    name: short = ""
    document: short = ""
    source: short = ""
    day: short = ""

    def plan(self, rulebook: str, drafted: Drafted) -> RoundDraft:
        """The round as typed; refused without a day."""
        day = day_of(self.day)
        if day is None:
            raise Refused([NO_DAY])
        products, entries = drafted
        return RoundDraft(
            code=self.code.strip(),
            name=self.name.strip(),
            document=self.document.strip(),
            source=self.source.strip(),
            rulebook=rulebook,
            day=day,
            products=products,
            entries=entries,
        )


class DecisionForm(BaseModel):
    """A value as typed, and why; only the reason where a decision is taken back."""

    value: str = Field(default="", max_length=4000)
    reason: str = Field(default="", max_length=4000)


def day_of(text: str) -> date | None:
    """A day such as ``2026-11-22``; None for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Trial:
    """What the design is tried with, and not kept: planned days, the demand of another round.

    ``why``: the solver shall say why no plan keeps the rules of volume.
    """

    schedule: Schedule = field(default_factory=Schedule)
    demand_of: int | None = None
    why: bool = False


def trial(asked: Mapping[str, str]) -> Trial:
    """What was asked for in the address, as far as it means anything."""
    days = (day_of(asked.get(name, "")) for name in ("announced", "bids_due", "agreement_start"))
    other = asked.get("demand_of", "")
    return Trial(Schedule(*days), int(other) if other.isdecimal() else None, "why" in asked)
