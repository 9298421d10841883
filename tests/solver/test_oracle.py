"""The brute force that allocations are compared with: by hand, and by more force."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import oracle
from hypothesis import HealthCheck, given, settings
from recount import keeps
from strategies import batches, solved

from solver import check
from solver.batch import Batch, Limit
from solver.plan import Plan, spend
from solver.problem import Aim, Bounds, Goal, Linkage

SLOW = [HealthCheck.too_slow]
SOME = settings(max_examples=60, deadline=None, database=None, suppress_health_check=SLOW)
FREE = (Bounds(0, 3), Bounds(0, 3))


def test_goals_count_in_order_and_give_up_their_tolerance(sound):
    """
    Without other rules the least spend is 60 + 30 + 20 = 110. A region of Alpha's is a grade of
    distance; of the plans with fewer grades these are the cheapest:

    110000  120000  130000  fen  grade
    Beta    Alpha   Alpha   110  2
    Beta    Alpha   Beta    115  1
    Beta    Beta    Beta    121  0

    5 fen of 110 are 4.5 %, 11 fen are 10 %: rounded down, 4 % leave 4 fen, 9 % leave 9.
    """
    graded = replace(sound, counts=FREE, linkage=Linkage.NONE, distance=((1, 1, 1), (0, 0, 0)))
    found = {}
    for part in (0, 4, 5, 9, 10):
        goals = (Goal(Aim.SPEND, Fraction(part, 100)), Goal(Aim.DISTANCE))
        found[part] = oracle.best(replace(graded, goals=goals)).suppliers
    one, two, three = (1, 0, 0), (1, 0, 1), (1, 1, 1)
    assert found == {0: one, 4: one, 5: two, 9: two, 10: three}


def test_what_no_plan_keeps_has_no_best(impossible):
    assert oracle.best(impossible) is None
    assert oracle.best_batch(Batch((impossible,))) is None


def test_a_limit_over_lots_costs_what_it_must(sound):
    """
    Without linkage each lot costs 115 when Alpha supplies 120000 and Beta the other 80 units. Where
    the firm behind Beta has 100 units for both lots, Alpha supplies 110000 in both, for 131 each,
    and Beta 50 units. Where it has 130, one lot is enough, and the smaller ranks are for the first.
    """
    free = replace(sound, linkage=Linkage.NONE)
    lots = (free, replace(free, lot="02"))
    use = {(0, 1): 1, (1, 1): 1}
    for most, plans in ((160, ((1, 0, 1),) * 2), (100, ((0, 1, 1),) * 2), (79, None)):
        found = oracle.best_batch(Batch(lots, (Limit("firm", use, most),)))
        assert (found and tuple(plan.suppliers for plan in found)) == plans
    mixed = oracle.best_batch(Batch(lots, (Limit("firm", use, 130),)))
    assert tuple(plan.suppliers for plan in mixed) == ((0, 1, 1), (1, 0, 1))


@SOME
@given(solved(most_regions=2))
def test_nothing_legal_is_left_out(pair):
    """Every plan of the right shape, whatever its amounts and backups, by the second count."""
    problem, _ = pair
    offers, regions = range(len(problem.offers)), range(len(problem.regions))
    most = max(problem.volume)
    if problem.split:
        cells = product(range(most + 1), repeat=len(offers) * len(regions))
        rows = (tuple(zip(*[iter(cell)] * len(regions), strict=True)) for cell in cells)
        everything = (Plan(problem.lot, amounts=row) for row in rows)
    else:
        backups = list(product(offers, repeat=len(regions))) if problem.backup else [()]
        suppliers = product(offers, repeat=len(regions))
        everything = (Plan(problem.lot, *both) for both in product(suppliers, backups))
    legal = oracle.legal(problem)
    assert len(set(legal)) == len(legal)
    assert set(legal) == {plan for plan in everything if keeps(problem, plan)}


@SOME
@given(batches())
def test_the_best_of_a_batch_keeps_its_limits(batch):
    plans, free = oracle.best_batch(batch), oracle.best_batch(replace(batch, limits=()))
    if plans is None:
        return
    assert check.batch_faults(batch, plans) == ()
    assert money(batch, plans) >= money(batch, free)
    if check.batch_faults(batch, free) == ():
        assert plans == free


def money(batch, plans):
    return sum(spend(lot, plan) for lot, plan in zip(batch.lots, plans, strict=True))
