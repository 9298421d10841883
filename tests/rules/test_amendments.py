"""Parts of the tender document: read as typed, hashed, and compared with the version before."""

from datetime import date

import pytest

from procurement.rules import amendments
from procurement.rules.text import Refused

TYPED = {
    "title_zh": "申报要求",
    "title_en": "How to bid",
    "text_zh": "第一行\r\n第二行\r\n",
    "text_en": "One\nTwo",
    "effective": "2026-11-22",
    "affects_bids": "yes",
}


def places(number="3.2", **changed):
    """Where the faults are."""
    with pytest.raises(Refused) as refused:
        amendments.read(number, TYPED | changed)
    return [fault.place for fault in refused.value.faults]


def test_what_was_typed_is_a_part_and_is_written_as_the_same_part():
    part = amendments.read("3.2", TYPED)
    assert part.text.zh == "第一行\n第二行"
    assert part.effective == date(2026, 11, 22)
    assert part.affects_bids
    assert amendments.read("3.2", amendments.written(part)) == part
    other = amendments.read("3.2", TYPED | {"affects_bids": "no"})
    assert amendments.written(other)["affects_bids"] == "no"


@pytest.mark.parametrize("changed", [{"text_en": "Three"}, {"effective": "2026-11-23"}])
def test_the_hash_is_of_all_that_it_says(changed):
    part = amendments.read("3.2", TYPED)
    assert amendments.read("3.2", TYPED | changed).sha256 != part.sha256
    assert amendments.read("3.3", TYPED).sha256 != part.sha256


def test_every_fault_is_named_at_once():
    assert places("", title_zh="", text_en=" ", effective="soon") == [
        "effective",
        "number",
        "title_zh",
        "text_en",
    ]
    assert places("n" * 41, title_en="t" * 201, text_zh="长" * 20_001) == [
        "number",
        "title_en",
        "text_zh",
    ]


def test_lines_are_kept_removed_and_added_in_their_order():
    found = list(amendments.difference("a\nb\nc", "a\nx\nc\nd"))
    assert found == [
        ("kept", "a"),
        ("removed", "b"),
        ("added", "x"),
        ("kept", "c"),
        ("added", "d"),
    ]
    assert list(amendments.difference("", "a")) == [("added", "a")]
