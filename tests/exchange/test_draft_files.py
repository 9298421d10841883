"""Uploaded files say what a draft buys and who is entered, or every fault with file and line."""

import pytest
from round_cast import FILES

from procurement.exchange import draft_files, written_rules
from procurement.exchange.rulebooks import load
from procurement.rules.text import Refused
from procurement.store.catalogue import Entry

FIRMS = {"F001": "Bayer", "F002": "Luye"}
ENTRIES = """\
product,firm,reference_product,promises,origin,capacity
03,Bayer,1,full_territory|complete_set,imported,900
03,F002,0,,,
"""


def upload(entries=ENTRIES, **more):
    files = {name: FILES[name].encode() for name in draft_files.CATALOGUE}
    given = {} if entries is None else {"entries.csv": entries.encode()}
    return draft_files.read(files | given | more, FIRMS)


def refusals(*args, **more):
    with pytest.raises(Refused) as refused:
        upload(*args, **more)
    return [(fault.place, fault.rule) for fault in refused.value.faults]


def test_products_and_entries_are_read_without_any_price():
    (product,), entries = upload()
    assert (product.code, product.name) == ("03", "阿卡波糖")
    assert entries == (
        Entry(
            "03",
            "F001",
            reference_product=True,
            promises=frozenset({"full_territory", "complete_set"}),
            origin="imported",
            capacity=900,
        ),
        Entry("03", "F002", reference_product=False),
    )


def test_who_is_entered_may_come_later():
    assert upload(None)[1] == ()


def test_all_faults_are_told_with_file_and_line():
    entries = (
        "product,firm,reference_product,promises,capacity\n03,Nobody,2,everything,0\n04,,1,,\n"
    )
    assert refusals(entries) == [
        ("entries.csv:2", "unknown_firm"),
        ("entries.csv:2", "flag"),
        ("entries.csv:2", "promise"),
        ("entries.csv:2", "whole_number"),
        ("entries.csv:3", "unknown_product"),
        ("entries.csv:3", "blank"),
    ]


def test_a_firm_is_entered_once_for_a_product():
    twice = "product,firm,reference_product\n03,Bayer,1\n03,Bayer,1\n"
    assert refusals(twice) == [("entries.csv:3", "duplicate")]


def test_a_file_of_another_name_is_not_read():
    assert refusals(**{"bids.csv": b"x"}) == [("bids.csv", "unknown_file")]


def test_the_catalogue_needs_both_its_files():
    with pytest.raises(Refused) as refused:
        draft_files.read({"products.csv": FILES["products.csv"].encode()}, FIRMS)
    assert [fault.place for fault in refused.value.faults] == ["presentations.csv"]


def test_a_value_is_written_as_it_stands_in_the_rulebook():
    book = load("national-drug-2")
    written = written_rules.in_force(book, book.history[0].since)
    assert written["winning.cut_from_ceiling"] == "0.50"
    assert written["winning.alternatives"].startswith('["lowest_price_multiple",')
    assert written.keys() == {entry.key for entry in book.history}
    assert "term.end" not in written_rules.in_force(load("national-drug-12"), book.history[0].since)
