"""What the practice round is asked, and how its document is amended; invented (答疑、更正)."""

from datetime import datetime

from procurement.actions import amendments, changes, questions
from procurement.rules.changes import Change
from procurement.rules.dates import local_day
from procurement.rules.rights import Actor
from procurement.store.database import Store
from seed.cast import OFFICER, SUPERVISOR

PART = "1"
TITLE = {"title_zh": "申报方式（演练）", "title_en": "How to bid (rehearsal)"}
TEXT_ZH = (
    "本轮次为演练，不产生采购结果。\n"
    "报价在申报页面内加密后提交，或以 vbp seal 离线加密后提交信封文件。\n"
    "五名密钥保管人中任意三名到场方可开标。"
)
TEXT_EN = (
    "This round is a rehearsal; nothing is bought.\n"
    "Bids are sealed in the page, or offline by vbp seal and handed in as a file.\n"
    "Any three of the five key officers open them."
)
ADDED_ZH = "\n加密之前，请将页面所示的公钥指纹与公告核对。"
ADDED_EN = "\nBefore sealing, compare the fingerprint of the key in the page with the announcement."
REASON = "有企业询问如何确认公钥，补充核对方法 / A firm asked how to make sure of the key"
QUESTION = (
    "截止时间之前能否替换已提交的报价？以哪一份为准？\n"
    "May a bid be replaced before the deadline, and which one counts?"
)
ANSWER = (
    "可以多次提交，以截止时间之前最后一次取得回执的为准；撤回且未再提交的，视为未申报。\n"
    "Yes, as often as you like: the last one with a receipt from before the deadline counts. "
    "A bid that was withdrawn and not made again is none."
)


def write(store: Store, round_id: int, at: datetime) -> None:
    """The document of the draft, in one part."""
    amendments.write(store, OFFICER, round_id, PART, _part(at, TEXT_ZH, TEXT_EN), at)


def consult(store: Store, round_id: int, asker: Actor, key: bytes, at: datetime) -> None:
    """One question answered, and one amendment: an officer proposes, the supervisor consents."""
    asked = questions.ask(store, asker, round_id, QUESTION, key, at)
    questions.publish_answer(store, OFFICER, round_id, asked, ANSWER, at)
    wanted = _part(at, TEXT_ZH + ADDED_ZH, TEXT_EN + ADDED_EN)
    change = changes.propose(
        store, OFFICER, round_id, Change.AMENDMENT, PART, wanted, REASON, at=at
    )
    changes.consent(store, SUPERVISOR, round_id, change, at)


def _part(at: datetime, zh: str, en: str) -> dict[str, str]:
    """What an officer types; it bears on how bids are made."""
    effective = local_day(at).isoformat()
    return TITLE | {"text_zh": zh, "text_en": en, "effective": effective, "affects_bids": "yes"}
