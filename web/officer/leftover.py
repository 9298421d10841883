"""Leftover of a round by competition units: what winners keep, and two proposals for the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from procurement.actions.allocation import PLANS
from procurement.actions.rounds import law
from procurement.rules.phases import Phase
from procurement.rules.rights import Actor
from procurement.rules.rulebook import Entry
from procurement.rules.text import Text
from procurement.rules.verdicts import Verdict
from procurement.store.database import Db, Store
from procurement.store.rounds import RoundRow
from procurement.store.runs import RunRow, RunState
from web import clauses
from web.officer.comparison import lots, shown
from web.officer.head import Head, head
from web.officer.runs import Job, job

PROPOSAL_NAMES: dict[str, Text] = {
    "draft": Text("按本机构需求比例（默认）", "In proportion to own demand (default)"),
    "best": Text("采购金额最低建议", "Proposal of least spend"),
}

CLAUSES = (*clauses.LEFTOVER, "capacity_limits", "region_eligibility")
"""The rulebook's values that volumes rest on, where it has them."""


@dataclass(frozen=True, slots=True)
class Volume:
    """A winner: its base, and under each proposal what it receives, its units and fen."""

    unit: str
    rank: int | None
    firm: str
    unit_price: int
    base: int
    received: Mapping[str, int]
    units: Mapping[str, int]
    amount: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Category:
    """A category: what hospitals reported, what they assign anew, and its winners by price."""

    code: str
    name: str
    demand: int
    leftover: int
    uncommitted: int
    moves: Mapping[str, int]
    spend: Mapping[str, int]
    volumes: tuple[Volume, ...]

    @property
    def base(self) -> int:
        return sum(volume.base for volume in self.volumes)


@dataclass(frozen=True, slots=True)
class Proposals:
    """A finished run; ``chosen`` is the proposal that hospitals are shown.

    ``confirmed`` hospitals have assigned their leftover themselves.
    """

    run: int
    categories: tuple[Category, ...]
    chosen: str | None
    confirmed: int

    @property
    def spend(self) -> dict[str, int]:
        return {plan: sum(one.spend[plan] for one in self.categories) for plan in PLANS}

    @property
    def demand(self) -> int:
        return sum(one.demand for one in self.categories)

    @property
    def base(self) -> int:
        return sum(one.base for one in self.categories)

    @property
    def leftover(self) -> int:
        return sum(one.leftover for one in self.categories)

    @property
    def uncommitted(self) -> int:
        return sum(one.uncommitted for one in self.categories)


@dataclass(frozen=True, slots=True)
class LeftoverPage:
    """``job`` is the newest run unless it is finished; ``result`` is what may be chosen from."""

    head: Head
    job: Job | None
    result: Proposals | None
    askable: bool
    clauses: tuple[Entry, ...]


def leftover(store: Store, actor: Actor, round_id: int, now: datetime) -> LeftoverPage:
    with store.transaction() as db:
        top, round_ = head(db, round_id, actor, now), db.rounds.get(round_id)
        runs, sources = db.runs.of_round(round_id), law(db, round_).sources
        finished = shown(runs, round_)
        return LeftoverPage(
            head=top,
            job=job(runs[0]) if runs and runs[0].state is not RunState.DONE else None,
            result=_proposed(db, round_, finished) if finished else None,
            askable=top.phase in {Phase.EVALUATED, Phase.ALLOCATED},
            clauses=clauses.named(CLAUSES, sources),
        )


def _proposed(db: Db, round_: RoundRow, run: RunRow) -> Proposals:
    products, firms = db.catalogue.products(round_.number), db.parties.firms()
    verdicts = db.evaluations.verdicts(round_.number)
    names = {code: firm.name for code, firm in firms.items()}
    return Proposals(
        run=run.number,
        categories=tuple(
            _category(
                kept,
                products[kept["product"]].name,
                names,
                {one.firm: one for one in verdicts[kept["product"]]},
            )
            for kept in lots(run)
        ),
        chosen=round_.plan if round_.run_id == run.id else None,
        confirmed=len(db.leftover.of_round(round_.number)),
    )


def _category(
    kept: dict[str, Any], name: str, firms: Mapping[str, str], verdicts: Mapping[str, Verdict]
) -> Category:
    return Category(
        code=kept["product"],
        name=name,
        demand=kept["demand"],
        leftover=kept["leftover"],
        uncommitted=kept["uncommitted"],
        moves={plan: sum(row[-1] for row in kept[plan]["moves"]) for plan in PLANS},
        spend={plan: kept[plan]["spend"] for plan in PLANS},
        volumes=tuple(
            Volume(
                unit=verdicts[firm].unit,
                rank=verdicts[firm].rank,
                firm=firms[firm],
                unit_price=verdicts[firm].win_price or 0,
                base=base,
                received={plan: kept[plan]["volumes"][place] - base for plan in PLANS},
                units={plan: kept[plan]["volumes"][place] for plan in PLANS},
                amount={plan: kept[plan]["amounts"][place] for plan in PLANS},
            )
            for place, (firm, base) in enumerate(zip(kept["firms"], kept["base"], strict=True))
        ),
    )
