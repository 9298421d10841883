"""The deadline passes in the middle of a rush: what was accepted is kept, and nothing is late."""

from collections import Counter

import pytest
from rush import Crowd
from served import Served

from procurement.actions import audit, box
from procurement.exchange import receipts
from procurement.exchange.receipts import BoxFile
from web.settings import Settings

MANY = 200
LEADS = (8, 30, 90)
"""Seconds from the announcement to the deadline; the next, where a machine is not ready by then."""
BEFORE, AFTER = 4, 1
"""Seconds around the deadline in which the crowd comes, one evenly after the other."""


@pytest.fixture
def crowd(told):
    return Crowd(told("register"), MANY)


def test_two_hundred_firms_hand_in_while_the_deadline_passes(crowd, tmp_path):
    story = crowd.story
    with Served(story.store.engine.url, tmp_path) as served:
        for lead in LEADS:
            crowd.announce(lead)
            if crowd.left() > BEFORE:
                break
        first = max(0, crowd.left() - BEFORE)
        step = (crowd.left() + AFTER - first) / MANY
        told, _ = crowd.hand_in(served.address, [first + step * place for place in range(MANY)])
        statuses = Counter(one.status for one in told)
        assert set(statuses) == {303, 409}, "everybody was answered, and some came too late"
        with served.visitor() as anybody:
            key = Settings(tmp_path, "").receipt_public_key()
            taken = {
                one.firm: receipts.read_receipt(crowd.receipt(anybody, one), one.firm)
                for one in told
                if one.status == 303
            }
            page = anybody.get(f"/rounds/{crowd.round_id}/box/json")
    listed = receipts.read_box(page.content, "box")
    check(crowd, taken, key, listed)


def check(crowd, taken, key, listed):
    """Receipts, box, chain and what is kept tell the same of the same firms."""
    store = crowd.story.store
    closed = box.seen(store, crowd.round_id, crowd.due)
    assert closed.faults == ()
    assert listed == BoxFile(closed.round, closed.root, closed.entries)
    assert len(closed.entries) == len(taken)
    for one in taken.values():
        assert one.receipt.received_at < crowd.due
        assert receipts.signature_faults(one, key) == []
        assert receipts.box_faults(one, listed, closed.root) == []
    assert len({one.receipt.position for one in taken.values()}) == len(taken)
    with store.transaction() as db:
        assert {row.firm for row in db.envelopes.all(crowd.round_id)} == set(taken)
    assert audit.verify(store)[2] is None
