"""The server dies while the bids are opened: they are opened or they are not, never by half."""

import threading
from contextlib import closing, contextmanager, suppress

import httpx
import pytest
from bidders import GSK, phase, submit
from open_bidding import post
from served import Served
from waiting import WAITS, until

from procurement.actions import audit, box
from procurement.rules.phases import Phase
from procurement.rules.sealing import ENVELOPE_BYTES
from procurement.store.audit import CHAIN
from procurement.store.server import SUPERUSER
from seed.cast import PASSPHRASES
from seed.story import BIDS_DUE

HELD = {
    "before the box is closed": f"SELECT pg_advisory_xact_lock({CHAIN})",
    "while bids are kept": "LOCK TABLE bids IN EXCLUSIVE MODE",
}
LAST_STEP = f"SELECT pg_advisory_xact_lock({CHAIN})"


class Case:
    """A round past its deadline, and who may hold anything in its database."""

    def __init__(self, story, cluster):
        self.story = story
        self.administrator = cluster.connect(SUPERUSER, story.store.engine.url.database)

    @contextmanager
    def held(self, statement):
        """Somebody holds what the opening needs next; gives how to wait until it waits for it."""
        self.administrator.execute("BEGIN")
        self.administrator.execute(statement)
        yield lambda: until(self.waits)
        self.administrator.execute("ROLLBACK")

    def close(self):
        self.administrator.close()

    def waits(self):
        self.administrator.execute("SELECT pg_stat_clear_snapshot()")
        return self.administrator.execute(WAITS).fetchone()[0]


def open_bids(client, story):
    return post(
        client,
        f"/officer/{story.round_id}/open",
        officer=list(PASSPHRASES),
        passphrase=list(PASSPHRASES.values()),
    )


def opened(story):
    """The bids, the envelopes that could not be read, and the events of openings."""
    with story.store.transaction() as db:
        bids = [one for some in db.evaluations.bids(story.round_id).values() for one in some]
        unread = db.evaluations.unopened(story.round_id)
        events = [link for link in db.audit.chain() if link.event.action == "bids opened"]
    return len(bids), len(unread), len(events)


@pytest.fixture
def case(told, cluster):
    """All bids are in, one of them spoilt by its firm, and the deadline has passed."""
    story = told("bid")
    submit(story, GSK, bytes(ENVELOPE_BYTES))
    with closing(Case(story, cluster)) as case:
        yield case


def killed_at(case, tmp_path, statement):
    """The server, killed when the opening waits for what the statement holds; and who asked."""
    story = case.story
    served = Served(story.store.engine.url, tmp_path)
    with served, closing(served.person("officer")) as officer:

        def ask():
            with suppress(httpx.TransportError):
                open_bids(officer, story)

        asking = threading.Thread(target=ask)
        with case.held(statement) as waited:
            asking.start()
            waited()
            served.kill()
        asking.join(timeout=60)
        assert not asking.is_alive()
        cookies = dict(officer.cookies)
    return served, cookies


def check_that_it_opens(served, cookies, story):
    bids = len(story.batch.bids)
    with served, served.visitor(cookies) as officer:
        assert open_bids(officer, story).status_code == 303
        assert phase(story) is Phase.OPENED
        assert opened(story) == (bids - 1, 1, 1)
        assert open_bids(officer, story).status_code == 409
    assert opened(story) == (bids - 1, 1, 1)
    assert audit.verify(story.store)[2] is None


@pytest.mark.parametrize("statement", HELD.values(), ids=HELD)
def test_an_opening_that_is_killed_opened_nothing_and_is_done_again(case, tmp_path, statement):
    served, cookies = killed_at(case, tmp_path, statement)
    story = case.story
    assert phase(story) is Phase.BIDDING
    assert opened(story) == (0, 0, 0)
    check_that_it_opens(served, cookies, story)


def test_a_box_that_was_closed_keeps_its_root_through_a_killed_opening(case, tmp_path):
    """The opening is killed at its last step, when everything but the event is written."""
    story = case.story
    root = box.seen(story.store, story.round_id, BIDS_DUE).root
    served, cookies = killed_at(case, tmp_path, LAST_STEP)
    assert opened(story) == (0, 0, 0)
    assert box.seen(story.store, story.round_id, BIDS_DUE).root == root
    check_that_it_opens(served, cookies, story)
    assert box.seen(story.store, story.round_id, BIDS_DUE).root == root


def test_an_opening_that_was_answered_by_nobody_is_an_opening_all_the_same(case, tmp_path):
    """The server dies after the commit: whoever tries again is told that it is done."""
    story = case.story
    with (
        Served(story.store.engine.url, tmp_path) as served,
        closing(served.person("officer")) as officer,
    ):
        asking = threading.Thread(target=lambda: ask_to_the_end(officer, story))
        asking.start()
        until(lambda: phase(story) is Phase.OPENED)
        served.kill()
        asking.join(timeout=60)
        cookies = dict(officer.cookies)
    done = opened(story)
    assert done == (len(story.batch.bids) - 1, 1, 1)
    with served, served.visitor(cookies) as officer:
        assert open_bids(officer, story).status_code == 409
    assert opened(story) == done


def ask_to_the_end(officer, story):
    with suppress(httpx.TransportError):
        open_bids(officer, story)
