"""Two plans beside each other: the pick order and the least spend, in money and in security."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from procurement.actions.allocation import plans_of
from procurement.actions.rounds import law
from procurement.exchange import rulebooks
from procurement.rules import schemes
from procurement.rules.catalogue import Product
from procurement.rules.parties import Firm
from procurement.rules.phases import PUBLIC, Phase
from procurement.rules.rights import Actor
from procurement.rules.rulebook import Entry
from procurement.rules.text import Text
from procurement.store.database import Db, Store
from procurement.store.rounds import RoundRow
from procurement.store.runs import RunRow, RunState
from web.officer.head import Head, head
from web.officer.runs import Job, job

PLAN_NAMES: dict[str, Text] = {
    "draft": Text("供应地区选择顺序（采购文件）", "Pick order (tender document)"),
    "best": Text("采购金额最低方案", "Plan of least spend"),
    "picked": Text("中选企业现场所选", "As the winners picked"),
}

OPTIMAL = "optimal"
"""The finding of a certificate that proves the least spend."""

CLAUSES = ("agreed_share", "priority_picks")
"""The rulebook's values that both plans rest on."""


@dataclass(frozen=True, slots=True)
class Lot:
    """One product under both plans, in fen; ``moved`` regions change their supplier.

    ``certified`` is what the certificate proves: optimal, or within which gap. ``picked`` is the
    spend as the winners picked, None where they did not.
    """

    code: str
    name: str
    winners: int
    draft: int
    best: int
    moved: int
    regions: int
    proven: bool
    cross_checked: bool
    engines: tuple[str, ...]
    certified: str
    picked: int | None = None

    @property
    def saving(self) -> int:
        return self.draft - self.best


@dataclass(frozen=True, slots=True)
class Largest:
    """The firm with the largest share of the whole amount, and how many firms supply at all."""

    firm: str
    share: Fraction
    firms: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A finished run: its lots, and the security of supply under each plan."""

    run: int
    lots: tuple[Lot, ...]
    largest: Mapping[str, Largest]
    chosen: str | None

    @property
    def draft(self) -> int:
        return sum(lot.draft for lot in self.lots)

    @property
    def best(self) -> int:
        return sum(lot.best for lot in self.lots)

    @property
    def saving(self) -> int:
        return self.draft - self.best

    @property
    def moved(self) -> int:
        return sum(lot.moved for lot in self.lots)

    @property
    def proven(self) -> int:
        return sum(lot.proven for lot in self.lots)

    @property
    def certified(self) -> int:
        return sum(lot.certified == OPTIMAL for lot in self.lots)

    @property
    def cross_checked(self) -> int:
        return sum(lot.cross_checked for lot in self.lots)

    @property
    def engines(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for lot in self.lots for name in lot.engines))

    @property
    def spend(self) -> dict[str, int]:
        picked = [lot.picked for lot in self.lots if lot.picked is not None]
        return {"draft": self.draft, "best": self.best} | (
            {"picked": sum(picked)} if picked else {}
        )


@dataclass(frozen=True, slots=True)
class AllocationPage:
    """``job`` is the newest run unless it is finished; ``result`` is what may be chosen from."""

    head: Head
    job: Job | None
    result: Comparison | None
    askable: bool
    clauses: tuple[Entry, ...]


def allocation(store: Store, actor: Actor, round_id: int, now: datetime) -> AllocationPage:
    with store.transaction() as db:
        top, round_ = head(db, round_id, actor, now), db.rounds.get(round_id)
        runs = db.runs.of_round(round_id)
        finished = shown(runs, round_)
        return AllocationPage(
            head=top,
            job=job(runs[0]) if runs and runs[0].state is not RunState.DONE else None,
            result=_compared(db, round_, finished) if finished else None,
            askable=top.phase in {Phase.EVALUATED, Phase.ALLOCATED},
            clauses=tuple(
                entry for name in CLAUSES if (entry := law(db, round_).sources.get(name))
            ),
        )


def shares_regions(store: Store, round_id: int) -> bool:
    """Whether the round's winners share out regions; NotFound when there is no such round."""
    with store.transaction() as db:
        return schemes.shares_regions(rulebooks.load(db.rounds.get(round_id).rulebook))


def shown(runs: list[RunRow], round_: RoundRow) -> RunRow | None:
    """The newest finished run; once the results are published, the one they came from."""
    finished = [run for run in runs if run.state is RunState.DONE]
    if round_.phase in PUBLIC:
        finished = [run for run in finished if run.id == round_.run_id]
    return finished[0] if finished else None


def lots(run: RunRow) -> list[dict[str, Any]]:
    lots: list[dict[str, Any]] = (run.result or {})["lots"]
    return lots


def _compared(db: Db, round_: RoundRow, run: RunRow) -> Comparison:
    products, firms = db.catalogue.products(round_.number), db.parties.firms()
    return Comparison(
        run=run.number,
        lots=tuple(lot_of(lot, products) for lot in lots(run)),
        largest={plan: _largest(lots(run), plan, firms) for plan in plans_of(lots(run))},
        chosen=round_.plan if round_.run_id == run.id else None,
    )


def lot_of(kept: dict[str, Any], products: Mapping[str, Product]) -> Lot:
    draft, best = kept["draft"], kept["best"]
    pairs = zip(draft["suppliers"], best["suppliers"], strict=True)
    return Lot(
        code=kept["product"],
        name=products[kept["product"]].name,
        winners=len(kept["firms"]),
        draft=draft["spend"],
        best=best["spend"],
        moved=sum(one != other for one, other in pairs),
        regions=len(kept["regions"]),
        proven=best["proven"],
        cross_checked=best["spend"] == best["bound"] == best["cross_check_spend"],
        engines=tuple(best["engines"]),
        certified=kept["certificate"]["finding"],
        picked=kept["picked"]["spend"] if "picked" in kept else None,
    )


def _largest(lots: list[dict[str, Any]], plan: str, firms: Mapping[str, Firm]) -> Largest:
    """By amount over all products; among equals the first by code."""
    amounts: dict[str, int] = {}
    for lot in lots:
        for firm, amount in zip(lot["firms"], lot[plan]["amounts"], strict=True):
            amounts[firm] = amounts.get(firm, 0) + amount
    firm = max(sorted(amounts), key=amounts.__getitem__)
    return Largest(firms[firm].name, Fraction(amounts[firm], sum(amounts.values())), len(amounts))
