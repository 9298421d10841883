"""Malformed problems and batches: every place is named, nothing raises."""

from dataclasses import replace
from fractions import Fraction

import pytest
from breakage import broken
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import batches, problems, solved

from solver import check
from solver.batch import Batch, Limit
from solver.faults import batch_faults, faults
from solver.problem import (
    MOST_MONEY,
    MOST_VOLUME,
    Aim,
    Backup,
    Bounds,
    Goal,
    Linkage,
    Offer,
    Tier,
    exactly,
)

SLOW = [HealthCheck.too_slow]
MANY = settings(max_examples=150, deadline=None, database=None, suppress_health_check=SLOW)
SOME = settings(MANY, max_examples=40)


def found(problem):
    return [(fault.rule, fault.place, fault.found) for fault in faults(problem)]


def test_a_sound_problem_has_no_fault(sound, impossible, national):
    assert faults(sound) == faults(impossible) == faults(national) == ()


@SOME
@given(problems())
def test_no_drawn_problem_has_a_fault(problem):
    assert faults(problem) == ()


@MANY
@given(st.data(), solved())
def test_a_problem_with_one_place_spoiled_has_faults_or_can_be_checked(data, pair):
    problem, plan = pair
    spoiled = data.draw(broken(problem))
    if not faults(spoiled):
        check.faults(spoiled, plan)
        if not any(slack.rule == "cover" for slack in check.faults(spoiled, plan)):
            assert all(check.measure(spoiled, plan, aim) >= 0 for aim in Aim)


@SOME
@given(st.data(), batches())
def test_a_batch_with_one_place_spoiled_has_faults_or_not_but_never_raises(data, batch):
    assert batch_faults(batch) == ()
    batch_faults(data.draw(broken(batch)))


def test_every_malformed_place_is_named_at_once(sound):
    wrong = replace(
        sound,
        offers=(Offer("Alpha", 0), Offer("Alpha", -5)),
        regions=("120000", "110000", "110000"),
        volume=(60, -30),
        cost=((70, 30, -20), (60, 36), ()),
        counts=(Bounds(-1, 2), Bounds(3, 2), Bounds(0, 3)),
    )
    assert {fault.lot for fault in faults(wrong)} == {"01"}
    assert found(wrong) == [
        ("length", "volume", "2 entries instead of 3"),
        ("length", "counts", "3 entries instead of 2"),
        ("length", "cost", "3 entries instead of 2"),
        ("length", "cost[1]", "2 entries instead of 3"),
        ("length", "cost[2]", "0 entries instead of 3"),
        ("price_order", "offers[1]", "-5 after 0"),
        ("price", "offers[0]", "0"),
        ("price", "offers[1]", "-5"),
        ("duplicate", "offers", "Alpha"),
        ("region_order", "regions[1]", "110000 after 120000"),
        ("duplicate", "regions[2]", "110000"),
        ("negative", "volume[1]", "-30"),
        ("negative", "cost[0][2]", "-20"),
        ("bounds", "counts[0]", "-1 to 2"),
        ("bounds", "counts[1]", "3 to 2"),
    ]


def test_an_empty_problem_is_a_fault(sound):
    empty = replace(sound, offers=(), regions=(), volume=(), cost=(), counts=())
    assert found(empty) == [("empty", "offers", "0"), ("empty", "regions", "0")]
    assert ("empty", "offers", "0") in found(replace(sound, offers=(), cost=(), counts=()))


def an_offer(**changed):
    return {"offers": (Offer("Alpha", 1_000_000, **changed), Offer("Beta", 1_100_000))}


