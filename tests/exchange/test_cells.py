"""Cells as text: addresses, widths, numbers, and the guard against formulas."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.exchange import cells


@pytest.mark.parametrize(
    ("row", "col", "name"), [(0, 0, "A1"), (2, 5, "F3"), (9, 26, "AA10"), (0, 701, "ZZ1")]
)
def test_a_cell_is_named_as_in_excel(row, col, name):
    assert cells.address(row, col) == name
    assert cells.position(name) == (row, col)


@pytest.mark.parametrize("name", ["", "A", "1", "a1", "$A$1", "ABCD1"])
def test_what_names_no_cell_is_refused(name):
    with pytest.raises(ValueError, match="not a cell"):
        cells.position(name)


def test_a_place_names_row_and_cell_and_gives_its_row_back():
    assert cells.place(2, 5) == "第3行/row 3, F3"
    assert cells.row_of("第3行/row 3, F3") == 2
    assert cells.row_of("report.csv") is None


def test_full_width_digits_are_digits_and_superscripts_are_not():
    assert cells.half_width("　１２．５　") == "12.5"
    assert cells.half_width("10²") == "10²"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (300.0, "300"),
        (0.180667, "0.180667"),
        (0.1 + 0.2, "0.3"),
        (1e-06, "0.000001"),
        (1e20, "100000000000000000000"),
        (True, "TRUE"),
        (date(2020, 5, 1), "2020-05-01"),
        (" 50mg ", "50mg"),
    ],
)
def test_a_value_is_read_as_excel_shows_it(value, text):
    assert cells.text_of(value) == text


@given(st.text())
def test_a_guarded_cell_never_begins_a_formula_and_gives_its_text_back(text):
    guarded = cells.guarded(text)
    assert not guarded.startswith(cells.FORMULA)
    assert cells.unguarded(guarded) == text


def test_an_apostrophe_in_front_of_anything_else_stays():
    assert cells.unguarded("'s-Hertogenbosch") == "'s-Hertogenbosch"
