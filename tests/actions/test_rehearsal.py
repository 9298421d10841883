"""A round is announced when its opening was rehearsed, as it is, by those who will open it."""

import pytest
from bidders import all_that_is_kept, last_event
from office import phase
from plot import QUICK

from procurement.actions import designing, rounds
from procurement.rules.phases import Phase, WrongPhase
from procurement.rules.text import Refused
from seed.cast import COMMITTEE, OFFICER, PASSPHRASES
from seed.story import ANNOUNCED, BIDS_DUE, DRAFTED, SOURCE
from seed.tenders import draft


@pytest.fixture
def story(told):
    """A draft that nobody rehearsed; there are five officers."""
    found = told("register")
    found.round_id = rounds.draft(found.store, OFFICER, draft(found.batch, SOURCE), DRAFTED)
    return found


def rehearse(story, officers=tuple(COMMITTEE), threshold=3):
    rounds.rehearse(
        story.store, OFFICER, story.round_id, officers, DRAFTED, QUICK, threshold=threshold
    )


def announce(story, passphrases=COMMITTEE, threshold=3):
    rounds.announce(
        story.store,
        OFFICER,
        story.round_id,
        passphrases,
        BIDS_DUE,
        ANNOUNCED,
        QUICK,
        threshold=threshold,
    )


def refused(story, deed, *given):
    with pytest.raises(Refused) as refusal:
        deed(story, *given)
    assert phase(story) is Phase.DRAFT
    return [(fault.rule, fault.place) for fault in refusal.value.faults]


NOT_REHEARSED = [("rehearsal", "rehearsal")]


def test_without_a_rehearsal_a_round_is_not_announced(story):
    assert refused(story, announce) == NOT_REHEARSED
    rehearse(story)
    announce(story)
    assert phase(story) is Phase.ANNOUNCED


def test_a_rehearsal_is_recorded_with_its_sittings_and_leaves_no_key(story):
    rehearse(story)
    event = last_event(story)
    officers = list(COMMITTEE)
    assert event.action == "opening rehearsed"
    assert event.details["sittings"] == [officers[:3], officers[2:]]
    assert (event.details["threshold"], event.details["test_bids"]) == (3, 3)
    assert all_that_is_kept(story)["key_shares"] == ""
    assert phase(story) is Phase.DRAFT


def test_a_design_that_changed_since_is_rehearsed_again(story):
    rehearse(story)
    with story.store.transaction() as db:
        products = list(db.catalogue.products(story.round_id).values())
        entries = list(db.catalogue.entries(story.round_id))
        assert rounds.rehearsed(db, db.rounds.get(story.round_id)).threshold == 3
    number = story.round_id
    designing.furnish(story.store, OFFICER, number, products, entries[1:], DRAFTED)
    with story.store.transaction() as db:
        assert rounds.rehearsed(db, db.rounds.get(number)) is None
    assert ("rehearsal", "rehearsal") in refused(story, announce)
    designing.furnish(story.store, OFFICER, number, products, entries, DRAFTED)
    announce(story)


@pytest.mark.parametrize(("passphrases", "threshold"), [(COMMITTEE, 4), (PASSPHRASES, 2)])
def test_another_threshold_or_other_officers_are_rehearsed_again(story, passphrases, threshold):
    rehearse(story)
    assert refused(story, announce, passphrases, threshold) == NOT_REHEARSED


@pytest.mark.parametrize(
    ("officers", "threshold", "found"),
    [
        (("officer",), 2, [("key_officers", "passphrases")]),
        (("officer", "officer2"), 3, [("key_threshold", "threshold")]),
        (("officer", "auditor"), 2, [("key_officers", "auditor")]),
    ],
)
def test_those_who_cannot_keep_a_key_do_not_rehearse(story, officers, threshold, found):
    assert refused(story, rehearse, officers, threshold) == found


def test_an_announced_round_is_not_rehearsed(told):
    with pytest.raises(WrongPhase):
        rehearse(told("announce"), tuple(PASSPHRASES), 2)
