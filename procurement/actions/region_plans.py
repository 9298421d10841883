"""Regions among the winners (供应地区): the problems, the plans of each, the awards of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from procurement.actions import explanation, picked_plans
from procurement.actions.papers import Progress
from procurement.actions.picked_plans import Takers
from procurement.exchange import certificates
from procurement.rules import awards
from procurement.rules import spares as spare_rules
from procurement.rules.award_reasons import Method
from procurement.rules.awards import Award, Standing
from procurement.rules.catalogue import Product
from procurement.rules.demand import Demand
from procurement.rules.rulebook import DrugRules
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Db
from procurement.store.rounds import RoundRow
from solver import allocate, check, draft, plan
from solver.plan import Plan
from solver.problem import Linkage, Problem, named_volume

PICKED = "picked"
METHODS = {
    "draft": Method.PICK_ORDER,
    "best": Method.LEAST_SPEND,
    PICKED: Method.PICKED,
}


@dataclass(frozen=True, slots=True)
class Lot:
    """A product with winners that choose regions, and what the solver is asked about it."""

    product: Product
    standing: Standing
    problem: Problem


@dataclass(frozen=True, slots=True)
class Regions:
    """All lots of a round, with what its plans are made of; ``names`` are firms by code.

    ``kept`` are the lots of the run of which a plan was chosen; ``picked`` is what the winners
    picked of every product, if they did.
    """

    rules: DrugRules
    rulebook: Mapping[str, str]
    demand: Sequence[Demand]
    names: Mapping[str, str]
    lots: tuple[Lot, ...]
    kept: Sequence[Mapping[str, Any]] = ()
    picked: Mapping[str, Takers] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many lots there are to plan for."""
        return len(self.lots)

    def solve(self, workers: int, progress: Progress) -> list[dict[str, Any]]:
        """The plans of every lot as they are kept; refused with the rules that leave none.

        These are the pick order, the least spend, and what the winners picked, if they did.
        """
        asked = [lot.problem for lot in self.lots]
        try:
            answers = allocate.allocate_all(asked, workers=workers, on_done=progress)
        except allocate.Infeasible as none:
            stuck = [one for one in asked if one.lot in none.lots]
            raise explanation.refusal(stuck, self.names, workers) from none
        return [
            _kept(*pair, self.rules)
            | self._picked(pair[0])
            | {"certificate": certificates.made(*pair, self.rulebook)}
            for pair in zip(asked, answers, strict=True)
        ]

    def _picked(self, asked: Problem) -> dict[str, Any]:
        """The plan that the winners picked, under its name."""
        if asked.lot not in self.picked:
            return {}
        suppliers, *spares = self.picked[asked.lot]
        return {PICKED: _planned(asked, Plan(asked.lot, suppliers), spares)}

    def awarded(self, round_: RoundRow) -> list[Award]:
        """The awards of the chosen plan, checked again in whole numbers; refused if broken.

        Winners who pick for themselves are free of the linkage: a dearer one may pick more volume.
        """
        chosen = round_.plan
        assert chosen is not None
        kept = {lot["product"]: lot[chosen] for lot in self.kept}
        plans = {code: Plan(code, tuple(one["suppliers"])) for code, one in kept.items()}
        if broken := [
            _fault(lot.problem.lot, one)
            for lot in self.lots
            for one in check.faults(_binding(lot.problem, chosen), plans[lot.problem.lot])
        ]:
            raise Refused(broken)
        return [
            award
            for lot in self.lots
            for award in awards.award(
                lot.product,
                lot.standing,
                self.demand,
                self.rules,
                plans[lot.problem.lot],
                METHODS[chosen],
                kept[lot.problem.lot]["spares"],
            )
        ]


def load(db: Db, round_: RoundRow, rules: DrugRules) -> Regions:
    demand = db.demand.base(round_.number)
    lots = tuple(_lots(db, round_, rules, demand))
    asked = [lot.problem for lot in lots]
    return Regions(
        rules=rules,
        rulebook={"id": round_.rulebook, "sha256": round_.rulebook_sha256},
        demand=demand,
        names={code: firm.name for code, firm in db.parties.firms().items()},
        lots=lots,
        kept=(db.runs.get(round_.run_id).result or {})["lots"] if round_.run_id else (),
        picked=picked_plans.picked(db, round_.number, asked, rules),
    )


def _lots(db: Db, round_: RoundRow, rules: DrugRules, demand: Sequence[Demand]) -> list[Lot]:
    bids, verdicts = db.evaluations.bids(round_.number), db.evaluations.verdicts(round_.number)
    found = []
    for code, product in db.catalogue.products(round_.number).items():
        standing = awards.standing(product, bids.get(code, ()), verdicts.get(code, ()), rules)
        if standing.picking:
            asked = awards.problem(product, standing.picking, demand, rules, named=standing.named)
            found.append(Lot(product, standing, asked))
    return found


def _kept(asked: Problem, answer: allocate.Allocation, rules: DrugRules) -> dict[str, Any]:
    """One lot of a run: both plans, their money, and how the best one was proved."""
    picked = draft.pick(asked, rules.priority_picks)
    most = rules.spare_suppliers or 0
    return {
        "product": asked.lot,
        "firms": [offer.name for offer in asked.offers],
        "regions": list(asked.regions),
        "named": [named_volume(asked, w) for w in range(len(asked.offers))],
        "draft": _planned(asked, picked.plan, _spares(asked, picked.plan, most)),
        "best": _planned(asked, answer.plan, _spares(asked, answer.plan, most))
        | {
            "proven": answer.proven,
            "bound": answer.bound,
            "cross_check_spend": answer.cross_check_spend,
            "engines": [answer.engine, answer.cross_check_engine],
        },
    }


def _spares(asked: Problem, made: Plan, most: int) -> Sequence[Sequence[int]]:
    return spare_rules.picks(made.suppliers, asked.volume, len(asked.offers), most)


def _binding(asked: Problem, chosen: str) -> Problem:
    """What a plan has to keep."""
    return replace(asked, linkage=Linkage.NONE) if chosen == PICKED else asked


def _planned(asked: Problem, made: Plan, spares: Sequence[Sequence[int]]) -> dict[str, Any]:
    """A plan with its money, what named a winner included, and with the spare suppliers."""
    return {
        "suppliers": list(made.suppliers),
        "spares": [list(one) for one in spares],
        "spend": plan.spend(asked, made),
        "volumes": list(plan.volumes(asked, made)),
        "amounts": [
            sum(row) + offer.named_cost
            for row, offer in zip(plan.costs(asked, made), asked.offers, strict=True)
        ],
    }


def _fault(lot: str, broken: check.Broken) -> Fault:
    text = Text(
        f"分配方案不符合规则“{broken.rule}”（{broken.place}，相差{broken.by}），请重新运算。",
        f"The plan breaks the rule {broken.rule} at {broken.place} by {broken.by}; run it again.",
    )
    return Fault(broken.rule, lot, text)
