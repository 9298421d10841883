"""Keys: made by a person for the own organisation, told once, used within their scopes, revoked."""

from datetime import UTC, datetime, timedelta

import pytest
from bidders import all_that_is_kept
from sqlmodel import select

from procurement.actions import api_keys
from procurement.rules.api_keys import MOST, Wanted
from procurement.rules.rights import Actor, Forbidden, Role, require
from procurement.rules.text import Refused
from procurement.store.audit import AuditEventRow
from procurement.store.rounds import NotFound

AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
CLINIC = Actor("clinic", Role.HOSPITAL, "H1")
OTHER = Actor("other", Role.HOSPITAL, "H1")
WANTED = Wanted("月报", ("usage:write", "demand:write"), 90)


@pytest.fixture
def store(store):
    """Two people of one hospital can log in."""
    with store.transaction() as db:
        for person in (CLINIC, OTHER):
            db.accounts.add(person, person.login, "")
    return store


def make(store, who=CLINIC, wanted=WANTED, at=AT):
    return api_keys.make(store, who, wanted, at)


def test_a_key_speaks_for_its_maker_within_its_scopes(store):
    speaker = api_keys.speaker(store, make(store), AT)
    assert (speaker.login, speaker.role, speaker.party) == ("clinic", Role.HOSPITAL, "H1")
    assert require(speaker, "report_usage", "H1") is speaker
    for right in ("confirm_leftover", "make_api_key"):
        with pytest.raises(Forbidden):
            require(speaker, right, "H1")


def test_only_its_hash_is_kept_and_only_its_beginning_is_shown(store):
    key = make(store)
    (row,) = api_keys.own(store, CLINIC)
    assert (row.prefix, row.scopes, row.used_at) == (
        key[:10],
        ["demand:write", "usage:write"],
        None,
    )
    kept = str(all_that_is_kept(type("Story", (), {"store": store})))
    assert key not in kept
    assert key[10:] not in kept
    with store.transaction() as db:
        (told,) = db.session.exec(select(AuditEventRow)).all()
    assert told.details == {
        "party": "H1",
        "scopes": ["demand:write", "usage:write"],
        "days": 90,
    }


def test_it_is_kept_when_a_key_was_last_used_to_the_minute(store):
    key = make(store)
    for after in (0, 30, 60):
        api_keys.speaker(store, key, AT + timedelta(seconds=after))
    (row,) = api_keys.own(store, CLINIC)
    assert row.used_at == AT + timedelta(seconds=60)


@pytest.mark.parametrize("key", ["", "vbp_", "vbp_" + "x" * 43, "clinic"])
def test_what_is_no_key_speaks_for_nobody(store, key):
    make(store)
    assert api_keys.speaker(store, key, AT) is None


def test_a_key_ends_on_its_day(store):
    key = make(store)
    assert api_keys.speaker(store, key, AT + timedelta(days=90)) is None
    assert api_keys.speaker(store, key, AT + timedelta(days=90, seconds=-1)) is not None


def test_a_revoked_key_speaks_for_nobody_at_once(store):
    key = make(store)
    (row,) = api_keys.own(store, CLINIC)
    api_keys.revoke(store, CLINIC, row.number, AT)
    api_keys.revoke(store, CLINIC, row.number, AT)
    assert api_keys.speaker(store, key, AT) is None
    with store.transaction() as db:
        told = [one.action for one in db.session.exec(select(AuditEventRow)).all()]
    assert told.count("api key revoked") == 1


def test_nobody_sees_or_revokes_anothers_keys_not_even_of_the_same_hospital(store):
    make(store)
    (row,) = api_keys.own(store, CLINIC)
    assert api_keys.own(store, OTHER) == []
    with pytest.raises(NotFound):
        api_keys.revoke(store, OTHER, row.number, AT)


def test_faults_come_at_once_and_too_many_keys_are_one(store):
    for _ in range(MOST):
        make(store)
    with pytest.raises(Refused) as refused:
        make(store, wanted=Wanted("", ("open_bids",), 0))
    assert [one.place for one in refused.value.faults] == ["purpose", "scopes", "days", "keys"]
    assert make(store, at=AT + timedelta(days=91))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.FIRM, Role.HOSPITAL}))
def test_offices_have_no_keys(store, role):
    with pytest.raises(Forbidden):
        make(store, Actor("x", role))


def test_a_key_makes_no_keys(store):
    speaker = api_keys.speaker(store, make(store), AT)
    with pytest.raises(Forbidden):
        make(store, speaker)
    with pytest.raises(Forbidden):
        api_keys.own(store, speaker)
