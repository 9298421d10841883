"""The round's public key: its fingerprint on every page that seals, and never another key."""

import pytest
from office import a_draft, chinese, read
from open_bidding import ANY, BIDDER, LOT, lot, open_round, submit
from sqlalchemy import text

from procurement.actions.rounds import subject
from procurement.rules import keys

OTHER = keys.new_round_key().public


@pytest.fixture
def client(site):
    opened = site("register")
    opened.round = open_round(opened.story)
    with opened.story.store.transaction() as db:
        round_ = db.rounds.get(opened.round)
        opened.fingerprint = keys.fingerprint(round_.public_key)
        opened.event = db.audit.last(subject(round_), "round announced").sequence
    return opened


def swap(client):
    """Somebody with the database puts a key of their own in the round's place."""
    with client.story.store.transaction() as db:
        db.session.execute(
            text("UPDATE rounds SET public_key = :key WHERE id = :id"),
            {"key": OTHER, "id": client.round},
        )


def test_the_firm_the_public_and_the_office_see_the_same_fingerprint(client, log_in):
    public = read(client, f"/rounds/{client.round}").text
    assert f"审计链第{client.event}条" in public
    firm = read(log_in(client, BIDDER), lot(client.round)).text
    office = read(log_in(client, "officer"), f"/officer/{client.round}").text
    assert all(f'<code id="round-key">{client.fingerprint}</code>' in one for one in (public, firm))
    assert f"<code>{client.fingerprint}</code>" in office
    assert "请载入公告" in office


def test_a_draft_has_no_key_yet(client, log_in):
    number = a_draft(client.story)
    page = read(log_in(client, "officer"), f"/officer/{number}").text
    assert "公钥指纹" not in page
    assert read(client, f"/rounds/{number}/sealing.json").status_code == 404


def test_results_show_it_too(site):
    client = site("publish")
    with client.story.store.transaction() as db:
        key = db.rounds.get(client.story.round_id).public_key
    assert keys.fingerprint(key) in read(client, f"/rounds/{client.story.round_id}").text


def test_nothing_is_sealed_to_a_key_that_was_not_announced(client, log_in):
    swap(client)
    log_in(client, BIDDER)
    for address in (lot(client.round), f"/rounds/{client.round}/sealing.json"):
        answer = client.get(address, headers=ANY)
        assert answer.status_code == 422
        assert "round_key_unrecorded" in answer.text
        assert OTHER.hex() not in answer.text
    shown = read(client, f"/rounds/{client.round}").text
    assert client.fingerprint in shown
    assert keys.fingerprint(OTHER) not in shown


def test_a_bid_of_before_still_stands(client, log_in):
    log_in(client, BIDDER)
    assert submit(client, client.round, LOT).status_code == 303
    swap(client)
    assert read(client, "/firm").status_code == 200


def test_it_stands_in_english_too(client, log_in):
    page = read(client, f"/rounds/{client.round}?lang=en").text
    assert f"event {client.event} of the audit chain" in page
    assert chinese(page, client.story) == []
    assert (
        chinese(read(log_in(client, BIDDER), f"{lot(client.round)}?lang=en").text, client.story)
        == []
    )
