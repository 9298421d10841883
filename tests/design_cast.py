"""Designs of rounds: a real rulebook with other values, products, firms and days."""

from dataclasses import replace
from datetime import date

from tender_cast import a_product

from procurement.exchange import rulebooks
from procurement.rules.demand import Demand
from procurement.rules.design import Design, Entrant
from procurement.rules.entries import Blank, Decision, Entry
from procurement.rules.lint import lint
from procurement.rules.schemas import SCHEMAS
from procurement.rules.text import Text

DAY = date(2026, 11, 22)
LAW_SINCE = date(2020, 1, 17)
REGIONS = ("110000", "310000", "320000", "440000")
DEMAND = tuple(Demand(region, "03", "50mg", 1000) for region in REGIONS)


def an_entry(key, value, evidence="official", kind="drug-round", since=LAW_SINCE):
    """A value of the law as it would stand in a rulebook, titled by its key."""
    (reading,) = [one.reading for one in SCHEMAS[kind].keys if one.key == key]
    found = reading.read(value)
    title, unit = Text(f"〔{key}〕", key), Text("", "")
    return Entry(key, title, unit, found, reading.show(found), since, "a notice", evidence, since)


def a_blank(key):
    return Blank(key, Text(f"〔{key}〕", key), Text("", ""), Text("未查到", "not found"), DAY)


def a_book(name="national-drug-2", values=None, without=(), blanks=(), evidence="official"):
    """The rulebook with these values instead of its own, and without these keys."""
    book = rulebooks.load(name)
    given = {key: an_entry(key, one, evidence, book.kind) for key, one in (values or {}).items()}
    gone = given.keys() | set(without) | set(blanks)
    kept = [entry for entry in book.history if entry.key not in gone]
    kept_blanks = tuple(one for one in book.blanks if one.key not in gone)
    made = (*kept_blanks, *map(a_blank, blanks))
    return replace(book, history=(*kept, *given.values()), blanks=made)


def decided(key, value, reason="专家组意见"):
    return Decision(key, value, reason, "officer", DAY)


def entered(*capacities, product="03"):
    """Firms A, B, C … entered for a product, each with its capacity."""
    return tuple(
        Entrant(product, chr(ord("A") + place), capacity)
        for place, capacity in enumerate(capacities)
    )


def a_design(book=None, **changes):
    """A sound design: acarbose with four firms under the law of the second round."""
    sound = Design(
        book or a_book(),
        DAY,
        products=(a_product(),),
        entrants=entered(*(None,) * 4),
        regions=REGIONS,
    )
    return replace(sound, **changes)


def found(design, rule=None):
    """Severity, place and rule of what the lint finds, without what is only taken on trust."""
    return [
        (one.severity, one.place, one.rule)
        for one in lint(design)
        if one.rule == rule or (rule is None and one.rule != "parameters")
    ]


def joints(values=None, **options):
    """The joints rulebook with its last rank decided, as a round by units with nothing open."""
    return a_book("joints-2021", {"selection.rank_most": 6} | (values or {}), **options)
