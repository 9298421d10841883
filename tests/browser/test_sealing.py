"""A bid is sealed in the bidder's own browser, and nothing else of it ever leaves there."""

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bidders import all_that_is_kept
from offer_examples import CASES, CEILINGS
from open_bidding import BIDDER, BIDDER_CODE, LOT, PRICE, SPEC, envelopes, open_round
from served import Served

from procurement.actions import bidding
from procurement.exchange import envelope_files, own_keys
from procurement.rules import keys, money, offers, sealing
from procurement.rules.sealing import Context, SealedBid
from seed.cast import PASSPHRASES, PASSWORD

DIGITS = str(money.parse_price(PRICE))
HERE = Context("GY-YD2019-2 “甲”", "03", "F07", datetime(2026, 1, 17, 2, 0, 0, 7, UTC))
BID = SealedBid("03", "F07", '50mg×2/"袋"', 2**63 - 1, 30)
CONTEXT = {
    "round": HERE.round,
    "lot": HERE.lot,
    "firm": HERE.firm,
    "deadline": "2026-01-17T02:00:00.000007+00:00",
}
LONG = "0123456789" * 50


@pytest.fixture(scope="module")
def story(told_for_module):
    told = told_for_module("register")
    told.round_id = open_round(told)
    return told


@pytest.fixture(scope="module")
def served(story, tmp_path_factory):
    with Served(story.store.engine.url, tmp_path_factory.mktemp("site")) as site:
        yield site


def enter(chromium, served, round_id):
    """The bidder before the form; ``sent`` is all that the browser asked for or sent."""
    page = chromium.new_context().new_page()
    page.sent, page.wrong = [], []
    page.on("request", lambda asked: page.sent.append(f"{asked.url}\n{asked.post_data}"))
    page.on("console", lambda said: said.type == "error" and page.wrong.append(said.text))
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.goto(f"{served.address}/login")
    page.fill("#login", BIDDER)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/login" not in address)
    page.goto(f"{served.address}/firm/{round_id}/lots/{LOT}?lang=en")
    return page


@pytest.fixture
def bidder(chromium, served, story):
    page = enter(chromium, served, story.round_id)
    yield page
    assert page.wrong == []
    page.context.close()


def run(page, body, given=None):
    """Something done by the page's own modules."""
    load = 'const s = await import("/static/sealing.js");'
    load += 'const h = await import("/static/vendor/hpke.js");'
    return page.evaluate(f"async (given) => {{ {load} {body} }}", given)


def test_what_is_sealed_in_the_page_is_what_the_officers_keys_open(chromium, told, tmp_path):
    story = told("register")
    story.round_id = open_round(story)
    with Served(story.store.engine.url, tmp_path) as served:
        page = enter(chromium, served, story.round_id)
        page.fill("#unit_price", PRICE)
        page.keyboard.press("Enter")
        page.wait_for_selector("#sealed:not([hidden])")
        assert page.text_content("#sealed-price") == PRICE
        shown = page.text_content("#sealed-fingerprint")
        assert envelopes(story.store, story.round_id) == []  # sealing is not submitting
        page.keyboard.press("Enter")
        page.wait_for_url("**/receipts/*")
        assert "SUBMITTED" in page.text_content("main")
        assert shown in page.text_content("main")
        assert page.wrong == []
        page.context.close()
    (kept,) = envelopes(story.store, story.round_id)
    assert kept.fingerprint == shown
    assert any("/lots/01" in sent and "sealed=" in sent for sent in page.sent)
    tables = list(all_that_is_kept(story).values())
    assert any(SPEC in rows for rows in tables), "the search finds what is there"
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert served.log in written
    places = [*page.sent, *tables, *(path.read_bytes().decode("latin-1") for path in written)]
    for digits in (PRICE, DIGITS, PRICE.encode().hex(), DIGITS.encode().hex()):
        assert not any(digits in place for place in places)

    with story.store.transaction() as db:
        round_, shares = db.rounds.get(story.round_id), db.rounds.shares(story.round_id)
        unlocked = keys.unlock(shares, PASSPHRASES, round_.public_key)
        here = bidding.context(round_, LOT, BIDDER_CODE)
    bid = sealing.open_envelope(kept.ciphertext, unlocked.pair.private, here)
    assert (bid.firm, bid.spec, bid.unit_price) == (BIDDER_CODE, SPEC, int(DIGITS))


