"""Hospital-level volumes in vectors are those of the exact splitting, group by group."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver import bulk
from solver.bulk import MOST, NOBODY
from solver.rounding import half_up, round_table, round_to

PARTS = [Fraction(text) for text in ("0", "1/2", "7/10", "2/3", "999/1000", "1", "31/65537")]


def whole(numbers):
    return np.array(numbers, dtype=np.int64)


def test_the_region_is_rounded_and_its_hospitals_to_it():
    """
    group  demand  agreed at 70 %  rounded
    0      5       3.5             4       the largest remainder, and earlier than the last
    1      9       6.3             6
    0      3       2.1             2
    0      5       3.5             3       group 0 has 13, so 9.1, so 9
    """
    units, volume = bulk.agreed(whole([5, 9, 3, 5]), whole([0, 1, 0, 0]), [Fraction(7, 10)] * 2)
    assert units.tolist() == [4, 6, 2, 3]
    assert volume.tolist() == [9, 6]


@st.composite
def reports(draw):
    """Rows of a few groups; remainders repeat often, and groups may be empty."""
    parts = draw(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4))
    units = st.one_of(st.integers(0, 12), st.integers(0, 10**11))
    row = st.tuples(units, st.integers(0, len(parts) - 1), st.integers(NOBODY, 2))
    return draw(st.lists(row, max_size=40)), parts


@settings(max_examples=250, deadline=None)
@given(reports())
def test_every_row_is_that_of_the_largest_remainders(given_reports):
    rows, parts = given_reports
    demand, groups, owners = (
        (whole(column) for column in zip(*rows, strict=True)) if rows else ((whole([]),) * 3)
    )
    units, volume = bulk.agreed(demand, groups, parts)
    for group, part in enumerate(parts):
        exact = [part * row[0] for row in rows if row[1] == group]
        assert volume[group] == half_up(sum(exact, Fraction(0)))
        assert units[groups == group].tolist() == list(round_to(int(volume[group]), exact))
    named, pool = bulk.attribute(units, groups, owners, (len(parts), 3))
    for group in range(len(parts)):
        of = [int(units[(groups == group) & (owners == w)].sum()) for w in range(NOBODY, 3)]
        assert [pool[group], *named[group]] == of


def test_equal_remainders_go_to_the_earlier_rows_of_many():
    """Three digits of the remainder are looked at in turn, and all thousand rows are equal."""
    units, volume = bulk.agreed(whole([1] * 1000), whole([0] * 1000), [Fraction(1, 10**7)])
    assert (units.sum(), volume.tolist()) == (0, [0])
    units, volume = bulk.agreed(whole([7] * 1000), whole([0] * 1000), [Fraction(2345678, 10**7)])
    assert volume.tolist() == [1642]
    assert units.tolist() == [2] * 642 + [1] * 358


@pytest.mark.parametrize(
    ("demand", "groups", "parts", "fault"),
    [
        ([1, 2], [0], ["1"], "one group a row"),
        ([1], [1], ["1"], "from 0 to 0"),
        ([1], [-1], ["1"], "from 0 to 0"),
        ([-1], [0], ["1"], "never negative"),
        ([MOST, 1], [0, 0], ["1"], "too many units"),
        ([1], [0], ["-1/2"], "between nothing and the whole"),
        ([1], [0], ["3/2"], "between nothing and the whole"),
        ([MOST], [0], ["1/2"], "too fine"),
    ],
)
def test_what_cannot_be_exact_is_refused(demand, groups, parts, fault):
    with pytest.raises(ValueError, match=fault):
        bulk.agreed(whole(demand), whole(groups), list(map(Fraction, parts)))


def test_numbers_with_a_point_are_refused():
    with pytest.raises(ValueError, match="one whole number"):
        bulk.sums(np.array([1.0]), whole([0]), 1)


@pytest.mark.parametrize("owner", [-2, 3])
def test_an_unknown_winner_is_refused(owner):
    with pytest.raises(ValueError, match="from 0 to 2"):
        bulk.attribute(whole([1]), whole([0]), whole([owner]), (1, 3))


def test_each_pool_goes_to_its_regions_suppliers():
    """
    Region 0 goes whole to the second winner; region 1 has 6 units of the first and 4 of the third:

    hospital  region  pool  exact        units
    0         0       7     7 of second  7
    1         1       5     3 and 2      3 and 2
    2         1       3     1.8 and 1.2  2 and 1
    3         1       2     1.2 and 0.8  1 and 1
    4         0       0                  no line
    """
    lines = bulk.share(
        whole([7, 5, 3, 2, 0]), whole([0, 1, 1, 1, 0]), whole([[0, 7, 0], [6, 0, 4]])
    )
    assert list(zip(*(column.tolist() for column in lines), strict=True)) == [
        (0, 1, 7),
        (1, 0, 3),
        (1, 2, 2),
        (2, 0, 2),
        (2, 2, 1),
        (3, 0, 1),
        (3, 2, 1),
    ]


@st.composite
def pools(draw):
    """Pools in a few groups, and amounts that sum to them; some products pass 64 bits."""
    count = draw(st.integers(1, 3))
    units = st.one_of(st.integers(0, 9), st.integers(0, 10**11))
    rows = draw(st.lists(st.tuples(units, st.integers(0, count - 1)), max_size=20))
    amounts = []
    for group in range(count):
        total = sum(pool for pool, of in rows if of == group)
        cuts = sorted(draw(st.lists(st.integers(0, total), min_size=2, max_size=2)))
        parts = [cuts[0], cuts[1] - cuts[0], total - cuts[1]]
        amounts.append(draw(st.sampled_from([parts, [0, total, 0], [cuts[0], 0, total - cuts[0]]])))
    return rows, amounts


def shared_as_tables(rows, amounts):
    """The lines of the pools are the rounded tables, group by group."""
    pool, groups = (whole([row[k] for row in rows]) for k in range(2))
    lines = bulk.share(pool, groups, whole(amounts))
    found = np.zeros((len(rows), len(amounts[0])), dtype=np.int64)
    found[lines.rows, lines.suppliers] = lines.units
    assert np.count_nonzero(found) == len(lines.units)
    places = list(zip(lines.rows.tolist(), lines.suppliers.tolist(), strict=True))
    assert places == sorted(places)
    for group, columns in enumerate(amounts):
        mine = [units for units, of in rows if of == group]
        total = max(sum(mine), 1)
        exact = [[Fraction(units * column, total) for column in columns] for units in mine]
        expected = round_table(exact, mine, columns) if mine else ()
        assert tuple(map(tuple, found[groups == group].tolist())) == expected


@settings(max_examples=250, deadline=None)
@given(pools())
def test_every_pool_is_shared_as_a_rounded_table(given_pools):
    shared_as_tables(*given_pools)


def test_where_a_larger_remainder_must_give_way_the_flow_decides():
    """
    The first column's two units would round up the halves of the first and the last row; then all
    three rows between would need one more in the second column, which has two. So the last row
    gives way to the second.
    """
    shared_as_tables([(units, 0) for units in (3, 2, 2, 2, 3)], [[2, 4, 6]])


def test_products_beyond_64_bits_are_exact_too():
    rows = [(10**11, 0), (10**11 - 1, 0), (7, 1)]
    shared_as_tables(rows, [[10**11 + 5, 10**11 - 6], [3, 4]])


@pytest.mark.parametrize(
    ("amounts", "fault"),
    [([[3, 1]], "group 0: the amounts are not its pool of 5"), ([[6, -1]], "never negative")],
)
def test_amounts_are_those_of_the_pool(amounts, fault):
    with pytest.raises(ValueError, match=fault):
        bulk.share(whole([5]), whole([0]), whole(amounts))


def test_nothing_at_all_is_shared_without_complaint():
    lines = bulk.share(whole([]), whole([]), whole([]).reshape(0, 2))
    assert [column.tolist() for column in lines] == [[], [], []]
    assert bulk.agreed(whole([]), whole([]), []).volume.tolist() == []
