"""What may stand in a rulebook of changes: how late terms may change, how much may be asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from procurement.rules.entries import Entry, Key, Schema
from procurement.rules.readings import COUNT


@dataclass(frozen=True, slots=True)
class ChangeRules:
    """Days between a change (澄清或者修改) and the deadline, and how many questions may wait."""

    notice_days: int
    most_open_questions: int
    sources: Mapping[str, Entry]


CHANGES = Schema(
    ChangeRules,
    (
        Key("changes.notice_days", "notice_days", COUNT),
        Key("questions.most_open", "most_open_questions", COUNT),
    ),
)