def test_a_fault_stands_at_its_field_and_a_changed_bid_takes_another_envelope(bidder):
    bidder.fill("#unit_price", "101.68")
    bidder.keyboard.press("Enter")
    fault = bidder.wait_for_selector("#unit_price-fault:not([hidden])").text_content()
    assert fault == "The price bid, 101.6800 yuan, is above the ceiling of 101.6700 yuan for 0.25g."
    assert bidder.get_attribute("#unit_price", "aria-invalid") == "true"
    bidder.fill("#unit_price", "101.67")
    bidder.keyboard.press("Enter")
    bidder.wait_for_selector("#sealed:not([hidden])")
    assert bidder.is_hidden("#unit_price-fault")
    assert bidder.input_value("#sealed-file")
    bidder.fill("#unit_price", "101.66")
    bidder.wait_for_selector("#sealed", state="hidden")
    assert bidder.input_value("#sealed-file") == ""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_form_fits_a_phone_with_everything_unfolded(bidder, lang):
    bidder.set_viewport_size({"width": 390, "height": 900})
    bidder.goto(bidder.url.replace("lang=en", f"lang={lang}"))
    bidder.evaluate("document.querySelectorAll('[hidden]').forEach(one => one.hidden = false)")
    bidder.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert bidder.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_a_firm_reads_its_bid_back_with_a_key_of_its_own(bidder, story):
    phrase = "correct horse battery"
    bidder.click("#own summary")
    bidder.fill("#own-passphrase", "short")
    bidder.click("#own-make")
    bidder.wait_for_selector("#own-short:not([hidden])")
    bidder.fill("#own-passphrase", phrase)
    bidder.click("#own-make")
    bidder.wait_for_selector("#own-kept:not([hidden])")
    with bidder.expect_download() as download:
        bidder.click("#own-file")
    key = json.loads(Path(download.value.path()).read_text())
    assert key["public_key"] == bidder.text_content("#own-public")

    bidder.fill("#unit_price", PRICE)
    bidder.click("#offer button")
    with bidder.expect_download() as copy:
        bidder.click("#sealed:not([hidden]) #sealed-keep")
    with_the_key = own_keys.read(Path(download.value.path()).read_bytes())
    sealed = envelope_files.read_envelope(Path(copy.value.path()).read_bytes())
    assert own_keys.read_back(sealed, with_the_key, phrase).unit_price == int(DIGITS)
    bidder.click("#sealed:not([hidden]) button")
    bidder.wait_for_url("**/receipts/*")
    kept = envelopes(story.store, story.round_id)[0]
    assert kept.ciphertext == sealed.ciphertext
    assert len(kept.ciphertext) == sealing.BOTH_BYTES

    bidder.go_back()
    bidder.reload()
    bidder.click("#own summary")
    bidder.fill("#own-again", "somebody else's")
    bidder.click("#own-read")
    bidder.wait_for_selector("#own-wrong:not([hidden])")
    bidder.evaluate("localStorage.clear()")  # another computer: the file is enough
    bidder.reload()
    bidder.click("#own summary")
    bidder.set_input_files("#own-given", download.value.path())
    bidder.fill("#own-again", phrase)
    bidder.click("#own-read")
    bidder.wait_for_selector("#own-bid:not([hidden])")
    assert bidder.text_content("#own-price") == PRICE
    secrets = (phrase, key["wrapped"], PRICE, DIGITS)
    assert not any(secret in sent for secret in secrets for sent in bidder.sent)


def test_the_script_keeps_the_table_of_typed_bids(bidder):
    read = "const ceiling = given.ceiling && BigInt(given.ceiling);"
    read += "const found = s.read(given.typed, {...given, ceiling});"
    read += "return JSON.stringify(found, (_, one) => typeof one === 'bigint' ? `${one}` : one);"
    for case in CASES:
        spec = case.get("spec", "10mg")
        typed = {name: case.get(name, "") for name in ("unit_price", "pack_price", "pack")}
        ceiling = CEILINGS[spec] and str(CEILINGS[spec])
        given = {"typed": typed, "spec": spec, "ceiling": ceiling}
        found = json.loads(run(bidder, read, given | {"byPack": case.get("by_pack", False)}))
        if "price" in case:
            packed = str(case["packed"]) if "packed" in case else None
            assert found == {"price": str(case["price"]), "pack": packed}, case["title"]
        else:
            faults = [[one["rule"], one["place"]] for one in found["faults"]]
            assert faults == case["faults"], case["title"]
        if "en" in case:
            said = offers.WORDS["ceiling_price"].en.format(**found["faults"][0]["numbers"])
            assert said == case["en"]


