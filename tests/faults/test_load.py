"""More people at once than there are connections: everybody is answered."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing

from open_bidding import BIDDERS, LOT, lot, open_round, read, submit
from served import Served

from procurement.actions import audit
from web.settings import POOL

CROWD = 64
BOUND = 60
"""Seconds after which somebody who is still waiting counts as forgotten."""


def test_sixty_four_at_once_on_sixteen_connections_are_all_answered(told, tmp_path):
    assert POOL < CROWD
    story = told("register")
    round_id = open_round(story)
    with Served(story.store.engine.url, tmp_path) as served:
        cookies = [cookies_of(served, login) for login in BIDDERS]
        crowd = ThreadPoolExecutor(CROWD)
        visits = [
            crowd.submit(visit, served, cookies[place % len(cookies)], round_id)
            for place in range(CROWD)
        ]
        _, waiting = wait(visits, timeout=BOUND)
        assert not waiting
        crowd.shutdown()
    answered = Counter(status for one in visits for status in one.result())
    assert answered == {200: 3 * CROWD, 303: CROWD}
    with story.store.transaction() as db:
        kept = sum(len(db.envelopes.of_firm(round_id, login.upper())) for login in BIDDERS)
    assert kept == CROWD
    assert audit.verify(story.store)[2] is None


def cookies_of(served, login):
    with closing(served.person(login)) as person:
        return dict(person.cookies)


def visit(served, cookies, round_id):
    """Somebody looks at the round and the lot, hands in a bid and keeps the receipt."""
    with served.visitor(cookies) as client:
        looked = [read(client, f"/firm/{round_id}"), read(client, lot(round_id, LOT))]
        handed_in = submit(client, round_id)
        receipt = client.get(f"{handed_in.headers['location']}/json")
    return [answer.status_code for answer in (*looked, handed_in, receipt)]
