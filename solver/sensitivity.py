"""What would have changed a plan: the price, the capacity, and what a little more would be worth.

Nothing here is read off a relaxed problem: every value was solved for, and so was the next one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from solver.allocate import Allocation, Infeasible, Undecided, allocate
from solver.dials import Dial
from solver.plan import supplied
from solver.problem import Problem

type Solve = Callable[[Problem], Allocation]
type Reprice = Callable[[int], tuple[Problem, int] | None]


@dataclass(frozen=True, slots=True)
class Turn:
    """The offer gets the region at ``value`` and does not at ``short``, one step before it."""

    value: int
    short: int


@dataclass(frozen=True, slots=True)
class Marginal:
    """What one step more of a number changes in every goal, in order; below nothing: better.

    Exact for this one step, and indicative beyond it.
    """

    dial: Dial
    changes: tuple[int, ...]


def price(
    reprice: Reprice, region: str, tries: Sequence[int], *, solve: Solve = allocate
) -> Turn | None:
    """A price at which the offer would get the region, where one step more would not do.

    ``reprice`` gives the problem with the offer at a price, in steps, and the offer's new rank
    index; ``None`` when it would not even be asked. ``tries`` begin with the price it has, and
    descend: between the first that does and the one before the answer is found by halving. At
    prices beyond the last try, and between tries of which neither does, nothing was tried. Raises
    ``Undecided`` where a plan could not be proved.
    """

    def gets(steps: int) -> bool:
        priced = reprice(steps)
        return priced is not None and _supplies(*priced, region, solve)

    return _turn(gets, tries)


def capacity(problem: Problem, offer: int, region: int, *, solve: Solve = allocate) -> Turn | None:
    """The capacity with which the offer would get the region, where one unit less would not do.

    ``None`` when it names none, and when capacity for the whole lot would not help. Raises as
    ``price`` does.
    """
    now = problem.offers[offer].capacity
    if now is None or now >= problem.total:
        return None

    def gets(units: int) -> bool:
        wider = replace(problem.offers[offer], capacity=units)
        offers = (*problem.offers[:offer], wider, *problem.offers[offer + 1 :])
        changed = replace(problem, offers=offers)
        return _supplies(changed, offer, problem.regions[region], solve)

    return _turn(gets, (now, problem.total))


def marginals(
    now: Allocation, dials: Iterable[Dial], *, solve: Solve = allocate
) -> tuple[Marginal, ...]:
    """What one step of each number towards its limit changes; ``now`` is the allocation before."""
    found = []
    for dial in dials:
        after = solve(dial.turn(dial.next))
        pairs = zip(now.values, after.values, strict=True)
        found.append(Marginal(dial, tuple(value - before for before, value in pairs)))
    return tuple(found)


def _supplies(problem: Problem, offer: int, region: str, solve: Solve) -> bool:
    """The offer gets the region in the plan that is proved to be the one."""
    try:
        found = solve(problem)
    except Infeasible:
        return False
    if not found.proven:
        raise Undecided(problem.lot)
    return problem.regions.index(region) in supplied(problem, found.plan)[offer]


def _turn(gets: Callable[[int], bool], tries: Sequence[int]) -> Turn | None:
    """The first of the tries that does after one that does not, and then halving."""
    short = tries[0]
    for value in tries[1:]:
        if gets(value):
            break
        short = value
    else:
        return None
    while abs(value - short) > 1:
        middle = (value + short) // 2
        if gets(middle):
            value = middle
        else:
            short = middle
    return Turn(value, short)
