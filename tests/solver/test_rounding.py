"""The exact splitting of whole numbers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.rounding import largest_remainder


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


@pytest.mark.parametrize(("total", "weights"), [(-1, (1, 2)), (1, (2, -1)), (1, (0, 0)), (1, ())])
def test_what_cannot_be_split_is_refused(total, weights):
    with pytest.raises(ValueError, match=r"never negative|nobody"):
        largest_remainder(total, weights)
