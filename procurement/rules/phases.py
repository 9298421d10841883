"""The life of a round as one table: what may be done when, and what comes of it."""

from datetime import UTC, datetime
from enum import StrEnum

from procurement.rules.text import Text


class Phase(StrEnum):
    """Where a round stands; ``CLOSED`` follows from the clock alone (``current``)."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    BIDDING = "bidding"
    CLOSED = "closed"
    OPENED = "opened"
    EVALUATED = "evaluated"
    ALLOCATED = "allocated"
    PUBLISHED = "published"
    CONTRACTED = "contracted"
    SETTLED = "settled"


IN_ORDER = tuple(Phase)
OPEN = frozenset(IN_ORDER[IN_ORDER.index(Phase.OPENED) :])
"""Bids have been opened: prices may be read by those who evaluate."""
PUBLIC = frozenset(IN_ORDER[IN_ORDER.index(Phase.PUBLISHED) :])
"""Results have been published: everybody may read them."""

PHASE_NAMES: dict[Phase, Text] = {
    Phase.DRAFT: Text("起草", "Draft"),
    Phase.ANNOUNCED: Text("公告与报量", "Announced, demand reporting"),
    Phase.BIDDING: Text("申报报价", "Bidding"),
    Phase.CLOSED: Text("申报截止，待开标", "Closed, awaiting opening"),
    Phase.OPENED: Text("已开标", "Opened"),
    Phase.EVALUATED: Text("已评审", "Evaluated"),
    Phase.ALLOCATED: Text("已分配供应地区", "Regions allocated"),
    Phase.PUBLISHED: Text("结果已公布", "Results published"),
    Phase.CONTRACTED: Text("已签约，协议执行中", "Contracted, in execution"),
    Phase.SETTLED: Text("结余已结算", "Savings settled"),
}

ASSIGNING = Text("医疗机构确认待分配量", "Hospitals assign leftover")
"""What the phase ALLOCATED is called where winners share out no regions."""


def name(phase: Phase, *, by_regions: bool) -> Text:
    """What a phase is called in a round whose winners share out regions, or in another."""
    return PHASE_NAMES[phase] if by_regions or phase is not Phase.ALLOCATED else ASSIGNING


ACTION_NAMES: dict[str, Text] = {
    "edit_round": Text("修改轮次", "edit the round"),
    "rehearse": Text("开标演练", "rehearse the opening"),
    "announce": Text("发布公告", "announce"),
    "report_demand": Text("填报需求量", "report demand"),
    "close_demand": Text("截止报量", "close demand reporting"),
    "submit_envelope": Text("提交报价信封", "submit an envelope"),
    "deadline": Text("到达申报截止时间", "let the deadline pass"),
    "open_bids": Text("开标", "open the bids"),
    "evaluate": Text("评审", "evaluate"),
    "record_acceptance": Text("登记企业接受复活价", "record that a firm accepts its revival price"),
    "allocate": Text("分配供应地区", "allocate regions"),
    "confirm_leftover": Text("确认待分配量", "confirm how leftover is assigned"),
    "publish": Text("公布结果", "publish"),
    "sign": Text("签订合同", "sign contracts"),
    "report_usage": Text("填报采购使用量", "report usage"),
    "settle": Text("结算结余留用资金", "settle the year"),
}

NEXT: dict[Phase, dict[str, Phase]] = {
    Phase.DRAFT: {
        "edit_round": Phase.DRAFT,
        "rehearse": Phase.DRAFT,
        "announce": Phase.ANNOUNCED,
    },
    Phase.ANNOUNCED: {"report_demand": Phase.ANNOUNCED, "close_demand": Phase.BIDDING},
    Phase.BIDDING: {"submit_envelope": Phase.BIDDING, "deadline": Phase.CLOSED},
    Phase.CLOSED: {"open_bids": Phase.OPENED},
    Phase.OPENED: {"evaluate": Phase.EVALUATED},
    Phase.EVALUATED: {
        "evaluate": Phase.EVALUATED,
        "record_acceptance": Phase.EVALUATED,
        "allocate": Phase.ALLOCATED,
    },
    Phase.ALLOCATED: {
        "allocate": Phase.ALLOCATED,
        "confirm_leftover": Phase.ALLOCATED,
        "publish": Phase.PUBLISHED,
    },
    Phase.PUBLISHED: {"sign": Phase.CONTRACTED},
    Phase.CONTRACTED: {"report_usage": Phase.CONTRACTED, "settle": Phase.SETTLED},
    Phase.SETTLED: {"report_usage": Phase.SETTLED, "settle": Phase.SETTLED},
}


class WrongPhase(Exception):
    """An action came at the wrong stage; ``text`` says so to a person."""

    def __init__(self, phase: Phase, action: str) -> None:
        self.phase, self.action = phase, action
        stage, deed = PHASE_NAMES[phase], ACTION_NAMES[action]
        self.text = Text(
            f"当前阶段为“{stage.zh}”，不能{deed.zh}。",
            f"The round is at the stage “{stage.en}”: you cannot {deed.en} now.",
        )
        super().__init__(self.text.en)


def advance(phase: Phase, action: str) -> Phase:
    """The phase after an action; raises ``WrongPhase`` where the table has none."""
    after = NEXT[phase].get(action)
    if after is None:
        raise WrongPhase(phase, action)
    return after


def current(phase: Phase, bids_due: datetime, now: datetime) -> Phase:
    """The stored phase, or ``CLOSED`` once the deadline (申报截止时间) is reached.

    Half-open: an envelope is in time when received strictly before ``bids_due``. Both are aware;
    they are compared in UTC, because two times of one zone are compared as its walls show them,
    wrongly in the hour that summer time repeats.
    """
    if phase is Phase.BIDDING and now.astimezone(UTC) >= bids_due.astimezone(UTC):
        return advance(phase, "deadline")
    return phase


def mermaid() -> str:
    """The table as a Mermaid state diagram, for the README."""
    lines = ["stateDiagram-v2", f"    [*] --> {Phase.DRAFT}"]
    for phase, name in PHASE_NAMES.items():
        lines.append(f"    {phase}: {name.zh} {name.en}")
        lines += [f"    {phase} --> {after}: {action}" for action, after in NEXT[phase].items()]
    return "\n".join([*lines, f"    {Phase.SETTLED} --> [*]"])
