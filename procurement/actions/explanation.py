"""Explaining an allocation: why a firm did not get a region, and why a lot has no plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from procurement.actions.rounds import law
from procurement.rules import explanations, hypotheses, schemes
from procurement.rules.bids import Bid
from procurement.rules.catalogue import PUBLISHED_STEP, Product
from procurement.rules.demand import Demand
from procurement.rules.rights import Actor, require
from procurement.rules.rulebook import DrugRules
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Store
from procurement.store.rounds import NotFound
from solver import allocate, conflicts, sensitivity, why_not
from solver.dials import dials
from solver.groups import Group
from solver.problem import Problem
from solver.processes import Job, run_all
from solver.sensitivity import Marginal, Turn
from solver.why_not import WhyNot

PATIENCE = 30.0  # seconds that somebody waits for a page
THOROUGH = 300.0  # seconds that a worker looks for the causes of a run that failed
NOT_ASKED = Fault(
    "revivals",
    "product",
    Text(
        "按厂牌报量或有企业复活的品种暂不能求解“为什么没有分到”。",
        "Why-not is not worked out yet where hospitals name brands or a winner was revived.",
    ),
)
GRID = 8  # prices tried before halving: so many parts of the price that was bid


@dataclass(frozen=True, slots=True)
class Case:
    """A lot as it was asked, and what it was made of; ``offer`` and ``region`` are indices.

    ``demand`` is that of the product alone.
    """

    product: Product
    bids: tuple[Bid, ...]
    demand: tuple[Demand, ...]
    rules: DrugRules
    firm: str
    problem: Problem
    offer: int
    region: int

    @property
    def price(self) -> int:
        """What the firm bid, in millionths of a yuan."""
        return next(bid.unit_price for bid in self.bids if bid.firm == self.firm)


@dataclass(frozen=True, slots=True)
class Turns:
    """The price and the capacity that would have changed it, where there are any.

    A price is in millionths of a yuan.
    """

    price: Turn | None
    capacity: Turn | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a firm did not get a region; what was not worked out in time is ``None``."""

    case: Case
    asked: WhyNot | None
    turns: Turns | None
    marginals: tuple[Marginal, ...] | None


def why(
    store: Store,
    actor: Actor,
    round_id: int,
    product: str,
    firm: str,
    region: str,
    seconds: float = PATIENCE,
) -> Explanation:
    """Solve again for one firm and one region, outside this process and within so many seconds.

    NotFound unless the firm is a winner of the product and the region has demand.
    """
    require(actor, "see_round")
    case = case_of(store, round_id, product, firm, region)
    jobs = [Job(solved_again, (case,)), Job(turning_points, (case,)), Job(margins, (case,))]
    asked, turns, marginals = run_all(jobs, workers=len(jobs), seconds=seconds)
    return Explanation(
        case,
        asked if isinstance(asked, WhyNot) else None,
        turns if isinstance(turns, Turns) else None,
        marginals if isinstance(marginals, tuple) else None,
    )


def refusal(
    lots: Sequence[Problem], names: Mapping[str, str], workers: int = 2, seconds: float = THOROUGH
) -> Refused:
    """Why these lots have no plan, a fault each; ``names`` are firms by code."""
    jobs = [Job(conflict_of, (lot,)) for lot in lots]
    found = run_all(jobs, workers=workers, seconds=seconds)
    return Refused(_fault(lot, one, names) for lot, one in zip(lots, found, strict=True))


def case_of(store: Store, round_id: int, code: str, firm: str, region: str) -> Case:
    """What is asked about; NotFound unless the firm is a winner and the region has demand.

    Refused where another price would change what this does not reckon with: revivals and brands.
    """
    with store.transaction() as db:
        round_ = db.rounds.get(round_id)
        rules = law(db, round_)
        product = db.catalogue.products(round_id).get(code)
        verdicts = db.evaluations.verdicts(round_id).get(code, ())
        bids = tuple(db.evaluations.bids(round_id).get(code, ()))
        demand = tuple(line for line in db.demand.base(round_id) if line.product == code)
    if (
        not schemes.by_regions(rules)
        or product is None
        or not any(one.won and one.firm == firm for one in verdicts)
    ):
        raise NotFound(f"winner {firm} of product {code}")
    if rules.brand_demand or any(one.revived for one in verdicts):
        raise Refused([NOT_ASKED])
    price = next(bid.unit_price for bid in bids if bid.firm == firm)
    found = hypotheses.repriced(product, bids, demand, rules, firm, price)
    assert found is not None
    problem, offer = found
    if region not in problem.regions:
        raise NotFound(f"region {region} of product {code}")
    return Case(product, bids, demand, rules, firm, problem, offer, problem.regions.index(region))


def solved_again(case: Case) -> WhyNot | None:
    """The plan with the region settled on the firm beside the plan that is.

    ``None`` when the plan that is or the one that is asked for could not be proved.
    """
    try:
        now = allocate.allocate(case.problem)
        asked = why_not.ask(case.problem, now, case.offer, case.region)
    except allocate.Undecided:
        return None
    proven = now.proven and (asked.forced is None or asked.forced.proven)
    return asked if proven else None


def turning_points(case: Case) -> Turns | None:
    """What would have changed it, or ``None`` when it could not be proved.

    In steps of the last published decimal, from the price that was bid downwards.
    """
    own, region = case.price, case.problem.regions[case.region]
    first = -(-own // PUBLISHED_STEP)

    def reprice(steps: int) -> tuple[Problem, int] | None:
        price = min(own, steps * PUBLISHED_STEP)
        return hypotheses.repriced(
            case.product, case.bids, case.demand, case.rules, case.firm, price
        )

    tries = sorted({max(1, first * part // GRID) for part in range(GRID + 1)}, reverse=True)
    try:
        found = sensitivity.price(reprice, region, tries)
        room = sensitivity.capacity(case.problem, case.offer, case.region)
    except allocate.Undecided:
        return None
    price = found and Turn(found.value * PUBLISHED_STEP, min(own, found.short * PUBLISHED_STEP))
    return Turns(price, room)


def margins(case: Case) -> tuple[Marginal, ...] | None:
    """What one step is worth of what concerns every firm, and of the firm's own capacity."""
    firm = case.problem.offers[case.offer].name
    numbers = [
        dial
        for dial in dials(case.problem)
        if not dial.place or (dial.group is Group.CAPACITY and dial.place == firm)
    ]
    try:
        return sensitivity.marginals(allocate.allocate(case.problem), numbers)
    except allocate.Undecided:
        return None


def conflict_of(lot: Problem) -> conflicts.Conflict | None:
    """Why the lot has no plan; ``None`` when that could not be proved."""
    try:
        return conflicts.explain(lot)
    except allocate.Undecided:
        return None


def _fault(lot: Problem, found: object, names: Mapping[str, str]) -> Fault:
    if not isinstance(found, conflicts.Conflict):
        text = Text(
            "没有任何分配方案能同时满足全部规则；未能在时限内找出互相冲突的规则。",
            "No plan keeps all rules; which of them exclude each other was not found in time.",
        )
        return Fault("allocation", lot.lot, text)
    told = explanations.conflict(found, names)
    text = Text("".join(one.zh for one in told), " ".join(one.en for one in told))
    return Fault(" + ".join(found.groups), lot.lot, text)
