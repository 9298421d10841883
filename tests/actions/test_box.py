"""The box closes at the deadline, once; its root, the chain and every receipt agree."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from bidders import (
    CHIA_TAI,
    GSK,
    HUAHAI,
    INSTANT,
    PUBLIC_KEY,
    an_envelope,
    last_event,
    open_bids,
    submit,
    withdraw,
)

from procurement.actions import audit, box
from procurement.rules.sealing import verify_receipt
from seed.story import BIDS_DUE


@pytest.fixture
def story(told):
    return told("report_demand")


def seen(story, at=BIDS_DUE):
    return box.seen(story.store, story.round_id, at)


def test_every_envelope_has_its_position_replaced_and_withdrawn_ones_too(story):
    given = [submit(story, HUAHAI), submit(story, HUAHAI), submit(story, GSK), withdraw(story, GSK)]
    found = seen(story)
    assert [receipt.position for receipt, _ in given] == [1, 2, 3, 4]
    assert [one.fingerprint for one in found.entries] == [one.fingerprint for one, _ in given]
    assert found.envelopes == 4
    assert found.faults == ()
    assert all(verify_receipt(receipt, signature, PUBLIC_KEY) for receipt, signature in given)
    for receipt, _ in given:
        assert found.find(receipt.fingerprint).leads_to(found.root)
    assert found.find("f" * 64) is None


def test_firms_that_hand_in_at_once_make_one_box_and_one_chain(story):
    envelopes = [(name, an_envelope(story, name)) for name in (HUAHAI, GSK, CHIA_TAI) * 8]
    with ThreadPoolExecutor(8) as people:
        given = list(people.map(lambda one: submit(story, *one), envelopes))
    assert sorted(receipt.position for receipt, _ in given) == list(range(1, 25))
    assert seen(story).faults == ()
    assert audit.verify(story.store)[2] is None
    with story.store.transaction() as db:
        told = [link.event.details.get("position") for link in db.audit.chain()]
    assert [position for position in told if position] == list(range(1, 25))


def test_the_fingerprint_of_a_withdrawal_cannot_be_guessed(story):
    """The box is public: who knows round, lot, firm and time must not find who took a bid back."""
    submit(story, GSK)
    first, _ = withdraw(story, GSK)
    submit(story, GSK)
    second, _ = withdraw(story, GSK)
    assert first.received_at == second.received_at
    assert first.fingerprint != second.fingerprint


def test_the_box_stays_open_until_the_deadline(story):
    submit(story, GSK)
    assert seen(story, BIDS_DUE - INSTANT) is None
    assert last_event(story).action == "envelope submitted"
    assert seen(story).closed_at == BIDS_DUE


@pytest.mark.parametrize("stage", ["register", "announce"])
def test_a_round_that_takes_no_bids_has_no_box_to_close(told, stage):
    story = told(stage)
    assert box.close_due(story.store, BIDS_DUE) == 0
    if stage == "announce":
        assert seen(story) is None


def test_the_box_is_closed_once_whoever_looks_first(story):
    submit(story, GSK)
    with ThreadPoolExecutor(4) as people:
        found = list(people.map(lambda number: seen(story, BIDS_DUE + number * INSTANT), range(8)))
    assert len({(one.root, one.closed_at) for one in found}) == 1
    assert last_event(story).action == "box closed"
    assert last_event(story).details == {"envelopes": 1, "root": found[0].root}
    assert box.close_due(story.store, BIDS_DUE) == 0


def test_the_worker_closes_what_is_due(story):
    submit(story, GSK)
    assert box.close_due(story.store, BIDS_DUE - INSTANT) == 0
    assert box.close_due(story.store, BIDS_DUE) == 1
    assert seen(story, datetime.now(UTC)).closed_at == BIDS_DUE


def test_the_opening_closes_a_box_that_nobody_closed(story):
    submit(story, GSK)
    later = BIDS_DUE + timedelta(hours=1)
    open_bids(story, at=later)
    assert seen(story).closed_at == later
    assert seen(story).faults == ()


def test_a_box_without_envelopes_has_the_root_of_nothing(story):
    assert seen(story).root.startswith("e3b0c442")
    assert seen(story).envelopes == 0
