"""The server dies in the middle of the picking: what was answered stays, and it goes on."""

import threading
from contextlib import ExitStack, closing, suppress
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from office import HTML
from picking_story import Table
from served import Served

from procurement.actions import audit
from procurement.rules import picking as rules

ENOUGH = 6
"""Picks answered before the server is killed; more are on their way then."""


class Hands:
    """The firms of every product pick as fast as they can until the server answers no more."""

    def __init__(self, served, table, cookies):
        self.served, self.table, self.cookies = served, table, cookies
        self.answered = set()
        self.changed = threading.Condition()

    def pick_until_the_end(self, product):
        with ExitStack() as stack, suppress(httpx.TransportError):
            people = {
                firm: stack.enter_context(self.served.visitor(mine))
                for firm, mine in self.cookies.items()
            }
            while due := self.table.due(product):
                self.pick(people[due.firm], product, due)

    def pick(self, client, product, due):
        form = {
            "turn": due.number,
            "region": due.regions[-1],
            "_csrf_token": client.cookies["csrftoken"],
        }
        page = f"/firm/{self.table.round_id}/picking/{product}"
        answer = client.post(page, data=form, headers=HTML)
        assert answer.status_code == 303, answer.text
        with self.changed:
            self.answered.add((product, due.number, due.firm, due.regions[-1]))
            self.changed.notify()

    def wait_for(self, many):
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.answered) >= many, timeout=60)


@pytest.fixture
def table(told):
    table = Table(told("evaluate"))
    table.now = datetime.now(UTC)
    return table.start()


def kept(table):
    return {
        (product, one.turn, one.firm, one.region)
        for product, made in table.row()[1].items()
        for one in made
    }


def test_every_pick_that_was_answered_outlives_the_crash_and_the_picking_goes_on(table, tmp_path):
    served = Served(table.store.engine.url, tmp_path)
    firms = sorted({firm for lot in table.lots() for firm in lot.firms})
    cookies = {}
    with served, ExitStack() as stack:
        people = {firm: stack.enter_context(closing(served.person(firm.lower()))) for firm in firms}
        cookies = {firm: person.cookies for firm, person in people.items()}
        before = run(served, table, cookies, kill_after=ENOUGH)
    assert before <= kept(table)
    in_order(table)
    assert audit.verify(table.store)[2] is None
    with served:
        after = run(served, table, cookies)
    assert table.left() == 0
    assert before | after <= kept(table)
    in_order(table)
    assert audit.verify(table.store)[2] is None
    with table.store.transaction() as db:
        told = [one.event for one in db.audit.chain() if one.event.action == "region picked"]
    assert len(told) == len(kept(table))


def run(served, table, cookies, kill_after=None):
    """Everybody picks; the picks that were answered. Nobody logs in again after a crash."""
    hands = Hands(served, table, cookies)
    threads = [
        threading.Thread(target=hands.pick_until_the_end, args=[lot.product])
        for lot in table.lots()
    ]
    for one in threads:
        one.start()
    if kill_after:
        hands.wait_for(kill_after)
        served.kill()
    for one in threads:
        one.join(timeout=120)
    assert not any(one.is_alive() for one in threads)
    return hands.answered


def in_order(table):
    """The picks are a part of a sound order: each was due, and possible, when it was made."""
    for lot in table.lots():
        made = [one.fact() for one in table.row()[1][lot.product]]
        for place, one in enumerate(made):
            assert rules.faults(lot, made[:place], one.turn, one.firm, one.region) == []


def test_a_crash_between_picks_costs_nobody_a_turn(table, tmp_path):
    """The server was away for longer than a turn: whoever's turn it was has it anew."""
    lot = table.lots()[0]
    served = Served(table.store.engine.url, tmp_path)
    with served, closing(served.person(lot.firms[0].lower())) as person:
        address = f"/firm/{table.round_id}/picking"
        assert person.get(f"{address}/clock").status_code == 200
        cookies = person.cookies
        served.kill()
    with table.store.transaction() as db:
        row = db.picks.get(table.round_id)
        away = timedelta(seconds=10 * row.turn_seconds)
        row.since, row.watched_at = row.since - away, row.watched_at - away
    with served, served.visitor(cookies) as client:
        shown = client.get(f"{address}/clock", headers=HTML).text
        assert "轮到贵企业" in shown
    assert kept(table) == set()
    with table.store.transaction() as db:
        anew = [one.event for one in db.audit.chain() if one.event.action.endswith("began anew")]
    assert len(anew) == 1
