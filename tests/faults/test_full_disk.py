"""The disk is full: whoever hands in a bid is told so, and what got a receipt is kept."""

import os
from contextlib import closing

import pytest
from full_disk import disk
from open_bidding import ANY, BIDDER, LOT, envelopes, lot, open_round, post, read, sealed, submit
from served import Served

from procurement.actions import audit
from procurement.rules.canon import digest
from procurement.store.server import SUPERUSER

MOST = 400
"""Bids after which a disk has room that should be full."""
TOLD = ("系统暂时无法受理", "未出具回执即未受理")
TOLD_IN_ENGLISH = ("The platform cannot take this now", "What has no receipt was not accepted")


@pytest.fixture
def story(told):
    story = told("register")
    story.round_id = open_round(story)
    return story


@pytest.fixture
def small(story, cluster):
    """The story's database on a disk of its own."""
    name = story.store.engine.url.database
    account = cluster.server.account
    with (
        disk(cluster.directory / f"small_{name}", 64) as small,
        closing(cluster.connect(SUPERUSER, SUPERUSER)) as administrator,
    ):
        os.chown(small.place, account.uid, account.gid)
        story.store.close()
        administrator.execute(f"CREATE TABLESPACE small LOCATION '{small.place}'")
        administrator.execute(f"ALTER DATABASE {name} SET TABLESPACE small")
        yield small
        story.store.close()
        administrator.execute(f"ALTER DATABASE {name} SET TABLESPACE pg_default")
        administrator.execute("DROP TABLESPACE small")


def until_refused(client, round_id):
    """Hand in new bids until one is refused: the receipts' pages, and the refusal."""
    pages = []
    while len(pages) < MOST:
        answer = submit(client, round_id)
        if answer.status_code != 303:
            return pages, answer
        pages.append(answer.headers["location"])
    raise AssertionError("the disk is not full")


def check_that_all_is_kept(client, story, pages):
    """Every receipt that was promised is there, and nothing is there that has none."""
    numbers = {client.get(f"{page}/json").json()["number"] for page in pages}
    kept = envelopes(story.store, story.round_id)
    assert {row.number for row in kept} == numbers
    assert len(kept) == len(pages)
    assert all(row.fingerprint == digest(row.ciphertext) for row in kept)
    assert audit.verify(story.store)[2] is None


def test_a_full_database_takes_no_bid_and_loses_none(story, small, tmp_path):
    with Served(story.store.engine.url, tmp_path) as served, closing(served.person(BIDDER)) as firm:
        pages = [submit(firm, story.round_id).headers["location"]]
        small.fill()
        more, refusal = until_refused(firm, story.round_id)
        pages += more
        assert refusal.status_code == 503
        assert all(words in refusal.text for words in TOLD)
        check_that_all_is_kept(firm, story, pages)
        in_english = in_the_other_language(firm, story.round_id)
        assert in_english.status_code == 503
        assert all(words in in_english.text for words in TOLD_IN_ENGLISH)
        assert "已提交" in read(firm, f"{lot(story.round_id)}?lang=zh").text
        assert served.log.read_text().count('"event": "failure"') == 2
        small.free()
        pages += again_until_accepted(firm, story.round_id)
        check_that_all_is_kept(firm, story, pages)


def in_the_other_language(client, round_id):
    address = lot(round_id)
    envelope = sealed(read(client, address).text, LOT)
    return post(client, f"{address}?lang=en", sealed=envelope.decode())


def again_until_accepted(client, round_id):
    """The same envelope again, as a browser does that got no receipt; it is accepted once."""
    address = lot(round_id)
    envelope = sealed(read(client, address).text, LOT).decode()
    first, second = (post(client, address, sealed=envelope) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    return [first.headers["location"]]


def test_a_full_home_keeps_nobody_from_handing_in(story, tmp_path):
    """Neither the log nor anything else that the server writes there is needed for a receipt."""
    with disk(tmp_path / "home", 8) as home:
        with (
            Served(story.store.engine.url, home.place) as served,
            closing(served.person(BIDDER)) as firm,
        ):
            pages = [submit(firm, story.round_id).headers["location"]]
            home.fill()
            pages += [submit(firm, story.round_id).headers["location"] for _ in range(3)]
            check_that_all_is_kept(firm, story, pages)
            home.free()
            pages.append(submit(firm, story.round_id).headers["location"])
            check_that_all_is_kept(firm, story, pages)
            assert read(firm, lot(story.round_id)).status_code == 200
        with served, served.visitor(dict(firm.cookies)) as same:
            assert same.get(pages[0], headers=ANY).status_code == 200
