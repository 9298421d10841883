"""Envelopes and receipts used again: by another firm, for another lot, in another round."""

import json

import pytest
from office import a_draft, an_announced
from open_bidding import BIDDER, RIVAL, envelopes, lot, sealed
from walker import PAGE, Walker

HELD, OTHER_ROUND, FORGED = "签名有效", "另一轮次的回执", "签名与平台公钥不符"


@pytest.fixture
def receipt(bidding_site, log_in):
    """The rival's receipt, as the rival took it home."""
    client = bidding_site
    walker = Walker(log_in(client, RIVAL))
    serial = envelopes(client.story.store, client.round, "F039")[0].number.rpartition("-")[2]
    return walker.get(f"/firm/{client.round}/receipts/{int(serial)}/json").json()


def said(walker, number, receipt):
    """What the page of a round says of a receipt."""
    files = {"file": ("receipt.json", json.dumps(receipt).encode(), "application/json")}
    form = {"_csrf_token": walker.token()}
    return walker.client.post(f"/rounds/{number}/box", data=form, files=files, headers=PAGE).text


def test_a_receipt_holds_in_its_own_round_alone(bidding_site, receipt):
    walker, other = Walker(bidding_site), an_announced(bidding_site.story)
    here = said(walker, bidding_site.round, receipt)
    assert HELD in here
    assert OTHER_ROUND not in here
    there = said(walker, other, receipt)
    assert OTHER_ROUND in there
    assert HELD not in there


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('"firm":"F039"', '"firm":"F044"'),
        ('"lot":"01"', '"lot":"06"'),
        ('"round":"GY-YD2019-2"', '"round":"draft-1"'),
        ('"position":1', '"position":2'),
        ('"fingerprint":"', '"fingerprint":"f'),
    ],
)
def test_a_receipt_that_was_changed_does_not_hold(bidding_site, receipt, was, becomes):
    """Whatever is written over what was signed, the page does not say that it holds."""
    words = receipt["signed"]
    assert was in words, words
    changed = receipt | {"signed": words.replace(was, becomes)}
    answer = said(Walker(bidding_site), bidding_site.round, changed)
    assert HELD not in answer
    assert "错误" in answer or FORGED in answer


def test_a_receipt_under_a_key_of_ones_own_does_not_hold(bidding_site, receipt):
    forged = receipt | {"public_key": "00" * 32, "signature": "00" * 64}
    assert HELD not in said(Walker(bidding_site), bidding_site.round, forged)


def test_an_envelope_sealed_for_another_firm_lot_or_round_is_refused(bidding_site, log_in):
    """Whoever gets hold of an envelope cannot hand it in again as somebody else's."""
    client, number = bidding_site, bidding_site.round
    walker = Walker(log_in(client, BIDDER))
    page = walker.get(lot(number)).text
    mine = sealed(page).decode()
    client.cookies.clear()
    rival = Walker(log_in(client, RIVAL))
    before = len(envelopes(client.story.store, number, "F039"))
    assert rival.post(lot(number), sealed=mine).status_code == 422
    assert len(envelopes(client.story.store, number, "F039")) == before
    client.cookies.clear()
    walker = Walker(log_in(client, BIDDER))
    assert walker.post(lot(number, "06"), sealed=mine).status_code == 422
    assert walker.post(lot(a_draft(client.story, code="draft-2")), sealed=mine).status_code == 404
    assert envelopes(client.story.store, number) == []
    first, second = (walker.post(lot(number), sealed=mine) for _ in range(2))
    assert first.headers["location"] == second.headers["location"], "one receipt for one envelope"
    assert len(envelopes(client.story.store, number)) == 1
