"""Bids are opened after the deadline, by all key officers together, all at once."""

import pytest
from bidders import (
    CHIA_TAI,
    GSK,
    HUAHAI,
    INSTANT,
    actor,
    all_that_is_kept,
    an_envelope,
    last_event,
    open_bids,
    phase,
    submit,
    withdraw,
)

from procurement.actions import bidding
from procurement.rules.phases import Phase, WrongPhase
from procurement.rules.rights import Forbidden
from procurement.rules.sealing import ENVELOPE_BYTES
from procurement.rules.text import Refused
from seed.cast import AUDITOR, PASSPHRASES
from seed.story import BIDS_DUE


@pytest.fixture
def story(told):
    """Bidding is open and nobody handed in anything."""
    return told("report_demand")


def opened(story):
    """Unit prices by product and firm."""
    with story.store.transaction() as db:
        bids = db.evaluations.bids(story.round_id)
    return {(bid.product, bid.firm): bid.unit_price for some in bids.values() for bid in some}


def test_all_bids_come_out_as_they_were_sealed(told):
    story = told("open")
    assert phase(story) is Phase.OPENED
    assert opened(story) == {(bid.product, bid.firm): bid.unit_price for bid in story.batch.bids}
    with story.store.transaction() as db:
        bids = db.evaluations.bids(story.round_id)
    originators = {bid.firm for some in bids.values() for bid in some if bid.reference_product}
    assert originators == {bid.firm for bid in story.batch.bids if bid.reference_product}


def test_bids_stay_closed_until_the_deadline(told):
    story = told("bid")
    with pytest.raises(WrongPhase):
        open_bids(story, at=BIDS_DUE - INSTANT)
    assert opened(story) == {}
    assert open_bids(story, at=BIDS_DUE) == len(story.batch.bids)


@pytest.mark.parametrize("stage", ["announce", "open", "evaluate"])
def test_bids_are_opened_once_and_in_their_turn(told, stage):
    with pytest.raises(WrongPhase):
        open_bids(told(stage))


def test_only_an_officer_opens_bids(told):
    story = told("bid")
    for who in (AUDITOR, actor(story, GSK)):
        with pytest.raises(Forbidden):
            bidding.open_bids(story.store, who, story.round_id, PASSPHRASES, BIDS_DUE)


@pytest.mark.parametrize(
    ("passphrases", "named"),
    [
        (PASSPHRASES | {"officer2": "a wrong guess at it"}, ["officer2"]),
        ({"officer": PASSPHRASES["officer"]}, ["officer2"]),
        ({}, ["officer", "officer2"]),
    ],
)
def test_a_wrong_or_missing_passphrase_is_named_and_nothing_changes(told, passphrases, named):
    story = told("bid")
    before = last_event(story).hash
    with pytest.raises(Refused) as refused:
        open_bids(story, passphrases)
    assert [fault.place for fault in refused.value.faults] == named
    assert (phase(story), opened(story)) == (Phase.BIDDING, {})
    assert last_event(story).hash == before


def test_the_record_names_those_who_keep_the_key_and_nobody_else(told):
    """A third passphrase opens nothing, so its owner did not open the bids."""
    story = told("bid")
    open_bids(story, PASSPHRASES | {"auditor": "I was there as well"})
    assert last_event(story).details == {
        "key_officers": ["officer", "officer2"],
        "opened": 12,
        "unopened": 0,
    }


def test_what_was_replaced_or_withdrawn_stays_closed(story):
    submit(story, HUAHAI, an_envelope(story, HUAHAI, price="21"))
    submit(story, HUAHAI, an_envelope(story, HUAHAI, price="20"))
    submit(story, GSK)
    withdraw(story, GSK)
    assert open_bids(story) == 1
    assert opened(story) == {("06", actor(story, HUAHAI).party): 20_000_000}
    with story.store.transaction() as db:
        assert db.envelopes.withdrawn(story.round_id) == 1


def test_a_spoilt_envelope_is_recorded_with_its_cause_and_blocks_nothing(story):
    """
    Huahai    noise of the right length
    Chia Tai  its bid for 01, handed in for 06
    GSK       sound
    """
    elsewhere = an_envelope(story, CHIA_TAI, product="01", spec="0.25g")
    submit(story, HUAHAI, bytes(ENVELOPE_BYTES))
    submit(story, CHIA_TAI, elsewhere, product="06")
    submit(story, GSK)
    assert open_bids(story) == 1
    assert set(opened(story)) == {("06", actor(story, GSK).party)}
    with story.store.transaction() as db:
        envelopes = {row.id: row.firm for row in db.envelopes.standing(story.round_id)}
        causes = {
            envelopes[row.envelope_id]: row.cause_en
            for row in db.evaluations.unopened(story.round_id)
        }
    assert set(causes) == {actor(story, name).party for name in (HUAHAI, CHIA_TAI)}
    assert all("cannot be decrypted" in cause for cause in causes.values())
    assert last_event(story).details["unopened"] == 2


def test_an_opening_without_any_envelope_is_an_opening(story):
    assert open_bids(story) == 0
    assert phase(story) is Phase.OPENED


@pytest.mark.parametrize("price", ["23333333", "58929000", "70654000"])
def test_before_the_opening_a_price_is_nowhere_in_the_clear(told, price):
    """Neither in a row nor in the audit chain; afterwards among the bids, and only there."""
    kept = all_that_is_kept(told("bid"))
    assert [table for table, rows in kept.items() if price in rows] == []
    assert price.encode().hex() not in kept["envelopes"]
    kept = all_that_is_kept(told("open"))
    assert [table for table, rows in kept.items() if price in rows] == ["bids"]
