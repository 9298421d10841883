"""A value as an officer types it is read exactly, or refused in words."""

from datetime import date
from decimal import Decimal

import pytest

from procurement.rules import typed_values
from procurement.rules.text import Refused


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (" 1.80 ", Decimal("1.80")),
        ("3", 3),
        ("0.1", Decimal("0.1")),
        ("62.5%", Decimal("0.625")),
        ("true", True),
        ('"lowest"', "lowest"),
        ("[0.5,\n 0.6]", [Decimal("0.5"), Decimal("0.6")]),
        ("[[1, 0], [0.9, 0.1]]", [[1, 0], [Decimal("0.9"), Decimal("0.1")]]),
        ("{ oral_solid = 0.10 }", {"oral_solid": Decimal("0.10")}),
        ("2027-12-31", date(2027, 12, 31)),
    ],
)
def test_values_are_those_of_a_rulebook(typed, value):
    assert typed_values.read("value", typed) == value


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("", "Give a value of at most 2000 characters."),
        ("1" * 2001, "Give a value of at most 2000 characters."),
        ("lowest", "This cannot be read"),
        ("0.5 0.6", "This cannot be read"),
        ("1\n[winning.low_price]\nvalue = 2", "Give one value only."),
        ("1\nw = 2", "Give one value only."),
    ],
)
def test_anything_else_is_refused_in_words(typed, english):
    with pytest.raises(Refused) as refused:
        typed_values.read("value", typed)
    (fault,) = refused.value.faults
    assert (fault.rule, fault.place) == ("value", "value")
    assert fault.text.en.startswith(english)
