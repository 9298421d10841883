"""The page on which a firm seals: nothing in it can send a price, and it takes envelopes alone."""

import json
import re
from base64 import b64decode, b64encode
from hashlib import sha256

import pytest
from open_bidding import (
    ANY,
    BIDDER,
    LOT,
    RIVAL_CODE,
    SPEC,
    envelopes,
    lot,
    open_round,
    post,
    read,
    sealed,
)

from procurement.exchange.envelope_files import read_terms
from web import pages


@pytest.fixture
def bidding_site(site):
    """The application with one round open for bids, and its number."""
    client = site("register")
    client.round = open_round(client.story)
    return client


def kept(client):
    return envelopes(client.story.store, client.round)


def test_the_page_has_no_field_for_a_price_that_could_be_sent(bidding_site, log_in):
    shown = read(log_in(bidding_site, BIDDER), lot(bidding_site.round)).text
    names = set(re.findall(r' name="([^"]+)"', shown)) - {"viewport", "htmx-config"}
    assert names == {"_csrf_token", "sealed", "file"}
    scripts = re.findall(r'<script[^>]*src="([^"]+)"', shown)
    assert scripts == [f"/static/{name}.js" for name in ("vendor/htmx.min", "read_back", "seal")]


@pytest.mark.parametrize(
    "file", ["vendor/hpke.js", "sealing.js", "own.js", "read_back.js", "seal.js"]
)
def test_a_script_that_seals_runs_only_as_it_was_reviewed(bidding_site, log_in, file):
    shown = read(log_in(bidding_site, BIDDER), lot(bidding_site.round)).text
    served = bidding_site.get(f"/static/{file}")
    assert served.headers["content-type"].startswith("text/javascript")
    digest = b64encode(sha256(served.content).digest()).decode()
    assert f'"/static/{file}" integrity="sha256-{digest}"' in shown


def test_vendored_scripts_are_those_of_the_manifest():
    for kept in json.loads((pages.STATIC / "vendor" / "manifest.json").read_text()):
        content = (pages.STATIC / "vendor" / kept["file"]).read_bytes()
        assert sha256(content).hexdigest() == kept["sha256"], kept["file"]


def test_what_is_no_envelope_is_refused(bidding_site, log_in):
    client = log_in(bidding_site, BIDDER)
    page = read(client, lot(client.round)).text
    file = json.loads(sealed(page))
    later = file | {"deadline": "2030-01-01T00:00:00+00:00"}
    for content, words in (
        ("", "不是报价信封"),
        (json.dumps(file | {"envelope": "AAAA"}), "字节"),
        (json.dumps(later), "现行申报截止时间"),
        (json.dumps(file | {"firm": RIVAL_CODE}), "本企业"),
    ):
        answer = post(client, lot(client.round), sealed=content)
        assert answer.status_code == 422
        assert words in answer.text
    assert kept(client) == []


def test_a_file_sealed_elsewhere_is_handed_in(bidding_site, log_in):
    client = log_in(bidding_site, BIDDER)
    file = sealed(read(client, lot(client.round)).text)
    address, token = f"{lot(client.round)}/file", client.cookies["csrftoken"]
    answer = client.post(
        address,
        data={"_csrf_token": token},
        files={"file": ("envelope.json", file, "application/json")},
        headers=ANY,
        follow_redirects=False,
    )
    serial = int(kept(client)[0].number.rpartition("-")[2])
    assert answer.headers["location"] == f"/firm/{client.round}/receipts/{serial}"
    assert b64decode(json.loads(file)["envelope"]) == kept(client)[0].ciphertext


def test_everybody_can_take_the_terms_of_an_announced_round(bidding_site, log_in):
    assert read(bidding_site, "/rounds/99/sealing.json").status_code == 404
    answer = read(bidding_site, f"/rounds/{bidding_site.round}/sealing.json")
    terms = read_terms(answer.content)
    page = read(log_in(bidding_site, BIDDER), lot(bidding_site.round)).text
    assert terms.public_key.hex() in page
    assert terms.lots[LOT].ceilings[SPEC] == 101_670_000


def test_the_page_knows_the_ceilings_that_bind(bidding_site, log_in):
    """The ceiling is 101.67 yuan for 0.25g, 80 yuan for 5mg, and converted for 10mg."""
    client = log_in(bidding_site, BIDDER)
    assert 'value="0.25g" data-ceiling="101670000"' in read(client, lot(client.round)).text
    converted = read(client, lot(client.round, "06")).text
    assert "136.0000" in converted
    assert 'value="10mg" data-ceiling="136000000"' in converted
    assert 'class="badge' in converted
