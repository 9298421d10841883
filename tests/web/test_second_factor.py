"""The second factor: set up, given at the login and before the opening, never taken twice."""

import committee
import pytest
from account import FACTOR, code, enrol, give, offered
from bidders import HUAHAI, submit
from office import phase, post, read
from open_bidding import BIDDER
from sqlalchemy import text

from procurement.rules.phases import Phase
from seed.cast import COMMITTEE, PASSWORD

ROOM = "/officer/"


def password(client, login="officer", onward=""):
    client.get("/login")
    return post(client, "/login", login=login, password=PASSWORD, next=onward)


@pytest.fixture
def officer(site, log_in):
    """An officer with a second factor: ``client.secret`` and ``client.codes``."""
    client = log_in(site("register"), "officer")
    client.secret, client.codes = enrol(client)
    return client


@pytest.fixture
def half_in(officer):
    """The same, out again, and in with the password alone."""
    post(officer, "/logout")
    answer = password(officer, onward="/audit")
    assert answer.headers["location"] == "/login/code?next=%2Faudit"
    return officer


def test_the_page_shows_the_secret_as_a_picture_and_as_letters(site, log_in):
    client = log_in(site("register"), "officer")
    secret = offered(client)
    shown = read(client, FACTOR).text
    assert "<svg" in shown
    assert "style=" not in shown
    assert len(secret) == 32
    assert post(client, f"{FACTOR}/confirm", code="000000").status_code == 422


def test_ten_recovery_codes_are_shown_once(officer):
    assert len(set(officer.codes)) == 10
    shown = read(officer, "/account").text + read(officer, FACTOR).text
    assert "剩余恢复码：" in shown
    assert not any(one in shown for one in officer.codes)


def test_setting_it_up_gives_a_new_session_and_ends_all_others(site, log_in):
    client = log_in(site("register"), "officer")
    before = client.cookies["session"]
    enrol(client)
    assert client.cookies["session"] != before
    assert read(client, ROOM).status_code == 200
    client.cookies.set("session", before, domain="testserver.local")
    assert read(client, ROOM).headers["location"].startswith("/login")


@pytest.mark.parametrize("page", [ROOM, "/audit", "/account", FACTOR, "/officer/people"])
def test_the_password_alone_opens_nothing(half_in, page):
    answer = read(half_in, page)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login/code")
    assert "我的账号" not in read(half_in, "/").text
    assert post(half_in, f"{FACTOR}/new").status_code == 303


def test_the_login_page_leads_on_to_the_code(half_in):
    assert read(half_in, "/login").headers["location"].startswith("/login/code")
    assert 'autocomplete="one-time-code"' in read(half_in, "/login/code").text


def test_the_right_code_opens_the_room_under_a_new_session(half_in):
    before = half_in.cookies["session"]
    answer = give(half_in, code(half_in.secret), "/audit")
    assert answer.headers["location"] == "/audit"
    assert half_in.cookies["session"] != before
    assert read(half_in, "/audit").status_code == 200


def test_a_code_is_taken_once(half_in):
    given = code(half_in.secret)
    assert give(half_in, given).status_code == 303
    post(half_in, "/logout")
    password(half_in)
    again = give(half_in, given)
    assert again.status_code == 401
    assert "验证码不正确或已用过" in again.text
    assert give(half_in, code(half_in.secret, 1)).status_code == 303


def test_a_recovery_code_is_taken_once_and_recorded(half_in):
    one, other, *_ = half_in.codes
    assert give(half_in, one.lower()).status_code == 303
    post(half_in, "/logout")
    password(half_in)
    assert give(half_in, one).status_code == 401
    assert give(half_in, other).status_code == 303
    assert "使用恢复码" in read(half_in, "/audit").text


def test_guessing_codes_is_slowed_down_and_the_password_does_not_reset_it(half_in):
    for _ in range(5):
        assert give(half_in, "000000").status_code == 401
    assert give(half_in, "000000").status_code == 429
    locked = password(half_in)
    assert locked.status_code == 429
    assert "失败次数过多" in locked.text


def test_a_link_to_elsewhere_is_not_followed_after_a_code(half_in):
    answer = give(half_in, code(half_in.secret), "//evil.example")
    assert answer.headers["location"] == "/officer"


def test_who_is_not_half_in_is_asked_for_no_code(site):
    client = site("register")
    assert read(client, "/login/code").headers["location"].startswith("/login?")
    assert give(client, "000000").headers["location"].startswith("/login?")


def test_new_recovery_codes_make_the_old_ones_worthless(officer):
    answer = post(officer, f"{FACTOR}/codes")
    assert answer.status_code == 200
    assert officer.codes[0] not in answer.text
    post(officer, "/logout")
    password(officer)
    assert give(officer, officer.codes[0]).status_code == 401


