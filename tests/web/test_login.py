"""Who gets in, and what a session is worth."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest
from open_bidding import BIDDER
from sqlalchemy import text

from procurement.actions import accounts
from procurement.actions.accounts import Place
from procurement.rules.lockout import FIRST, LockedOut
from seed.cast import PASSWORD
from web.app import behind


def test_the_right_password_opens_the_officers_room(site, log_in):
    client = log_in(site("register"), "officer")
    assert "session" in client.cookies


def test_a_wrong_password_says_so_and_opens_nothing(site):
    client = site("register")
    client.get("/login")
    form = {"login": "officer", "password": "no", "_csrf_token": client.cookies["csrftoken"]}
    answer = client.post("/login", data=form, headers={"accept": "text/html"})
    assert answer.status_code == 401
    assert "账号或密码不正确" in answer.text
    assert "session" not in client.cookies


def test_a_planted_session_is_worthless_after_login(site, log_in):
    client = site("register")
    client.cookies.set("session", "planted", domain="testserver.local")
    log_in(client, "officer")
    assert client.cookies["session"] != "planted"


def test_a_form_without_its_token_is_refused(site):
    client = site("register")
    answer = client.post("/login", data={"login": "officer", "password": "demo-2020"})
    assert answer.status_code == 403


def test_an_anonymous_visit_leaves_no_session(site):
    client = site("register")
    client.get("/login")
    assert "session" not in client.cookies
    with client.story.store.transaction() as db:
        assert db.sessions.counts(datetime.now(UTC)) == {}


def test_an_id_too_large_for_any_table_is_not_found(site):
    client = site("register")
    assert client.get("/rounds/99999999999999999999").status_code == 404


def test_nothing_from_elsewhere_runs_on_a_page(site):
    headers = site("register").get("/login").headers
    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_guessing_passwords_is_slowed_down(site):
    client = site("register")
    client.get("/login")
    form = {"login": "officer", "password": "no", "_csrf_token": client.cookies["csrftoken"]}
    answers = {client.post("/login", data=form).status_code for _ in range(31)}
    assert answers == {401, 429}


def attempt(client, login, password="no", **headers):
    client.get("/login")
    form = {"login": login, "password": password, "_csrf_token": client.cookies["csrftoken"]}
    return client.post("/login", data=form, headers={"accept": "text/html"} | headers)


@pytest.mark.parametrize("login", ["officer", "nobody-is-called-so"])
def test_a_login_that_does_not_exist_waits_like_one_that_does(site, login):
    client = site("register")
    answers = [attempt(client, login) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert "账号或密码不正确" in answers[0].text
    assert re.search("失败次数过多，请在0分[1-9]0?秒后再试", answers[-1].text)


def test_while_one_waits_the_right_password_opens_nothing_either(site):
    client = site("register")
    for _ in range(6):
        attempt(client, "officer")
    assert attempt(client, "officer", PASSWORD).status_code == 429
    assert attempt(client, "auditor", PASSWORD).history[0].status_code == 303


def test_being_in_forgets_the_failures(site, log_in):
    client = site("register")
    for _ in range(3):
        for _ in range(4):
            assert attempt(client, "officer").status_code == 401
        log_in(client, "officer")
        client.post("/logout", data={"_csrf_token": client.cookies["csrftoken"]})


HERE, THERE = Place("192.0.2.1", b"key"), Place("192.0.2.66", b"key")
NOW = datetime(2040, 1, 1, tzinfo=UTC)


def fail(store, place, times, login=BIDDER, at=NOW):
    """So many failures one after the other, counted as they would be."""
    with store.transaction() as db:
        for _ in range(times):
            db.login_failures.count(place.marks(login).values(), at)


def enter(store, place, at, login=BIDDER):
    return accounts.enter(store, login, PASSWORD, place, at=at)


def fail_elsewhere(store, login, times=20):
    for number in range(times):
        fail(store, Place(f"198.51.100.{number}", b"key"), 1, login)


def test_failures_from_many_places_make_a_login_wait_everywhere(told):
    store = told("register").store
    fail_elsewhere(store, BIDDER)
    with pytest.raises(LockedOut):
        enter(store, HERE, NOW)
    assert enter(store, HERE, NOW + FIRST)


def test_a_rival_who_fails_on_purpose_locks_nobody_out_where_they_got_in_before(told):
    store = told("register").store
    assert enter(store, HERE, NOW)
    fail_elsewhere(store, BIDDER)
    with pytest.raises(LockedOut):
        enter(store, THERE, NOW)
    assert enter(store, HERE, NOW)


def test_one_address_cannot_try_every_login(told):
    store = told("register").store
    assert enter(store, THERE, NOW, "auditor")
    for number in range(50):
        fail(store, THERE, 1, f"login-{number}")
    with pytest.raises(LockedOut):
        enter(store, THERE, NOW)
    assert enter(store, HERE, NOW)
    assert enter(store, THERE, NOW, "auditor"), "who got in there before is not kept out"
    assert enter(store, THERE, NOW + FIRST)


def test_failures_are_forgotten_after_a_day(told):
    store = told("register").store
    fail(store, HERE, 8)
    with pytest.raises(LockedOut) as waits:
        enter(store, HERE, NOW)
    assert waits.value.until == NOW + 8 * FIRST
    fail(store, HERE, 1, at=NOW + timedelta(days=1))
    assert enter(store, HERE, NOW + timedelta(days=1))


def test_what_was_typed_for_a_login_is_kept_nowhere(told):
    store = told("register").store
    assert accounts.enter(store, "my-password-by-mistake", "no", HERE, at=NOW) is None
    with store.transaction() as db:
        rows = db.session.execute(text("SELECT CAST(x AS text) FROM login_failures AS x"))
        assert not any("mistake" in row or "192.0" in row for row in rows.scalars())


@pytest.mark.parametrize(
    ("proxies", "address"), [((), "198.51.100.1"), (("198.51.100.0/24",), "192.0.2.7")]
)
def test_only_a_trusted_proxys_word_is_taken_for_an_address(proxies, address):
    seen = []

    async def site(scope, _receive, _send):
        seen.append(scope["client"][0])

    said = (b"x-forwarded-for", b"203.0.113.9, 192.0.2.7")
    asked = {"type": "http", "client": ("198.51.100.1", 4711), "headers": [said]}
    asyncio.run(behind(proxies, site)(asked, None, None))
    assert seen == [address]


def test_no_code_is_right_for_who_has_no_second_factor(told):
    store = told("register").store
    assert not accounts.prove(store, BIDDER, "000000", HERE, at=NOW)


@pytest.mark.parametrize(
    ("login", "recorded"), [("auditor", True), ("fund", True), (BIDDER, False)]
)
def test_that_an_office_came_in_is_recorded_and_bidders_do_not_queue_for_it(told, login, recorded):
    story = told("register")
    assert enter(story.store, HERE, NOW, login)
    with story.store.transaction() as db:
        assert bool(db.audit.last(f"account {login}", "logged in")) is recorded
