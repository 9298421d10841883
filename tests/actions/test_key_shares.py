"""Three of five officers open the bids, though the shares of the others are lost or spoilt."""

import json
from itertools import combinations

import committee
import pytest
from bidders import CHIA_TAI, GSK, HUAHAI, last_event, open_bids, phase, submit
from committee import of
from sqlmodel import col, delete, select

from procurement.actions import key_shares
from procurement.rules.phases import Phase
from procurement.rules.rights import Actor, Forbidden, Role
from procurement.rules.text import Refused
from procurement.store.rounds import KeyShareRow
from seed.cast import AUDITOR, COMMITTEE, FIFTH, FOURTH, FUND, OFFICER, SECOND, THIRD
from seed.story import ANNOUNCED

OFFICERS = [OFFICER, SECOND, THIRD, FOURTH, FIFTH]


@pytest.fixture
def story(told):
    """Three envelopes in a round with three of five keys, whose deadline has passed."""
    found = told("register")
    committee.announce(found)
    found.report_demand()
    for name in (HUAHAI, CHIA_TAI, GSK):
        submit(found, name)
    return found


def lose(story, officers):
    with story.store.transaction() as db:
        gone = delete(KeyShareRow).where(col(KeyShareRow.officer).in_(officers))
        db.session.execute(gone)


def refused(story, passphrases, files=()):
    with pytest.raises(Refused) as refusal:
        open_bids(story, passphrases, files=files)
    assert phase(story) is Phase.BIDDING
    return [(fault.rule, fault.place) for fault in refusal.value.faults]


def opened_by(story, present):
    """Lose the other shares, open with these officers, and see who is recorded."""
    lose(story, [officer for officer in COMMITTEE if officer not in present])
    assert open_bids(story, of(present)) == 3
    return last_event(story).details["key_officers"]


@pytest.mark.parametrize(
    "present", [("officer", "officer2", "officer3"), ("officer5", "officer3", "officer4")]
)
def test_three_of_five_open_though_the_two_other_shares_are_lost(story, present):
    assert opened_by(story, present) == sorted(present)


def test_two_of_five_open_nothing(story):
    for present in combinations(COMMITTEE, 2):
        assert refused(story, of(present)) == [("key_threshold", "passphrases")]


def test_with_three_shares_lost_they_are_named_and_the_bids_stay_closed(story):
    lost = ["officer3", "officer4", "officer5"]
    lose(story, lost)
    assert refused(story, COMMITTEE) == [("share_missing", officer) for officer in lost]


def test_a_share_changed_in_the_database_is_named_and_not_used(story):
    with story.store.transaction() as db:
        row = db.rounds.share_of(story.round_id, "officer2")
        row.number = 5
    three = of(["officer", "officer2", "officer3"])
    assert refused(story, three) == [("share_changed", "officer2")]
    assert open_bids(story, COMMITTEE) == 3
    assert "officer2" not in last_event(story).details["key_officers"]


def test_an_officer_takes_their_share_away_once(story):
    file = json.loads(key_shares.take(story.store, SECOND, story.round_id, ANNOUNCED))
    assert (file["officer"], file["number"], file["threshold"]) == ("officer2", 2, 3)
    event = last_event(story)
    assert (event.action, event.actor) == ("key share taken", "officer2")
    with story.store.transaction() as db:
        rows = db.session.exec(select(KeyShareRow)).all()
        announced = db.audit.last(event.subject, "round announced")
    assert {row.officer for row in rows if row.taken_at} == {"officer2"}
    assert announced.details["shares"]["officer2"] == event.details["commitment"]
    with pytest.raises(Refused, match="downloaded once already"):
        key_shares.take(story.store, SECOND, story.round_id, ANNOUNCED)
    assert open_bids(story, of(["officer", "officer2", "officer3"])) == 3


def test_a_share_kept_as_a_file_stands_for_one_that_was_lost_here(story):
    file = key_shares.take(story.store, SECOND, story.round_id, ANNOUNCED).decode()
    lose(story, ["officer2", "officer4", "officer5"])
    present = of(["officer", "officer2", "officer3"])
    assert refused(story, present) == [("share_missing", "officer2")]
    assert refused(story, present, ["nothing of the kind"]) == [("share_file", "shares")]
    other = file.replace('"number":2', '"number":4')
    assert refused(story, present, [other]) == [("share_changed", "officer2")]
    assert open_bids(story, present, files=[file]) == 3


def test_nobody_takes_the_share_of_somebody_else(story):
    for who in (AUDITOR, FUND):
        with pytest.raises(Forbidden):
            key_shares.take(story.store, who, story.round_id, ANNOUNCED)
    stranger = Actor("officer9", Role.OFFICER)
    with pytest.raises(Refused, match="You keep no share"):
        key_shares.take(story.store, stranger, story.round_id, ANNOUNCED)
    taken = [key_shares.take(story.store, who, story.round_id, ANNOUNCED) for who in OFFICERS]
    assert [json.loads(file)["officer"] for file in taken] == list(COMMITTEE)
