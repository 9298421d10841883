"""The procurement office at work in the tests: what it reads, posts and drafts."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from procurement.actions import allocation, demand, rounds
from procurement.rules.reports import Report
from seed.cast import COMMITTEE, OFFICER, PASSPHRASES, speaker
from seed.story import DRAFTED, SOURCE
from seed.tenders import draft

HTML = {"accept": "text/html"}
CHINESE = re.compile("[一-鿿]+")
TAGS = re.compile(r"<(?:title|svg|option).*?</(?:title|svg|option)>|<[^>]+>", re.DOTALL)
FRAME = ("药品集中带量采购平台", "中文")  # stand on English pages too, marked as Chinese


def read(client, address):
    return client.get(address, headers=HTML, follow_redirects=False)


def post(client, address, **form):
    form["_csrf_token"] = client.cookies["csrftoken"]
    return client.post(address, data=form, headers=HTML, follow_redirects=False)


def a_draft(story, **changes):
    """A second round, still a draft but rehearsed, on the facts of the story's."""
    plan = replace(draft(story.batch, SOURCE, "draft-1"), **changes)
    number = rounds.draft(story.store, OFFICER, plan, DRAFTED)
    officers = tuple(PASSPHRASES)
    rounds.rehearse(story.store, OFFICER, number, officers, DRAFTED, story.hardness)
    return number


def an_announced(story, due=timedelta(days=30)):
    """A second round whose bids are due some time from now."""
    number, now = a_draft(story), datetime.now(UTC)
    rounds.announce(
        story.store, OFFICER, number, PASSPHRASES, now + due, now, hardness=story.hardness
    )
    return number


def report(story, number):
    """One hospital reports demand for everything."""
    hospital, now = story.hospitals[0], datetime.now(UTC)
    rows = [
        Report(hospital.code, product.code, item.spec, 1000)
        for product in story.batch.products
        for item in product.presentations
    ]
    demand.report(story.store, speaker(hospital), number, rows, now)


def phase(story, number=None):
    with story.store.transaction() as db:
        return db.rounds.get(number or story.round_id).phase


def finish_run(story):
    """Do the worker's part of an allocation."""
    assert allocation.work(story.store, datetime.now(UTC), workers=1)


def chinese(page, story):
    """The Chinese words on a page, without the names of the round, products, firms and offices."""
    with story.store.transaction() as db:
        names = [one.name for one in db.parties.firms().values()]
        for round_ in db.rounds.all():
            names += [round_.name, round_.source, round_.code]
            names += [one.name for one in db.catalogue.products(round_.number).values()]
        names += [db.accounts.name(login) for login in (*COMMITTEE, "auditor")]
    text = re.sub(r"<cite>.*?</cite>", "", page, flags=re.DOTALL)
    text = TAGS.sub(" ", text)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    return [words for words in CHINESE.findall(text) if words not in FRAME]
