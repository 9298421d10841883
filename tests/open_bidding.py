"""A round that is open for bids now, and firms that seal and hand in bids for it.

firm  product  spec   ceiling
F044  01       0.25g  101.67
F039  01       0.25g  101.67
F044  06       5mg    80
"""

import re
from datetime import UTC, datetime, timedelta

from procurement.actions import demand, rounds
from procurement.exchange.envelope_files import Sealed, write_envelope
from procurement.rules.money import parse_price
from procurement.rules.reports import Report
from procurement.rules.sealing import ENVELOPE_BYTES, Context, SealedBid, seal
from seed.cast import OFFICER, PASSPHRASES, speaker
from seed.tenders import draft

BIDDER, BIDDER_CODE = "f044", "F044"
RIVAL, RIVAL_CODE = "f039", "F039"
BIDDERS = ("f044", "f039", "f048", "f036")
"""Every firm that is entered for product 01."""
LOT, SPEC, PRICE = "01", "0.25g", "17.391304"
ANY = {"accept": "text/html"}


def draft_round(story):
    now = datetime.now(UTC)
    return rounds.draft(story.store, OFFICER, draft(story.batch, "GY-YD2019-2"), now)


def open_round(story):
    """The small tender, told up to ``register``, announced and open until tomorrow."""
    number, now = draft_round(story), datetime.now(UTC)
    due, hospital, products = now + timedelta(days=1), story.hospitals[0], story.batch.products
    officers = tuple(PASSPHRASES)
    rounds.rehearse(story.store, OFFICER, number, officers, now, story.hardness)
    rounds.announce(story.store, OFFICER, number, PASSPHRASES, due, now, story.hardness)
    reports = [Report(hospital.code, one.code, one.reference_spec, 100) for one in products]
    demand.report(story.store, speaker(hospital), number, reports, now)
    demand.close(story.store, OFFICER, number, now)
    return number


def lot(round_id, product=LOT):
    return f"/firm/{round_id}/lots/{product}"


def post(client, address, **form):
    form["_csrf_token"] = client.cookies["csrftoken"]
    return client.post(address, data=form, headers=ANY, follow_redirects=False)


def submit(client, round_id, product=LOT, **bid):
    """What the page does: seal the bid by what the page says, and send the envelope's file."""
    page = read(client, lot(round_id, product)).text
    return post(client, lot(round_id, product), sealed=sealed(page, product, **bid).decode())


def sealed(page, product=LOT, spec=SPEC, price=PRICE):
    """The file of an envelope; a page without a form is answered with one for nothing."""
    said = dict(re.findall(r'data-(round|firm|deadline|key)="([^"]*)"', page))
    deadline = datetime.fromisoformat(said.get("deadline", "2020-01-01T00:00:00+00:00"))
    context = Context(said.get("round", ""), product, said.get("firm", ""), deadline)
    if "key" not in said:
        return write_envelope(Sealed(context, bytes(ENVELOPE_BYTES)))
    bid = SealedBid(product, context.firm, spec, parse_price(price))
    return write_envelope(Sealed(context, seal(bid, bytes.fromhex(said["key"]), context)))


def read(client, address):
    return client.get(address, headers=ANY, follow_redirects=False)


def envelopes(store, round_id, firm=BIDDER_CODE):
    """What the firm handed in, newest first."""
    with store.transaction() as db:
        return db.envelopes.of_firm(round_id, firm)
