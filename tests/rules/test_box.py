"""The box is what was accepted, in its order, and its root says so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from procurement.rules import box
from procurement.rules.box import Entry

DUE = datetime(2020, 1, 17, 2, tzinfo=UTC)
ROUND = "GY-YD2019-2"
ENTRIES = tuple(
    Entry(position, f"{position:064x}", DUE - timedelta(minutes=10 - position))
    for position in range(1, 6)
)
ROOT = box.root(ROUND, ENTRIES)


def rules(entries, recorded=ENTRIES):
    return [(one.rule, one.place) for one in box.faults(entries, recorded, DUE)]


@pytest.mark.parametrize("position", range(1, 6))
def test_every_entry_is_proved_under_the_root(position):
    proof = box.prove(ROUND, ENTRIES, position)
    assert proof.leads_to(ROOT)
    assert proof.entry == ENTRIES[position - 1]


@pytest.mark.parametrize(
    "change",
    [
        {"round": "GY-YD2019-3"},
        {"envelopes": 9},
        {"path": ()},
        {"path": ("no hash",)},
        {"entry": replace(ENTRIES[2], position=2)},
        {"entry": replace(ENTRIES[2], fingerprint="f" * 64)},
        {"entry": replace(ENTRIES[2], received_at=DUE - timedelta(days=1))},
    ],
)
def test_a_changed_proof_leads_elsewhere(change):
    assert not replace(box.prove(ROUND, ENTRIES, 3), **change).leads_to(ROOT)


def test_what_is_no_root_is_led_to_by_nothing():
    assert not box.prove(ROUND, ENTRIES, 1).leads_to("no root")


def test_a_position_that_is_not_there_has_no_proof():
    with pytest.raises(IndexError):
        box.prove(ROUND, ENTRIES, 6)


def test_a_box_as_recorded_is_in_order():
    assert rules(ENTRIES) == []


def test_each_difference_from_the_chain_is_named_by_position():
    changed = replace(ENTRIES[1], fingerprint="f" * 64)
    assert rules((ENTRIES[0], changed, *ENTRIES[2:])) == [("box_changed", "2")]
    assert rules(ENTRIES[:4]) == [("box_missing", "5")]
    assert rules(ENTRIES, ENTRIES[:4]) == [("box_unrecorded", "5")]
    assert rules((ENTRIES[1], ENTRIES[0], *ENTRIES[2:])) == [
        ("box_changed", "1"),
        ("box_changed", "2"),
    ]


def test_an_envelope_at_the_deadline_is_late():
    late = (*ENTRIES[:4], replace(ENTRIES[4], received_at=DUE))
    assert rules(late, late) == [("box_late", "5")]


def test_an_envelope_is_found_in_its_box_by_its_fingerprint():
    closed = box.Box(ROUND, DUE, DUE, ROOT, len(ENTRIES), ENTRIES, ())
    assert closed.find(ENTRIES[3].fingerprint) == box.prove(ROUND, ENTRIES, 4)
    assert closed.find("f" * 64) is None
