"""A hospital at work in its room: logging in, filling in forms, handing in files."""

import io
import re

from procurement.actions import usage
from procurement.exchange import usage_files
from procurement.store.usage import Used

HTML = {"accept": "text/html"}


def enter(client, log_in, place=0):
    """A hospital's client, and its code."""
    hospital = client.story.hospitals[place]
    log_in(client, hospital.code.lower())
    return hospital.code


def address(client, page=""):
    return f"/hospital/{client.story.round_id}/{page}"


def post(client, where, form, **more):
    form = form | {"_csrf_token": client.cookies["csrftoken"]}
    return client.post(where, data=form, headers=HTML, follow_redirects=False, **more)


def upload(client, content, month="2020-04", name="report.csv", step="keep"):
    files = {"file": (name, io.BytesIO(content))}
    return post(client, address(client, "usage"), {"month": month, "step": step}, files=files)


def known(client, hospital):
    with client.story.store.transaction() as db:
        return usage.articles(db, client.story.round_id, hospital)


def a_report(client, hospital, quantity=300, spec=None):
    """A CSV with every agreement of the hospital, all of the same quantity."""
    articles = known(client, hospital)
    rows = [
        Used(one.product, spec or one.spec, one.firm, quantity, one.unit_price, winning=True)
        for one in articles.agreements
    ]
    return usage_files.to_csv(rows, articles)


def uploads(client, hospital):
    with client.story.store.transaction() as db:
        return db.usage.uploads(client.story.round_id, hospital)


def reported(client, hospital):
    with client.story.store.transaction() as db:
        found = db.demand.by_hospital(client.story.round_id, hospital)
    return {f"{one.product} {one.spec}": one.quantity for one in found}


def hidden(page):
    """The fields of the form that a page hands on."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: value for name, value in found if name != "_csrf_token"}
