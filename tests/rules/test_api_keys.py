"""Keys for systems: what they may be made for, and what they may do."""

from datetime import UTC, datetime, timedelta

import pytest

from procurement.rules import api_keys
from procurement.rules.api_keys import MOST, RIGHT_OF, SCOPE_NAMES, Scope, Wanted
from procurement.rules.rights import Actor, Forbidden, Role, require

FIRM = Actor("alpha", Role.FIRM, "F1")
HOSPITAL = Actor("clinic", Role.HOSPITAL, "H1")


def wanted(purpose="月报", scopes=("usage:write",), days=90):
    return Wanted(purpose, scopes, days)


def test_a_key_cannot_be_guessed_and_is_known_again_by_its_beginning():
    made = {api_keys.new_key() for _ in range(100)}
    assert len(made) == 100
    key = made.pop()
    assert key.startswith("vbp_")
    assert len(key) > 40
    assert api_keys.shown(key) == key[:10]


def test_a_person_gives_away_no_more_than_the_person_has():
    assert api_keys.scopes_for(Role.FIRM) == (Scope.ENVELOPES, Scope.RECEIPTS)
    assert api_keys.scopes_for(Role.HOSPITAL) == (Scope.DEMAND, Scope.USAGE)
    assert [one.place for one in api_keys.faults(wanted(), Role.FIRM, 0)] == ["scopes"]


def test_a_key_without_a_fault():
    assert api_keys.faults(wanted(days=1), Role.HOSPITAL, MOST - 1) == []
    assert api_keys.faults(wanted(days=366), Role.HOSPITAL, 0) == []


def test_everything_that_is_wrong_is_named_at_once():
    found = api_keys.faults(wanted(" ", (), 0), Role.HOSPITAL, MOST)
    assert [one.place for one in found] == ["purpose", "scopes", "days", "keys"]
    assert all(one.text.zh and one.text.en for one in found)
    found = api_keys.faults(wanted("x" * 101, ("open_bids",), 367), Role.HOSPITAL, 0)
    assert [one.place for one in found] == ["purpose", "scopes", "days"]


def test_a_key_ends():
    at = datetime(2026, 1, 5, tzinfo=UTC)
    assert api_keys.expiry(at, 90) - at == timedelta(days=90)


@pytest.mark.parametrize("scope", list(Scope))
def test_a_key_has_the_rights_of_its_scopes_and_no_others(scope):
    person = FIRM if scope in api_keys.scopes_for(Role.FIRM) else HOSPITAL
    speaker = api_keys.speaker(person, [scope.value])
    assert require(speaker, RIGHT_OF[scope], person.party).login == person.login
    with pytest.raises(Forbidden):
        require(speaker, RIGHT_OF[scope], "another")
    for other in set(RIGHT_OF.values()) - {RIGHT_OF[scope]} | {"make_api_key"}:
        with pytest.raises(Forbidden):
            require(speaker, other, person.party)


def test_scopes_are_kept_in_their_order_each_once():
    given = ["receipts:read", "envelopes:write", "receipts:read", "nothing"]
    assert api_keys.sorted_scopes(given) == ["envelopes:write", "receipts:read"]
    assert set(SCOPE_NAMES) == set(RIGHT_OF) == set(Scope)