def test_what_the_script_seals_python_opens(bidder):
    pair = keys.new_round_key()
    seal = "const bid = {spec: given.spec, price: BigInt(given.price), pack: BigInt(given.pack)};"
    seal += "return s.hex(await s.seal(bid, s.unhex(given.key), given.context));"
    given = {"spec": BID.spec, "price": str(BID.unit_price), "pack": str(BID.pack)}
    made = bytes.fromhex(run(bidder, seal, given | {"key": pair.public.hex(), "context": CONTEXT}))
    assert len(made) == sealing.ENVELOPE_BYTES
    assert sealing.open_envelope(made, pair.private, HERE) == BID


def test_what_python_seals_the_script_opens_to_the_same_bytes(bidder):
    pair = keys.new_round_key()
    opening = "const about = s.info(given.context);"
    opening += "const found = await s.decrypt(s.unhex(given.sealed), s.unhex(given.key), about);"
    opening += (
        "const bid = {spec: given.spec, price: BigInt(given.price), pack: BigInt(given.pack)};"
    )
    opening += "const own = s.block({...bid, product: '03', firm: 'F07'});"
    opening += "return [s.hex(found), s.hex(own)];"
    given = {"spec": BID.spec, "price": str(BID.unit_price), "pack": str(BID.pack)}
    given |= {"sealed": sealing.seal(BID, pair.public, HERE).hex(), "key": pair.private.hex()}
    found, own = run(bidder, opening, given | {"context": CONTEXT})
    assert found == own


def test_the_script_seals_anything_that_fits_its_block_and_nothing_else(bidder):
    pair = keys.new_round_key()
    seal = "const bid = {spec: given.spec, price: 1n, pack: null};"
    seal += (
        "return s.seal(bid, s.unhex(given.key), given.context).then(() => 'sealed', (e) => e.name);"
    )
    given = {"key": pair.public.hex(), "context": CONTEXT}
    assert run(bidder, seal, given | {"spec": LONG[:400]}) == "sealed"
    assert run(bidder, seal, given | {"spec": LONG}) == "RangeError"


RFC_9180 = {
    "Aes128Gcm": {  # Appendix A.1.1
        "info": "4f6465206f6e2061204772656369616e2055726e",
        "ikmE": "7268600d403fce431561aef583ee1613527cff655c1343f29812e66706df3234",
        "pkRm": "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d",
        "pt": "4265617574792069732074727574682c20747275746820626561757479",
        "aad": "436f756e742d30",
        "enc": "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431",
        "ct": "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87"
        "e13c512a",
    },
    "Aes256Gcm": tomllib.loads(
        (Path(__file__).parents[1] / "examples" / "hpke" / "x25519-aes-256-gcm.toml").read_text()
    ),
}
"""DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, base mode; envelopes are sealed by the second."""


@pytest.mark.parametrize("aead", RFC_9180)
def test_the_library_makes_the_first_message_of_rfc_9180(bidder, aead):
    vector = """
    const kem = new h.DhkemX25519HkdfSha256();
    const suite = new h.CipherSuite({kem, kdf: new h.HkdfSha256(), aead: new h[given.aead]()});
    const recipientPublicKey = await kem.deserializePublicKey(s.unhex(given.pkRm));
    const ekm = s.unhex(given.ikmE).buffer;
    const info = s.unhex(given.info);
    const sender = await suite.createSenderContext({recipientPublicKey, info, ekm});
    const ct = await sender.seal(s.unhex(given.pt), s.unhex(given.aad));
    return [s.hex(new Uint8Array(sender.enc)), s.hex(new Uint8Array(ct))];
    """
    given = RFC_9180[aead]
    assert run(bidder, vector, given | {"aead": aead}) == [given["enc"], given["ct"]]
