"""A batch in one program: limits over lots are kept, and what comes of it is proved or named."""

from dataclasses import replace
from itertools import product

import pytest

from solver import check, whole
from solver.allocate import BadProblem, Infeasible, Undecided
from solver.batch import Batch, Limit
from solver.engines import Limits
from solver.plan import Plan, spend
from solver.problem import Bounds, Linkage, exactly


@pytest.fixture
def lots(sound):
    """The sound lot twice, with counts and linkage free: each alone would go to Alpha whole."""
    free = replace(sound, counts=(Bounds(0, 3),) * 2, linkage=Linkage.NONE)
    return (free, replace(free, lot="02", cost=((60, 30, 20), (90, 40, 30))))


def alpha(most):
    """All units of Alpha in both lots together."""
    return Limit("Alpha", {(0, 0): 1, (1, 0): 1}, most)


def test_without_limits_every_lot_is_as_if_alone(lots):
    found = whole.allocate_whole(Batch(lots))
    assert (found.spend, found.proven) == (60 + 30 + 20 + 60 + 30 + 20, True)


@pytest.mark.parametrize("most", [220, 190, 150, 110, 60, 20, 0])
def test_a_limit_over_lots_is_kept_at_the_least_spend_there_is(lots, most):
    """Every plan of both lots, 64 in all, is tried."""
    batch = Batch(lots, (alpha(most),))
    found = whole.allocate_whole(batch)
    every = (
        (Plan("01", one), Plan("02", two))
        for one, two in product(product((0, 1), repeat=3), repeat=2)
    )
    least = min(
        sum(map(spend, lots, plans)) for plans in every if not check.batch_faults(batch, plans)
    )
    assert check.batch_faults(batch, found.plans) == ()
    assert found.spend == found.bound == least


def test_limits_that_no_plans_keep_are_told(lots):
    """Each lot has two regions for Alpha, of 20 + 30 units at least, and 99 allow for no two."""
    two = tuple(replace(lot, counts=exactly((2, 1))) for lot in lots)
    assert whole.allocate_whole(Batch(two, (alpha(100),))).proven
    with pytest.raises(Infeasible) as none:
        whole.allocate_whole(Batch(two, (alpha(99),)))
    assert none.value.lots == ("01", "02")


def test_a_malformed_batch_is_refused(lots):
    with pytest.raises(BadProblem):
        whole.allocate_whole(Batch(lots, (alpha(-1),)))


def test_what_is_not_decided_in_time_is_not_called_impossible(national):
    with pytest.raises(Undecided):
        whole.allocate_whole(Batch((national,), ()), Limits(seconds=1e-6))
