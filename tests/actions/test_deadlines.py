"""A deadline moved behind the platform's back opens nothing, and shows on the box's page."""

from datetime import timedelta

import deadlines
import pytest
from bidders import HUAHAI, INSTANT, open_bids, submit

from procurement.actions import box
from procurement.rules.phases import WrongPhase
from procurement.rules.text import Refused
from seed.story import BIDS_DUE

DAY = timedelta(days=1)


def rules(faults):
    return [fault.rule for fault in faults]


@pytest.fixture
def story(told):
    return told("bid")


def test_a_deadline_brought_forward_in_the_table_opens_nothing(story):
    deadlines.tamper(story.store, story.round_id, BIDS_DUE - DAY)
    with pytest.raises(Refused) as refused:
        open_bids(story, at=BIDS_DUE - INSTANT)
    assert rules(refused.value.faults) == ["deadline_unrecorded"]
    assert box.seen(story.store, story.round_id, BIDS_DUE - INSTANT) is None
    deadlines.tamper(story.store, story.round_id, BIDS_DUE)
    assert open_bids(story) == len(story.batch.bids)


def test_a_deadline_put_off_in_the_table_for_a_late_bid_opens_nothing(told):
    story = told("report_demand")
    deadlines.tamper(story.store, story.round_id, BIDS_DUE + DAY)
    with pytest.raises(Refused) as refused:
        open_bids(story, at=BIDS_DUE + DAY)
    assert rules(refused.value.faults) == ["deadline_unrecorded"]


def test_a_deadline_moved_after_the_box_was_closed_shows_on_its_page(story):
    assert box.seen(story.store, story.round_id, BIDS_DUE).faults == ()
    deadlines.tamper(story.store, story.round_id, BIDS_DUE + DAY)
    found = box.seen(story.store, story.round_id, BIDS_DUE + 2 * DAY)
    assert "deadline_unrecorded" in rules(found.faults)


def test_a_deadline_that_two_people_moved_is_the_one_that_counts(told):
    story = told("report_demand")
    submit(story, HUAHAI)
    deadlines.move(story.store, story.round_id, BIDS_DUE + DAY)
    with pytest.raises(WrongPhase):
        open_bids(story, at=BIDS_DUE)
    assert open_bids(story, at=BIDS_DUE + DAY) == 1
