"""What consumables' winners keep and give, and the check of what moves."""

from dataclasses import replace
from fractions import Fraction

import pytest

from solver.check import Broken
from solver.leftover import (
    Leftover,
    Move,
    Source,
    Winner,
    check,
    faults,
    kept,
    may_receive,
    sources,
    spend,
)
from solver.problem import MOST_VOLUME


def winner(name, price, keeps, gives, room=None):
    return Winner(name, price, Fraction(keeps, 100), Fraction(gives, 100), room)


@pytest.fixture
def joints():
    """Artificial joints 2021, the ranks 1, 2, 3, 5 and 7 of one hospital."""
    return Leftover(
        lot="01",
        winners=(
            winner("first", 6000, 100, 0),
            winner("second", 6500, 90, 0),
            winner("third", 7000, 85, 5),
            winner("fifth", 7200, 75, 15),
            winner("seventh", 8000, 70, 20, room=0),
        ),
        regions=("110000",),
        reported=((100,), (80,), (60,), (40,), (20,)),
        lost=(30,),
    )


@pytest.fixture
def two_regions():
    return Leftover(
        lot="02",
        winners=(winner("Alpha", 10, 100, 0, room=20), winner("Beta", 12, 80, 20)),
        regions=("110000", "120000"),
        reported=((50, 40), (30, 20)),
        lost=(10, 0),
        serves=((True, True), (False, True)),
    )


def test_ranks_keep_and_give_by_the_table(joints):
    """
    rank            1    2   3   5   7   not selected
    reported        100  80  60  40  20  30
    kept (base)     100  72  51  30  14  0
    given           0    0   3   6   4   30
    not agreed      0    8   6   4   2   0
    """
    assert kept(joints) == ((100,), (72,), (51,), (30,), (14,))
    assert sources(joints) == (
        Source(0, 2, 3),
        Source(0, 3, 6),
        Source(0, 4, 4),
        Source(0, None, 30),
    )
    assert faults(joints) == ()


def test_a_unit_left_over_by_rounding_goes_to_the_largest_remainder(joints):
    """85 % and 5 % of 7 units are 5.95 and 0.35, and 0.70 are not agreed: 6, 0 and 1."""
    small = replace(joints, reported=((0,), (0,), (7,), (0,), (0,)), lost=(0,))
    assert (kept(small)[2], sources(small)) == ((6,), ())


def test_volume_moves_to_a_lower_price_only(joints):
    same_price = replace(
        joints, winners=(joints.winners[0], *joints.winners[:1], *joints.winners[2:])
    )
    assert may_receive(joints, 0, 2) == (0, 1)
    assert may_receive(same_price, 0, 1) == ()
    assert may_receive(joints, 0, None) == (0, 1, 2, 3, 4)


def test_volume_moves_to_who_serves_the_region(two_regions):
    assert may_receive(two_regions, 0, None) == (0,)
    assert may_receive(two_regions, 1, None) == (0, 1)


def test_sound_moves_break_nothing(two_regions):
    moves = (Move(0, 1, 0, 6), Move(0, None, 0, 10), Move(1, 1, 0, 4))
    assert check(two_regions, moves) == ()
    assert spend(two_regions, moves) == 200


@pytest.mark.parametrize(
    ("moves", "broken"),
    [
        ([(0, 1, 0, 5), (0, None, 0, 10), (1, 1, 0, 4)], [("leftover", "Beta, 110000", 1)]),
        ([(0, 1, 0, 6), (0, None, 0, 9), (1, 1, 0, 4)], [("leftover", "lost, 110000", 1)]),
        ([(0, 1, 0, 7), (0, None, 0, 10), (1, 1, 0, 4)],
         [("leftover", "Beta, 110000", 1), ("room", "Alpha", 1)]),
        ([(0, 1, 0, 6), (0, None, 1, 10), (1, 1, 0, 4)],
         [("receiver", "Move(region=0, giver=None, receiver=1, units=10)", 10),
          ("leftover", "lost, 110000", 10)]),
        ([(0, 1, 0, 6), (0, None, 0, 10), (1, 1, 1, 4)],
         [("receiver", "Move(region=1, giver=1, receiver=1, units=4)", 4),
          ("leftover", "Beta, 120000", 4)]),
        ([(0, 1, 0, 6), (0, None, 0, 10), (1, 1, 0, 4), (1, None, 0, 1)],
         [("receiver", "Move(region=1, giver=None, receiver=0, units=1)", 1)]),
        ([(0, 1, 0, 6), (0, None, 0, 10), (1, 1, 0, 4), (1, 1, 0, 0)],
         [("receiver", "Move(region=1, giver=1, receiver=0, units=0)", 0)]),
    ],
)  # fmt: skip
def test_one_unit_out_of_place_is_caught(two_regions, moves, broken):
    found = check(two_regions, [Move(*move) for move in moves])
    assert found == tuple(Broken(*one) for one in broken)


def test_every_malformed_place_is_named_at_once(two_regions):
    wrong = replace(
        two_regions,
        winners=(winner("Alpha", 10, 90, 20, room=-1), winner("Beta", 0, -1, 0)),
        regions=("120000", "110000", "130000"),
        reported=((50, -1, 0), (MOST_VOLUME,), ()),
        lost=(1,),
        serves=((True, True),),
    )
    assert [(fault.rule, fault.place, fault.found) for fault in faults(wrong)] == [
        ("length", "lost", "1 entries instead of 3"),
        ("length", "reported", "3 entries instead of 2"),
        ("length", "serves", "1 entries instead of 2"),
        ("length", "reported[1]", "1 entries instead of 3"),
        ("length", "reported[2]", "0 entries instead of 3"),
        ("length", "serves[0]", "2 entries instead of 3"),
        ("region_order", "regions[1]", "110000 after 120000"),
        ("price_order", "winners[1]", "0 after 10"),
        ("part", "winners[0]", "9/10 and 1/5"),
        ("negative", "winners[0].room", "-1"),
        ("price", "winners[1]", "0"),
        ("part", "winners[1]", "-1/100 and 0"),
        ("negative", "reported[0][1]", "-1"),
        ("too_large", "reported", "100000000050"),
    ]


def test_nothing_asked_is_a_fault():
    assert [fault.place for fault in faults(Leftover("03", (), (), (), ()))] == [
        "winners",
        "regions",
    ]
