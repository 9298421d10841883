"""Why an offer did not get a region: what the plan would be if it had to, and what that costs."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import floor

from solver import check
from solver.allocate import Allocation, Infeasible, allocate
from solver.conflicts import Conflict, explain
from solver.groups import Group
from solver.plan import amounts, supplied
from solver.problem import Problem

type Solve = Callable[[Problem], Allocation]
type Explain = Callable[[Problem], Conflict | None]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What stands in the way of an offer's supplying a region (both as indices).

    ``forced`` is the best allocation in which it does; without one, ``conflict`` says which rules
    exclude it.
    """

    problem: Problem
    offer: int
    region: int
    now: Allocation
    forced: Allocation | None
    conflict: Conflict | None

    @property
    def supplies(self) -> bool:
        """Nothing to ask: it supplies the region already."""
        return self.region in supplied(self.problem, self.now.plan)[self.offer]

    @property
    def changes(self) -> tuple[int, ...]:
        """By how much every goal would be worse, in order; below nothing: better."""
        assert self.forced
        return tuple(
            after - before
            for before, after in zip(self.now.values, self.forced.values, strict=True)
        )

    @property
    def worsened(self) -> int | None:
        """The first goal, by its place, that would be worse by more than its tolerance.

        ``None``: no goal tells the two plans apart, and the published order of equal plans did.
        """
        for place, (goal, value, change) in enumerate(
            zip(self.problem.goals, self.now.values, self.changes, strict=True)
        ):
            if change > floor(value * goal.tolerance):
                return place
        return None

    @property
    def broken(self) -> tuple[Group, ...]:
        """The rules that would be broken if the region alone went to the offer; whole regions."""
        plan, problem = self.now.plan, self.problem
        if problem.split:
            return ()
        suppliers = (*plan.suppliers[: self.region], self.offer, *plan.suppliers[self.region + 1 :])
        faults = check.faults(problem, replace(plan, suppliers=suppliers))
        return tuple(group for group in Group if group in {fault.rule for fault in faults})

    @property
    def moved(self) -> tuple[int, ...]:
        """The regions in which somebody would supply more or less than now."""
        assert self.forced
        before, after = (
            tuple(zip(*amounts(self.problem, plan), strict=True))
            for plan in (self.now.plan, self.forced.plan)
        )
        return tuple(
            r for r, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]
        )


def ask(
    problem: Problem,
    now: Allocation,
    offer: int,
    region: int,
    *,
    solve: Solve = allocate,
    explain: Explain = explain,
) -> WhyNot:
    """Solve again with the region settled on the offer; ``now`` is the problem's allocation.

    Raises ``Undecided`` when the effort brought no answer.
    """
    settled = replace(problem, settled=(*problem.settled, (offer, region)))
    try:
        forced, conflict = solve(settled), None
    except Infeasible:
        forced, conflict = None, explain(settled)
    return WhyNot(problem, offer, region, now, forced, conflict)
