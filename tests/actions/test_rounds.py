"""A round is drafted under a fixed law and announced with a key that nobody holds alone."""

import hashlib
from dataclasses import replace

import pytest
from bidders import all_that_is_kept, last_event, open_bids
from plot import QUICK

from procurement.actions import evaluation, rounds
from procurement.exchange import rulebooks
from procurement.rules import keys
from procurement.rules.phases import Phase, WrongPhase
from procurement.rules.rights import Forbidden
from procurement.rules.text import Refused
from procurement.store.rounds import NotFound
from seed.cast import AUDITOR, OFFICER, PASSPHRASES
from seed.story import ANNOUNCED, BIDS_DUE, DRAFTED, EVALUATED, SOURCE
from seed.tenders import draft


@pytest.fixture
def drafted(told):
    """``drafted(change)``: the small story with its round drafted, after a change to the draft."""
    story = told("register")

    def write(change=lambda plan: plan):
        plan = change(draft(story.batch, SOURCE))
        story.round_id = rounds.draft(story.store, OFFICER, plan, DRAFTED)
        rehearse(story)
        return story

    return write


def rehearse(story, officers=tuple(PASSPHRASES), threshold=None, who=OFFICER):
    rounds.rehearse(story.store, who, story.round_id, officers, DRAFTED, QUICK, threshold=threshold)


def announce(story, passphrases=PASSPHRASES, due=BIDS_DUE, at=ANNOUNCED, threshold=None):
    rounds.announce(
        story.store, OFFICER, story.round_id, passphrases, due, at, QUICK, threshold=threshold
    )


def kept(story):
    with story.store.transaction() as db:
        return db.rounds.get(story.round_id)


def refusals(story, **changes):
    with pytest.raises(Refused) as refused:
        announce(story, **changes)
    assert kept(story).phase is Phase.DRAFT
    return [(fault.rule, fault.place) for fault in refused.value.faults]


def test_a_draft_fixes_the_text_of_its_rulebook_by_hash(drafted):
    story = drafted()
    written = (rulebooks.FOLDER / "national-drug-2.toml").read_bytes()
    round_ = kept(story)
    assert round_.phase is Phase.DRAFT
    assert round_.rulebook_sha256 == hashlib.sha256(written).hexdigest()
    assert round_.rulebook_day == story.batch.bids_opened
    with story.store.transaction() as db:
        event = db.audit.last(f"round {round_.code}", "round drafted")
    assert event.details["rulebook_sha256"] == round_.rulebook_sha256


def test_a_draft_knows_who_may_bid_and_no_price(drafted):
    story = drafted()
    with story.store.transaction() as db:
        entered = {(one.product, one.firm) for one in db.catalogue.entries(story.round_id)}
        assert db.evaluations.bids(story.round_id) == {}
        assert db.catalogue.products(story.round_id) == {
            one.code: one for one in story.batch.products
        }
    assert entered == {(bid.product, bid.firm) for bid in story.batch.bids}


def change_the_law(story):
    with story.store.transaction() as db:
        db.rounds.get(story.round_id).rulebook_sha256 = "0" * 64


def test_a_rulebook_that_has_changed_since_is_refused_at_the_announcement(drafted):
    story = drafted()
    change_the_law(story)
    with pytest.raises(Refused, match="differs from the one fixed"):
        announce(story)
    assert kept(story).phase is Phase.DRAFT


def test_a_rulebook_that_has_changed_since_is_refused_at_the_evaluation(told):
    story = told("open")
    change_the_law(story)
    with pytest.raises(Refused, match="differs from the one fixed"):
        evaluation.evaluate(story.store, OFFICER, story.round_id, EVALUATED)
    assert kept(story).phase is Phase.OPENED


def test_an_announcement_makes_the_key_and_sets_the_deadline(drafted):
    story = drafted()
    assert rounds.check(story.store, OFFICER, story.round_id) == []
    announce(story)
    round_, event = kept(story), last_event(story)
    assert (round_.phase, round_.bids_close_at) == (Phase.ANNOUNCED, BIDS_DUE)
    assert event.details["public_key"] == round_.public_key.hex()
    assert event.details["key_officers"] == ["officer", "officer2"]
    assert event.details["threshold"] == 2
    with story.store.transaction() as db:
        shares = db.rounds.shares(story.round_id)
    assert event.details["shares"] == {one.officer: one.commitment() for one in shares}


