"""Values that a round lacks, and values that it takes on trust."""

from dataclasses import replace
from datetime import date

from design_cast import a_book, a_design, an_entry, decided, found, lint


def test_a_blank_that_nobody_decided():
    book = a_book(blanks=["winning.low_price"])
    (told,) = [one for one in lint(a_design(book)) if one.severity == "error"]
    assert told.what.en == "“winning.low_price” has no value: not found."
    ready = a_design(book, decisions=(decided("winning.low_price", 1),))
    assert found(ready) == []


def test_a_value_that_is_not_in_force_yet():
    late = an_entry("regions.priority_picks", 1, since=date(2027, 1, 1))
    law = a_book(without=["regions.priority_picks"])
    book = replace(law, history=(*law.history, late))
    (told,) = [one for one in lint(a_design(book)) if one.severity == "error"]
    assert told.what.en == "“regions.priority_picks” has no value on 2026-11-22 yet."


def test_values_that_nobody_confirmed_are_counted():
    (told,) = [one for one in lint(a_design()) if one.rule == "parameters"]
    assert told.severity == "warning"
    assert told.what.en.startswith("Parameters left at values that are unconfirmed or only")
    assert "proposed: 5 (Price factor for twice the units in a pack;" in told.what.en


def test_what_was_decided_is_not_taken_on_trust():
    own = tuple(
        decided(key, value)
        for key, value in {
            "comparison.pack_factor": 2,
            "comparison.decimals": 4,
            "comparison.tie_order": [],
            "regions.turn_seconds": 90,
            "regions.absent_pick": "smallest",
        }.items()
    )
    assert lint(a_design(decisions=own)) == ()


def test_a_round_that_buys_nothing():
    assert found(a_design(products=(), entrants=(), regions=())) == [
        ("error", "products", "products")
    ]
