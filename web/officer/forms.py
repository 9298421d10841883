"""What officers fill in: passphrases, a deadline, the first day of the agreement."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from procurement.rules.dates import BEIJING
from procurement.rules.text import Fault, Text

short = Annotated[str, StringConstraints(max_length=200)]


def listed(given: object) -> object:
    """One value of a form comes as itself, several come as a list."""
    return given if isinstance(given, list) else [given]


words = Annotated[list[short], BeforeValidator(listed), Field(max_length=20)]

NO_TIME = Fault(
    "bids_close_at",
    "bids_close_at",
    Text(
        "请填写申报截止时间（北京时间）。",
        "Give the deadline for bids as a day and a time, in Beijing time.",
    ),
)


class KeyForm(BaseModel):
    """The key officers' logins, and the passphrase of each; never shown again."""

    officer: words
    passphrase: words = Field(repr=False)

    def passphrases(self) -> dict[str, str]:
        return dict(zip(self.officer, self.passphrase, strict=False))


class OpeningForm(KeyForm):
    """With the files of shares that officers kept elsewhere, one a line."""

    files: Annotated[str, StringConstraints(max_length=20_000)] = Field(default="", repr=False)

    def lines(self) -> list[str]:
        return [line for line in self.files.splitlines() if line.strip()]


class RehearseForm(BaseModel):
    """The key officers' logins, and how many of them are to open."""

    officer: words = Field(default_factory=list)
    threshold: int | None = None


class AnnounceForm(KeyForm):
    bids_close_at: short = ""
    threshold: int | None = None

    def deadline(self) -> datetime | None:
        """The instant meant by the Beijing time in the form; None when it is not one."""
        try:
            there = datetime.fromisoformat(self.bids_close_at)
        except ValueError:
            return None
        return None if there.tzinfo else there.replace(tzinfo=BEIJING).astimezone(UTC)


class SignForm(BaseModel):
    start: date


class ChoiceForm(BaseModel):
    run: int
    plan: short


class ScenarioForm(BaseModel):
    """The common settings of a scenario; percentages as they are typed."""

    linkage: short = "strict"
    counts: short = "equal"
    backup: short = "none"
    max_share: short = ""
    capacity: short = ""
    keep: short = ""
    more: short = ""

    def settings(self) -> str:
        """What is changed, as ``vbp scenario --set`` writes it; empty when nothing is."""
        usual = ScenarioForm().model_dump()
        changed = {
            key: value.strip()
            for key, value in self.model_dump().items()
            if value.strip() != usual[key]
        }
        for key in ("max_share", "capacity"):
            if key in changed:
                changed[key] = f"{changed[key].rstrip('%')}%"
        more = changed.pop("more", "")
        return ",".join([f"{key}={value}" for key, value in changed.items()] + [more] * bool(more))
