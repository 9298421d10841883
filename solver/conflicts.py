"""Why a lot has no plan: arithmetic, the fewest rules in conflict, and what would give way."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations

from solver.dials import Dial, dials
from solver.existence import find
from solver.groups import Group, asked, within
from solver.plan import Plan
from solver.problem import Problem
from solver.shortages import Shortage, shortages

type Find = Callable[[Problem], Plan | None]


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One number changed as little as makes a plan possible: ``now``, and what would be ``needed``.

    ``group``, ``name`` and ``place`` are the dial's. ``change`` is the part of the whole lot, in
    units or regions, by which it is changed. ``least``: no smaller change helps; otherwise the
    value one step short was only shown not to.
    """

    group: Group
    name: str
    place: str
    now: int
    needed: int
    change: Fraction
    least: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a lot has no plan.

    ``groups`` is a smallest set of rule groups that cannot be kept together, and of the smallest
    ones the first in the order of groups. ``relaxations`` come with the smallest change first.
    ``alone``: they only end this conflict, and others stay.
    """

    lot: str
    shortages: tuple[Shortage, ...]
    groups: tuple[Group, ...]
    relaxations: tuple[Relaxation, ...]
    alone: bool = False


def explain(problem: Problem, find: Find = find) -> Conflict | None:
    """Why the problem has no plan; ``None`` when it has one.

    ``find`` says whether a problem has a plan; where it raises ``Undecided``, so does this.
    Expects a problem without faults.
    """
    if find(problem) is not None:
        return None
    groups = smallest(problem, find)
    numbers = [dial for dial in dials(problem) if dial.group in groups]
    found = relaxations(numbers, find)
    alone = not found
    if alone:
        numbers = [dial for dial in dials(within(problem, groups)) if dial.group in groups]
        found = relaxations(numbers, find)
    return Conflict(problem.lot, shortages(problem), groups, found, alone)


def smallest(problem: Problem, find: Find = find) -> tuple[Group, ...]:
    """A smallest set of rule groups that no plan keeps together.

    Whatever set has a plan is made as large as possible: each conflict has a group outside it. So
    the smallest guess that meets all those outsides is tried next, until one has no plan. Expects
    a problem that has none.
    """
    every = asked(problem)
    outsides: list[set[Group]] = []
    while True:
        guess = next(
            subset
            for size in range(len(every) + 1)
            for subset in combinations(every, size)
            if all(outside.intersection(subset) for outside in outsides)
        )
        if find(within(problem, guess)) is None:
            return guess
        grown = set(guess)
        for group in every:
            if group not in grown and find(within(problem, {*grown, group})) is not None:
                grown.add(group)
        outsides.append(set(every) - grown)


def relaxations(numbers: Sequence[Dial], find: Find = find) -> tuple[Relaxation, ...]:
    """For each number that can make a plan possible alone, the smallest change that does.

    The smallest change comes first; among equals in the order of the numbers.
    """
    found = chain.from_iterable(_relaxed(dial, find) for dial in numbers)
    return tuple(sorted(found, key=lambda one: one.change))


def _relaxed(dial: Dial, find: Find) -> Iterator[Relaxation]:
    """By halving what lies between the value that fails and one that does not."""
    if find(dial.turn(dial.limit)) is None:
        return
    fails, needed = dial.now, dial.limit
    while abs(needed - fails) > 1:
        middle = (fails + needed) // 2
        if find(dial.turn(middle)) is None:
            fails = middle
        else:
            needed = middle
    change = Fraction(abs(needed - dial.now), dial.whole)
    yield Relaxation(dial.group, dial.name, dial.place, dial.now, needed, change, dial.eases)
