"""Why a firm did not get a region, as a page shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from procurement.actions.explanation import Explanation
from procurement.rules import explanations
from procurement.rules.rights import Actor
from procurement.rules.text import Text
from procurement.store.database import Store
from procurement.store.rounds import NotFound
from solver.plan import Plan, costs, supplied, volumes
from solver.problem import Problem
from solver.why_not import WhyNot
from web.officer.comparison import lots, shown
from web.officer.head import Head, head


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be asked about: the winners of a product, and its regions, by code."""

    head: Head
    code: str
    name: str
    firms: Mapping[str, str]
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What a winner supplies in a plan: regions, agreed units, and fen."""

    regions: int
    units: int
    amount: int


@dataclass(frozen=True, slots=True)
class Loser:
    """A winner in the plan as it is, and in the one that was asked for."""

    firm: str
    before: Share
    after: Share

    @property
    def units(self) -> int:
        return self.after.units - self.before.units

    @property
    def amount(self) -> int:
        return self.after.amount - self.before.amount


@dataclass(frozen=True, slots=True)
class Move:
    """A region that another winner would supply."""

    region: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer in words and tables; without ``now`` it did not come in time.

    ``lead`` says whether it could be, ``reasons`` what it would cost or which rules exclude it;
    ``turns`` what would have changed it, or ``None`` when that did not come in time. Who has the
    region already is told so by ``now`` alone.
    """

    now: Text | None
    lead: Text | None
    reasons: tuple[Text, ...]
    shares: tuple[Loser, ...]
    moves: tuple[Move, ...]
    turns: tuple[Text, ...] | None
    marginals: tuple[Text, ...]


def choice(store: Store, actor: Actor, round_id: int, code: str, now: datetime) -> Choice:
    """NotFound before a run is finished, and for a product without a winner."""
    with store.transaction() as db:
        top, round_ = head(db, round_id, actor, now), db.rounds.get(round_id)
        run = shown(db.runs.of_round(round_id), round_)
        found = (
            [one for one in lots(run) if one["product"] == code and "regions" in one] if run else []
        )
        if not found:
            raise NotFound(f"product {code}")
        firms, products = db.parties.firms(), db.catalogue.products(round_id)
    (kept,) = found
    return Choice(
        head=top,
        code=code,
        name=products[code].name,
        firms={firm: firms[firm].name for firm in kept["firms"]},
        regions=tuple(kept["regions"]),
    )


def answer(found: Explanation, names: Mapping[str, str]) -> Answer:
    """``names`` are firms by code."""
    asked, case = found.asked, found.case
    if asked is None:
        return Answer(None, None, (), (), (), None, ())
    problem, firm, region = case.problem, names[case.firm], case.problem.regions[case.region]
    own = _share(problem, asked.now.plan, case.offer)
    supplier = names[problem.offers[asked.now.plan.suppliers[case.region]].name]
    now = explanations.standing(supplier, region, firm, own.regions, own.units, own.amount)
    if asked.supplies:
        return Answer(now, None, (), (), (), (), ())
    marginals = [
        explanations.marginal(one, problem.goals[0].aim, one.changes[0], names)
        for one in found.marginals or ()
    ]
    if asked.conflict:
        lead, reasons = explanations.barred(firm, region), _rules(asked, names)
    else:
        lead, reasons = explanations.forced(firm, region), _costs(asked)
    return Answer(
        now=now,
        lead=lead,
        reasons=reasons,
        shares=tuple(_losers(asked, names)),
        moves=tuple(_moves(asked, names)),
        turns=tuple(_turns(found, firm, region)) if found.turns else None,
        marginals=tuple(marginals),
    )


def _rules(asked: WhyNot, names: Mapping[str, str]) -> tuple[Text, ...]:
    assert asked.conflict
    return explanations.conflict(asked.conflict, names)


def _costs(asked: WhyNot) -> tuple[Text, ...]:
    """What keeps the region from moving alone; and the first goal that would suffer, or the order.

    The order decides between equals.
    """
    alone, place = explanations.in_the_way(asked.broken), asked.worsened
    if place is None:
        return alone, explanations.BY_ORDER
    aim = asked.problem.goals[place].aim
    return alone, explanations.loss(aim, asked.now.values[place], asked.changes[place])


def _turns(found: Explanation, firm: str, region: str) -> Iterator[Text]:
    assert found.turns
    price, capacity = found.turns.price, found.turns.capacity
    if price:
        yield explanations.turning_price(firm, region, found.case.price, price.value, price.short)
    else:
        yield explanations.no_price(firm, region)
    if capacity:
        yield explanations.turning_capacity(firm, region, capacity.value, capacity.short)


def _losers(asked: WhyNot, names: Mapping[str, str]) -> Iterator[Loser]:
    """Every winner before and after."""
    if asked.forced:
        for w, offer in enumerate(asked.problem.offers):
            before, after = (
                _share(asked.problem, one.plan, w) for one in (asked.now, asked.forced)
            )
            yield Loser(names[offer.name], before, after)


def _moves(asked: WhyNot, names: Mapping[str, str]) -> Iterator[Move]:
    if asked.forced:
        for r in asked.moved:
            before, after = (
                names[asked.problem.offers[one.plan.suppliers[r]].name]
                for one in (asked.now, asked.forced)
            )
            yield Move(asked.problem.regions[r], before, after)


def _share(problem: Problem, plan: Plan, offer: int) -> Share:
    return Share(
        regions=len(supplied(problem, plan)[offer]),
        units=volumes(problem, plan)[offer],
        amount=sum(costs(problem, plan)[offer]),
    )
