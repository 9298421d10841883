"""Firms hand in, officers review with reasons, firms see the outcome and come again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from organisation_cast import BOTH, GOOD, PDF
from sqlmodel import select

from procurement.actions import invitations, registrations
from procurement.rules.canon import digest
from procurement.rules.qualifications import Decision, LicenceKind, Upload
from procurement.rules.rights import Actor, Forbidden, Role
from procurement.rules.text import Refused
from procurement.store.audit import AuditEventRow
from procurement.store.notices import NoticeRow
from procurement.store.rounds import NotFound

AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
OFFICER = Actor("officer", Role.OFFICER)
OWN = Actor("sample", Role.FIRM, GOOD.credit_code)
PASSWORD = "correct horse battery"


def hand_in(store, application=GOOD, uploads=BOTH, code=None, at=AT):
    return registrations.hand_in(store, application, uploads, at, code)


def review(store, number, decision=Decision.APPROVED, reason="材料齐全", who=OFFICER):
    registrations.review(store, who, number, decision, reason, LATER)


def cases(store):
    return registrations.cases(store, OFFICER)


def refused(act, *given, **more):
    with pytest.raises(Refused) as caught:
        act(*given, **more)
    return [fault.rule for fault in caught.value.faults]


def events(store):
    with store.transaction() as db:
        rows = db.session.exec(select(AuditEventRow).order_by(AuditEventRow.sequence)).all()
        return [(row.action, row.subject, row.actor, row.details) for row in rows]


def test_what_a_firm_hands_in_is_kept_with_the_hash_of_every_licence(store):
    code = hand_in(store)
    ((case),) = cases(store)
    assert case.row.fact() == GOOD
    assert case.review is None
    assert [(one.kind, one.sha256) for one in case.licences] == [
        (one.kind, digest(one.content)) for one in BOTH
    ]
    kept = registrations.licence(store, OFFICER, case.row.number, case.licences[0].number)
    assert kept.content == PDF
    assert registrations.outcome(store, code).row.number == case.row.number
    ((action, subject, by, details),) = events(store)
    assert (action, subject, by) == ("registration handed in", "registration 1", "")
    assert details["licences"] == sorted(digest(one.content) for one in BOTH)
    assert code not in str(details)
    with store.transaction() as db:
        (notice,) = db.session.exec(select(NoticeRow)).all()
    assert (notice.audience, notice.link) == ("role:officer", "/registrations/1")


def test_every_fault_of_the_form_and_of_the_files_is_named_at_once(store):
    wrong = replace(GOOD, name="", phone="x")
    found = refused(hand_in, store, wrong, [Upload(LicenceKind.BUSINESS, b"MZ")])
    assert found == ["name", "phone", "licence_format", "licence_missing"]
    assert cases(store) == []
    assert events(store) == []


def test_an_approved_firm_is_known_and_its_code_makes_the_login(store):
    code = hand_in(store)
    review(store, 1)
    with store.transaction() as db:
        assert db.parties.firms()[GOOD.credit_code].name == GOOD.name
    assert registrations.outcome(store, code).review.decision is Decision.APPROVED
    made = invitations.accept(store, code, "sample", PASSWORD, LATER)
    assert made == OWN
    assert [case.row.number for case in registrations.own(store, OWN)] == [1]
    action, subject, by, details = events(store)[1]
    assert (action, subject, by) == ("registration reviewed", "registration 1", "officer")
    assert details == {"decision": "approved", "reason": "材料齐全"}


def test_before_the_approval_the_code_makes_no_login(store):
    code = hand_in(store)
    assert refused(invitations.accept, store, code, "sample", PASSWORD, LATER) == ["invitation"]


def test_a_returned_registration_is_handed_in_again_under_the_same_code(store):
    code = hand_in(store)
    assert refused(hand_in, store, code=code) == ["registration_state"]
    review(store, 1, Decision.RETURNED, "营业执照不清晰")
    found = registrations.outcome(store, code)
    assert (found.review.reason, found.may_come_again) == ("营业执照不清晰", True)
    assert hand_in(store, replace(GOOD, contact="李四"), code=code) == code
    newest, before = registrations.case(store, OFFICER, 2)
    assert (newest.row.contact, before.row.contact) == ("李四", "张三")
    assert [case.row.number for case in cases(store)] == [2]
    review(store, 2)
    assert [case.row.number for case in registrations.own(store, OWN)] == [2, 1]


def test_a_rejected_registration_says_why_and_does_not_come_again(store):
    code = hand_in(store)
    review(store, 1, Decision.REJECTED, "在违规名单内")
    assert registrations.outcome(store, code).review.reason == "在违规名单内"
    assert refused(hand_in, store, code=code) == ["registration_state"]
    with store.transaction() as db:
        assert db.parties.firms() == {}


def test_a_registration_is_decided_once_with_a_reason(store):
    hand_in(store)
    assert refused(review, store, 1, reason=" ") == ["reason"]
    review(store, 1, Decision.RETURNED)
    assert refused(review, store, 1, reason="") == ["reason", "registration_state"]
    with pytest.raises(NotFound):
        review(store, 99)


def test_what_was_handed_in_before_is_not_decided_any_more(store):
    code = hand_in(store)
    review(store, 1, Decision.RETURNED)
    hand_in(store, code=code)
    assert refused(review, store, 1) == ["registration_state"]


def test_two_may_claim_one_credit_code_and_one_is_approved(store):
    hand_in(store)
    hand_in(store, replace(GOOD, name="冒名者"))
    assert len(cases(store)) == 2
    review(store, 1)
    assert refused(review, store, 2) == ["firm_known"]
    review(store, 2, Decision.REJECTED)
    assert [case.row.number for case in registrations.own(store, OWN)] == [1]


def test_an_unknown_code_says_nothing(store):
    hand_in(store)
    for code in ("", "1", "x" * 500):
        assert refused(registrations.outcome, store, code) == ["registration_code"]
        assert refused(hand_in, store, code=code or "?") == ["registration_code"]


def test_licences_are_shown_to_nobody_but_the_office_the_watchers_and_the_firm(store):
    hand_in(store)
    review(store, 1)
    (case,) = cases(store)
    wanted = (case.row.number, case.licences[0].number)
    for role in (Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR):
        assert registrations.licence(store, Actor("x", role), *wanted).content == PDF
    for role in (Role.FIRM, Role.HOSPITAL, Role.FUND, Role.DISTRIBUTOR):
        with pytest.raises(Forbidden):
            registrations.licence(store, Actor("x", role, GOOD.credit_code), *wanted)
    assert registrations.own_licence(store, OWN, *wanted).content == PDF
    other = Actor("other", Role.FIRM, "F01")
    assert registrations.own(store, other) == []
    with pytest.raises(NotFound):
        registrations.own_licence(store, other, *wanted)
    for number, licence in [(99, 1), (wanted[0], 99)]:
        with pytest.raises(NotFound):
            registrations.licence(store, OFFICER, number, licence)


def test_only_officers_review_and_there_must_be_something_to_see(store):
    hand_in(store)
    for role in set(Role) - {Role.OFFICER}:
        with pytest.raises(Forbidden):
            review(store, 1, who=Actor("x", role))
    with pytest.raises(NotFound):
        registrations.case(store, OFFICER, 99)
