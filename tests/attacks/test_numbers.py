"""Somebody names the numbers of another's keys, webhooks, sessions and notices in every form."""

import re
from datetime import UTC, datetime

import pytest
from open_bidding import RIVAL, RIVAL_CODE
from walker import PARAMETER, Walker, kept

from procurement.actions import api_keys, webhooks
from procurement.rules.api_keys import Wanted
from procurement.rules.notices import Kind
from procurement.rules.rights import Actor, Role

NUMBERS = [str(number) for number in range(1, 25)]
FORM = {"sequence": "1", "confirm": "yes", "reason": "because", "answer": "x", "move": "pause"}
MARK = re.compile(rf"\b{RIVAL_CODE}\b", re.IGNORECASE)


@pytest.fixture
def equipped_site(site, log_in):
    """The rival is logged in elsewhere, has a key and a webhook, and was told something."""
    client = site("register")
    store, now = client.story.store, datetime.now(UTC)
    rival = Actor(RIVAL, Role.FIRM, RIVAL_CODE)
    log_in(client, RIVAL)
    client.get("/inbox", headers={"accept": "text/html"})
    client.cookies.clear()
    api_keys.make(store, rival, Wanted("orders", ("receipts:read",), 30), now)
    webhooks.add(store, rival, "https://rival.example/", bytes(32), now)
    with store.transaction() as db:
        db.notices.tell(Kind.ROUND_CHANGED, to=[RIVAL_CODE], at=now)
    return client


def of_the_rival(client):
    """Every row of every table that names the rival, sessions too."""
    found = kept(client.story.store, without=())
    return {table: [row for row in rows if MARK.search(row)] for table, rows in found.items()}


def try_all(walker, role):
    """Send every form of the role that names a number; sessions last, one's own is among them."""
    paths = (
        one for one in walker.open_to(role, "POST") if "number" in dict(PARAMETER.findall(one))
    )
    for path in sorted(paths, key=lambda path: "/sessions/" in path):
        for address in walker.addresses(path, number=NUMBERS):
            answer = walker.post(address, **FORM)
            assert answer.status_code < 500, address
            logged_out = answer.headers.get("location", "").startswith("/login")
            assert "/sessions/" in path or not logged_out, address
            yield address


@pytest.mark.parametrize("role", [Role.FIRM, Role.HOSPITAL, Role.DISTRIBUTOR, Role.SUPERVISOR])
def test_no_number_in_a_form_reaches_what_is_anothers(equipped_site, people, role):
    walker, before = people(equipped_site, role), of_the_rival(equipped_site)
    assert all(before[table] for table in ("api_keys", "hooks", "sessions", "notices"))
    assert len(list(try_all(walker, role))) > len(NUMBERS)
    assert of_the_rival(equipped_site) == before


def test_the_rival_itself_reaches_them(equipped_site, log_in):
    """Else the test above would prove nothing."""
    before = of_the_rival(equipped_site)
    assert list(try_all(Walker(log_in(equipped_site, RIVAL)), Role.FIRM))
    after = of_the_rival(equipped_site)
    changed = {table for table in before if before[table] != after[table]}
    assert {"api_keys", "hooks", "sessions", "notice_reads"} <= changed