def test_another_telephone_counts_once_its_first_code_was_given(officer):
    secret = offered(officer)
    post(officer, "/logout")
    password(officer)
    assert give(officer, code(secret)).status_code == 401
    assert give(officer, code(officer.secret)).status_code == 303
    assert post(officer, f"{FACTOR}/confirm", code=code(secret)).status_code == 200
    post(officer, "/logout")
    password(officer)
    assert give(officer, code(officer.secret, 1)).status_code == 401
    assert give(officer, code(secret, 1)).status_code == 303


def test_it_can_be_turned_off_where_it_is_only_offered(officer):
    answer = post(officer, f"{FACTOR}/remove")
    assert answer.headers["location"] == FACTOR
    assert "两步验证已停用" in read(officer, FACTOR).text
    post(officer, "/logout")
    assert password(officer).headers["location"] == "/officer"


def test_without_one_there_are_no_codes_to_renew_and_nothing_to_confirm(site, log_in):
    client = log_in(site("register"), "officer")
    assert post(client, f"{FACTOR}/codes").status_code == 422
    assert post(client, f"{FACTOR}/confirm", code="000000").status_code == 422


def test_an_officer_without_one_gets_no_further_than_setting_it_up(site, log_in):
    client = log_in(site("register", second_factor_required=True), "officer")
    for page in (ROOM, "/audit", "/account", "/login"):
        assert read(client, page).headers["location"] == FACTOR
    assert "不能进入其他页面" in read(client, FACTOR).text
    assert post(client, "/officer/1/open").headers["location"] == FACTOR
    enrol(client)
    assert read(client, ROOM).status_code == 200
    assert post(client, f"{FACTOR}/remove").status_code == 422


def test_a_firm_is_asked_for_none(site, log_in):
    client = log_in(site("register", second_factor_required=True), BIDDER)
    assert read(client, "/firm/").status_code == 200


@pytest.fixture
def opening(site, log_in):
    """The deadline is here, and the officer has a second factor."""
    client = site("register")
    committee.announce(client.story)
    client.story.report_demand()
    submit(client.story, HUAHAI)
    log_in(client, "officer")
    client.secret, client.codes = enrol(client)
    return client


def open_bids(client):
    some = committee.of(COMMITTEE)
    form = {"officer": list(some), "passphrase": list(some.values())}
    return post(client, f"/officer/{client.story.round_id}/open", **form)


def an_hour_passes(client):
    """What the session remembers of the code is as old as that."""
    aged = "convert_to(regexp_replace(convert_from(data, 'UTF8'), '202[0-9]-', '2020-'), 'UTF8')"
    with client.story.store.transaction() as db:
        db.session.execute(text(f"UPDATE sessions SET data = {aged}"))


def test_bids_are_opened_after_a_code_given_just_now(opening):
    here = f"/officer/{opening.story.round_id}"
    assert "/login/code" not in read(opening, here).text
    an_hour_passes(opening)
    assert f"/login/code?next=%2Fofficer%2F{opening.story.round_id}" in read(opening, here).text
    refused = open_bids(opening)
    assert refused.status_code == 303
    assert refused.headers["location"] == f"/login/code?next={here.replace('/', '%2F')}"
    assert phase(opening.story) is Phase.BIDDING
    assert give(opening, code(opening.secret), here).headers["location"] == here
    assert open_bids(opening).status_code == 303
    assert phase(opening.story) is Phase.OPENED


def test_a_program_is_told_that_a_code_is_needed(opening):
    an_hour_passes(opening)
    answer = opening.post(
        f"/officer/{opening.story.round_id}/open",
        data={"_csrf_token": opening.cookies["csrftoken"], "officer": "a", "passphrase": "b"},
    )
    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:vbp:FreshFactorNeeded"


@pytest.mark.parametrize("deed", ["new", "codes", "remove"])
def test_the_factor_itself_is_changed_after_a_code_given_just_now(officer, deed):
    an_hour_passes(officer)
    answer = post(officer, f"{FACTOR}/{deed}")
    assert answer.headers["location"] == "/login/code?next=%2Faccount%2Fsecond-factor"


def test_neither_secret_nor_code_is_in_any_table(officer):
    with officer.story.store.transaction() as db:
        for table in ("second_factors", "recovery_codes", "sessions", "audit_events"):
            rows = db.session.execute(text(f"SELECT CAST(x AS text) FROM {table} AS x")).scalars()
            held = "\n".join(rows)
            for said in (officer.secret, *officer.codes, officer.cookies["session"]):
                assert said not in held
                assert said.encode().hex() not in held
