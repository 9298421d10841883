"""Any value of frozen dataclasses, tuples and whole numbers with one place in it spoiled."""

from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from fractions import Fraction

from hypothesis import strategies as st

NUMBERS = (-1, 0, 1, 2, 7, 10**11 + 1, 10**15 + 1, 10**30, True)
PARTS = (Fraction(-1), Fraction(0), Fraction(1, 3), Fraction(5), Fraction(10**30))


@st.composite
def broken(draw, value):
    """The value with one field, entry or number of it replaced by another of its type."""
    parts = inner(value)
    if parts and draw(st.integers(0, 4)) < 4:
        key = draw(st.sampled_from(sorted(parts)))
        return put(value, key, draw(broken(parts[key])))
    return draw(st.sampled_from(others(value)))


def others(value):
    """Values of the same type; an optional value that is left out stays so."""
    match value:
        case StrEnum():
            return tuple(type(value))
        case str():
            return ("", "110000", "Offer 1", "Group", "zz")
        case Fraction():
            return PARTS
        case int():
            return NUMBERS
        case tuple() if not hasattr(value, "_fields"):
            return (value[:-1], value[1:], value[::-1], value + value[:1], ())
    return (value,)


def inner(value):
    """The places within a value."""
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, tuple):
        return dict(enumerate(value))
    return {}


def put(value, key, new):
    """The value with another entry at a place."""
    if is_dataclass(value):
        return replace(value, **{key: new})
    entries = [*value[:key], new, *value[key + 1 :]]
    return type(value)(*entries) if hasattr(value, "_fields") else tuple(entries)
