"""The checker needs no engine: every rule by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest

from solver import check
from solver.check import Broken, Slack
from solver.plan import Plan, costs
from solver.problem import Aim, Bounds, Linkage, Offer, Tier, exactly

FREE = (Bounds(0, 3), Bounds(0, 3))

BACKED = Plan("01", (0, 1, 2), (1, 2, 1))


def left(problem, plan, rule):
    """What the rule leaves, by place."""
    return {slack.place: slack.left for slack in check.slacks(problem, plan) if slack.rule == rule}


def with_alpha(problem, **changed):
    return replace(problem, offers=(replace(problem.offers[0], **changed), *problem.offers[1:]))


def test_the_slack_of_every_rule_is_told(sound):
    """Alpha supplies 110000 with 60 units, Beta the others with 30 + 20."""
    assert check.slacks(sound, Plan("01", (0, 1, 1))) == (
        Slack("cover", "110000", 0),
        Slack("cover", "120000", 0),
        Slack("cover", "130000", 0),
        Slack("counts", "Alpha", 0),
        Slack("counts", "Beta", 0),
        Slack("linkage", "Alpha >= Beta", 10),
    )
    assert check.faults(sound, Plan("01", (0, 1, 1))) == ()


def test_a_region_moved_breaks_both_counts(sound):
    free = replace(sound, linkage=Linkage.NONE)
    assert check.faults(free, Plan("01", (0, 0, 1))) == (
        Broken("counts", "Alpha", 1),
        Broken("counts", "Beta", 1),
    )


def test_counts_may_leave_a_choice(sound):
    """Alpha supplies two regions of one to three, Beta one of two or three."""
    free = replace(sound, counts=(Bounds(1, 3), Bounds(2, 3)))
    assert left(free, Plan("01", (0, 0, 1)), "counts") == {"Alpha": 1, "Beta": -1}


def test_less_volume_for_a_lower_price_is_caught(sound):
    """Alpha supplies 120000 with 30 units, Beta the others with 60 + 20."""
    assert check.faults(sound, Plan("01", (1, 0, 1))) == (Broken("linkage", "Alpha >= Beta", 50),)


def test_the_tolerance_of_the_linkage_is_in_units(sound):
    tolerant = replace(sound, tolerance=49)
    assert check.faults(tolerant, Plan("01", (1, 0, 1))) == (Broken("linkage", "Alpha >= Beta", 1),)
    assert check.faults(replace(sound, tolerance=50), Plan("01", (1, 0, 1))) == ()


def test_without_linkage_volumes_are_free(sound):
    assert check.faults(replace(sound, linkage=Linkage.NONE), Plan("01", (1, 0, 1))) == ()


def test_linkage_binds_neighboring_prices_only(sound):
    """Beta and Gamma ask the same price: nothing between them, Alpha above and Delta below both."""
    offers = (*sound.offers, Offer("Gamma", 1_100_000), Offer("Delta", 2_000_000))
    four = replace(
        sound,
        offers=offers,
        regions=(*sound.regions, "140000"),
        volume=(60, 30, 20, 25),
        counts=exactly((1, 1, 1, 1)),
    )
    assert check.faults(four, Plan("01", (0, 1, 2, 3))) == (Broken("linkage", "Gamma >= Delta", 5),)
    assert check.faults(four, Plan("01", (0, 2, 3, 1))) == ()


@pytest.mark.parametrize(("capacity", "beyond"), [(49, 0), (50, -1), (None, -50)])
def test_a_cheaper_offer_that_is_full_may_have_less(sound, capacity, beyond):
    """
    Alpha supplies 120000 with 30 units and Beta 60 + 20 = 80, 50 more. The smallest region has 20
    units. With a capacity of 49, Alpha's 30 + 20 = 50 would be over it: Alpha is full, just so. At
    50 the region would still fit, and Alpha lacks one unit of being full. Without a capacity Alpha
    is never full, and lacks the 50 units.
    """
    linked = with_alpha(replace(sound, linkage=Linkage.CONDITIONAL), capacity=capacity)
    assert left(linked, Plan("01", (1, 0, 1)), "linkage") == {"Alpha >= Beta": beyond}
    strict = replace(linked, linkage=Linkage.STRICT)
    assert left(strict, Plan("01", (1, 0, 1)), "linkage") == {"Alpha >= Beta": -50}


def test_nobody_is_full_where_no_region_has_units(sound):
    """All units name a brand: 5 Alpha's, 7 Beta's. Alpha at its capacity of 5 still has less."""
    named = replace(
        with_alpha(sound, capacity=5),
        volume=(0, 0, 0),
        named=((5, 0, 0), (0, 7, 0)),
        linkage=Linkage.CONDITIONAL,
    )
    assert left(named, Plan("01", (1, 0, 1)), "linkage") == {"Alpha >= Beta": -1}


def test_capacities_and_bands_count_named_units(sound):
    """Alpha gets 60 units of 110000 and 5 of 120000 that name its brand: 65 in all."""
    named = replace(sound, named=((0, 5, 0), (0, 0, 0)))
    for capacity, spare in ((70, 5), (65, 0), (64, -1)):
        asked = with_alpha(named, capacity=capacity)
        assert left(asked, Plan("01", (0, 1, 1)), "capacity") == {"Alpha": spare}
    for band, spare in ((Bounds(60, 67), 2), (Bounds(64, 99), 1), (Bounds(0, 64), -1)):
        asked = with_alpha(named, band=band)
        assert left(asked, Plan("01", (0, 1, 1)), "band") == {"Alpha": spare}


def test_the_largest_share_is_that_of_a_control_group(sound):
    """
    Of 110 units, 60 % are 66. Alpha has 60 and Beta 50, each within. Under one owner they have all
    110, which is 44 too many.
    """
    shared = replace(sound, max_share=Fraction(6, 10))
    assert left(shared, Plan("01", (0, 1, 1)), "max_share") == {"Alpha": 6, "Beta": 16}
    owned = replace(shared, offers=tuple(replace(offer, group="G") for offer in sound.offers))
    assert left(owned, Plan("01", (0, 1, 1)), "max_share") == {"G": -44}


def test_what_is_settled_stays(sound):
    settled = replace(sound, settled=((0, 0), (1, 2)))
    assert left(settled, Plan("01", (0, 1, 1)), "settled") == {
        "Alpha, 110000": 0,
        "Beta, 130000": 0,
    }
    assert check.faults(settled, Plan("01", (0, 1, 0)))[-1] == Broken("settled", "Beta, 130000", 1)
    split = replace(settled, suppliers=2, counts=FREE, linkage=Linkage.NONE)
    plan = Plan("01", amounts=((60, 30, 20), (0, 0, 0)))
    assert check.faults(split, plan) == (Broken("settled", "Beta, 130000", 1),)


def test_a_backup_takes_over_from_one_supplier_at_a_time(backed):
    """
    When Alpha fails, Beta has its own 30 and 60 of Alpha's: 90, all of 75 x 6/5. When Gamma fails,
    it has 30 + 20 = 50. Both at once (110) need not be borne. With a capacity of 74 the surge
    reaches 88 whole units, two too few.
    """
    assert left(backed, BACKED, "readiness") == {"Beta for Alpha": 0, "Beta for Gamma": 40}
    assert check.faults(backed, BACKED) == ()
    offers = (backed.offers[0], replace(backed.offers[1], capacity=74), backed.offers[2])
    less = replace(backed, offers=offers)
    assert check.faults(less, BACKED) == (Broken("readiness", "Beta for Alpha", 2),)


def test_a_backup_is_another_offer_and_apart_of_another_group(backed):
    own = replace(BACKED, backups=(0, 2, 1))
    assert left(backed, own, "backup") == {"110000": -1, "120000": 0, "130000": 0}
    offers = tuple(replace(offer, group="G") for offer in backed.offers)
    owned = replace(backed, offers=offers)
    assert set(left(owned, BACKED, "backup").values()) == {-1}
    together = replace(owned, backup=replace(backed.backup, apart=False))
    assert set(left(together, BACKED, "backup").values()) == {0}
    assert left(together, own, "backup")["110000"] == -1


def test_a_split_region_is_covered_to_the_unit(split):
    """
    region  units  Alpha  Beta
    110000  60     45     15
    120000  30     22     8
    130000  20     0      20     Alpha has 67, Beta 43
    """
    plan = Plan("01", amounts=((45, 22, 0), (15, 8, 20)))
    assert check.faults(split, plan) == ()
    assert left(split, plan, "suppliers") == {"110000": 0, "120000": 0, "130000": 1}
    assert left(split, plan, "least_part") == {
        "Alpha, 110000": 30,
        "Alpha, 120000": 14,
        "Beta, 110000": 0,
        "Beta, 120000": 0,
        "Beta, 130000": 15,
    }
    assert left(split, plan, "counts") == {"Alpha": 1, "Beta": 0}
    assert left(split, plan, "linkage") == {"Alpha >= Beta": 24}


@pytest.mark.parametrize(
    ("amounts", "faults"),
    [
        (((46, 22, 0), (15, 8, 20)), (Broken("cover", "110000", 1),)),
        (((44, 23, 0), (15, 8, 20)), (Broken("cover", "110000", 1), Broken("cover", "120000", 1))),
        (((46, 22, 0), (14, 8, 20)), (Broken("least_part", "Beta, 110000", 1),)),
        (((61, 22, 0), (-1, 8, 20)), (Broken("cover", "Beta, 110000", 1),)),
    ],
)
def test_a_unit_moved_in_a_split_region_is_caught(split, amounts, faults):
    assert check.faults(split, Plan("01", amounts=amounts)) == faults


def test_a_region_has_no_more_suppliers_than_asked_for(split):
    """Three share 120000. 130000 has no units: nobody supplies it."""
    three = replace(
        split,
        offers=(*split.offers, Offer("Gamma", 1_200_000)),
        volume=(60, 30, 0),
        cost=(*split.cost, (0, 0, 0)),
        counts=(*FREE, Bounds(0, 0)),
    )
    plan = Plan("01", amounts=((60, 14, 0), (0, 8, 0), (0, 8, 0)))
    assert check.faults(three, plan) == (
        Broken("suppliers", "120000", 1),
        Broken("counts", "Gamma", 1),
    )
    assert left(three, plan, "counts") == {"Alpha": 1, "Beta": 1, "Gamma": -1}


@pytest.mark.parametrize(
    ("plan", "broken"),
    [
        (Plan("01", (0, 1)), Broken("cover", "suppliers", 1)),
        (Plan("01", (0, 1, 1, 1, 1)), Broken("cover", "suppliers", 2)),
        (Plan("01", (0, 2, 1)), Broken("cover", "120000", 1)),
        (Plan("01", (0, 1, -1)), Broken("cover", "130000", 1)),
        (Plan("01", (0, 1, 1), (1, 0, 0)), Broken("backup", "backups", 3)),
        (Plan("09", (0, 1, 1)), Broken("lot", "09", 1)),
    ],
)
def test_every_region_has_one_supplier_among_the_offers(sound, plan, broken):
    assert check.faults(sound, plan) == (broken,)


@pytest.mark.parametrize(
    ("plan", "broken"),
    [
        (Plan("01"), (Broken("cover", "amounts", 2),)),
        (Plan("01", amounts=((60, 30, 20),)), (Broken("cover", "amounts", 1),)),
        (Plan("01", amounts=((60, 30, 20), (0, 0))), (Broken("cover", "amounts[1]", 1),)),
        (
            Plan("01", (0, 1, 1)),
            (Broken("cover", "suppliers", 3), Broken("cover", "amounts", 2)),
        ),
    ],
)
def test_a_plan_of_another_shape_than_split_is_caught(split, plan, broken):
    assert check.faults(split, plan) == broken


def test_a_plan_without_its_backups_is_caught(backed):
    assert check.faults(backed, replace(BACKED, backups=())) == (Broken("backup", "backups", 3),)
    outside = replace(BACKED, backups=(1, 3, -1))
    assert check.faults(backed, outside) == (
        Broken("backup", "120000", 1),
        Broken("backup", "130000", 1),
    )


def test_the_price_step_is_decided_by_all_units_and_holds_for_all(sound):
    """
    Beta asks 60, 36, 25 fen for the regions, from 80 units on 50, 30, 20, and for the units that
    name it 12 fen, then 9. With 110000 and 130000 Beta has 80 units: 50 + 20, and Alpha 30, make
    100. With 120000 and 130000 it has 50 units: 36 + 25 + 70 = 131. When 30 more name its brand,
    these make 80: 30 + 20 + 9 + 70 = 129.
    """
    steps = (Tier(0, (60, 36, 25), 12), Tier(80, (50, 30, 20), 9))
    beta = replace(sound.offers[1], named_cost=12, tiers=steps)
    tiered = replace(sound, offers=(sound.offers[0], beta))
    assert costs(tiered, Plan("01", (1, 0, 1))) == ((0, 30, 0), (50, 0, 20))
    assert check.measure(tiered, Plan("01", (1, 0, 1)), Aim.SPEND) == 100 + 9
    assert check.measure(tiered, Plan("01", (0, 1, 1)), Aim.SPEND) == 131 + 12
    named = replace(tiered, named=((0, 0, 0), (0, 0, 30)))
    assert check.measure(named, Plan("01", (0, 1, 1)), Aim.SPEND) == 129
