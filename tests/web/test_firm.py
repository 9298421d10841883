"""What a firm can do and see while bids are open: its own lots, envelopes and receipts."""

import re
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO

import pytest
from open_bidding import (
    BIDDER,
    BIDDER_CODE,
    LOT,
    PRICE,
    RIVAL,
    RIVAL_CODE,
    draft_round,
    envelopes,
    lot,
    open_round,
    post,
    read,
    submit,
)
from pypdf import PdfReader

from procurement.actions import bidding
from procurement.rules.rights import Actor, Role
from procurement.rules.sealing import Receipt, verify_receipt


@pytest.fixture
def bidding_site(site):
    """The application with one round open for bids, and its number."""
    client = site("register")
    client.round = open_round(client.story)
    return client


def kept(client, firm=BIDDER_CODE):
    return envelopes(client.story.store, client.round, firm)


def test_a_firm_sees_its_rounds_and_the_state_of_its_lots(bidding_site, log_in):
    shown = read(log_in(bidding_site, BIDDER), "/firm").text
    assert "阿比特龙口服常释剂型" in shown
    assert "安立生坦片" in shown
    assert "注射用紫杉醇（白蛋白结合型）" not in shown
    assert shown.count("未提交</span>") == 2
    assert "Asia/Shanghai" in shown


def test_the_english_pages_speak_english(bidding_site, log_in):
    client = log_in(bidding_site, BIDDER)
    submit(client, client.round)
    receipt = f"/firm/{client.round}/receipts/{serial(client)}"
    for address in ("/firm", f"/firm/{client.round}", lot(client.round), receipt):
        text = re.sub(r"<[^>]+>", " ", read(client, f"{address}?lang=en").text)
        for known in names(client):
            text = text.replace(known, "")
        assert re.findall(r"[\u4e00-\u9fff]+", text) == ["药品集中带量采购平台", "中文"], address


def names(client):
    """Names that have one language only: of firms, rounds, products and documents."""
    with client.story.store.transaction() as db:
        row = db.rounds.get(client.round)
        found = {row.name, row.code, row.document, "药品差比价规则", "发改价格", "号"}
        found |= {one.name for one in db.catalogue.products(client.round).values()}
        found |= {firm.name for firm in db.parties.firms().values()}
        accounts = [db.accounts.by_login(BIDDER)]
    return sorted(found | {one.name for one in accounts}, key=len, reverse=True)


def serial(client):
    return int(kept(client)[0].number.rpartition("-")[2])


def test_a_submitted_bid_says_so_with_server_time_receipt_and_fingerprint(bidding_site, log_in):
    client = log_in(bidding_site, BIDDER)
    answer = submit(client, client.round)
    assert answer.status_code == 303
    envelope = kept(client)[0]
    assert answer.headers["location"] == f"/firm/{client.round}/receipts/{serial(client)}"
    assert envelope.fingerprint == sha256(envelope.ciphertext).hexdigest()
    for address in (answer.headers["location"], lot(client.round), f"/firm/{client.round}"):
        shown = read(client, address)
        assert "已提交" in shown.text
        assert envelope.number in shown.text
        assert envelope.fingerprint in shown.text
        assert PRICE not in shown.text
        assert shown.headers["cache-control"] == "no-store"


def test_the_receipt_can_be_verified_with_the_key_that_comes_with_it(bidding_site, log_in):
    client = log_in(bidding_site, BIDDER)
    page = submit(client, client.round).headers["location"]
    assert "签名与公钥相符" in read(client, page).text
    answer = client.get(f"{page}/json")
    assert answer.headers["content-disposition"].startswith("attachment")
    file, envelope = answer.json(), kept(client)[0]
    receipt = Receipt(
        envelope.number,
        code(client),
        LOT,
        BIDDER_CODE,
        envelope.fingerprint,
        envelope.received_at,
        position=1,
    )
    assert file["signed"].encode() == receipt.signed_bytes()
    signature, public = bytes.fromhex(file["signature"]), bytes.fromhex(file["public_key"])
    assert verify_receipt(receipt, signature, public)


def test_the_receipt_can_be_printed_by_its_own_firm_only(bidding_site, log_in):
    client = log_in(bidding_site, BIDDER)
    page = submit(client, client.round).headers["location"]
    assert "标箱位置" in read(client, page).text
    answer = client.get(f"{page}/pdf")
    assert answer.headers["content-type"] == "application/pdf"
    found = "".join(
        "".join(one.extract_text().split()) for one in PdfReader(BytesIO(answer.content)).pages
    )
    envelope = kept(client)[0]
    assert envelope.number in found
    assert envelope.fingerprint in found
    assert "第1位" in found
    assert read(log_in(bidding_site, RIVAL), f"{page}/pdf").status_code == 404


