"""A round that is open for bids now, and firms that fill in the form for it.

firm  product  spec   ceiling
F044  01       0.25g  101.67
F039  01       0.25g  101.67
F044  06       5mg    80
"""

from datetime import UTC, datetime, timedelta

from procurement.actions import demand, rounds
from procurement.rules.reports import Report
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


def submit(client, round_id, product=LOT, **form):
    return post(client, lot(round_id, product), **{"spec": SPEC, "unit_price": PRICE} | form)


def read(client, address):
    return client.get(address, headers=ANY, follow_redirects=False)


def envelopes(store, round_id, firm=BIDDER_CODE):
    """What the firm handed in, newest first."""
    with store.transaction() as db:
        return db.envelopes.of_firm(round_id, firm)
