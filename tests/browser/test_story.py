"""A round as people live it: sealed in three firms' browsers, opened by three of five officers.

What is looked for before the opening is each price in every way in which it can be written.
"""

import base64
import json
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from bidders import all_that_is_kept
from click.testing import CliRunner
from open_bidding import BIDDERS, LOT, SPEC
from pypdf import PdfReader
from served import Served
from waiting import until

from procurement.actions import demand, issuing, rounds
from procurement.rules import keys, money
from procurement.rules.dates import BEIJING
from procurement.rules.reports import Report
from seed.cast import COMMITTEE, OFFICER, PASSWORD, THRESHOLD, speaker
from seed.tenders import draft
from web.cli import vbp

PRICES = dict(zip(BIDDERS, ("23.914857", "31.680429", "47.153962"), strict=False))
"""What each of three firms bids; the prices stand nowhere else in any test."""
SPOILT = BIDDERS[3]
"""A firm whose program seals to a key that is not the round's."""
TIME_TO_BID = timedelta(seconds=8)
"""And as long again as all have taken to sit down: on a busy machine everything takes longer."""
SECOND = timedelta(seconds=1)
ENOUGH = list(COMMITTEE)[1 : 1 + THRESHOLD]
"""As many officers as it takes, and the chair is not among them."""


def ways(price):
    """A price in yuan, as it can be written: decimal, in millionths, grouped, wide, hex, base64."""
    micro = money.parse_price(price)
    plain = {price, str(micro), f"{micro:,}", money.show_price(micro), f"{micro:.6e}"}
    wide = {
        one.translate({ord(sign): ord(sign) + 0xFEE0 for sign in ".0123456789"}) for one in plain
    }
    ends = {"big", "little"}
    bytes_ = {one.encode() for one in plain} | {micro.to_bytes(8, end) for end in ends}
    hexes = {one.hex() for one in bytes_} | {f"{micro:08x}"}
    coded = {_inside(one, offset) for one in bytes_ for offset in range(3) if len(one) > 5}
    return plain | wide | hexes | coded


