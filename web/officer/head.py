"""What stands over every page of a round: its name, its phase, its steps, its pages."""

from dataclasses import dataclass
from datetime import date, datetime

from procurement.actions.rounds import subject
from procurement.exchange import rulebooks
from procurement.rules import phases, schemes
from procurement.rules.phases import Phase, current
from procurement.rules.rights import RIGHTS, Actor
from procurement.rules.text import Text
from procurement.store.database import Db
from procurement.store.rounds import RoundRow

type Step = tuple[Text, str, datetime | None]

STEPS: tuple[tuple[Text, Phase, str], ...] = (
    (Text("起草", "Draft"), Phase.DRAFT, "round announced"),
    (Text("公告与报量", "Demand"), Phase.ANNOUNCED, "demand closed"),
    (Text("申报报价", "Bidding"), Phase.BIDDING, "deadline"),
    (Text("开标", "Opening"), Phase.CLOSED, "bids opened"),
    (Text("评审", "Evaluation"), Phase.OPENED, "bids evaluated"),
    (Text("分配地区", "Allocation"), Phase.EVALUATED, "plan chosen"),
    (Text("公布结果", "Publication"), Phase.ALLOCATED, "results published"),
    (Text("签约", "Contracts"), Phase.PUBLISHED, "contracts signed"),
    (Text("执行与结算", "Execution"), Phase.CONTRACTED, "year settled"),
)
"""Each step of a round: the phase in which it is under way, and the event that ends it."""

ORDER = tuple(Phase)

TO_DO: dict[Phase, Text] = {
    Phase.DRAFT: Text("检查并发布公告", "Check and announce"),
    Phase.ANNOUNCED: Text("报量结束后截止报量", "Close demand reporting when it is complete"),
    Phase.BIDDING: Text("等待申报截止", "Wait for the deadline"),
    Phase.CLOSED: Text("共同开标", "Open the bids together"),
    Phase.OPENED: Text("评审", "Evaluate the bids"),
    Phase.EVALUATED: Text("运算并选定供应地区分配方案", "Run the allocation and choose a plan"),
    Phase.ALLOCATED: Text("公布中选结果", "Publish the results"),
    Phase.PUBLISHED: Text("出具文书并签约", "Issue the documents and sign"),
    Phase.CONTRACTED: Text("跟踪采购进度", "Follow the progress"),
    Phase.SETTLED: Text("无待办事项", "Nothing left to do"),
}

TO_DO_BY_UNITS: dict[Phase, Text] = {
    Phase.EVALUATED: Text(
        "运算并选定待分配量建议方案", "Run the leftover proposals and choose one"
    ),
    Phase.ALLOCATED: Text(
        "医疗机构确认待分配量后公布中选结果",
        "Publish the results once hospitals have assigned their leftover",
    ),
}
"""What differs where winners share out no regions."""
LEFTOVER = Text("待分配量", "Leftover")
"""The step of the allocation there."""


@dataclass(frozen=True, slots=True)
class Head:
    """A round at this moment; ``acting`` says whether the person may act or only watch.

    ``by_regions``: its winners share out regions; else hospitals assign leftover volume.
    """

    number: int
    code: str
    name: str
    document: str
    source: str
    rulebook: str
    sha256: str
    day: date
    rehearsal: bool
    by_regions: bool
    phase: Phase
    deadline: datetime | None
    agreement_start: date | None
    acting: bool
    steps: tuple[Step, ...] = ()

    @property
    def phase_name(self) -> Text:
        return phases.name(self.phase, by_regions=self.by_regions)

    @property
    def to_do(self) -> Text:
        other = {} if self.by_regions else TO_DO_BY_UNITS
        return other.get(self.phase, TO_DO[self.phase])

    def reached(self, phase: str) -> bool:
        """The round has come to this phase or is beyond it."""
        return ORDER.index(self.phase) >= ORDER.index(Phase(phase))


def stage(round_: RoundRow, now: datetime) -> Phase:
    """The phase by the clock: closed once the deadline is reached."""
    return current(round_.phase, round_.bids_close_at or now, now)


def head(db: Db, round_id: int, actor: Actor, now: datetime) -> Head:
    """The head of a round's page; NotFound when there is no such round."""
    round_ = db.rounds.get(round_id)
    when = db.audit.times(subject(round_))
    if round_.bids_close_at is not None:
        when["deadline"] = round_.bids_close_at
    by_regions = schemes.shares_regions(rulebooks.load(round_.rulebook))
    return outline(round_, actor, now, steps(stage(round_, now), when, by_regions=by_regions))


def outline(round_: RoundRow, actor: Actor, now: datetime, taken: tuple[Step, ...] = ()) -> Head:
    return Head(
        number=round_.number,
        code=round_.code,
        name=round_.name,
        document=round_.document,
        source=round_.source,
        rulebook=round_.rulebook,
        sha256=round_.rulebook_sha256,
        day=round_.rulebook_day,
        rehearsal=round_.rehearsal,
        by_regions=schemes.shares_regions(rulebooks.load(round_.rulebook)),
        phase=stage(round_, now),
        deadline=round_.bids_close_at,
        agreement_start=round_.agreement_start,
        acting=actor.role in RIGHTS["announce"],
        steps=taken,
    )


def steps(phase: Phase, when: dict[str, datetime], *, by_regions: bool = True) -> tuple[Step, ...]:
    """Every step with its state, and the day on which it was done or will be over."""
    here = ORDER.index(phase)
    taken: list[Step] = []
    for text, under_way, event in STEPS:
        place = ORDER.index(under_way)
        state = "done" if place < here else "now" if place == here else "next"
        known = state == "done" or event == "deadline"
        shown = text if by_regions or event != "plan chosen" else LEFTOVER
        taken.append((shown, state, when.get(event) if known else None))
    return tuple(taken)
