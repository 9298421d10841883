"""The exact splitting of whole numbers."""

from fractions import Fraction
from itertools import product
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.rounding import half_up, largest_remainder, packs, packs_of, round_table, round_to


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [("1/2", 1), ("-1/2", -1), ("49/100", 0), ("-3/2", -2), ("7", 7), ("-7/3", -2), ("5/3", 2)],
)
def test_halves_go_away_from_zero(exact, rounded):
    assert half_up(Fraction(exact)) == rounded


@given(st.fractions())
def test_half_up_is_the_nearest(exact):
    assert abs(half_up(exact) - exact) <= Fraction(1, 2)


def test_half_up_is_exact_where_a_double_is_not():
    assert half_up(Fraction(2**60 - 1, 2)) == 2**59
    assert half_up(Fraction(2**60 - 2, 2)) == 2**59 - 1


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (10, (1, 1, 1), (4, 3, 3)),
        (11, (1, 1, 1), (4, 4, 3)),
        (10, (47, 16, 16, 21), (5, 2, 1, 2)),
        (5, (0, 3, 0), (0, 5, 0)),
        (0, (0, 0), (0, 0)),
        (0, (), ()),
    ],
)
def test_the_largest_remainders_get_the_units_left_over(total, weights, parts):
    assert largest_remainder(total, weights) == parts


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1).filter(any))
def test_nothing_is_lost_and_nobody_is_a_whole_unit_off(total, weights):
    parts = largest_remainder(total, weights)
    assert sum(parts) == total
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    assert all(abs(part - share) < 1 for part, share in zip(parts, exact, strict=True))
    assert parts == round_to(total, exact)


@pytest.mark.parametrize(("total", "weights"), [(-1, (1, 2)), (1, (2, -1)), (1, (0, 0)), (1, ())])
def test_what_cannot_be_split_is_refused(total, weights):
    with pytest.raises(ValueError, match=r"never negative|nobody"):
        largest_remainder(total, weights)


def test_the_total_is_rounded_and_then_the_shares_to_it():
    """
    hospital  reported  agreed at 70 %  rounded
    first     5         3.5             4       the largest remainder, and earlier than the third
    second    3         2.1             2
    third     5         3.5             3
    region    13        9.1             9
    """
    exact = [Fraction(reported * 7, 10) for reported in (5, 3, 5)]
    assert round_to(half_up(sum(exact)), exact) == (4, 2, 3)


def test_no_share_and_no_total_is_nothing():
    assert round_to(0, ()) == ()


@pytest.mark.parametrize("total", [2, 6])
def test_a_total_that_rounding_cannot_give_is_refused(total):
    shares = (Fraction(7, 2), Fraction(1, 2), Fraction(0))
    with pytest.raises(ValueError, match=f"3 to 5 units cannot give {total}"):
        round_to(total, shares)


@pytest.mark.parametrize(("units", "number"), [(0, 0), (1, 1), (28, 1), (29, 2), (10**17 + 1, 1)])
def test_the_last_pack_of_a_line_is_begun(units, number):
    assert packs(units, 28 if units < 100 else 10**18) == number


def test_lines_of_one_contract_share_its_packs():
    """Packs of 4: 8 + 1 units are 9, in all 3 packs; the second line gets the one that is begun."""
    assert packs_of((8, 1), 4) == (2, 1)
    assert packs_of((5, 5, 5), 4) == (2, 1, 1)


@given(st.lists(st.integers(0, 10**6)), st.integers(1, 1000))
def test_a_line_gets_the_packs_it_fills_or_one_more(lines, pack):
    shared = packs_of(lines, pack)
    assert sum(shared) == packs(sum(lines), pack)
    assert all(
        units // pack <= n <= packs(units, pack) for units, n in zip(lines, shared, strict=True)
    )


