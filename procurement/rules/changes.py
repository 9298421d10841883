"""Changes of an announced round (公告后变更): what may change, until when, by whom (双人复核)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from procurement.rules.change_rules import ChangeRules
from procurement.rules.dates import show_instant
from procurement.rules.text import Fault, Text

type Values = Mapping[str, str]
"""What is proposed, or stood before, as text by name; empty where there was nothing."""

LONGEST_REASON = 1000  # characters


class Change(StrEnum):
    """What of an announced round may change at all."""

    DEADLINE = "deadline"
    CEILING = "ceiling"
    DECISION = "decision"
    RULEBOOK = "rulebook"
    AMENDMENT = "amendment"


CHANGE_NAMES: dict[Change, Text] = {
    Change.DEADLINE: Text("申报截止时间", "Deadline for bids"),
    Change.CEILING: Text("最高有效申报价", "Ceiling"),
    Change.DECISION: Text("规则参数", "Parameter of the rulebook"),
    Change.RULEBOOK: Text("适用规则", "Rulebook"),
    Change.AMENDMENT: Text("采购文件", "Tender document"),
}


class Outcome(StrEnum):
    """What became of a proposal."""

    CONSENTED = "consented"
    REFUSED = "refused"


OUTCOME_NAMES: dict[Outcome, Text] = {
    Outcome.CONSENTED: Text("已复核同意，已生效", "Consented, in force"),
    Outcome.REFUSED: Text("未同意", "Refused"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change as one person proposed it; ``by`` is a login.

    ``place`` is what changes: nothing for the round's own deadline and rulebook, ``lot/spec``, a
    key of the rulebook, or a part of the tender document.
    """

    kind: Change
    place: str
    before: Values
    after: Values
    reason: str
    by: str


DRAFT = Fault(
    "round_draft",
    "round",
    Text(
        "轮次尚未公告，请直接修改。",
        "The round is not announced yet: change it without a proposal.",
    ),
)
LATE = Fault(
    "deadline",
    "round",
    Text(
        "申报截止时间已到，任何内容都不能再变更。",
        "The deadline has passed: nothing of the round changes any more.",
    ),
)
SAME_PERSON = Fault(
    "four_eyes",
    "consent",
    Text(
        "提出变更的人不能复核自己的变更，须由另一人同意。",
        "Nobody consents to their own proposal; another person has to.",
    ),
)
ANSWERED = Fault(
    "change_answered",
    "change",
    Text("该变更已经处理。", "This proposal was answered already."),
)
STALE = Fault(
    "change_stale",
    "change",
    Text(
        "提出之后该内容已变为另一取值，请重新提出。",
        "What it changes is another value by now; propose it anew.",
    ),
)
UNCHANGED = Fault(
    "change_unchanged",
    "value",
    Text("与现行内容相同，无需变更。", "This is what stands already."),
)


def is_over(deadline: datetime, at: datetime) -> bool:
    """Half-open like bidding: at the deadline itself nothing changes any more."""
    return at >= deadline


def reason_faults(reason: str) -> list[Fault]:
    """A reason is always given, for everybody to read."""
    if reason.strip() and len(reason) <= LONGEST_REASON:
        return []
    text = Text(
        f"请写明理由，不超过{LONGEST_REASON}个字符；理由会公布。",
        f"Say why, in at most {LONGEST_REASON} characters; everybody reads it.",
    )
    return [Fault("reason", "reason", text)]


def deadline_faults(
    deadline: datetime, wanted: datetime, at: datetime, rules: ChangeRules
) -> list[Fault]:
    """A deadline may be put off at any time, and brought forward with notice.

    ``changes.notice_days`` days of 24 hours then lie between the change and the new deadline.
    """
    if wanted <= at:
        text = Text("截止时间不能早于现在。", "A deadline cannot lie in the past.")
        return [Fault("bids_close_at", "bids_close_at", text)]
    earliest = at + timedelta(days=rules.notice_days)
    if deadline > wanted and wanted < earliest:
        text = Text(
            f"提前截止时间须至少提前{rules.notice_days}日通知：不早于{show_instant(earliest)}。",
            f"A deadline brought forward needs {rules.notice_days} days of notice: not before "
            f"{show_instant(earliest)} (Beijing).",
        )
        return [Fault("changes.notice_days", "bids_close_at", text)]
    return []


def notice_faults(deadline: datetime, at: datetime, rules: ChangeRules) -> list[Fault]:
    """Terms change with as much notice, or the deadline is put off first (顺延)."""
    if deadline - at >= timedelta(days=rules.notice_days):
        return []
    text = Text(
        f"距申报截止不足{rules.notice_days}日，请先顺延截止时间。",
        f"Fewer than {rules.notice_days} days are left; put the deadline off first.",
    )
    return [Fault("changes.notice_days", "round", text)]


def consent_faults(proposal: Proposal, login: str) -> list[Fault]:
    """Another person than the one who proposed it (双人复核)."""
    return [SAME_PERSON] if proposal.by == login else []
