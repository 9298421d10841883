"""A database administrator changes what was kept; whoever holds published facts finds it out.

The administrator may write any row of any table, hashes and signatures included, but has neither
the platform's signing key nor what others took home: receipts, the root, a daily head.
"""

import pytest
from bidders import PUBLIC_KEY
from tampered import SLIP_IN, Case

from procurement.actions import audit, box
from procurement.rules import heads
from procurement.rules.box import root
from seed.story import BIDS_DUE


@pytest.fixture
def case(told, cluster):
    return Case(told("report_demand"), cluster)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE envelopes SET ciphertext = set_byte(ciphertext, 9, 7) WHERE position = 1",
        "UPDATE envelopes SET received_at = received_at - interval '1 hour' WHERE position = 3",
        "UPDATE envelopes SET fingerprint = repeat('f', 64) WHERE position = 4",
        "DELETE FROM envelopes WHERE position = 2",
        "DELETE FROM envelopes WHERE position = 4",
    ],
    ids=["edit", "back-date", "edit a tombstone", "delete", "delete the last"],
)
def test_an_envelope_that_is_touched_after_the_deadline_breaks_the_root(case, statement):
    case.close()
    case.tamper(statement)
    assert "box_root" in case.rules()
    assert case.doubted() != []


def test_envelopes_that_are_moved_after_the_deadline_break_the_root(case):
    case.close()
    case.tamper(
        "UPDATE envelopes SET position = 9 WHERE position = 1",
        "UPDATE envelopes SET position = 1 WHERE position = 3",
        "UPDATE envelopes SET position = 3 WHERE position = 9",
    )
    assert {"box_root", "box_changed"} <= case.rules()
    assert case.doubted() == [1, 3]


def test_an_envelope_that_is_touched_before_the_deadline_is_not_the_one_of_the_receipt(case):
    """The root is made over the forgery; chain and receipt tell of what was accepted."""
    case.tamper("UPDATE envelopes SET ciphertext = set_byte(ciphertext, 9, 7) WHERE position = 1")
    assert case.rules() == {"box_changed"}
    assert case.doubted() == [1]


def test_an_envelope_that_is_slipped_in_late_is_in_no_event(case):
    case.close()
    case.tamper(SLIP_IN)
    assert {"box_root", "box_unrecorded"} <= case.rules()


def test_envelope_and_root_changed_together_are_not_what_the_chain_tells(case):
    case.close()
    case.tamper("DELETE FROM envelopes WHERE position = 4")
    now = box.seen(case.story.store, case.story.round_id, BIDS_DUE)
    made = root(now.round, now.entries)
    case.tamper(f"UPDATE box_roots SET root = '{made}', envelopes = 3")
    assert case.rules() == {"box_missing", "box_root"}
    assert made != case.box.root
    assert case.doubted() == [4]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_events SET actor = 'nobody' WHERE action = 'envelope withdrawn'",
        "UPDATE audit_events SET at = at - interval '1 hour' WHERE action = 'envelope withdrawn'",
        "DELETE FROM audit_events WHERE action = 'envelope withdrawn'",
        "DELETE FROM audit_events WHERE action = 'box closed'",
    ],
    ids=["edit", "back-date", "delete", "cut the end"],
)
def test_an_event_that_is_touched_breaks_the_chain_or_its_head(case, statement):
    case.close()
    case.tamper(statement)
    assert audit.verify(case.story.store)[2] is not None
    assert case.rules() != set()


def test_events_that_are_moved_break_the_chain(case):
    case.close()
    first, second, *_ = [one.number[-6:] for one, _ in case.given]
    case.tamper(
        f"UPDATE audit_events SET sequence = 999 WHERE sequence = {int(first)}",
        f"UPDATE audit_events SET sequence = {int(first)} WHERE sequence = {int(second)}",
        f"UPDATE audit_events SET sequence = {int(second)} WHERE sequence = 999",
    )
    assert audit.verify(case.story.store)[2].sequence == int(first)


def test_a_chain_rewritten_as_a_whole_is_found_out_by_a_head_that_was_published(case):
    """Envelope, event, root and every hash forged together, even the heads that are kept here."""
    case.close()
    case.tamper("DELETE FROM audit_events WHERE action = 'envelope withdrawn'")
    case.tamper("DELETE FROM envelopes WHERE position = 4", "DELETE FROM chain_heads")
    case.tamper("DELETE FROM audit_events WHERE action = 'box closed'", "DELETE FROM box_roots")
    case.rewrite_the_chain()
    assert audit.verify(case.story.store)[2] is None
    assert case.rules() == set()
    assert audit.verify(case.story.store, published=[case.head])[2].cause in HEADS
    assert case.doubted() == [4]


HEADS = {heads.REWRITTEN, heads.LOST}


def test_a_head_cannot_be_forged_without_the_key(case):
    case.close()
    ((_, signature),) = audit.published(case.story.store)
    case.tamper("UPDATE chain_heads SET hash = repeat('a', 64)")
    ((forged, kept),) = audit.published(case.story.store)
    assert heads.signed(case.head, signature, PUBLIC_KEY)
    assert not heads.signed(forged, kept, PUBLIC_KEY)
    assert audit.verify(case.story.store)[2].cause == heads.REWRITTEN
