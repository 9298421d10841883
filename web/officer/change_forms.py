"""What officers fill in to change an announced round."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from procurement.rules import canon
from procurement.rules.changes import Change, Values
from procurement.rules.dates import BEIJING
from web.officer.forms import short

MOST = 100_000
"""More characters than any field takes; how many, the rules say."""
words = Annotated[str, StringConstraints(max_length=MOST)]


class ReasonForm(BaseModel):
    reason: words = ""


class ChangeForm(BaseModel):
    """One change; which fields count, its kind says."""

    kind: Change = Change.DEADLINE
    bids_close_at: short = ""
    ceiling_of: short = ""
    ceiling: short = ""
    key: short = ""
    value: str = Field(default="", max_length=4000)
    rulebook: short = ""
    part: short = ""
    title_zh: words = ""
    title_en: words = ""
    text_zh: words = ""
    text_en: words = ""
    effective: short = ""
    affects_bids: short = "no"
    reason: words = ""

    def where(self) -> str:
        """The place of the change."""
        places = {
            Change.CEILING: self.ceiling_of,
            Change.DECISION: self.key,
            Change.AMENDMENT: self.part,
        }
        return places.get(self.kind, "").strip()

    def typed(self) -> Values:
        """What is to stand there; a deadline is typed in Beijing time."""
        match self.kind:
            case Change.DEADLINE:
                return {"bids_close_at": _instant(self.bids_close_at)}
            case Change.CEILING:
                return {"ceiling": self.ceiling}
            case Change.DECISION:
                return {"value": self.value.strip()}
            case Change.RULEBOOK:
                return {"rulebook": self.rulebook}
            case Change.AMENDMENT:
                names = ("title_zh", "title_en", "text_zh", "text_en", "effective", "affects_bids")
                return {name: getattr(self, name) for name in names}


def _instant(typed: str) -> str:
    """The instant meant by a Beijing time; as it was typed when it is none."""
    try:
        return canon.instant(datetime.fromisoformat(typed).replace(tzinfo=BEIJING))
    except ValueError:
        return typed
