"""Notices (通知) of what happened: a kind, a round, a link and a day, never more."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from procurement.rules.rights import Actor, Role
from procurement.rules.text import Fault, Text


class Kind(StrEnum):
    """What happened; its words are fixed, so that no notice can hold a price, a name or a key."""

    ROUND_ANNOUNCED = "round_announced"
    ROUND_CHANGED = "round_changed"
    CHANGE_PROPOSED = "change_proposed"
    QUESTION_ASKED = "question_asked"
    QUESTION_ANSWERED = "question_answered"
    DOCUMENT_AMENDED = "document_amended"
    DEMAND_CLOSED = "demand_closed"
    BOX_CLOSED = "box_closed"
    BIDS_OPENED = "bids_opened"
    PICK_TURN = "pick_turn"
    RESULT_PUBLISHED = "result_published"
    CONTRACTS_SIGNED = "contracts_signed"
    YEAR_SETTLED = "year_settled"
    FLAG_ASKED = "flag_asked"
    FLAG_REPLIED = "flag_replied"
    FLAG_ANSWERED = "flag_answered"
    QUALIFICATION_ASKED = "qualification_asked"
    QUALIFICATION_DECIDED = "qualification_decided"
    HOOK_STOPPED = "hook_stopped"


WORDS: dict[Kind, Text] = {
    Kind.ROUND_ANNOUNCED: Text("采购公告已发布", "A round was announced"),
    Kind.ROUND_CHANGED: Text("采购公告有变更", "An announced round was changed"),
    Kind.CHANGE_PROPOSED: Text("有变更待您复核", "A change waits for a second officer"),
    Kind.QUESTION_ASKED: Text("收到新的提问", "A question was asked"),
    Kind.QUESTION_ANSWERED: Text("答疑已公布", "An answer was published"),
    Kind.DOCUMENT_AMENDED: Text("采购文件有新版本", "A document has a new version"),
    Kind.DEMAND_CLOSED: Text("报量已截止，可以申报报价", "Demand is closed, bidding begins"),
    Kind.BOX_CLOSED: Text(
        "申报已截止，标箱已关闭", "The deadline has passed, the bid box is closed"
    ),
    Kind.BIDS_OPENED: Text("已开标", "The bids were opened"),
    Kind.PICK_TURN: Text("轮到贵企业选择供应地区", "It is your turn to pick a region"),
    Kind.RESULT_PUBLISHED: Text(
        "结果已公布，您的结果可以查看", "Results are published, yours is there"
    ),
    Kind.CONTRACTS_SIGNED: Text("合同已签订", "Contracts were signed"),
    Kind.YEAR_SETTLED: Text("年度结余已结算", "The year's savings were settled"),
    Kind.FLAG_ASKED: Text("有线索请贵企业说明", "A question about your bids asks for your reply"),
    Kind.FLAG_REPLIED: Text("企业已就线索作出说明", "A firm replied to a question about its bids"),
    Kind.FLAG_ANSWERED: Text("线索已有处理结果", "A question about your bids has an outcome"),
    Kind.QUALIFICATION_ASKED: Text("有企业资质待审核", "A firm's qualification waits for review"),
    Kind.QUALIFICATION_DECIDED: Text("资质审核已有结果", "A qualification was decided"),
    Kind.HOOK_STOPPED: Text(
        "推送地址多日无法送达，已停用", "A webhook failed for days and was stopped"
    ),
}

LINK = re.compile(r"/(?:[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*)?")
LONGEST_LINK = 120  # characters
LONGEST_ADDRESS = 254  # characters of an e-mail address (RFC 5321, 4.5.3.1.3)
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
MOST_DOUBLINGS = 20  # more than the longest pause needs


@dataclass(frozen=True, slots=True)
class Notice:
    """All that anybody is told by post: ``round`` is a round's code, or empty."""

    kind: Kind
    round: str
    link: str
    day: date


def audience(to: str) -> str:
    """Whom a notice is kept for: a role by its value, else the firm or hospital of this code.

    A firm that calls itself ``officer`` is told nothing that officers are told.
    """
    return f"{'role' if to in set(Role) else 'party'}:{to}"


def audiences(actor: Actor) -> tuple[str, ...]:
    """Whose notices a person reads: those of the role, and of the party spoken for."""
    own = (f"party:{actor.party}",) if actor.party else ()
    return (f"role:{actor.role.value}", *own)


def told(to: Iterable[str]) -> tuple[str, ...]:
    """The audiences of a notice, each once."""
    return tuple(sorted({audience(one) for one in to}))


def checked_link(link: str) -> str:
    """A path on the site, without a query; anything else is a mistake of ours: ``ValueError``."""
    if len(link) > LONGEST_LINK or not LINK.fullmatch(link):
        raise ValueError("a notice links to a path of the site, without a query")
    return link


def address_faults(address: str) -> list[Fault]:
    """What is wrong with an e-mail address; an empty one asks for no mail."""
    if not address or (len(address) <= LONGEST_ADDRESS and ADDRESS.fullmatch(address)):
        return []
    text = Text("请填写有效的电子邮箱地址。", "Give a valid e-mail address.")
    return [Fault("mail_address", "address", text)]


def next_try(failures: int, at: datetime) -> datetime:
    """When to send again after so many failures in a row: each pause is twice the one before."""
    doubled = FIRST_PAUSE * (1 << min(failures - 1, MOST_DOUBLINGS))
    return at + min(doubled, LONGEST_PAUSE)
