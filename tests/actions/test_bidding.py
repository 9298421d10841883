"""Firms hand in sealed envelopes until the deadline, and get receipts that prove it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from bidders import (
    CHIA_TAI,
    GSK,
    HUAHAI,
    IN_TIME,
    INSTANT,
    PUBLIC_KEY,
    actor,
    an_envelope,
    handed_in,
    last_event,
    submit,
    withdraw,
)
from open_bidding import draft_round
from waiting import while_somebody_waits

from procurement.actions import bidding
from procurement.rules.phases import WrongPhase
from procurement.rules.rights import Forbidden
from procurement.rules.sealing import fingerprint, verify_receipt
from procurement.rules.text import Refused
from procurement.store.envelopes import Counted
from procurement.store.rounds import NotFound
from seed.cast import OFFICER
from seed.story import ANNOUNCED, BIDS_DUE


@pytest.fixture
def story(told):
    """Bidding is open and nobody handed in anything."""
    return told("report_demand")


def refusals(act, *args, **options):
    with pytest.raises(Refused) as refused:
        act(*args, **options)
    return [fault.rule for fault in refused.value.faults]


def standing(story):
    with story.store.transaction() as db:
        return [row.fingerprint for row in db.envelopes.standing(story.round_id)]


def test_an_envelope_is_in_time_until_the_last_microsecond(story):
    envelope = an_envelope(story, HUAHAI)
    submit(story, HUAHAI, envelope, at=BIDS_DUE - INSTANT)
    assert standing(story) == [fingerprint(envelope)]


@pytest.mark.parametrize("late", [0 * INSTANT, INSTANT])
def test_at_the_very_deadline_it_is_too_late(story, late):
    envelope = an_envelope(story, HUAHAI)
    for attempt in (submit, withdraw):
        with pytest.raises(WrongPhase):
            attempt(story, HUAHAI, at=BIDS_DUE + late)
    with pytest.raises(WrongPhase):
        submit(story, HUAHAI, envelope, at=BIDS_DUE + late)
    assert handed_in(story, HUAHAI) == []


def test_no_envelope_comes_in_before_bidding_begins(told):
    story = told("announce")
    with pytest.raises(WrongPhase):
        submit(story, HUAHAI, bytes(560), at=ANNOUNCED)


def test_only_firms_hand_in_and_only_for_lots_they_are_entered_for(story):
    """GSK is entered for 06, not for 01, and nobody for 99."""
    envelope = an_envelope(story, GSK)
    for lot in ("01", "99"):
        with pytest.raises(Forbidden):
            submit(story, GSK, envelope, product=lot)
        with pytest.raises(Forbidden):
            withdraw(story, GSK, product=lot)
    with pytest.raises(Forbidden):
        bidding.submit_envelope(
            story.store, OFFICER, story.round_id, "06", envelope, bytes(32), at=IN_TIME
        )
    assert standing(story) == []


def test_an_envelope_that_says_it_is_for_something_else_is_refused(story):
    """A deadline that was moved after the page was loaded would leave it closed for ever."""
    envelope, who = an_envelope(story, GSK), actor(story, GSK)
    with story.store.transaction() as db:
        here = bidding.terms(db, story.round_id).context("06", who.party)
    moved = replace(here, deadline=here.deadline + INSTANT)
    with pytest.raises(Refused) as refused:
        hand_in(story, who, envelope, moved)
    assert [fault.rule for fault in refused.value.faults] == ["envelope_context"]
    assert standing(story) == []
    hand_in(story, who, envelope, here)
    assert len(standing(story)) == 1


def hand_in(story, who, envelope, sealed_for):
    bidding.submit_envelope(
        story.store,
        who,
        story.round_id,
        "06",
        envelope,
        bytes(32),
        at=IN_TIME,
        sealed_for=sealed_for,
    )


def test_a_round_has_no_terms_before_its_announcement(told):
    story = told("register")
    number = draft_round(story)
    with pytest.raises(NotFound), story.store.transaction() as db:
        bidding.terms(db, number)


def test_a_round_that_is_not_there_is_not_found(story):
    envelope = an_envelope(story, HUAHAI)
    story.round_id += 1
    with pytest.raises(NotFound):
        submit(story, HUAHAI, envelope)


def test_what_is_no_envelope_is_refused_by_its_length(story):
    assert refusals(submit, story, HUAHAI, b"in the clear") == ["envelope_length"]
    assert handed_in(story, HUAHAI) == []


def test_the_receipt_proves_what_was_handed_in_when_and_by_whom(story):
    envelope = an_envelope(story, HUAHAI)
    receipt, signature = submit(story, HUAHAI, envelope)
    assert receipt.fingerprint == fingerprint(envelope)
    assert (receipt.firm, receipt.lot, receipt.received_at) == (
        actor(story, HUAHAI).party,
        "06",
        IN_TIME,
    )
    assert verify_receipt(receipt, signature, PUBLIC_KEY)


@pytest.mark.parametrize(
    "change",
    [
        {"fingerprint": "0" * 64},
        {"firm": "F001"},
        {"lot": "01"},
        {"number": "GY-YD2019-2-000001"},
        {"received_at": IN_TIME - INSTANT},
    ],
)
def test_a_tampered_receipt_proves_nothing(story, change):
    receipt, signature = submit(story, HUAHAI)
    assert not verify_receipt(replace(receipt, **change), signature, PUBLIC_KEY)


def test_the_receipt_is_numbered_by_its_event_and_neither_tells_the_price(story):
    receipt, _ = submit(story, HUAHAI)
    event = last_event(story)
    assert receipt.number == f"GY-YD2019-2-{event.sequence:06d}"
    assert event.details == {
        "lot": "06",
        "firm": receipt.firm,
        "fingerprint": receipt.fingerprint,
        "position": receipt.position,
    }


def test_the_same_envelope_again_gives_the_same_receipt(story):
    envelope = an_envelope(story, HUAHAI)
    first = submit(story, HUAHAI, envelope, at=IN_TIME - INSTANT)
    assert submit(story, HUAHAI, envelope) == first
    assert len(handed_in(story, HUAHAI)) == 1


def test_the_same_envelope_twice_at_once_gives_the_same_receipt(story):
    envelope, both = an_envelope(story, HUAHAI), Barrier(2)

    def hand_in(_):
        both.wait()
        return submit(story, HUAHAI, envelope)

    with ThreadPoolExecutor(2) as pair:
        first, second = pair.map(hand_in, range(2))
    assert first == second
    assert len(handed_in(story, HUAHAI)) == 1


def test_a_later_envelope_replaces_the_earlier_one(story):
    earlier, later = an_envelope(story, HUAHAI, price="20"), an_envelope(story, HUAHAI, price="19")
    submit(story, HUAHAI, earlier)
    submit(story, HUAHAI, later)
    assert standing(story) == [fingerprint(later)]
    assert [row.ciphertext for row in handed_in(story, HUAHAI)] == [later, earlier]


def test_the_office_learns_how_many_firms_handed_in_and_not_which(story):
    submit(story, HUAHAI)
    submit(story, HUAHAI)
    submit(story, GSK)
    submit(story, CHIA_TAI, product="01")
    with story.store.transaction() as db:
        assert db.envelopes.counted(story.round_id) == [Counted("01", 1), Counted("06", 2)]


def test_an_envelope_that_was_replaced_or_withdrawn_does_not_come_back(story):
    """A receipt that says it stands would be a lie: the firm seals its bid again."""
    earlier, later = an_envelope(story, HUAHAI), an_envelope(story, HUAHAI)
    submit(story, HUAHAI, earlier)
    submit(story, HUAHAI, later)
    assert refusals(submit, story, HUAHAI, earlier) == ["envelope_spent"]
    withdraw(story, HUAHAI)
    assert refusals(submit, story, HUAHAI, later) == ["envelope_spent"]
    assert standing(story) == []


def test_an_envelope_of_another_firm_or_lot_is_not_acknowledged(story):
    """Somebody's ciphertext is good for nothing to others, and not worth a receipt."""
    theirs, other_lot = (
        an_envelope(story, HUAHAI),
        an_envelope(story, CHIA_TAI, product="01", spec="0.25g"),
    )
    submit(story, HUAHAI, theirs)
    submit(story, CHIA_TAI, other_lot, product="01")
    assert refusals(submit, story, GSK, theirs) == ["envelope_spent"]
    assert refusals(submit, story, CHIA_TAI, other_lot, product="06") == ["envelope_spent"]
    assert handed_in(story, GSK) == []


