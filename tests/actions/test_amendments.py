"""The tender document: written by one in a draft, amended by two once it is announced."""

import pytest
from bidders import last_event
from changing import (
    IN_TIME,
    LATER,
    PART,
    amended,
    change,
    consent,
    moved,
    propose,
    refused,
)
from office import a_draft
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import select

from procurement.actions import amendments
from procurement.rules.notices import Kind
from procurement.rules.phases import WrongPhase
from procurement.rules.rights import Forbidden
from procurement.store.notices import NoticeRow
from seed.cast import AUDITOR, OFFICER
from seed.story import BIDS_DUE


@pytest.fixture
def story(told):
    return told("announce")


def write(story, who=OFFICER, number="3.2", **changed):
    return amendments.write(story.store, who, story.round_id, number, PART | changed, IN_TIME)


def versions(story):
    with story.store.transaction() as db:
        return [(row.part, row.version) for row in db.amendments.of_round(story.round_id)]


def test_a_draft_is_written_by_one_and_every_version_stays(story):
    story.round_id = a_draft(story)
    assert [write(story), write(story, text_zh="另一行")] == [1, 2]
    assert versions(story) == [("3.2", 1), ("3.2", 2)]
    event = last_event(story)
    assert (event.action, event.details["version"]) == ("document written", 2)
    assert refused(lambda: write(story, text_zh="另一行")) == ["amendment"]
    assert refused(lambda: write(story, text_zh="")) == ["amendment"]
    with pytest.raises(Forbidden):
        write(story, AUDITOR)


def test_once_announced_nobody_writes_alone(story):
    with pytest.raises(WrongPhase):
        write(story)
    number = propose(story, amended())
    assert versions(story) == []
    consent(story, number)
    with story.store.transaction() as db:
        row = db.amendments.newest(story.round_id, "3.2")
    assert (row.version, row.change_id, row.sha256) == (1, number, row.fact().sha256)


def test_the_next_version_amends_the_one_before_and_bidders_are_told(story):
    change(story, amended())
    number = change(story, amended(text_en="One\nThree"))
    assert versions(story) == [("3.2", 1), ("3.2", 2)]
    with story.store.transaction() as db:
        kept = db.changes.get(story.round_id, number)
        told = db.session.exec(
            select(NoticeRow).where(NoticeRow.kind == Kind.DOCUMENT_AMENDED.value)
        ).all()
    assert kept.row.before["version"] == "1"
    assert {row.link for row in told} == {f"/rounds/{story.round_id}/document"}
    assert refused(lambda: propose(story, amended(text_en="One\nThree"))) == ["change_unchanged"]


def test_the_audit_chain_names_the_text_by_its_hash(story):
    change(story, amended())
    details = last_event(story).details["after"]
    assert set(details) == {"title_zh", "title_en", "effective", "affects_bids", "sha256"}


def test_what_bears_on_bids_needs_notice_and_a_correction_does_not(story):
    late = BIDS_DUE - (LATER - BIDS_DUE)
    assert refused(lambda: propose(story, amended(), at=late)) == ["changes.notice_days"]
    change(story, amended(affects_bids="no"), at=late)
    change(story, moved(LATER + (LATER - BIDS_DUE)), at=late)
    change(story, amended(), at=late)
    assert versions(story) == [("3.2", 1), ("3.2", 2)]


def test_no_version_is_edited_in_place(story):
    change(story, amended())
    with pytest.raises(ProgrammingError, match="permission"), story.store.transaction() as db:
        db.session.execute(text("UPDATE document_versions SET text_zh = 'x'"))