@pytest.mark.parametrize(
    ("passphrases", "found"),
    [
        ({}, [("key_officers", "passphrases")]),
        ({"officer": "long enough alone"}, [("key_officers", "passphrases")]),
        (
            dict.fromkeys(PASSPHRASES, "one phrase for both"),
            [("passphrase_shared", "passphrases")],
        ),
        (PASSPHRASES | {"officer2": "short"}, [("passphrase_length", "officer2")]),
        (PASSPHRASES | {"auditor": "the third key, kept elsewhere"}, [("key_officers", "auditor")]),
        (PASSPHRASES | {"nobody": "the third key, kept nowhere"}, [("key_officers", "nobody")]),
    ],
)
def test_the_key_is_kept_by_two_officers_with_long_passphrases_of_their_own(
    drafted, passphrases, found
):
    assert refusals(drafted(), passphrases=passphrases) == found


def test_the_deadline_lies_after_the_announcement(drafted):
    """Nor before the first day of the rulebook's law."""
    assert refusals(drafted(), due=ANNOUNCED) == [
        ("rulebook", "bids_due"),
        ("bids_close_at", "bids_close_at"),
    ]


def test_all_faults_are_named_at_once(drafted):
    """Nobody is entered for 06, 31 has no ceiling; one officer, a short passphrase; yesterday."""

    def change(plan):
        abiraterone, ambrisentan, paclitaxel = plan.products
        bare = tuple(replace(one, ceiling=None) for one in paclitaxel.presentations)
        return replace(
            plan,
            products=(abiraterone, ambrisentan, replace(paclitaxel, presentations=bare)),
            entries=tuple(one for one in plan.entries if one.product != ambrisentan.code),
        )

    assert refusals(drafted(change), passphrases={"officer": "short"}, due=DRAFTED) == [
        ("rulebook", "bids_due"),
        ("minimum_firms", "06"),
        ("winning.cut_from_ceiling", "31"),
        ("key_officers", "passphrases"),
        ("passphrase_length", "officer"),
        ("bids_close_at", "bids_close_at"),
    ]


def test_a_round_is_announced_once(told):
    story = told("announce")
    key = kept(story).public_key
    with pytest.raises(WrongPhase):
        announce(story)
    assert kept(story).public_key == key


def test_a_draft_has_nothing_to_open(drafted):
    with pytest.raises(WrongPhase):
        open_bids(drafted())


def test_only_officers_draft_check_and_announce(drafted):
    story = drafted()
    with pytest.raises(Forbidden):
        rounds.draft(story.store, AUDITOR, draft(story.batch, SOURCE, "another"), DRAFTED)
    with pytest.raises(Forbidden):
        rehearse(story, who=AUDITOR)
    with pytest.raises(Forbidden):
        rounds.check(story.store, AUDITOR, story.round_id)
    with pytest.raises(Forbidden):
        rounds.announce(story.store, AUDITOR, story.round_id, PASSPHRASES, BIDS_DUE, ANNOUNCED)


def test_a_round_that_is_not_there_is_not_found(told):
    with pytest.raises(NotFound):
        rounds.check(told("register").store, OFFICER, 7)


def unlock(story, passphrases):
    with story.store.transaction() as db:
        round_ = db.rounds.get(story.round_id)
        return keys.unlock(db.rounds.shares(story.round_id), passphrases, round_.public_key)


def test_the_private_key_takes_both_officers_and_lies_nowhere(told):
    story = told("announce")
    pair = unlock(story, PASSPHRASES).pair
    assert pair.public == kept(story).public_key
    with story.store.transaction() as db:
        assert [one.officer for one in db.rounds.shares(story.round_id)] == list(PASSPHRASES)
    for table, rows in all_that_is_kept(story).items():
        assert pair.private.hex() not in rows, table


@pytest.mark.parametrize("officer", list(PASSPHRASES))
def test_a_wrong_or_missing_passphrase_names_its_officer(told, officer):
    story = told("announce")
    for given in ({**PASSPHRASES, officer: "not the right one"}, {**PASSPHRASES, officer: ""}):
        assert [(one.rule, one.place) for one in unlock(story, given)] == [("passphrase", officer)]
