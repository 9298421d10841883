"""Recorded preferences for regions: one row a firm and product, and every mistake at once."""

import pytest
from picking_cast import a_lot

from procurement.exchange import preference_files
from procurement.rules.text import Refused

LOTS = {"03": a_lot()}


def read(*rows, head="firm,product,regions"):
    content = "\n".join([head, *rows]).encode()
    return preference_files.read("preferences.csv", content, LOTS)


def faults(*rows, **more):
    with pytest.raises(Refused) as refused:
        read(*rows, **more)
    return [(fault.rule, fault.place) for fault in refused.value.faults]


def test_regions_stand_in_one_cell_the_dearest_first():
    found = read("A,03,130000 110000", "B,03,120000；140000、110000")
    assert found == {
        "03": {"A": ("130000", "110000"), "B": ("120000", "140000", "110000")},
    }


def test_who_is_not_listed_has_no_preference_and_blank_rows_are_none():
    assert read("", "A,03,") == {"03": {"A": ()}}
    assert read() == {"03": {}}


def test_full_width_digits_are_digits():
    assert read("A,０３,１１００００") == {"03": {"A": ("110000",)}}


def test_every_mistake_is_told_at_once_with_its_row():
    assert faults(
        "nobody,03,110000",
        "A,99,110000",
        "A,03,110000 110000 990000",
        "A,03,120000",
        "B",
    ) == [
        ("firm", "第2行/row 2, A2"),
        ("product", "第3行/row 3, B3"),
        ("region", "第4行/row 4, C4"),
        ("region", "第4行/row 4, C4"),
        ("twice", "第5行/row 5, A5"),
        ("product", "第6行/row 6, B6"),
    ]


@pytest.mark.parametrize("head", ["firm,product", "product,firm,regions", ""])
def test_a_file_without_its_columns_is_refused(head):
    assert faults("A,03,110000", head=head) == [("header", "第1行/row 1, A1")]


def test_an_empty_file_has_no_columns():
    with pytest.raises(Refused):
        preference_files.read("preferences.csv", b"", LOTS)
