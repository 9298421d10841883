"""A rulebook gives the rules of a day, exact and with their sources."""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from procurement.rules.entries import Decision
from procurement.rules.readings import (
    BANDS,
    COUNT,
    COUNTS,
    FACTOR,
    FLAG,
    PRICE,
    SHARE,
    SHARES,
    points,
    word,
    words,
)
from procurement.rules.rulebook import RulebookFaults, SavingsRules, UptakeRules, parse
from procurement.rules.schemas import SCHEMAS
from procurement.rules.text import Text

NAMES = {"a": Text("甲", "A"), "b": Text("乙", "B")}

HEAD = """
id = "alerts"
kind = "uptake"
title = "预警"
title_en = "Alerts"
document = "D-1"
document_evidence = "proposal"
aliases = ["warnings"]
"""
KEY = """
[alert.{key}]
title = "{key} 的界限"
title_en = "{key}"
unit = "比例"
unit_en = "share"
checked = 2026-11-22
values = [{values}]
"""
VALUE = '{{ since = {since}, value = {value}, source = "{source}", evidence = "official" }}'


def a_rulebook(**values):
    """Alerts that hold since 2020; ``values`` are (since, value) pairs for other keys."""
    plain = {"yellow": "0.8", "orange": "0.6", "red": "0.4", "grace_months": 3}
    plain |= {"delivery_floor": "0.7"}
    all_values = {key: [("2020-01-01", value)] for key, value in plain.items()} | values
    return HEAD + "".join(
        KEY.format(
            key=key,
            values=", ".join(
                VALUE.format(since=since, value=value, source=f"notice of {since}")
                for since, value in pairs
            ),
        )
        for key, pairs in all_values.items()
    )


def test_the_value_in_force_on_the_day_counts():
    book = parse("alerts", a_rulebook(red=[("2020-01-01", "0.4"), ("2022-06-01", "0.3")]))
    before, after = book.at(date(2022, 5, 31)), book.at(date(2022, 6, 1))
    assert (before.red, after.red) == (Fraction("0.4"), Fraction("0.3"))
    assert before.sources["red"].source == "notice of 2020-01-01"
    assert after.sources["red"].since == date(2022, 6, 1)
    assert len(book.history) == 6


def test_an_entry_says_what_it_is_and_how_it_reads():
    book = parse("alerts", a_rulebook())
    entry = book.at(date(2020, 1, 1), UptakeRules).sources["red"]
    assert (entry.key, entry.title, entry.unit) == (
        "alert.red",
        Text("red 的界限", "red"),
        Text("比例", "share"),
    )
    assert (entry.shown, entry.note) == (Text("40%", "40%"), None)
    assert (book.title, book.aliases) == (Text("预警", "Alerts"), ("warnings",))


def test_rules_are_not_in_force_before_their_first_day():
    with pytest.raises(LookupError, match=r"no value on 2019-12-31: alert\.yellow"):
        parse("alerts", a_rulebook()).at(date(2019, 12, 31))


def test_rules_of_another_kind_are_not_expected():
    with pytest.raises(TypeError, match="alerts is a rulebook of the kind uptake"):
        parse("alerts", a_rulebook()).at(date(2020, 1, 1), SavingsRules)


def test_every_fault_is_named_at_once():
    text = a_rulebook(red=[("2020-01-01", "4")], purple=[("2020-01-01", "0.4")])
    with pytest.raises(RulebookFaults) as caught:
        parse("alerts", text.replace('title_en = "yellow"\n', ""))
    assert [fault.place for fault in caught.value.faults] == [
        "alerts.toml [alert.yellow]: title_en",
        "alerts.toml [alert.red] value 1: value",
        "alerts.toml [alert.purple]",
    ]
    assert caught.value.faults[1].rule == "red"


