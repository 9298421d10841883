"""An announced round changes by two people, with a reason, in time, and every bidder is told."""

from pathlib import Path

import pytest
from bidders import last_event
from changing import (
    DAY,
    IN_TIME,
    LATER,
    SUPERVISOR,
    amended,
    ceiling,
    ceiling_of,
    change,
    consent,
    deadline,
    moved,
    propose,
    refuse,
    refused,
    told_of,
)
from office import a_draft
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from procurement.actions import bidding, changes, rounds
from procurement.rules.changes import Change
from procurement.rules.notices import Kind
from procurement.rules.rights import Forbidden
from procurement.store.changes import ChangeAnswerRow
from procurement.store.rounds import NotFound
from seed.cast import AUDITOR, FUND, OFFICER, SECOND
from seed.story import BIDS_DUE


@pytest.fixture
def story(told):
    return told("announce")


def firms(story):
    with story.store.transaction() as db:
        return {f"party:{one.firm}" for one in db.catalogue.entries(story.round_id)}


def test_a_proposal_changes_nothing_until_another_person_consents(story):
    number = propose(story, moved(LATER))
    assert deadline(story) == BIDS_DUE
    consent(story, number)
    assert deadline(story) == LATER


def test_nobody_consents_to_their_own_proposal(story):
    number = propose(story, moved(LATER))
    assert refused(lambda: consent(story, number, OFFICER)) == ["four_eyes"]
    assert deadline(story) == BIDS_DUE


def test_the_database_refuses_it_too(story):
    number = propose(story, moved(LATER))
    for forged in ("officer", "somebody"):  # the proposer, or a proposer that is not the one
        with pytest.raises(IntegrityError), story.store.transaction() as db:
            db.changes.answer(
                ChangeAnswerRow(
                    change_id=number,
                    proposed_by=forged,
                    outcome="consented",
                    answered_by="officer",
                    answered_at=IN_TIME,
                )
            )


def test_a_supervisor_may_consent_and_may_not_propose(story):
    with pytest.raises(Forbidden):
        propose(story, moved(LATER), SUPERVISOR)
    consent(story, propose(story, moved(LATER)), SUPERVISOR)
    assert deadline(story) == LATER


@pytest.mark.parametrize("who", [FUND, AUDITOR])
def test_nobody_else_proposes_consents_or_refuses(story, who):
    number = propose(story, moved(LATER))
    for attempt in (
        lambda: propose(story, moved(LATER + DAY), who),
        lambda: consent(story, number, who),
        lambda: refuse(story, number, who),
    ):
        with pytest.raises(Forbidden):
            attempt()


@pytest.mark.parametrize("who", [OFFICER, SECOND])
def test_either_refuses_with_a_reason_and_then_it_is_over(story, who):
    number = propose(story, moved(LATER))
    assert refused(lambda: refuse(story, number, who, reason=" ")) == ["reason"]
    refuse(story, number, who)
    assert last_event(story).action == "change refused"
    assert refused(lambda: consent(story, number)) == ["change_answered"]
    assert refused(lambda: refuse(story, number)) == ["change_answered"]
    assert deadline(story) == BIDS_DUE


def test_both_steps_stand_in_the_audit_chain(story):
    number = propose(story, ceiling("12.50"))
    event = last_event(story)
    assert (event.action, event.actor) == ("change proposed", "officer")
    assert event.details["after"] == {"ceiling": "12.5"}
    assert event.details["reason"] == "企业反映准备时间不足"
    consent(story, number)
    event = last_event(story)
    assert (event.action, event.actor) == ("change consented", "officer2")
    assert event.details["proposed_by"] == "officer"


def test_every_firm_entered_is_told_when_it_is_in_force_and_not_before(story):
    number = propose(story, moved(LATER))
    assert told_of(story, Kind.ROUND_CHANGED) == (set(), set())
    officers, _ = told_of(story, Kind.CHANGE_PROPOSED)
    assert officers == {"role:officer", "role:supervisor"}
    consent(story, number)
    audience, links = told_of(story, Kind.ROUND_CHANGED)
    assert audience == firms(story)
    assert links == {f"/rounds/{story.round_id}/changes"}


@pytest.mark.parametrize("after", [0 * DAY, DAY])
def test_at_the_deadline_and_after_it_nothing_changes_any_more(story, after):
    number = propose(story, moved(LATER))
    late = BIDS_DUE + after
    assert refused(lambda: propose(story, moved(LATER), at=late)) == ["deadline"]
    assert refused(lambda: consent(story, number, at=late)) == ["deadline"]
    refuse(story, number, at=late)


def test_once_opened_or_once_the_box_is_closed_nothing_changes(told):
    opened = told("open")
    assert refused(lambda: propose(opened, moved(LATER))) == ["deadline"]
    closed = told("bid")
    with closed.store.transaction() as db:
        bidding.box.close(db, db.rounds.get(closed.round_id, lock=True), BIDS_DUE)
    assert refused(lambda: propose(closed, moved(LATER))) == ["deadline"]


def test_a_deadline_is_put_off_at_any_time_and_brought_forward_with_notice_only(story):
    """Fifteen days lie between the change and a deadline that is earlier than the one before."""
    last = BIDS_DUE - DAY / 24
    change(story, moved(BIDS_DUE + DAY), at=last)
    assert deadline(story) == BIDS_DUE + DAY
    assert refused(lambda: propose(story, moved(last - DAY), at=last)) == ["bids_close_at"]
    assert refused(lambda: propose(story, moved(BIDS_DUE), at=IN_TIME + 5 * DAY)) == [
        "changes.notice_days"
    ]
    change(story, moved(IN_TIME + 15 * DAY))
    assert deadline(story) == IN_TIME + 15 * DAY


