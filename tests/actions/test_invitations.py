"""One link, once: invited, accepted, taken back, too old."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from bidders import all_that_is_kept
from organisation_cast import GOOD
from sqlmodel import select

from procurement.actions import invitations
from procurement.rules import passwords
from procurement.rules.invitations import LIFETIME, Guest
from procurement.rules.rights import Actor, Forbidden, Role
from procurement.rules.text import Refused
from procurement.store.audit import AuditEventRow
from procurement.store.rounds import NotFound

AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
OFFICER = Actor("officer", Role.OFFICER)
GUEST = Guest("王五", Role.SUPERVISOR)
PASSWORD = "correct horse battery"


def invite(store, guest=GUEST, at=AT):
    return invitations.invite(store, OFFICER, guest, at)


def accept(store, code, login="wang.wu", password=PASSWORD, at=AT):
    return invitations.accept(store, code, login, password, at)


def refused(act, *given, **more):
    with pytest.raises(Refused) as caught:
        act(*given, **more)
    return [fault.rule for fault in caught.value.faults]


def test_who_is_invited_sets_login_and_password(store):
    code = invite(store)
    assert invitations.guest(store, code, AT) == GUEST
    assert accept(store, f" {code}\n") == Actor("wang.wu", Role.SUPERVISOR)
    with store.transaction() as db:
        row = db.accounts.by_login("wang.wu")
        told = db.session.exec(select(AuditEventRow).order_by(AuditEventRow.sequence)).all()
    assert (row.name, row.role) == ("王五", Role.SUPERVISOR)
    assert passwords.matches(row.password_hash, PASSWORD)
    assert [(one.action, one.actor) for one in told] == [
        ("person invited", "officer"),
        ("invitation accepted", "wang.wu"),
    ]
    (kept,) = invitations.known(store, OFFICER)
    assert (kept.accepted_as, kept.accepted_at) == ("wang.wu", AT)


def test_a_distributors_person_speaks_for_its_credit_code(store):
    code = invite(store, Guest("赵六", Role.DISTRIBUTOR, GOOD.credit_code))
    assert accept(store, code).party == GOOD.credit_code


def test_the_operator_alone_invites_an_officer(store):
    code = invitations.invite_by_operator(store, Guest("李四", Role.OFFICER), AT)
    assert accept(store, code) == Actor("wang.wu", Role.OFFICER)
    assert refused(invite, store, Guest("李四", Role.OFFICER)) == ["role"]
    (kept,) = invitations.known(store, OFFICER)
    assert kept.invited_by == "operator"


def test_nobody_takes_a_name_that_the_audit_chain_gives_to_no_person(store):
    code = invite(store)
    assert refused(accept, store, code, "operator") == ["login_taken"]


def test_a_code_opens_one_login(store):
    code = invite(store)
    accept(store, code)
    assert refused(accept, store, code, "another") == ["invitation"]
    assert refused(invitations.guest, store, code, AT) == ["invitation"]


def test_of_two_who_use_it_at_once_one_is_too_late(store):
    code = invite(store)

    def attempt(login):
        try:
            return accept(store, code, login).login
        except Refused as found:
            return found.faults[0].rule

    with ThreadPoolExecutor(4) as people:
        found = sorted(people.map(attempt, ["one", "two", "three", "four"]))
    assert found.count("invitation") == 3


def test_after_seven_days_it_is_too_old(store):
    code = invite(store)
    assert refused(accept, store, code, at=AT + LIFETIME) == ["invitation"]
    assert accept(store, code, at=AT + LIFETIME - timedelta(seconds=1)).login == "wang.wu"


def test_an_officer_takes_it_back_and_twice_is_as_once(store):
    code = invite(store)
    invitations.revoke(store, OFFICER, 1, AT)
    invitations.revoke(store, OFFICER, 1, AT)
    assert refused(accept, store, code) == ["invitation"]
    with store.transaction() as db:
        told = db.session.exec(select(AuditEventRow)).all()
    assert [one.action for one in told].count("invitation revoked") == 1
    with pytest.raises(NotFound):
        invitations.revoke(store, OFFICER, 99, AT)


def test_what_was_accepted_is_not_taken_back(store):
    accept(store, invite(store))
    assert refused(invitations.revoke, store, OFFICER, 1, AT) == ["invitation"]


def test_everything_that_is_wrong_with_a_login_is_named_at_once(store):
    accept(store, invite(store))
    found = refused(accept, store, invite(store), "wang.wu", "wang.wu")
    assert found == ["password_length", "password_login", "login_taken"]
    assert refused(accept, store, invite(store), "W", "x" * 201)[:2] == ["login", "password_length"]


def test_nothing_that_opens_a_door_is_kept(store):
    code = invite(store)
    accept(store, invite(store))
    kept = str(all_that_is_kept(type("Story", (), {"store": store})))
    assert code not in kept
    assert PASSWORD not in kept


def test_faults_of_an_invitation_come_at_once_and_nothing_is_kept(store):
    assert refused(invite, store, Guest("", Role.FIRM, "F9")) == ["name", "party"]
    assert invitations.known(store, OFFICER) == []


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICER}))
def test_only_officers_invite(store, role):
    who = Actor("x", role, "F1")
    with pytest.raises(Forbidden):
        invitations.invite(store, who, GUEST, AT)
    with pytest.raises(Forbidden):
        invitations.revoke(store, who, 1, AT)
    if role is not Role.SUPERVISOR:
        with pytest.raises(Forbidden):
            invitations.known(store, who)
