"""Leftover volume moves at the least spend, and to whom the published order says."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from solver.leftover import Leftover, Move, Winner, check, faults, may_receive, sources, spend
from solver.transfer import NoRoom, transfer


def lot(winners, reported, lost, serves=()):
    """A lot from ``(price, per cent given, room)`` by winner."""
    return Leftover(
        lot="01",
        winners=tuple(
            Winner(f"W{w}", price, Fraction(100 - gives, 100), Fraction(gives, 100), room)
            for w, (price, gives, room) in enumerate(winners)
        ),
        regions=tuple(f"{r:03}" for r in range(len(lost))),
        reported=reported,
        lost=lost,
        serves=serves,
    )


def test_the_cheapest_fill_up_first_and_the_earlier_region_first():
    """
    winner  price  keeps  room  reported  gives
    first   10     100 %  12    50, 50
    second  11     80 %         40, 30    8, 6    to the first only
    third   12     50 %         10, 10    5, 5    to the first or the second
    lost                        3, 4      3, 4    to anyone

    The first has room for 12 of the 14 of the second: it cannot be, unless the first takes 14.
    With room for 16 the second's 14 go there whole, and the two units left to the third in 000.
    """
    tight = lot(
        [(10, 0, 12), (11, 20, None), (12, 50, None)], ((50, 50), (40, 30), (10, 10)), (3, 4)
    )
    with pytest.raises(NoRoom) as refused:
        transfer(tight)
    assert str(refused.value) == (
        "lot 01: 14 units left over in 000, 001 may go to W0 only, with room for 12"
    )
    assert (refused.value.units, refused.value.receivers) == (2, (0,))
    assert [source.units for source in refused.value.sources] == [8, 6]
    wide = replace(tight, winners=(replace(tight.winners[0], room=16), *tight.winners[1:]))
    assert transfer(wide) == (
        Move(0, 1, 0, 8),
        Move(0, 2, 0, 2),
        Move(0, 2, 1, 3),
        Move(0, None, 1, 3),
        Move(1, 1, 0, 6),
        Move(1, 2, 1, 5),
        Move(1, None, 1, 4),
    )


def test_between_equal_prices_the_better_rank_is_filled_first():
    asked = lot([(10, 0, 5), (10, 0, 5), (10, 0, None)], ((0, 0),) * 3, (4, 9))
    assert transfer(asked) == (
        Move(0, None, 0, 4),
        Move(1, None, 0, 1),
        Move(1, None, 1, 5),
        Move(1, None, 2, 3),
    )


def test_an_earlier_region_leaves_room_that_only_the_later_can_use():
    """Both prices are equal; the second region is served by the first winner only."""
    asked = lot([(10, 0, 5), (10, 0, 9)], ((0, 0),) * 2, (6, 4), ((True, True), (True, False)))
    assert transfer(asked) == (Move(0, None, 0, 1), Move(0, None, 1, 5), Move(1, None, 0, 4))


def test_volume_that_nobody_may_receive_has_no_room():
    """The lowest price gives a tenth, and there is no lower price."""
    with pytest.raises(NoRoom, match="in 000, 001, 002 and 1 more regions may go to nobody only"):
        transfer(lot([(10, 10, None), (11, 0, None)], ((10,) * 4, (0,) * 4), (3,) * 4))


def test_nothing_left_over_moves_nothing():
    assert transfer(lot([(10, 0, 0)], ((10,),), (0,))) == ()


@st.composite
def lots(draw, most, regions):
    """Lots with ties of price, tight rooms and winners that do not serve everywhere."""
    count, places = draw(st.integers(1, 3)), draw(st.integers(1, regions))
    prices = sorted(draw(st.lists(st.integers(1, 3), min_size=count, max_size=count)))
    room = st.one_of(st.none(), st.integers(0, 2 * most))
    winners = [(price, draw(st.sampled_from((0, 50, 100))), draw(room)) for price in prices]
    units = st.lists(st.integers(0, most), min_size=places, max_size=places).map(tuple)
    row = st.lists(st.booleans(), min_size=places, max_size=places).map(tuple)
    asked = lot(
        winners,
        tuple(draw(units) for _ in winners),
        draw(units),
        draw(st.sampled_from(((), tuple(draw(row) for _ in winners)))),
    )
    assert faults(asked) == ()
    return asked


def every_way(asked, left, received):
    """All ways to move the sources left, the first in the published order first."""
    if not left:
        yield ()
        return
    source, *others = left

    def spread(units, receivers):
        if not receivers:
            if not units:
                yield ()
            return
        w, *later = receivers
        room = asked.winners[w].room
        most = units if room is None else min(units, room - received[w])
        for part in range(most, -1, -1):
            received[w] += part
            for rest in spread(units - part, later):
                yield ((w, part), *rest) if part else rest
            received[w] -= part

    for parts in spread(source.units, may_receive(asked, source.region, source.giver)):
        for rest in every_way(asked, others, received):
            yield (*(Move(source.region, source.giver, w, part) for w, part in parts), *rest)


@settings(max_examples=500, deadline=None)
@given(lots(most=3, regions=2))
def test_the_moves_are_those_the_definition_names(asked):
    ways = list(every_way(asked, sources(asked), Counter()))
    if not ways:
        with pytest.raises(NoRoom):
            transfer(asked)
    else:  # of equal spend the first way is the smallest
        assert transfer(asked) == min(ways, key=lambda moves: spend(asked, moves))


@settings(max_examples=200, deadline=None)
@given(lots(most=10**6, regions=6))
def test_the_spend_is_that_of_a_flow_engine(asked):
    found, receivers = sources(asked), len(asked.winners)
    flow = SimpleMinCostFlow()
    for node, source in enumerate(found, start=receivers + 1):
        for w in may_receive(asked, source.region, source.giver):
            flow.add_arc_with_capacity_and_unit_cost(node, w, source.units, asked.winners[w].price)
        flow.set_node_supply(node, source.units)
    total = sum(source.units for source in found)
    for w, winner in enumerate(asked.winners):
        room = total if winner.room is None else winner.room
        flow.add_arc_with_capacity_and_unit_cost(w, receivers, room, 0)
    flow.set_node_supply(receivers, -total)
    assert flow.solve_max_flow_with_min_cost() == flow.OPTIMAL
    if flow.maximum_flow() == total:
        moves = transfer(asked)
        assert check(asked, moves) == ()
        assert spend(asked, moves) == flow.optimal_cost()
        return
    with pytest.raises(NoRoom) as refused:
        transfer(asked)
    assert refused.value.units == total - flow.maximum_flow()
    only = set(refused.value.receivers)
    stuck = refused.value.sources
    assert all(set(may_receive(asked, source.region, source.giver)) <= only for source in stuck)
    rooms = sum(asked.winners[w].room for w in only)
    assert sum(source.units for source in stuck) - rooms == refused.value.units
