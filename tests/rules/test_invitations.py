"""Who may be invited, as what, and how a login is called."""

from datetime import UTC, datetime, timedelta

import pytest
from organisation_cast import GOOD

from procurement.rules import invitations
from procurement.rules.invitations import INVITED, LIFETIME, Guest
from procurement.rules.rights import Role

AT = datetime(2026, 1, 5, tzinfo=UTC)
END = AT + LIFETIME
MOMENT = timedelta(microseconds=1)


def faults(guest):
    return invitations.faults(guest, {"F1"}, {"H1"})


@pytest.mark.parametrize(
    "guest",
    [
        Guest("张三", Role.FIRM, "F1"),
        Guest("李四", Role.HOSPITAL, "H1"),
        Guest("王五", Role.DISTRIBUTOR, GOOD.credit_code),
        *(Guest("赵六", role) for role in (Role.FUND, Role.AUDITOR, Role.SUPERVISOR)),
    ],
)
def test_people_of_every_organisation_are_invited(guest):
    assert faults(guest) == []


def test_an_officer_invites_no_officer():
    assert Role.OFFICER not in INVITED
    assert [fault.place for fault in faults(Guest("张三", Role.OFFICER))] == ["role"]


def test_the_operator_invites_officers_who_speak_for_no_organisation():
    def told(guest):
        return [fault.place for fault in invitations.faults(guest, {"F1"}, {"H1"}, Role)]

    assert told(Guest("张三", Role.OFFICER)) == []
    assert told(Guest("张三", Role.OFFICER, "F1")) == ["party"]


@pytest.mark.parametrize(
    "guest",
    [
        Guest("张三", Role.FIRM, "H1"),
        Guest("张三", Role.FIRM),
        Guest("张三", Role.HOSPITAL, "F1"),
        Guest("张三", Role.DISTRIBUTOR, "F1"),
        Guest("张三", Role.AUDITOR, "F1"),
    ],
)
def test_a_guest_speaks_for_an_organisation_of_the_right_kind(guest):
    assert [fault.place for fault in faults(guest)] == ["party"]


def test_everything_that_is_wrong_is_named_at_once():
    found = faults(Guest("", Role.OFFICER, "F1"))
    assert [fault.place for fault in found] == ["name", "role", "party"]
    assert all(fault.text.zh and fault.text.en for fault in found)
    assert [fault.place for fault in faults(Guest("x" * 101, Role.FUND))] == ["name"]


@pytest.mark.parametrize(
    ("at", "accepted", "revoked", "is_open"),
    [
        (AT, None, None, True),
        (END - MOMENT, None, None, True),
        (END, None, None, False),
        (AT, AT, None, False),
        (AT, None, AT, False),
    ],
)
def test_an_invitation_is_open_for_seven_days_once_unless_it_was_taken_back(
    at, accepted, revoked, is_open
):
    assert invitations.is_open(at, END, accepted, revoked) is is_open
    assert timedelta(days=7) == LIFETIME


def test_no_two_codes_are_alike_and_nobody_guesses_one():
    assert len({invitations.new_token() for _ in range(100)}) == 100
    assert len(invitations.new_token()) >= 32


@pytest.mark.parametrize("login", ["zhang.san", "f-01_a", "007"])
def test_a_login_is_short_and_plain(login):
    assert invitations.login_faults(login) == []


@pytest.mark.parametrize("login", ["operator", "platform", "setup", "anonymous", "worker"])
def test_nobody_signs_in_the_audit_chain_as_what_is_no_person(login):
    assert [fault.rule for fault in invitations.login_faults(login)] == ["login_taken"]


@pytest.mark.parametrize("login", ["", "ab", "Zhang", "张三", "a b c", "-abc", "x" * 41, "a\nbc"])
def test_other_logins_are_refused(login):
    assert [fault.rule for fault in invitations.login_faults(login)] == ["login"]