def test_what_was_in_time_when_proposed_must_be_so_at_the_consent(story):
    number = propose(story, moved(IN_TIME + 15 * DAY))
    assert refused(lambda: consent(story, number, at=IN_TIME + DAY)) == ["changes.notice_days"]


def test_terms_change_with_notice_or_after_the_deadline_was_put_off(story):
    late = BIDS_DUE - 14 * DAY
    assert refused(lambda: propose(story, ceiling("12.5"), at=late)) == ["changes.notice_days"]
    change(story, moved(BIDS_DUE + 7 * DAY), at=late)
    change(story, ceiling("12.5"), at=late)
    assert ceiling_of(story) == 12_500_000


@pytest.mark.parametrize(
    ("wanted", "rule"),
    [
        (moved(BIDS_DUE), "change_unchanged"),
        ((Change.DEADLINE, "", {"bids_close_at": "tomorrow"}), "bids_close_at"),
        ((Change.DEADLINE, "", {"bids_close_at": "2020-02-01T10:00:00"}), "bids_close_at"),
        (ceiling("0"), "ceiling"),
        (ceiling("-1"), "ceiling"),
        (ceiling("1.2345678"), "ceiling"),
        (ceiling("1", "99/5mg"), "spec"),
        (ceiling("1", "06/6mg"), "spec"),
        ((Change.DECISION, "winning.lowest_price_multiple", {"value": "1.7"}), "decision"),
        ((Change.DECISION, "no.such", {"value": "1.7"}), "decision"),
        ((Change.DECISION, "no.such", {"value": ""}), "change_unchanged"),
        ((Change.RULEBOOK, "", {"rulebook": "joints-2021"}), "rulebook"),
        ((Change.RULEBOOK, "", {"rulebook": "none"}), "rulebook"),
        ((Change.RULEBOOK, "", {"rulebook": "national-drug-2"}), "change_unchanged"),
        (amended(effective="soon"), "effective"),
        (amended(text_en=" "), "amendment"),
    ],
)
def test_what_cannot_be_is_refused(story, wanted, rule):
    assert refused(lambda: propose(story, wanted)) == [rule]


def test_all_faults_are_named_at_once(story):
    assert refused(lambda: propose(story, ceiling("0"), reason="")) == ["ceiling", "reason"]
    assert refused(lambda: propose(story, moved(BIDS_DUE), reason="x" * 1001)) == [
        "reason",
        "change_unchanged",
    ]


def test_a_proposal_about_what_changed_meanwhile_is_stale(story):
    first, second = propose(story, moved(LATER)), propose(story, moved(LATER + DAY))
    consent(story, first)
    assert refused(lambda: consent(story, second)) == ["change_stale"]
    assert deadline(story) == LATER


def test_a_parameter_is_decided_and_taken_back_by_two_people(story):
    key = "comparison.decimals"
    change(story, (Change.DECISION, key, {"value": "3"}))
    with story.store.transaction() as db:
        (decision,) = db.decisions.of_round(story.round_id)
    assert (decision.key, decision.value, decision.by) == (key, 3, "officer")
    change(story, (Change.DECISION, key, {"value": ""}))
    with story.store.transaction() as db:
        assert db.decisions.of_round(story.round_id) == []


def test_another_rulebook_needs_both_and_is_fixed_by_its_hash(story):
    number = propose(story, (Change.RULEBOOK, "", {"rulebook": "expansion-2019"}))
    with story.store.transaction() as db:
        kept = db.changes.get(story.round_id, number)
        assert db.rounds.get(story.round_id).rulebook == "national-drug-2"
    assert kept.row.before["rulebook"] == "national-drug-2"
    consent(story, number)
    with story.store.transaction() as db:
        row = db.rounds.get(story.round_id)
        assert (row.rulebook, row.rulebook_sha256) == ("expansion-2019", kept.row.after["sha256"])
        assert rounds.law(db, row)


def test_a_draft_is_changed_directly(story):
    story.round_id = a_draft(story)
    assert refused(lambda: propose(story, moved(LATER))) == ["round_draft"]


def test_a_proposal_of_another_round_is_not_found(story):
    number = propose(story, moved(LATER))
    story.round_id = a_draft(story)
    with pytest.raises(NotFound):
        refuse(story, number)


def test_no_other_way_leads_to_the_terms_of_an_announced_round():
    """Only the announcement and a change in force write a deadline, a ceiling or a rulebook."""
    writers = {
        "bids_close_at = ": {"actions/change_effects.py", "actions/rounds.py"},
        ".rulebook_sha256 = ": {"actions/change_effects.py"},
        "move_ceiling(": {"actions/change_effects.py", "store/catalogue.py"},
        "decisions.keep(": {"actions/change_effects.py", "actions/designing.py"},
        "decisions.withdraw(": {"actions/change_effects.py", "actions/designing.py"},
        "amendments.keep(": {"actions/change_effects.py", "actions/amendments.py"},
    }
    folder = Path(changes.__file__).parents[1]
    for written, allowed in writers.items():
        found = {
            str(path.relative_to(folder))
            for path in folder.rglob("*.py")
            if written in path.read_text().replace("round_.bids_close_at, ", "")
        }
        assert found <= allowed, written


def test_proposals_and_answers_stay_as_they_are(story):
    change(story, moved(LATER))
    for statement in ("UPDATE changes SET reason = 'x'", "DELETE FROM change_answers"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            story.store.transaction() as db,
        ):
            db.session.execute(text(statement))
