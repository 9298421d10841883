"""The API for systems: a key and nothing else is asked for; refusals are in two languages."""

import json
import logging
from datetime import UTC, datetime

import pytest
from office import post, read
from open_bidding import BIDDER, LOT, RIVAL, SPEC, lot, open_round, sealed

from procurement.actions import api_keys, usage
from procurement.exchange import usage_files
from procurement.rules.api_keys import Scope, Wanted
from procurement.store.usage import Used


def a_key(client, login, *scopes):
    with client.story.store.transaction() as db:
        person = db.accounts.by_login(login).actor()
    now = datetime.now(UTC)
    return api_keys.make(client.story.store, person, Wanted("test", scopes, 30), now)


def call(client, method, address, key=None, **more):
    headers = {"authorization": f"Bearer {key}"} if key else {}
    return client.request(
        method, f"/api/v1{address}", headers=headers | more.pop("headers", {}), **more
    )


@pytest.fixture
def client(site):
    return site("register")


@pytest.fixture
def bidding(client, log_in):
    """Bidding is open; the firm's system has a key, and an envelope that was sealed at home."""
    client.round_id = open_round(client.story)
    log_in(client, BIDDER)
    page = read(client, lot(client.round_id)).text
    client.envelope = json.loads(sealed(page))
    post(client, "/logout")
    client.cookies.clear()
    client.key = a_key(client, BIDDER, "envelopes:write", "receipts:read")
    return client


def hand_in(client, key, envelope=None, product=LOT):
    address = f"/rounds/{client.round_id}/lots/{product}/envelope"
    return call(client, "POST", address, key, json=envelope or client.envelope)


def test_an_envelope_is_handed_in_and_the_same_again_gives_the_same_receipt(bidding):
    first = hand_in(bidding, bidding.key)
    assert first.status_code == 200, first.text
    receipt = first.json()
    assert receipt["lot"] == LOT
    assert hand_in(bidding, bidding.key).json() == receipt
    found = call(bidding, "GET", f"/rounds/{bidding.round_id}/receipts", bidding.key)
    assert found.json() == [receipt]


def test_another_firms_key_sees_none_of_it_and_hands_in_nothing_in_its_name(bidding):
    hand_in(bidding, bidding.key)
    rival = a_key(bidding, RIVAL, "envelopes:write", "receipts:read")
    found = call(bidding, "GET", f"/rounds/{bidding.round_id}/receipts", rival)
    assert found.json() == []
    refused = hand_in(bidding, rival)
    assert refused.status_code == 422
    assert refused.json()["faults"][0]["rule"] == "envelope_context"


def test_a_key_does_what_its_scopes_say_and_no_more(bidding):
    only = a_key(bidding, BIDDER, "receipts:read")
    refused = hand_in(bidding, only)
    assert refused.status_code == 403
    assert refused.json()["detail_zh"] == "您无权进行此操作。"
    hospital = a_key(bidding, bidding.story.hospitals[0].code.lower(), "demand:write")
    assert hand_in(bidding, hospital).status_code == 403


def test_a_lot_the_firm_is_not_entered_for_and_a_round_there_is_not(bidding):
    assert hand_in(bidding, bidding.key, product="99").status_code == 403
    assert call(bidding, "GET", "/rounds/99/receipts", bidding.key).status_code == 404


def test_a_login_counts_for_nothing_here(bidding, log_in):
    log_in(bidding, BIDDER)
    refused = hand_in(bidding, None)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    assert "登录会话在此无效" in refused.json()["detail_zh"]


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer vbp_", "Bearer vbp_wrong", "Basic dmJwOnZicA==", "Bearer x"],
)
def test_without_a_key_that_is_in_force_there_is_nothing(bidding, header):
    answer = call(
        bidding,
        "GET",
        f"/rounds/{bidding.round_id}/receipts",
        headers={"authorization": header, "accept": "text/html"},
    )
    assert answer.status_code == 401
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_a_revoked_key_is_refused_at_once(bidding, log_in):
    log_in(bidding, BIDDER)
    assert post(bidding, "/api-keys/1/revoke").status_code == 303
    assert hand_in(bidding, bidding.key).status_code == 401


def test_a_key_opens_no_page(bidding):
    answer = bidding.get(
        "/firm", headers={"authorization": f"Bearer {bidding.key}", "accept": "text/html"}
    )
    assert "/login" in str(answer.url)


def test_every_field_of_the_wrong_shape_is_named_at_once_in_both_languages(bidding):
    refused = hand_in(bidding, bidding.key, {"round": 1, "lot": LOT, "firm": "F044", "more": 1})
    assert refused.status_code == 400
    faults = refused.json()["faults"]
    assert {"round", "deadline", "envelope", "more"} <= {one["place"] for one in faults}
    assert all(one["zh"] and one["en"] for one in faults)


