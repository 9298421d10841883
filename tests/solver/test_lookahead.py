"""Packing what is left into what every offer can still take."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver import lookahead
from solver.lookahead import GaveUp, Room, fill


def keeps(volume, rooms, takers):
    taken = [[volume[r] for r, taker in takers.items() if taker == w] for w in range(len(rooms))]
    return all(
        room.least <= len(own) <= room.most and sum(own) <= room.units
        for room, own in zip(rooms, taken, strict=True)
    )


ROOMS = st.lists(st.builds(Room, st.integers(0, 3), st.integers(0, 5), st.integers(-1, 25)))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 12), max_size=6), ROOMS.filter(lambda rooms: len(rooms) < 4))
def test_a_way_is_found_exactly_when_trying_everything_finds_one(volume, rooms):
    by_region = dict(enumerate(volume))
    found = fill(by_region, rooms)
    every = product(range(len(rooms)), repeat=len(volume))
    exists = any(keeps(by_region, rooms, dict(enumerate(takers))) for takers in every)
    assert (found is not None) is exists
    if found is not None:
        assert keeps(by_region, rooms, found)


def test_equal_branches_are_searched_once():
    """Twenty-one regions of 3 units, four rooms of 17: five fit in each, and few ways differ."""
    assert fill(dict.fromkeys(range(21), 3), [Room(0, 21, 17)] * 4) is None


def test_a_way_that_is_not_accepted_is_none():
    rooms = [Room(0, 2, 9), Room(0, 2, 9)]
    assert fill({0: 4, 1: 4}, rooms, lambda takers: takers.get(0) != 0) in (
        {0: 1, 1: 0},
        {0: 1, 1: 1},
    )
    assert fill({0: 4, 1: 4}, rooms, lambda takers: not takers) is None


def test_a_search_stops_at_its_limit(monkeypatch):
    monkeypatch.setattr(lookahead, "NODES", 3)
    with pytest.raises(GaveUp):
        fill(dict.fromkeys(range(4), 1), [Room(0, 4, 4)])