def test_a_withdrawal_leaves_a_tombstone_with_its_own_receipt(story):
    given, _ = submit(story, HUAHAI)
    receipt, signature = withdraw(story, HUAHAI)
    assert verify_receipt(receipt, signature, PUBLIC_KEY)
    assert receipt.fingerprint != given.fingerprint
    assert [(row.withdrawn, row.ciphertext == b"") for row in handed_in(story, HUAHAI)] == [
        (True, True),
        (False, False),
    ]
    assert standing(story) == []
    assert last_event(story).action == "envelope withdrawn"


def test_after_a_withdrawal_the_firm_may_submit_again(story):
    submit(story, HUAHAI)
    withdraw(story, HUAHAI)
    again = an_envelope(story, HUAHAI)
    submit(story, HUAHAI, again)
    assert standing(story) == [fingerprint(again)]
    with story.store.transaction() as db:
        assert db.envelopes.withdrawn(story.round_id) == 0


def test_withdrawing_twice_gives_the_same_receipt(story):
    submit(story, HUAHAI)
    assert withdraw(story, HUAHAI, at=IN_TIME - INSTANT) == withdraw(story, HUAHAI)
    assert len(handed_in(story, HUAHAI)) == 2


def test_there_must_be_something_to_withdraw(story):
    submit(story, CHIA_TAI)
    assert refusals(withdraw, story, HUAHAI) == ["envelope_missing"]
    assert refusals(withdraw, story, CHIA_TAI, product="01") == ["envelope_missing"]


def test_no_envelope_slips_in_while_the_bids_are_opened(story):
    """It came before the deadline but was not kept before the opening: no receipt, no regrets."""
    envelope = an_envelope(story, HUAHAI)

    def open_in_the_meantime(db):
        db.rounds.advance(story.round_id, "deadline")
        db.rounds.advance(story.round_id, "open_bids")

    with pytest.raises(WrongPhase):
        while_somebody_waits(story, open_in_the_meantime, lambda: submit(story, HUAHAI, envelope))
    assert handed_in(story, HUAHAI) == []
