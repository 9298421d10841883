"""What a plan comes to: every goal by its definition, and what lots use together."""

from dataclasses import replace

from solver import check
from solver.batch import Batch, Limit
from solver.check import Broken, Slack
from solver.plan import Plan
from solver.problem import Aim

BACKED = Plan("01", (0, 1, 2), (1, 2, 1))


def test_every_goal_is_measured_by_its_definition(backed):
    """
    Of 60, 30 and 20 units Alpha and Gamma, one group, have 80. Gamma backs Beta, and Beta both of
    the others: no region is backed within the group. The grades are 1 + 5 + 9. Alpha is entitled
    to 70 and lacks 10, 142.9 in 1000; Beta to 45 and lacks 15, 333.3, rounded up; Gamma to 10.
    """
    alpha, beta, gamma = backed.offers
    owned = replace(
        backed,
        offers=(replace(alpha, group="G"), beta, replace(gamma, group="G")),
        distance=((1, 2, 3), (4, 5, 6), (7, 8, 9)),
        entitled=(70, 45, 10),
    )
    assert {aim: check.measure(owned, BACKED, aim) for aim in Aim} == {
        Aim.SPEND: 70 + 36 + 1,
        Aim.LARGEST_GROUP: 80,
        Aim.SHARED_GROUPS: 0,
        Aim.DISTANCE: 15,
        Aim.SHORTFALL: 334,
    }
    within = replace(BACKED, backups=(2, 2, 0))
    assert check.measure(owned, within, Aim.SHARED_GROUPS) == 2


def test_goals_of_a_split_plan(split):
    """Grades count by supplier and region, however many units; money by the unit."""
    plan = Plan("01", amounts=((45, 22, 0), (15, 8, 20)))
    graded = replace(split, distance=((1, 2, 3), (4, 5, 6)), entitled=(0, 43))
    assert {aim: check.measure(graded, plan, aim) for aim in Aim} == {
        Aim.SPEND: 45 * 70 + 22 * 30 + 15 * 60 + 8 * 36 + 20 * 25,
        Aim.LARGEST_GROUP: 67,
        Aim.SHARED_GROUPS: 0,
        Aim.DISTANCE: 1 + 2 + 4 + 5 + 6,
        Aim.SHORTFALL: 0,
    }


def test_limits_over_lots_add_up_what_the_lots_use(sound):
    """
    In both lots Alpha gets 60 units and Beta 50. One firm makes Alpha's in the first lot, two
    pieces a unit, and Beta's in the second, one a unit: 120 + 50 pieces.
    """
    batch = Batch((sound, replace(sound, lot="02")), (Limit("firm", {(0, 0): 2, (1, 1): 1}, 171),))
    plans = (Plan("01", (0, 1, 1)), Plan("02", (0, 1, 1)))
    assert check.batch_slacks(batch, plans)[5:7] == (
        Slack("linkage", "01: Alpha >= Beta", 10),
        Slack("cover", "02: 110000", 0),
    )
    assert check.batch_slacks(batch, plans)[-1] == Slack("firm", "all lots", 1)
    assert check.batch_faults(batch, plans) == ()
    tight = replace(batch, limits=(replace(batch.limits[0], most=168),))
    assert check.batch_faults(tight, plans) == (Broken("firm", "all lots", 2),)


def test_a_batch_without_a_plan_for_every_lot_is_not_counted(sound):
    batch = Batch((sound, replace(sound, lot="02")), (Limit("firm", {(0, 0): 1}, 0),))
    assert check.batch_faults(batch, (Plan("01", (0, 1, 1)),)) == (Broken("cover", "lots", 1),)
    plans = (Plan("01", (0, 1, 1)), Plan("02", (0, 1, 3)))
    assert check.batch_faults(batch, plans) == (Broken("cover", "02: 130000", 1),)
