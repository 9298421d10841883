"""What is asked and what is answered."""

from dataclasses import replace

import pytest

from solver.problem import (
    MOST_MONEY,
    MOST_VOLUME,
    Offer,
    Plan,
    faults,
    price_groups,
    spend,
    volumes,
)


def found(problem):
    return [(fault.rule, fault.place, fault.found) for fault in faults(problem)]


def test_a_sound_problem_has_no_fault(sound, impossible, national):
    assert faults(sound) == faults(impossible) == faults(national) == ()


def test_spend_and_volumes_follow_the_suppliers(sound):
    plan = Plan("01", (1, 0, 1))
    assert spend(sound, plan) == 60 + 30 + 25
    assert volumes(sound, plan) == (30, 60 + 20)


def test_equal_prices_form_one_group(national):
    assert price_groups(national) == ((0,), (1, 2), (3,), (4,), (5,))


def test_every_malformed_place_is_named_at_once(sound):
    wrong = replace(
        sound,
        offers=(Offer("Alpha", 0), Offer("Alpha", -5)),
        regions=("120000", "110000", "110000"),
        volume=(60, -30),
        cost=((70, 30, -20), (60, 36), ()),
        counts=(-1, 2, 3),
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
        ("negative", "counts[0]", "-1"),
        ("negative", "cost[0][2]", "-20"),
        ("counts", "counts", "4 for 3 regions"),
    ]


def test_an_empty_problem_is_a_fault(sound):
    empty = replace(sound, offers=(), regions=(), volume=(), cost=(), counts=())
    assert found(empty) == [("empty", "offers", "0"), ("empty", "regions", "0")]


@pytest.mark.parametrize(("volume", "fault"), [(MOST_VOLUME, []), (MOST_VOLUME + 1, ["volume"])])
def test_volumes_stay_within_the_bound(sound, volume, fault):
    assert [place for _, place, _ in found(replace(sound, volume=(volume, 0, 0)))] == fault


@pytest.mark.parametrize(("money", "fault"), [(MOST_MONEY, []), (MOST_MONEY + 1, ["cost"])])
def test_money_stays_within_the_bound(sound, money, fault):
    wrong = replace(sound, cost=((money, 0, 0), (1, 0, 0)))
    assert [place for _, place, _ in found(wrong)] == fault
