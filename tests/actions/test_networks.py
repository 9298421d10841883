"""Envelopes of two firms from one network address: asked about after the opening, never before."""

from bidders import GSK, HUAHAI, IN_TIME, actor, an_envelope, open_bids
from plot import SIGNING_KEY

from procurement.actions import bidding, screening
from seed.cast import OFFICER
from seed.story import EVALUATED

MARK = "5e" * 32


def hand_in(story, name, network):
    bidding.submit_envelope(
        story.store,
        actor(story, name),
        story.round_id,
        "06",
        an_envelope(story, name),
        SIGNING_KEY,
        at=IN_TIME,
        network=network,
    )


def asked(story):
    screening.run(story.store, OFFICER, story.round_id, EVALUATED)
    with story.store.transaction() as db:
        flags = db.screenings.of_round(story.round_id)
    return [one.flag for one in flags if one.flag.screen == "same_network"]


def test_two_firms_at_one_address_are_asked_and_the_mark_is_not_shown(told):
    story = told("report_demand")
    for name in (HUAHAI, GSK):
        hand_in(story, name, MARK)
    open_bids(story)
    (flag,) = asked(story)
    assert flag.firms == tuple(sorted(actor(story, name).party for name in (HUAHAI, GSK)))
    assert MARK not in repr(flag)


def test_firms_at_two_addresses_or_none_are_not_asked(told):
    story = told("report_demand")
    hand_in(story, HUAHAI, MARK)
    hand_in(story, GSK, "")
    open_bids(story)
    assert asked(story) == []