def by_definition(exact, rows, columns):
    """Among all tables that keep the sums, the first in the published order; None without any."""
    cells = [(i, j) for i, row in enumerate(exact) for j in range(len(row))]
    ordered = sorted(cells, key=lambda at: (at[1], -(exact[at[0]][at[1]] % 1), at[0]))
    best = None
    for choice in product((1, 0), repeat=len(ordered)):
        up = dict(zip(ordered, choice, strict=True))
        if any(up[i, j] > ceil(exact[i][j] % 1) for i, j in cells):
            continue
        table = tuple(
            tuple(floor(cell) + up[i, j] for j, cell in enumerate(row))
            for i, row in enumerate(exact)
        )
        if tuple(map(sum, table)) == rows and tuple(map(sum, zip(*table, strict=True))) == columns:
            best = table  # choices come with the rounded up first
            break
    return best


def test_a_table_is_rounded_with_its_sums():
    """
    Three hospitals' pools of 5, 3 and 2 units between suppliers of 6 and 4 units:

    hospital  exact      rounded
    first     3    2     3  2
    second    1.8  1.2   2  1    the larger remainder of the first supplier
    third     1.2  0.8   1  1
    sum       6    4     6  4
    """
    pools, suppliers = (5, 3, 2), (6, 4)
    exact = [[Fraction(pool * units, 10) for units in suppliers] for pool in pools]
    assert round_table(exact, pools, suppliers) == ((3, 2), (2, 1), (1, 1))


@st.composite
def tables(draw):
    """Small tables with the sums of their exact cells, or with sums that may be impossible."""
    height, width = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    if draw(st.booleans()):
        pools = draw(st.lists(st.integers(0, 9), min_size=height, max_size=height).filter(any))
        weights = draw(st.lists(st.integers(0, 9), min_size=width, max_size=width).filter(any))
        columns = largest_remainder(sum(pools), weights)
        exact = [[Fraction(pool * units, sum(pools)) for units in columns] for pool in pools]
        return exact, tuple(pools), columns
    part = st.sampled_from([Fraction(n, 4) for n in range(7)])
    exact = [[draw(part) for _ in range(width)] for _ in range(height)]
    shift = st.sampled_from([Fraction(n, 2) for n in (-1, 0, 1)])
    rows = tuple(half_up(sum(row) + draw(shift)) for row in exact)
    columns = zip(*exact, strict=True)
    return exact, rows, tuple(half_up(sum(column) + draw(shift)) for column in columns)


@settings(max_examples=600, deadline=None)
@given(tables())
def test_a_rounded_table_is_the_one_the_definition_names(table):
    exact, rows, columns = table
    expected = by_definition(exact, rows, columns)
    if expected is None:
        with pytest.raises(ValueError, match=r"row|column"):
            round_table(exact, rows, columns)
    else:
        assert round_table(exact, rows, columns) == expected


@pytest.mark.parametrize(
    ("exact", "rows", "columns", "place"),
    [
        ([["1/2", "1/2"]], (1, 1), (1, 0), "2 sums for 1 rows"),
        ([["1/2", "1/2"]], (1,), (1,), "1 sums for 2 columns"),
        ([["1/2", "1/2"]], (3,), (1, 1), "row 0 rounds to 0 to 2 and cannot sum to 3"),
        ([["1", "1/2"]], (1,), (2, 0), "column 0 rounds to 1 to 1 and cannot sum to 2"),
        ([["1/2", "1/2"]], (1,), (1, 1), "rows sum to 1 and columns to 2"),
        (
            [["1/2", "1/2", "0"], ["1/2", "1/2", "0"], ["0", "0", "1/2"], ["0", "0", "1/2"]],
            (1, 1, 0, 0),
            (0, 1, 1),
            "row 1 does not reach 1 without breaking a column's sum",
        ),
    ],
)
def test_sums_that_no_rounding_keeps_are_refused_with_their_place(exact, rows, columns, place):
    with pytest.raises(ValueError, match=place):
        round_table([list(map(Fraction, row)) for row in exact], rows, columns)


def test_making_room_can_take_a_chain_of_rows():
    """
    The last row can only round up its second column, so the first row moves on from there to the
    third, and the second row from there to the first.
    """
    half = Fraction(1, 2)
    none = Fraction(0)
    exact = [[none, half, half], [half, none, half], [none, half, none]]
    assert round_table(exact, (1, 1, 1), (1, 1, 1)) == ((0, 0, 1), (1, 0, 0), (0, 1, 0))
