"""The pick order beside one that knows every plan there is."""

from fractions import Fraction
from itertools import chain, cycle, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver import check, draft, record
from solver.faults import faults
from solver.plan import Plan
from solver.problem import Backup, Bounds, Offer, Problem
from solver.steps import DeadEnd

OF_THE_ORDER = {"cover", "counts", "capacity", "settled", "backup", "readiness"}


def ways(problem):
    """All plans that keep the rules of the pick order, by trying every one."""
    offers, regions = range(len(problem.offers)), len(problem.regions)
    backups = list(product(offers, repeat=regions)) if problem.backup else [()]
    plans = (
        Plan(problem.lot, suppliers, backup)
        for suppliers in product(offers, repeat=regions)
        for backup in backups
    )
    return [
        plan
        for plan in plans
        if not OF_THE_ORDER & {broken.rule for broken in check.faults(problem, plan)}
    ]


def by_trying(problem, priority_picks, preferences):
    """The pick order over the list of all ways: a choice keeps those that agree with it."""
    left = ways(problem)
    wanted = draft.wishes(problem, preferences)
    everyone = range(len(problem.offers))
    for supplier_of in (lambda plan: plan.suppliers, lambda plan: plan.backups):
        free = set(range(len(problem.regions)) if supplier_of(left[0]) else ())
        if supplier_of(left[0]) is left[0].suppliers:
            for _, region in problem.settled:
                free.discard(region)
            turns = chain([0] * priority_picks, cycle(everyone))
        else:
            turns = cycle(everyone)
        while free:
            offer = next(turns)
            for region in [r for r in wanted[offer] if r in free]:
                if agreed := [plan for plan in left if supplier_of(plan)[region] == offer]:
                    left = agreed
                    free.discard(region)
                    break
    return left[0]


@st.composite
def small_problems(draw, offers=3, regions=5):
    """Any mix of numbers, capacities, groups, named volume, settled regions and backups."""
    backup = draw(
        st.none() | st.builds(Backup, st.booleans(), st.sampled_from((Fraction(0), Fraction(1, 2))))
    )
    w, r = draw(st.integers(1, offers)), draw(st.integers(1, 3 if backup else regions))
    volume = draw(st.lists(st.integers(0, 9), min_size=r, max_size=r))
    counts = draw(
        st.lists(
            st.tuples(st.integers(0, 2), st.integers(0, r)).map(
                lambda pair: Bounds(pair[0], max(pair))
            ),
            min_size=w,
            max_size=w,
        )
    )
    capacity = st.none() | st.integers(0, 20)
    named = draw(st.lists(st.integers(0, 3), min_size=w, max_size=w))
    settled = draw(st.none() | st.tuples(st.integers(0, w - 1), st.integers(0, r - 1)))
    return Problem(
        lot="random",
        offers=tuple(
            Offer(f"Offer {i}", i + 1, draw(capacity), group=draw(st.sampled_from(("", "A"))))
            for i in range(w)
        ),
        regions=tuple(str(10 + i) for i in range(r)),
        volume=tuple(volume),
        cost=((1,) * r,) * w,
        counts=tuple(counts),
        named=tuple((units, *(0,) * (r - 1)) for units in named),
        backup=backup,
        settled=(settled,) if settled else (),
    )


@settings(max_examples=200, deadline=None)
@given(small_problems(), st.integers(0, 2), st.data())
def test_the_order_is_what_trying_every_plan_gives(problem, priority_picks, data):
    """It never comes to a dead end where there is a way, and its record stands the audit."""
    assert faults(problem) == ()
    whole = st.permutations(range(len(problem.regions)))
    preferences = data.draw(st.just(()) | st.tuples(*[whole] * len(problem.offers)))
    if not ways(problem):
        with pytest.raises(DeadEnd, match="there is no way"):
            draft.pick(problem, priority_picks, preferences)
        return
    drafted = draft.pick(problem, priority_picks, preferences)
    assert drafted.plan == by_trying(problem, priority_picks, preferences)
    assert record.replay(problem, drafted.steps, priority_picks, preferences) == ()
