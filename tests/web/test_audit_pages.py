"""The audit trail: the newest events, by round, and whether the chain holds."""

import re

import pytest
from office import a_draft, chinese, read
from sqlalchemy import NullPool, create_engine, text

from procurement.store.cluster import OWNER


def events(shown):
    return shown.partition("<tbody>")[2].count("<tr>")


def test_the_chain_is_proved_with_its_length_and_newest_hash(site, log_in):
    client = log_in(site("open"), "auditor")
    with client.story.store.transaction() as db:
        newest = db.audit.newest(1)[0]
    shown = read(client, "/audit").text
    assert "哈希链已验证" in shown
    assert newest.hash in shown
    assert f'<dd class="number">{newest.sequence}</dd>' in shown


def test_a_changed_event_breaks_the_chain_in_sight_of_everybody(site, log_in, cluster):
    client = log_in(site("open"), "auditor")
    owner = cluster.url(OWNER, client.story.store.engine.url.database)
    with create_engine(owner, poolclass=NullPool).begin() as connection:
        connection.execute(text("UPDATE audit_events SET actor = 'nobody' WHERE sequence = 5"))
    shown = read(client, "/audit").text
    assert "哈希链不完整" in shown
    assert "第 5 个事件：事件内容与其哈希值不符。" in shown


def test_events_come_newest_first_page_by_page(site, log_in):
    client = log_in(site("bid"), "auditor")
    with client.story.store.transaction() as db:
        total = db.audit.count()
    first, second = (read(client, f"/audit?page={page}").text for page in (1, 2))
    assert events(first) == 50
    assert events(second) == min(50, total - 50)
    assert f'<td class="number">{total}</td>' in first
    assert f'<td class="number">{total - 50}</td>' in second
    assert f"共 {total} 个事件" in first
    assert events(read(client, "/audit?page=999").text) == 0


def test_events_of_one_round_are_found(site, log_in):
    client = log_in(site("open"), "officer")
    number = a_draft(client.story)
    shown = read(client, f"/audit?round={number}").text
    assert events(shown) == 2
    assert "起草轮次" in shown
    assert "开标演练" in shown
    assert "共 2 个事件" in shown
    assert read(client, "/audit?round=999").status_code == 404


def test_a_page_that_is_no_number_is_refused(site, log_in):
    client = log_in(site("register"), "auditor")
    for page in ("0", "-1", "two"):
        assert read(client, f"/audit?page={page}").status_code == 400


def test_before_the_opening_no_event_holds_a_price(site, log_in):
    client = log_in(site("bid"), "auditor")
    with client.story.store.transaction() as db:
        pages = -(-db.audit.count() // 50)
    whole = "".join(read(client, f"/audit?page={page}").text for page in range(1, pages + 1))
    prices = {str(bid.unit_price) for bid in client.story.batch.bids}
    assert not [price for price in prices if price in whole]


@pytest.mark.parametrize("login", ["f001", "h11002", "fund"])
def test_nobody_else_reads_the_trail(site, log_in, login):
    assert read(log_in(site("open"), login), "/audit").status_code == 403


def test_somebody_unknown_is_sent_to_log_in(site):
    answer = read(site("open"), "/audit")
    assert (answer.status_code, answer.headers["location"][:6]) == (303, "/login")


def test_the_english_page_speaks_english(site, log_in):
    client = log_in(site("allocate"), "auditor")
    assert chinese(read(client, "/audit?lang=en").text, client.story) == []


def test_before_the_opening_nobody_learns_who_handed_in_an_envelope(site, log_in):
    client = log_in(site("bid"), "auditor")
    page = client.get("/audit", headers={"accept": "text/html"}).text
    assert "提交报价信封" in page
    assert "fingerprint" not in page
    assert "f001" not in re.findall(r"\w+", page)  # a hash may hold these letters by chance


def test_after_the_opening_the_trail_tells_all(site, log_in):
    client = log_in(site("open"), "auditor")
    assert "fingerprint" in client.get("/audit", headers={"accept": "text/html"}).text
