"""Ties make groups, and a group is one bidder where the rulebook counts related firms once."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.rules import affiliations
from procurement.rules.affiliations import TIE_NAMES, Declared, Link, Tie
from procurement.rules.parties import Firm

DAY = date(2026, 1, 5)
FIRMS = {code: Firm(code, f"Firm {code}") for code in ("F1", "F2", "F3", "F4")}


def link(number, firm, other, tie=Tie.HOLDING, since=date(2020, 1, 1), until=None):
    return Link(number, firm, other, tie, since, until)


def test_two_firms_that_are_tied_are_one_group_and_its_name_tells_the_link():
    found = affiliations.groups(FIRMS, [link(12, "F1", "F2")], DAY)
    assert found == {"F1": "F1–F2 #12", "F2": "F1–F2 #12"}


def test_firms_of_one_controller_are_one_group_though_the_controller_bids_nowhere():
    links = [link(1, "F1", "甲集团", Tie.CONTROLLER), link(2, "F3", "甲集团", Tie.CONTROLLER)]
    assert affiliations.groups(FIRMS, links, DAY) == dict.fromkeys(
        ["F1", "F3"], "F1–F3–甲集团 #1 #2"
    )


def test_ties_carry_over():
    links = [link(3, "F1", "F2"), link(4, "F2", "F3", Tie.CONTRACT_MANUFACTURING)]
    assert set(affiliations.groups(FIRMS, links, DAY)) == {"F1", "F2", "F3"}
    only = affiliations.groups(FIRMS, links, DAY, ties=[Tie.HOLDING])
    assert only == {"F1": "F1–F2 #3", "F2": "F1–F2 #3"}


@pytest.mark.parametrize(
    ("day", "tied"),
    [
        (date(2025, 3, 31), False),
        (date(2025, 4, 1), True),
        (date(2026, 3, 31), True),
        (date(2026, 4, 1), False),
    ],
)
def test_a_tie_holds_from_its_first_day_to_its_last_both_included(day, tied):
    one = link(1, "F1", "F2", since=date(2025, 4, 1), until=date(2026, 3, 31))
    assert bool(affiliations.groups(FIRMS, [one], day)) is tied


def test_a_controller_that_a_firm_was_entered_with_is_a_tie_without_a_number():
    firms = FIRMS | {"F1": replace(FIRMS["F1"], controller="G"), "F4": Firm("F4", "Four", "G")}
    assert affiliations.groups(firms, [], DAY) == {"F1": "F1–F4–G", "F4": "F1–F4–G"}


def test_nobody_is_tied_to_anybody():
    assert affiliations.groups(FIRMS, [], DAY) == {}


@given(st.lists(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("ABCDEF")), max_size=8))
def test_groups_are_what_can_be_reached_whatever_the_order_of_the_links(pairs):
    firms = {code: Firm(code, code) for code in "ABCDEF"}
    links = [link(1, one, other) for one, other in pairs]
    found = affiliations.groups(firms, links, DAY)
    assert found == affiliations.groups(firms, links[::-1], DAY)
    reach = {code: {code} for code in firms}
    for _ in firms:
        for one, other in pairs:
            both = reach[one] | reach[other]
            for code in both:
                reach[code] = reach[code] | both
    tied = {one for pair in pairs for one in pair}
    assert set(found) == tied
    for one in tied:
        assert {other for other in tied if found[other] == found[one]} == reach[one]


def declared(**changes):
    good = Declared("F1", "F2", Tie.HOLDING, DAY, None, "年报", "持股60%")
    return replace(good, **changes)


def test_a_tie_without_a_fault():
    assert affiliations.faults(declared(), FIRMS) == []
    assert affiliations.faults(declared(other="甲集团", until=DAY), FIRMS) == []


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({"firm": "F9"}, ["firm"]),
        ({"other": " "}, ["other"]),
        ({"other": "F1"}, ["other"]),
        ({"until": date(2026, 1, 4)}, ["until"]),
        ({"source": "", "reason": "x" * 501}, ["source", "reason"]),
        ({"source": "a\nb", "firm": "", "other": ""}, ["other", "source", "firm"]),
    ],
)
def test_everything_that_is_wrong_is_named_at_once(changes, places):
    found = affiliations.faults(declared(**changes), FIRMS)
    assert [fault.place for fault in found][: len(places)] == places
    assert all(fault.text.zh and fault.text.en for fault in found)


@pytest.mark.parametrize(("reason", "faults"), [("年报已核", 0), ("", 1), ("x" * 501, 1)])
def test_a_decision_has_a_reason(reason, faults):
    assert len(affiliations.reason_faults(reason)) == faults


def test_every_tie_has_a_name():
    assert set(TIE_NAMES) == set(Tie)