OWN = (70, 30, 20)
SPLIT_BACKUP = "a region with several suppliers has no single backup"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"named": ((1, 0, 0),)}, [("length", "named", "1 entries instead of 2")]),
        ({"named": ((1, 0), (0, 0, 0))}, [("length", "named[0]", "2 entries instead of 3")]),
        ({"named": ((1, 0, 0), (0, -2, 0))}, [("negative", "named[1][1]", "-2")]),
        ({"distance": ((1, 0, 0),)}, [("length", "distance", "1 entries instead of 2")]),
        ({"distance": ((1, 0, -3), (0, 0, 0))}, [("negative", "distance[0][2]", "-3")]),
        ({"entitled": (1,)}, [("length", "entitled", "1 entries instead of 2")]),
        ({"entitled": (1, -4)}, [("negative", "entitled[1]", "-4")]),
        ({"tolerance": -1}, [("negative", "tolerance", "-1")]),
        ({"suppliers": 0}, [("suppliers", "suppliers", "0")]),
        ({"least_part": Fraction(3, 2)}, [("part", "least_part", "3/2")]),
        ({"least_part": Fraction(-1, 2)}, [("part", "least_part", "-1/2")]),
        ({"max_share": Fraction(0)}, [("part", "max_share", "0")]),
        ({"max_share": Fraction(2)}, [("part", "max_share", "2")]),
        ({"backup": Backup(), "suppliers": 2}, [("backup", "suppliers", SPLIT_BACKUP)]),
        ({"backup": Backup(surge=Fraction(-1))}, [("part", "backup.surge", "-1")]),
        ({"backup": Backup(surge=Fraction(10**5))}, [("part", "backup.surge", "100000")]),
        ({"settled": ((2, 0),)}, [("unknown", "settled[0]", "offer 2, region 0")]),
        ({"settled": ((0, 0), (0, -1))}, [("unknown", "settled[1]", "offer 0, region -1")]),
        ({"goals": ()}, [("goals", "goals", "none")]),
        ({"goals": (Goal(Aim.SPEND),) * 2}, [("goals", "goals", "spend, spend")]),
        ({"goals": (Goal(Aim.DISTANCE),)}, [("goals", "goals[0]", "distance without distance")]),
        ({"goals": (Goal(Aim.SHORTFALL),)}, [("goals", "goals[0]", "shortfall without entitled")]),
        (
            {"goals": (Goal(Aim.SPEND), Goal(Aim.SHARED_GROUPS))},
            [("goals", "goals[1]", "shared_groups without backup")],
        ),
        (
            {"goals": (Goal(Aim.SPEND, Fraction(-1, 10)),)},
            [("part", "goals[0].tolerance", "-1/10")],
        ),
        (
            {"linkage": Linkage.CONDITIONAL},
            [
                ("capacity", "offers[0]", "none, and the linkage asks when it is full"),
                ("capacity", "offers[1]", "none, and the linkage asks when it is full"),
            ],
        ),
        (an_offer(capacity=-1), [("negative", "offers[0].capacity", "-1")]),
        (an_offer(named_cost=-1), [("negative", "offers[0].named_cost", "-1")]),
        (an_offer(band=Bounds(5, 4)), [("bounds", "offers[0].band", "5 to 4")]),
        (
            an_offer(tiers=(Tier(0, (70, 30)),)),
            [("length", "offers[0].tiers[0].cost", "2 entries instead of 3")],
        ),
        (
            an_offer(tiers=(Tier(1, OWN),)),
            [("tiers", "offers[0].tiers[0]", "not from 0 at the offer's own cost")],
        ),
        (
            an_offer(tiers=(Tier(0, (1, 1, 1)),)),
            [("tiers", "offers[0].tiers[0]", "not from 0 at the offer's own cost")],
        ),
        (
            an_offer(tiers=(Tier(0, OWN), Tier(9, OWN), Tier(9, (1, -1, 1), -2))),
            [
                ("tiers", "offers[0].tiers[2]", "9 after 9"),
                ("negative", "offers[0].tiers[2]", "-2"),
            ],
        ),
    ],
)
def test_what_makes_no_sense_is_named(sound, changed, expected):
    assert found(replace(sound, **changed)) == expected