def test_a_round_decides_about_a_parameter_with_a_reason_and_a_sound_value():
    """Every fault at once: no reason, no share, and law that no round may change."""
    text = a_rulebook().replace('"official"', '"proposal"', 2)  # yellow and orange
    book, day = parse("alerts", text), date(2022, 1, 1)
    with pytest.raises(RulebookFaults) as caught:
        book.at(
            day,
            decisions=[
                Decision("alert.yellow", Decimal("0.9"), " ", "officer", day),
                Decision("alert.orange", 2, "a trial", "officer", day),
                Decision("alert.red", Decimal("0.1"), "a trial", "officer", day),
            ],
        )
    assert [(fault.rule, fault.place) for fault in caught.value.faults] == [
        ("reason", "alerts [alert.yellow]"),
        ("value", "alerts [alert.orange]"),
        ("decision", "alerts [alert.red]"),
    ]
    decided = Decision("alert.yellow", Decimal("0.9"), "a trial", "officer", day)
    source = book.at(day, UptakeRules, decisions=[decided]).sources["yellow"]
    assert (source.value, source.source, source.evidence) == (Fraction("0.9"), "a trial", "decided")


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS.keys())
def test_every_key_fills_a_field_and_every_field_has_a_key(schema):
    assert [key.field for key in schema.keys] == [
        field.name for field in fields(schema.rules) if field.name != "sources"
    ]
    assert len({key.key for key in schema.keys}) == len(schema.keys)


@pytest.mark.parametrize(
    ("reading", "written", "value", "zh", "en"),
    [
        (FACTOR, 2, Fraction(2), "2", "2"),
        (SHARE, 1, Fraction(1), "100%", "100%"),
        (SHARES, [0, 1], (Fraction(0), Fraction(1)), "0%、100%", "0%, 100%"),
        (COUNT, 3, 3, "3", "3"),
        (COUNTS, [1, 2], (1, 2), "1、2", "1, 2"),
        (FLAG, True, True, "是", "yes"),
        (FLAG, False, False, "否", "no"),
        (PRICE, 2, 2_000_000, "2 元", "2 yuan"),
        (word(NAMES), "a", "a", "甲", "A"),
        (words(NAMES), ["b", "a"], ("b", "a"), "乙、甲", "B, A"),
        (words(NAMES), [], (), "无", "none"),
        (points(NAMES), {"a": 60, "b": 40}, {"a": 60, "b": 40}, "甲 60、乙 40", "A 60, B 40"),
        (
            BANDS,
            [[60, 1], [0, 0]],
            ((Fraction(60), Fraction(1)), (Fraction(0), Fraction(0))),
            "60 分及以上 100%、0 分及以上 0%",
            "from 60 points 100%, from 0 points 0%",
        ),
    ],
)
def test_a_value_is_read_exactly_and_shown_in_both_languages(reading, written, value, zh, en):
    assert reading.read(written) == value
    assert reading.show(value) == Text(zh, en)


@pytest.mark.parametrize(
    ("reading", "written"),
    [
        (FACTOR, 0),
        (FACTOR, "2"),
        (FACTOR, True),
        (FACTOR, 1.5),
        (SHARE, -1),
        (SHARES, 1),
        (SHARES, []),
        (SHARES, [2]),
        (COUNT, 0),
        (COUNTS, ["1"]),
        (FLAG, 1),
        (PRICE, 0),
        (word(NAMES), "c"),
        (word(NAMES), ["a"]),
        (words(NAMES), "a"),
        (words(NAMES), ["a", "a"]),
        (words(NAMES), ["c"]),
        (words(NAMES), [["a"]]),
        (points(NAMES), [60, 40]),
        (points(NAMES), {"a": 60, "b": 41}),
        (points(NAMES), {"a": 100}),
        (BANDS, 1),
        (BANDS, []),
        (BANDS, [[60, 1]]),
        (BANDS, [[0, 0], [60, 1]]),
        (BANDS, [[60, 1], [60, 0], [0, 0]]),
        (BANDS, [[0]]),
    ],
)
def test_what_is_not_of_its_kind_is_refused(reading, written):
    with pytest.raises((ValueError, TypeError)):
        reading.read(written)
