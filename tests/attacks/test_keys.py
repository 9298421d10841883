"""Somebody with a key of the interface for programs tries what belongs to others."""

import json
from datetime import UTC, datetime

import pytest
from open_bidding import BIDDER, BIDDER_CODE, RIVAL, lot, sealed, submit
from walker import PAGE, Walker, filled, kept

from procurement.actions import api_keys
from procurement.rules.api_keys import Wanted, scopes_for
from procurement.rules.rights import Role

PROGRAMS = "/api/"
REFUSALS = {400, 403, 404, 409, 422}


@pytest.fixture
def program(bidding_site):
    """``program(login)``: a walker with a key of this person, with every scope there is for it."""

    def enter(login):
        client, now = bidding_site, datetime.now(UTC)
        client.cookies.clear()
        with client.story.store.transaction() as db:
            person = db.accounts.by_login(login).actor()
        wanted = Wanted("attack", scopes_for(person.role), 1)
        key = api_keys.make(client.story.store, person, wanted, now)
        client.headers["authorization"] = f"Bearer {key}"
        return Walker(client)

    yield enter
    bidding_site.headers.pop("authorization", None)


def programs(walker, method):
    """Every route for programs, whoever has the right to it."""
    for name, _ in walker.routes:
        said, _, path = name.partition(" ")
        if said == method and path.startswith(PROGRAMS):
            yield path


def others(client):
    """What is written in the receipts of other firms than the bidder, and what they sealed."""
    with client.story.store.transaction() as db:
        rows = [row for row in db.envelopes.all(client.round) if row.firm != BIDDER_CODE]
    assert len(rows) >= 3
    said = {row.number for row in rows} | {row.fingerprint for row in rows}
    return said | {row.signature.hex() for row in rows} | {row.firm for row in rows}


def test_a_key_shows_nothing_of_another_firm_whatever_id_is_named(bidding_site, program):
    secret, seen = others(bidding_site), 0
    walker = program(BIDDER)
    for path in programs(walker, "GET"):
        for address in walker.addresses(path):
            answer = walker.get(address)
            assert answer.status_code in {200} | REFUSALS, address
            assert [one for one in secret if one in answer.text] == [], address
            seen += answer.status_code == 200
    assert seen
    hospital = program(bidding_site.story.hospitals[0].code.lower())
    for path in programs(hospital, "GET"):
        answers = {hospital.get(address).status_code for address in hospital.addresses(path)}
        assert answers == {403}


def test_nothing_that_a_key_asks_for_changes_when_another_firm_hands_in(
    bidding_site, program, log_in
):
    walker = program(BIDDER)
    paths = list(programs(walker, "GET"))
    before = walker.seen(paths)
    key = bidding_site.headers.pop("authorization")
    log_in(bidding_site, RIVAL)
    assert submit(bidding_site, bidding_site.round, price="17.5").status_code == 303
    bidding_site.cookies.clear()
    bidding_site.headers["authorization"] = key
    assert walker.seen(paths) == before


@pytest.mark.parametrize("role", [Role.FIRM, Role.HOSPITAL])
def test_a_key_hands_in_nothing_in_the_name_of_another(bidding_site, program, log_in, role):
    """Another's envelope, and forms that name another firm or hospital, at every address."""
    client, story = bidding_site, bidding_site.story
    log_in(client, RIVAL)
    page = Walker(client).get(lot(client.round)).text
    foreign = json.loads(sealed(page))
    line = {"product": "01", "spec": "0.25g", "quantity": 7}
    hospital = story.hospitals[1].code
    bodies = [
        foreign,
        {"rows": [line], "hospital": hospital},
        {"rows": [line | {"hospital": hospital}]},
        {},
        [],
    ]
    walker = program(BIDDER if role is Role.FIRM else story.hospitals[0].code.lower())
    before, tried = kept(story.store), 0
    for path in programs(walker, "POST"):
        for address in walker.addresses(path):
            for body in bodies:
                answer = client.post(address, json=body, headers=PAGE)
                assert answer.status_code in REFUSALS, (address, body, answer.text)
                tried += 1
    assert tried > 50
    after = kept(story.store)
    assert [table for table in before if before[table] != after[table]] in ([], ["api_keys"])


def test_a_key_that_is_changed_cut_or_said_twice_opens_nothing(bidding_site, program):
    walker = program(BIDDER)
    key = bidding_site.headers["authorization"].removeprefix("Bearer ")
    (path,) = programs(walker, "GET")
    address = filled(path, [str(bidding_site.round)])
    assert walker.get(address).status_code == 200
    swapped = key.swapcase()
    nearly = key[:-1] + ("A" if key[-1] != "A" else "B")
    wrong = [swapped, nearly, key[:-1], key + "=", key * 2, f"{key} {key}", f"{key},{key}"]
    for other in [*wrong, "vbp_", "vbp_%", "vbp_' OR ''='", "vbp_" + "a" * 5000]:
        bidding_site.headers["authorization"] = f"Bearer {other}"
        refused = walker.get(address)
        assert refused.status_code == 401, other
        assert other not in refused.text
