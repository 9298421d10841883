"""A whole batch in one program: every clause of every lot, and the limits that couple them."""

from dataclasses import dataclass, field

from pulp import lpSum

from solver import check, clauses, goals, matrix, model
from solver.allocate import BadProblem, Infeasible, Undecided
from solver.batch import Batch
from solver.engines import Answer, Engine, Limits, Status, solve
from solver.faults import batch_faults
from solver.model import Model
from solver.plan import Plan, spend


@dataclass(frozen=True, slots=True)
class Whole:
    """Plans of all lots that passed the checker; no plans that keep the rules cost less than bound.

    ``spend`` and ``bound`` are in the lots' money. ``seconds`` go by the engine's clock and take
    no part in comparisons.
    """

    plans: tuple[Plan, ...]
    spend: int
    bound: int
    seconds: float = field(compare=False)

    @property
    def proven(self) -> bool:
        """Nothing that keeps the rules is cheaper."""
        return self.spend == self.bound


def allocate_whole(batch: Batch, limits: Limits = Limits()) -> Whole:  # noqa: B008 - frozen
    """The plans of least spend over all lots, by the exact engine; other goals are left aside.

    Meant for a round of some dozen lots. Raises ``BadProblem``; ``Infeasible`` when the exact
    engine proved that there are no plans and the other one found none either; ``Undecided``.
    """
    if found := batch_faults(batch):
        raise BadProblem(*found)
    models = clauses.build_batch(batch)
    program = models[0].lp
    program.setObjective(lpSum([goals.spend(one) for one in models]))
    asked, lots = matrix.of(program), [lot.lot for lot in batch.lots]
    answer = solve(asked, Engine.CP_SAT, limits=limits)
    if answer.status is Status.INFEASIBLE:
        other = solve(asked, Engine.HIGHS, limits=limits)
        raise (Undecided if _legal(batch, models, other) else Infeasible)(*lots)
    plans = _legal(batch, models, answer)
    if not plans:
        raise Undecided(*lots)
    money = sum(map(spend, batch.lots, plans))
    return Whole(plans, money, min(money, answer.bound or 0), answer.seconds)


def _legal(batch: Batch, models: tuple[Model, ...], answer: Answer) -> tuple[Plan, ...]:
    """The engine's plans, if they keep every rule and every limit."""
    if not answer.values:
        return ()
    plans = tuple(model.plan_of(one, answer.values) for one in models)
    return () if check.batch_faults(batch, plans) else plans
