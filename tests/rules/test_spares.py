"""Spare regions: in rank order, one a turn, never where one supplies already."""

from hypothesis import given
from hypothesis import strategies as st

from procurement.rules import spares


def test_winners_choose_their_spare_regions_in_turn_the_largest_first():
    """
    region   0   1   2   3
    units   40  30  20  10
    primary  A   B   A   B
    turns: A takes 1 (its largest that it does not supply), B 0, A 3, B 2
    """
    assert spares.picks((0, 1, 0, 1), (40, 30, 20, 10), winners=2, most=1) == ((1, 0, 1, 0),)


def test_who_finds_nothing_passes():
    """A supplies all regions: B and C take them as spares, A passes."""
    assert spares.picks((0, 0, 0), (3, 2, 1), winners=3, most=1) == ((1, 2, 1),)


def test_the_second_spare_is_another_firm_than_the_first():
    first, second = spares.picks((0, 1, 2), (3, 2, 1), winners=3, most=2)
    for primary, *others in zip((0, 1, 2), first, second, strict=True):
        assert len({primary, *others}) == 3


def test_a_single_winner_has_no_spare():
    assert spares.picks((0, 0), (5, 5), winners=1, most=2) == ()


def test_no_spares_where_none_are_asked_for():
    assert spares.picks((0, 1), (5, 5), winners=2, most=0) == ()


@given(st.data(), st.integers(2, 6), st.integers(1, 12), st.integers(1, 2))
def test_every_region_has_spares_that_are_neither_its_supplier_nor_each_other(
    data, winners, regions, most
):
    suppliers = data.draw(st.tuples(*[st.integers(0, winners - 1)] * regions))
    volume = data.draw(st.tuples(*[st.integers(0, 9)] * regions))
    made = spares.picks(suppliers, volume, winners, most)
    assert len(made) == min(most, winners - 1)
    for region, supplier in enumerate(suppliers):
        chosen = [supplier, *(one[region] for one in made)]
        assert len(set(chosen)) == len(chosen)
