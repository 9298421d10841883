"""The server dies in the middle of the rush before a deadline; no receipt turns out worthless."""

import threading
from contextlib import ExitStack, closing, suppress
from datetime import UTC, datetime

import httpx
import pytest
from open_bidding import BIDDERS, LOT, RIVAL_CODE, envelopes, lot, open_round, read, submit
from served import Served

from procurement.actions import audit
from procurement.rules.canon import digest

ENOUGH = 24
"""Receipts answered before the server is killed; more are on their way then."""
HANDS = 3
"""Windows that each firm submits from at the same time."""


class Rush:
    """Firms that submit as fast as they can until the server answers no more."""

    def __init__(self, served, round_id):
        self.served, self.round_id = served, round_id
        self.promised, self.receipts = [], {}
        self.changed = threading.Condition()

    def submit_until_the_end(self, cookies):
        with self.served.visitor(cookies) as client, suppress(httpx.TransportError):
            while True:
                answer = submit(client, self.round_id)
                assert answer.status_code == 303, answer.text
                page = answer.headers["location"]
                with self.changed:
                    self.promised.append(int(page.rpartition("/")[2]))
                    self.changed.notify()
                receipt = client.get(f"{page}/json").json()
                self.receipts[receipt["number"]] = receipt["signed"]

    def wait_for(self, many):
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.promised) >= many, timeout=60)


@pytest.fixture
def story(told):
    story = told("register")
    story.round_id = open_round(story)
    return story


def test_every_receipt_that_was_given_outlives_the_crash(story, tmp_path):
    served = Served(story.store.engine.url, tmp_path)
    with served, ExitStack() as stack:
        people = [stack.enter_context(closing(served.person(login))) for login in BIDDERS]
        rush = Rush(served, story.round_id)
        hands = [
            threading.Thread(target=rush.submit_until_the_end, args=[person.cookies])
            for person in people
            for _ in range(HANDS)
        ]
        for hand in hands:
            hand.start()
        rush.wait_for(ENOUGH)
        served.kill()
        for hand in hands:
            hand.join(timeout=60)
    assert not any(hand.is_alive() for hand in hands)
    check_that_nothing_is_lost(story, rush)
    with served:
        submits_again(served, people[1].cookies, story)


def check_that_nothing_is_lost(story, rush):
    kept = [row for login in BIDDERS for row in kept_for(story, login.upper())]
    by_number = {row.number: row for row in kept}
    serials = {int(number.rpartition("-")[2]) for number in by_number}
    assert set(rush.promised) <= serials
    assert len(rush.promised) == len(set(rush.promised))
    for number, signed in rush.receipts.items():
        assert by_number[number].fingerprint in signed
    assert all(row.fingerprint == digest(row.ciphertext) for row in kept)
    length, _, broken = audit.verify(story.store)
    assert broken is None
    assert length >= len(kept)
    with story.store.transaction() as db:
        recorded = {link.event.details.get("fingerprint") for link in db.audit.chain()}
    assert {row.fingerprint for row in kept} <= recorded


def kept_for(story, firm):
    return envelopes(story.store, story.round_id, firm)


def submits_again(served, cookies, story):
    """The same people, not even logged in again, on the restarted server."""
    before = len(kept_for(story, RIVAL_CODE))
    with served.visitor(cookies) as client:
        answer = submit(client, story.round_id)
        assert answer.status_code == 303
        assert "已提交" in read(client, lot(story.round_id, LOT)).text
    assert len(kept_for(story, RIVAL_CODE)) == before + 1
    assert audit.verify(story.store)[2] is None


def test_who_was_logged_in_is_so_after_the_crash(story, tmp_path):
    """Sessions are rows: none is half-written, and the server starts again."""
    served = Served(story.store.engine.url, tmp_path)
    with served, closing(served.person(BIDDERS[0])) as person:
        cookies = dict(person.cookies)
        served.kill()
    with story.store.transaction() as db:
        assert [one.login for one in db.sessions.of(BIDDERS[0], datetime.now(UTC))] == [BIDDERS[0]]
    assert not (tmp_path / "sessions").exists()
    with served, served.visitor(cookies) as client:
        assert read(client, "/account").status_code == 200