def _inside(one, offset):
    """The base64 digits that these bytes have wherever they stand in something longer."""
    padded = base64.b64encode(bytes(offset) + one + bytes(2)).decode()
    return padded[-(-offset * 8 // 6) : (offset + len(one)) * 8 // 6]


SHORT = {one for price in PRICES.values() for one in (price, str(money.parse_price(price)))}
"""The two ways in which the platform itself would write a price."""
WRONG_PHASE = 409
WAYS = {one for price in PRICES.values() for one in ways(price)}


def found(place):
    """Which of the ways stand in a text."""
    return sorted(one for one in WAYS if one in place)


def sit_down(chromium, served, login):
    """Somebody before a browser of their own; ``sent`` is all that it asked for or sent."""
    page = chromium.new_context(locale="en").new_page()
    page.sent = []
    page.on(
        "request",
        lambda asked: page.sent.append(f"{asked.url}\n{asked.headers}\n{asked.post_data}"),
    )
    page.goto(f"{served.address}/login?lang=en")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/login" not in address)
    return page


def announce(page, served, number, time_to_bid):
    """The chair rehearses with five officers of whom three open, and announces."""
    page.goto(f"{served.address}/officer/{number}?lang=en")
    for login in COMMITTEE:
        page.check(f"input[name=officer][value={login}]")
    page.fill("#threshold", str(THRESHOLD))
    page.click("form[action$=rehearse] button")
    page.wait_for_selector("form[action$=announce]")
    assert "5 key officers, 3 needed to open, 2 shares may be lost" in page.text_content("main")
    for place, passphrase in enumerate(COMMITTEE.values()):
        page.fill(f"#passphrase-{place}", passphrase)
    due = (datetime.now(UTC) + time_to_bid).astimezone(BEIJING)
    page.evaluate("document.querySelector('#bids_close_at').step = 1")  # to the second
    page.fill("#bids_close_at", due.strftime("%Y-%m-%dT%H:%M:%S"))
    page.click("form[action$=announce] button")
    page.wait_for_selector("form[action$=share]")
    return due.replace(microsecond=0)


def report_demand(story):
    hospital, now = story.hospitals[0], datetime.now(UTC)
    rows = [
        Report(hospital.code, one.code, one.reference_spec, 100) for one in story.batch.products
    ]
    demand.report(story.store, speaker(hospital), story.round_id, rows, now)


def bid(page, served, number, price, key=None):
    """A firm seals its price in its page and hands the envelope in; the receipt's file."""
    page.goto(f"{served.address}/firm/{number}/lots/{LOT}?lang=en")
    if key:
        page.evaluate(f"document.querySelector('#offer').dataset.key = '{key.hex()}'")
    page.select_option("#spec", SPEC)
    page.fill("#unit_price", price)
    page.click("#offer button")
    page.click("#sealed:not([hidden]) button")
    page.wait_for_url("**/receipts/*")
    assert "SUBMITTED" in page.text_content("main")
    return kept(page, "a[href$='/json']")


def kept(page, selector):
    """What is downloaded by clicking there."""
    with page.expect_download() as download:
        page.click(selector)
    return download.value.path()


def open_by(page, served, number, logins):
    """The officers who are there give their passphrases; the page that answers."""
    page.goto(f"{served.address}/officer/{number}?lang=en")
    for place, login in enumerate(COMMITTEE):
        page.fill(f"#passphrase-{place}", COMMITTEE[login] if login in logins else "")
    page.click("form[action$=open] button")
    page.wait_for_load_state()
    return page.text_content("main")


def everything_written(cluster, home):
    """Every file of the server and of its database: tables, write-ahead log, logs, as they are."""
    for place in (home, cluster.directory):
        for path in place.rglob("*"):
            if path.is_file():
                yield path, path.read_bytes().decode("latin-1")


def minutes(page, story, served):
    """The text of the minutes that an officer asked for and the worker printed."""
    page.goto(f"{served.address}/officer/{story.round_id}/papers?lang=en")
    page.click("form[action$=papers] button")
    assert issuing.work(story.store, datetime.now(UTC))
    page.reload()
    paper = PdfReader(BytesIO(kept(page, "a[href$=opening_minutes]").read_bytes()))
    return "".join("".join(one.extract_text() for one in paper.pages).split())


def ask_to_open(page, served, number):
    """The opening asked for without its form, which no page shows before the deadline."""
    token = page.get_attribute("input[name=_csrf_token] >> nth=0", "value")
    form = {"_csrf_token": token, "officer": "officer", "passphrase": COMMITTEE["officer"]}
    return page.request.post(f"{served.address}/officer/{number}/open", form=form)


def take_shares(pages, served, number):
    """Every officer takes the own share away, once."""
    shares = set()
    for page in pages:
        page.goto(f"{served.address}/officer/{number}?lang=en")
        shares.add(kept(page, "form[action$=share] button").read_text())
        page.reload()
        assert "Your share of the key was downloaded" in page.text_content("main")
    assert len(shares) == len(COMMITTEE)


def nothing_is_known(story, cluster, home, sent, receipts):
    """No price in what the browsers sent, in any table, log or file, in any way of writing it."""
    tables = all_that_is_kept(story)
    for receipt in receipts.values():
        signed = json.loads(json.loads(receipt.read_text())["signed"])
        assert signed["fingerprint"] in tables["envelopes"], "the search finds what is there"
    assert any("sealed=" in one for one in sent)
    for place in (*sent, *tables.values(), *(one.read_text() for one in receipts.values())):
        assert found(place) == []
    for path, written in everything_written(cluster, home):
        assert not any(price in written for price in SHORT), path


def is_in_the_box(page, served, number, receipt, mark):
    """The public page proves the receipt, and the command does so without the site."""
    page.goto(f"{served.address}/rounds/{number}/box?lang=en")
    page.set_input_files("#file", receipt)
    page.click("form[method=post] button:has-text('receipt')")
    assert "the signature holds and the envelope is in the box" in page.text_content("main")
    page.goto(f"{served.address}/rounds/{number}/box?lang=en&fingerprint={mark}")
    proof = kept(page, f"a[href$='/box/proof/{mark}']")
    listed = kept(page, "a[href$='/box/json']")
    asked = ["verify-receipt", str(receipt), "--box", str(listed), "--proof", str(proof)]
    said = CliRunner().invoke(vbp, asked)
    assert (said.exit_code, "is in the box" in said.output) == (0, True)


@pytest.fixture
def story(told):
    told_so_far = told("register")
    plan = draft(told_so_far.batch, "GY-YD2019-2")
    told_so_far.round_id = rounds.draft(told_so_far.store, OFFICER, plan, datetime.now(UTC))
    return told_so_far


def test_three_firms_seal_in_their_browsers_and_three_of_five_officers_open(
    chromium, story, cluster, tmp_path
):
    number, receipts, began = story.round_id, {}, datetime.now(UTC)
    with Served(story.store.engine.url, tmp_path) as served:
        people = {who: sit_down(chromium, served, who) for who in (*COMMITTEE, *BIDDERS)}
        chair = people[OFFICER.login]
        due = announce(chair, served, number, TIME_TO_BID + (datetime.now(UTC) - began))
        report_demand(story)
        chair.goto(f"{served.address}/officer/{number}?lang=en")
        chair.click("form[action$=close-demand] button")
        for firm, price in PRICES.items():
            receipts[firm] = bid(people[firm], served, number, price)
        other = keys.new_round_key().public
        receipts[SPOILT] = bid(people[SPOILT], served, number, "9.99", other)
        sent = [one for page in people.values() for one in page.sent]

        assert ask_to_open(chair, served, number).status == WRONG_PHASE
        assert datetime.now(UTC) < due, "the firms took longer than there was time to bid"
        take_shares([people[officer] for officer in COMMITTEE], served, number)
        nothing_is_known(story, cluster, tmp_path, sent, receipts)

        until(lambda: datetime.now(UTC) > due + SECOND)
        said = open_by(chair, served, number, ENOUGH[:-1])
        assert "It takes 3 key officers to open; 2 gave a passphrase." in said
        said = open_by(chair, served, number, ENOUGH)
        assert all(price in said for price in PRICES.values())
        assert "The envelope cannot be decrypted" in said
        assert found(all_that_is_kept(story)["bids"]), "the search finds what is there"

        told = minutes(chair, story, served)
        assert all(f"{SPEC}{price}" in told for price in PRICES.values())
        assert "其中无法读取1份" in told
        everybody = chromium.new_context().new_page()
        for receipt in receipts.values():
            mark = json.loads(json.loads(receipt.read_text())["signed"])["fingerprint"]
            assert told.count(mark[:16]) == 2  # once in the list of bids, once in that of the box
            is_in_the_box(everybody, served, number, receipt, mark)