NOTHING = (0, 0, 0)
LARGEST = {
    "volume": (MOST_VOLUME, "volume", lambda n: {"volume": (n, 0, 0)}),
    "named": (MOST_VOLUME, "volume", lambda n: {"volume": NOTHING, "named": ((n, 0, 0), NOTHING)}),
    "tolerance": (MOST_VOLUME, "tolerance", lambda n: {"tolerance": n}),
    "entitled": (MOST_VOLUME, "entitled[1]", lambda n: {"entitled": (0, n)}),
    "capacity": (MOST_VOLUME, "offers[0].capacity", lambda n: an_offer(capacity=n)),
    "start": (
        MOST_VOLUME,
        "offers[0].tiers[1]",
        lambda n: an_offer(tiers=(Tier(0, OWN), Tier(n, OWN))),
    ),
    "band": (MOST_MONEY, "offers[0].band", lambda n: an_offer(band=Bounds(0, n))),
    "counts": (MOST_MONEY, "counts[0]", lambda n: {"counts": (Bounds(0, n), Bounds(0, 3))}),
    "distance": (MOST_MONEY, "distance", lambda n: {"distance": ((n, 0, 0), NOTHING)}),
    "cost": (MOST_MONEY, "cost", lambda n: {"cost": ((n - 1, 0, 0), (5, 0, 1))}),
    "named cost": (
        MOST_MONEY,
        "cost",
        lambda n: {"cost": (NOTHING, NOTHING), **an_offer(named_cost=n)},
    ),
    "cost of a step": (
        MOST_MONEY,
        "cost",
        lambda n: an_offer(tiers=(Tier(0, OWN), Tier(9, (n - 36 - 25, 0, 0)))),
    ),
}


@pytest.mark.parametrize("number", LARGEST)
def test_numbers_stay_where_every_engine_is_exact(sound, number):
    most, place, change = LARGEST[number]
    assert found(replace(sound, **change(most))) == []
    assert [where for _, where, _ in found(replace(sound, **change(most + 1)))] == [place]


def test_money_of_split_regions_is_the_money_of_a_unit(sound):
    """60 units of a region at 10 fen are 600 fen; a region of no unit counts as one."""
    split = replace(sound, suppliers=2, volume=(60, 0, 0), cost=((0,) * 3,) * 2)
    limit = MOST_MONEY // 60
    assert found(replace(split, cost=((limit, 0, 0), (0, 0, 0)))) == []
    for cost in ((limit + 1, 0, 0), (0, 0, MOST_MONEY + 1)):
        wrong = replace(split, cost=(cost, (0, 0, 0)))
        assert [place for _, place, _ in found(wrong)] == ["cost"]


def test_the_faults_of_a_batch_stand_under_the_lot_or_the_limit(sound, national):
    limits = (
        Limit("firm", {(0, 0): 2, (1, 5): 1, (2, 0): 1, (0, 2): 1, (0, 1): -1}, -3),
        Limit("firm", {}, MOST_MONEY + 1),
        Limit("share", {(0, 0): MOST_MONEY // 110, (0, 1): 1}, 5),
        Limit("shares", {(0, 0): MOST_MONEY // 110, (1, 0): 1}, 5),
    )
    batch = Batch((replace(sound, tolerance=-1), national), limits)
    assert [(f.lot, f.rule, f.place, f.found) for f in batch_faults(batch)][:-1] == [
        ("01", "negative", "tolerance", "-1"),
        ("firm", "duplicate", "limits", "2"),
        ("firm", "negative", "most", "-3"),
        ("firm", "unknown", "use[2, 0]", "no such lot or offer"),
        ("firm", "unknown", "use[0, 2]", "no such lot or offer"),
        ("firm", "negative", "use[0, 1]", "-1"),
        ("firm", "too_large", "most", str(MOST_MONEY + 1)),
    ]
    last = batch_faults(batch)[-1]
    assert (last.lot, last.rule, last.place) == ("shares", "too_large", "use")


def test_lots_of_one_name_and_the_money_of_all_are_named(sound):
    half = replace(sound, cost=((MOST_MONEY // 2, 0, 0), (0, 0, 1)))
    assert batch_faults(Batch((replace(half, lot="02", cost=((0, 0, 0),) * 2), half))) == ()
    assert [(f.lot, f.rule, f.place) for f in batch_faults(Batch((half, half)))] == [
        ("01", "duplicate", "lots"),
        ("all lots", "too_large", "cost"),
    ]


def test_counts_that_cannot_be_met_are_no_fault_of_form(sound):
    assert faults(replace(sound, counts=exactly((3, 3)))) == ()
