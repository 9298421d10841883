"""What is written is read back as it was, and what is something else is refused with its place."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from strategies import solved

from solver.bound import Weights
from solver.notation import Unreadable, read, write
from solver.plan import Plan
from solver.problem import Aim, Bounds, Goal, Offer, Problem
from solver.tree import Node

SETTINGS = settings(max_examples=60, deadline=None, database=None)


@SETTINGS
@given(solved())
def test_problems_and_plans_come_back_as_they_were(pair):
    problem, plan = pair
    assert read(Problem, write(problem)) == problem
    assert read(Plan, write(plan)) == plan


def test_every_field_is_written():
    assert write(Goal(Aim.SPEND, Fraction(1, 3))) == {"aim": "spend", "tolerance": "1/3"}
    assert write(Offer("Alpha", 5, band=Bounds(1, 2))) == {
        "name": "Alpha",
        "price": 5,
        "capacity": None,
        "band": [1, 2],
        "group": "",
        "named_cost": 0,
        "tiers": [],
    }
    node = Node(Weights((3,)), ("region", 0, 1), 1, 2)
    assert read(Node, write(node)) == node
    assert write({"yes": True, "none": None}) == {"yes": True, "none": None}


def test_there_is_no_notation_for_a_float():
    with pytest.raises(TypeError, match="float"):
        write(1.5)


@pytest.mark.parametrize(
    ("path", "value", "place", "found"),
    [
        (("lot",), 5, "lot", "5"),
        (("volume",), "60", "volume", "'60'"),
        (("volume", 1), True, "volume[1]", "True"),
        (("volume", 1), None, "volume[1]", "None"),
        (("counts", 0), [1], "counts[0]", "1 entries instead of 2"),
        (("counts", 0), {"least": 1}, "counts[0]", "{'least': 1}"),
        (("offers", 0, "capacity"), "much", "offers[0].capacity", "'much'"),
        (("offers", 0), [], "offers[0]", "[]"),
        (("offers", 0, "color"), "red", "offers[0].color", "not known"),
        (("linkage",), "loose", "linkage", "'loose'"),
        (("linkage",), [], "linkage", "[]"),
        (("least_part",), "1/0", "least_part", "'1/0'"),
        (("least_part",), 0, "least_part", "0"),
        (("settled",), [[0]], "settled[0]", "1 entries instead of 2"),
        (("lot",), ["x" * 90], "lot", "['" + "x" * 58 + "…"),
    ],
)
def test_what_is_something_else_is_refused_with_its_place(sound, path, value, place, found):
    record = write(sound)
    inner = record
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(Unreadable) as refused:
        read(Problem, record)
    assert (refused.value.place, refused.value.found) == (place, found)
    assert str(refused.value) == f"{place}: {found}"


def test_what_is_missing_is_named(sound):
    record = write(sound)
    del record["cost"]
    with pytest.raises(Unreadable, match="cost: missing"):
        read(Problem, record)


@pytest.mark.parametrize("value", [None, [], 1.5, "no"])
def test_the_whole_has_to_be_an_object(value):
    with pytest.raises(Unreadable):
        read(Problem, value)