def code(client):
    with client.story.store.transaction() as db:
        return db.rounds.get(client.round).code


def test_a_later_bid_replaces_the_earlier_one_and_both_stay_in_the_history(bidding_site, log_in):
    client = log_in(bidding_site, BIDDER)
    first = submit(client, client.round).headers["location"]
    submit(client, client.round, price="0.16")
    shown = read(client, lot(client.round)).text
    assert shown.count("已被替代") == 1
    assert shown.count("有效报价</span>") == 1
    assert "此后另有提交或撤回" in read(client, first).text


def test_a_withdrawal_leaves_a_tombstone_with_its_own_receipt(bidding_site, log_in):
    client = log_in(bidding_site, BIDDER)
    submit(client, client.round)
    answer = post(client, f"{lot(client.round)}/withdraw", confirm="yes")
    assert answer.status_code == 303
    assert "撤回回执" in read(client, answer.headers["location"]).text
    shown = read(client, lot(client.round)).text
    assert "已撤回" in shown
    assert "撤回凭证" in shown
    assert [row.withdrawn for row in kept(client)] == [True, False]


def test_a_withdrawal_asks_for_a_confirmation_and_for_something_to_withdraw(bidding_site, log_in):
    client = log_in(bidding_site, BIDDER)
    nothing = post(client, f"{lot(client.round)}/withdraw", confirm="yes")
    submit(client, client.round)
    unconfirmed = post(client, f"{lot(client.round)}/withdraw")
    assert (nothing.status_code, unconfirmed.status_code) == (422, 422)
    assert [row.withdrawn for row in kept(client)] == [False]


def test_the_same_envelope_handed_in_again_has_the_same_receipt(bidding_site, log_in):
    client = log_in(bidding_site, BIDDER)
    page = read(client, submit(client, client.round).headers["location"]).text
    envelope = kept(client)[0]
    again, signature = bidding.submit_envelope(
        client.story.store,
        Actor(BIDDER, Role.FIRM, BIDDER_CODE),
        client.round,
        LOT,
        envelope.ciphertext,
        bytes(range(32)),
        at=datetime.now(UTC),
    )
    assert again.number in page
    assert signature.hex() in page
    assert len(kept(client)) == 1


def test_a_firm_that_is_not_entered_for_a_lot_cannot_submit(bidding_site, log_in):
    client = log_in(bidding_site, RIVAL)
    assert read(client, lot(client.round, "31")).status_code == 404
    assert submit(client, client.round, "31", spec="100mg").status_code == 404
    assert post(client, f"{lot(client.round, '12')}/withdraw", confirm="yes").status_code == 404
    assert kept(client, RIVAL_CODE) == []


def test_another_firms_receipt_cannot_be_reached_by_its_number(bidding_site, log_in):
    client = log_in(bidding_site, BIDDER)
    page = submit(client, client.round).headers["location"]
    log_in(client, RIVAL)
    assert read(client, page).status_code == 404
    assert read(client, f"{page}/json").status_code == 404
    assert "提交记录" not in read(client, lot(client.round)).text


@pytest.mark.parametrize("address", ["", "/{}", "/{}/clock", "/{}/lots/01", "/{}/receipts/1"])
def test_strangers_are_sent_to_log_in_and_officers_away(bidding_site, log_in, address):
    here = f"/firm{address.format(bidding_site.round)}"
    answer = read(bidding_site, here)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login")
    for login in ("officer", "auditor", "h11002", "fund"):
        assert read(log_in(bidding_site, login), here).status_code == 403


def test_after_the_deadline_nothing_is_accepted_and_nothing_withdrawn(site, log_in):
    client = log_in(site("bid"), "f044")
    client.round = client.story.round_id
    assert submit(client, client.round).status_code == 409
    assert post(client, f"{lot(client.round)}/withdraw", confirm="yes").status_code == 409
    assert 'id="offer"' not in read(client, lot(client.round)).text
    assert len(kept(client)) == 2


def test_a_draft_is_not_there_for_firms(site, log_in):
    client = log_in(site("register"), BIDDER)
    number = draft_round(client.story)
    assert read(client, f"/firm/{number}").status_code == 404
    assert client.story.batch.name not in read(client, "/firm").text
