"""Envelopes outlive a deadline that moves and a ceiling that changes."""

from bidders import CHIA_TAI, HUAHAI, actor, handed_in, open_bids, submit
from changing import DAY, LATER, ceiling, ceiling_of, change, moved, refused

from procurement.actions import bidding
from seed.story import BIDS_DUE


def test_a_ceiling_stands_where_there_was_one_and_drops_no_envelope(told):
    story = told("report_demand")
    submit(story, HUAHAI, at=BIDS_DUE - 5 * DAY)
    change(story, moved(LATER + 7 * DAY), at=BIDS_DUE - DAY)
    change(story, ceiling("19"), at=BIDS_DUE - DAY)
    assert ceiling_of(story) == 19_000_000
    assert [row.withdrawn for row in handed_in(story, HUAHAI)] == [False]
    with story.store.transaction() as db:
        assert bidding.terms(db, story.round_id).lots["06"].ceilings["5mg"] == 19_000_000


def test_an_envelope_of_the_old_deadline_and_one_of_the_new_are_both_opened(told):
    """Who sealed before the deadline moved need not seal again."""
    story = told("report_demand")
    submit(story, HUAHAI, at=BIDS_DUE - 5 * DAY)
    change(story, moved(LATER), at=BIDS_DUE - DAY)
    submit(story, CHIA_TAI, at=BIDS_DUE + DAY)
    assert [row.deadline for row in handed_in(story, HUAHAI)] == [BIDS_DUE]
    assert [row.deadline for row in handed_in(story, CHIA_TAI)] == [LATER]
    assert open_bids(story, at=LATER) == 2
    with story.store.transaction() as db:
        assert db.evaluations.unopened(story.round_id) == []


def test_an_envelope_sealed_for_the_old_deadline_is_not_accepted_under_the_new(told):
    story = told("report_demand")
    who = actor(story, HUAHAI)
    with story.store.transaction() as db:
        before = bidding.terms(db, story.round_id).context("06", who.party)
    change(story, moved(LATER), at=BIDS_DUE - DAY)
    assert refused(
        lambda: bidding.submit_envelope(
            story.store,
            who,
            story.round_id,
            "06",
            bytes(560),
            bytes(32),
            at=BIDS_DUE - DAY,
            sealed_for=before,
        )
    ) == ["envelope_context"]