def test_what_is_no_envelope_is_refused(bidding):
    refused = hand_in(bidding, bidding.key, bidding.envelope | {"envelope": "####"})
    assert refused.status_code == 422
    assert [one["rule"] for one in refused.json()["faults"]] == ["envelope_file"]


def test_a_hospitals_system_reports_demand_and_all_faults_come_at_once(site):
    client = site("announce")
    login = client.story.hospitals[0].code.lower()
    key, address = a_key(client, login, "demand:write"), f"/rounds/{client.story.round_id}/demand"
    rows = [{"product": "01", "spec": SPEC, "quantity": 1200}]
    answer = call(client, "POST", address, key, json={"rows": rows})
    assert answer.json() == {"rows": 1, "units": 1200}
    with client.story.store.transaction() as db:
        (kept,) = db.demand.by_hospital(client.story.round_id, login.upper())
    assert kept.quantity == 1200
    wrong = [{"product": "99", "spec": "x", "quantity": -1}, *rows, *rows]
    refused = call(client, "POST", address, key, json={"rows": wrong})
    assert refused.status_code == 422
    found = [one["rule"] for one in refused.json()["faults"]]
    assert found == ["repeated", "presentation", "quantity"]


def test_a_hospitals_system_reports_usage_as_the_page_does(site):
    client = site("sign")
    login = client.story.hospitals[0].code.lower()
    key = a_key(client, login, "usage:write")
    address = f"/rounds/{client.story.round_id}/usage"
    refused = call(client, "POST", f"{address}/2020-13", key, files={"file": ("a.csv", b"x")})
    assert [one["rule"] for one in refused.json()["faults"]] == ["month"]
    refused = call(client, "POST", f"{address}/2020-05", key, files={"file": ("a.csv", b"x")})
    assert refused.status_code == 422
    assert refused.json()["faults"][0]["zh"]
    content = a_report(client, login.upper())
    answer = call(client, "POST", f"{address}/2020-05", key, files={"file": ("a.csv", content)})
    assert answer.status_code == 200, answer.text
    assert answer.json()["rows"] == 1
    assert answer.json()["again"] is False
    again = call(client, "POST", f"{address}/2020-05", key, files={"file": ("a.csv", content)})
    assert again.json()["again"] is True


def a_report(client, hospital):
    """The month's file: ten units of the hospital's first agreement."""
    with client.story.store.transaction() as db:
        known = usage.articles(db, client.story.round_id, hospital)
    one = known.agreements[0]
    row = Used(one.product, one.spec, one.firm, 10, one.unit_price, winning=True)
    return usage_files.to_csv([row], known)


def test_keys_are_made_shown_once_and_revoked_on_the_page(client, log_in):
    log_in(client, BIDDER)
    form = {"purpose": "ERP", "scope": ["envelopes:write", "receipts:read"], "days": "30"}
    shown = post(client, "/api-keys", **form).text
    key = shown.partition('id="new-key">')[2].partition("<")[0]
    assert key.startswith("vbp_")
    assert client.get("/api-keys").text.count(key) == 0
    assert api_keys.speaker(client.story.store, key, datetime.now(UTC)).login == BIDDER
    refused = post(client, "/api-keys", purpose="", scope="demand:write", days="0")
    assert refused.status_code == 422
    for place in ("purpose", "scopes", "days"):
        assert f'class="fault-place">{place}<' in refused.text
    assert post(client, "/api-keys/1/revoke").status_code == 303
    assert "已停用" in read(client, "/api-keys").text
    post(client, "/logout")
    log_in(client, RIVAL)
    assert post(client, "/api-keys/1/revoke").status_code == 404
    assert "ERP" not in read(client, "/api-keys").text


@pytest.mark.parametrize("login", ["officer", "fund", "auditor"])
def test_offices_make_no_keys(client, log_in, login):
    log_in(client, login)
    assert read(client, "/api-keys").status_code == 403


def test_the_api_stands_in_the_openapi_document(client):
    document = client.get("/schema/openapi.json").json()
    paths = document["paths"]
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert paths["/api/v1/rounds/{round_id}/receipts"]["get"]["security"] == [{"key": []}]
    assert {
        "/api/v1/rounds/{round_id}/demand",
        "/api/v1/rounds/{round_id}/usage/{month}",
        "/api/v1/rounds/{round_id}/lots/{lot}/envelope",
        "/api/v1/rounds/{round_id}/receipts",
    } <= set(paths)
    assert len(Scope) == 4


def test_a_key_is_in_no_log(bidding, caplog, capsys):
    with caplog.at_level(logging.DEBUG):
        hand_in(bidding, bidding.key)
        hand_in(bidding, bidding.key + "x")
    said = caplog.text + "".join(capsys.readouterr())
    assert bidding.key not in said
