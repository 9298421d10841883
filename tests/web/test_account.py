"""My account: where I am logged in, my password; and the office's list of people."""

import html
from datetime import UTC, datetime, timedelta

import pytest
from account import FACTOR, enrol
from office import chinese, post, read
from open_bidding import BIDDER, BIDDERS
from sqlalchemy import text

from seed.cast import PASSWORD

NEW = "four words make one"
PEOPLE = "/officer/people"


def sessions_of(client, login="officer"):
    with client.story.store.transaction() as db:
        return db.sessions.of(login, datetime.now(UTC))


@pytest.fixture
def twice(site, log_in):
    """Somebody who is logged in at two places; ``client.other`` is the first cookie."""
    client = site("register")
    log_in(client, "officer")
    client.other = client.cookies["session"]
    client.cookies.delete("session")
    return log_in(client, "officer")


def is_in(client, cookie):
    mine = client.cookies["session"]
    client.cookies.set("session", cookie, domain="testserver.local")
    status = read(client, "/officer/").status_code
    client.cookies.delete("session")
    client.cookies.set("session", mine, domain="testserver.local")
    return status == 200


def test_sessions_are_listed_and_this_one_is_marked(twice):
    shown = read(twice, "/account").text
    assert shown.count("本次登录") == 1
    assert shown.count('/end"') == 1
    assert "testclient" in shown


def test_one_session_is_ended(twice):
    assert is_in(twice, twice.other)
    number = sessions_of(twice)[-1].id
    assert post(twice, f"/account/sessions/{number}/end").headers["location"] == "/account"
    assert not is_in(twice, twice.other)
    assert "该会话已结束" in read(twice, "/account").text
    assert post(twice, f"/account/sessions/{number}/end").status_code == 404


def test_all_the_others_are_ended(twice):
    assert post(twice, "/account/sessions/end-others").status_code == 303
    assert "已结束其他1个会话" in read(twice, "/account").text
    assert not is_in(twice, twice.other)
    assert len(sessions_of(twice)) == 1


def test_a_session_of_somebody_else_is_not_found(twice, log_in):
    theirs = sessions_of(twice)
    twice.cookies.delete("session")
    log_in(twice, BIDDER)
    for one in theirs:
        assert post(twice, f"/account/sessions/{one.id}/end").status_code == 404
    assert len(sessions_of(twice)) == 2


def test_logging_out_ends_the_session_in_the_database(twice):
    post(twice, "/logout")
    assert "session" not in twice.cookies
    assert len(sessions_of(twice)) == 1


def test_a_session_that_was_ended_is_not_written_again(twice):
    """A page under way while the session is ended does not bring it back."""
    store, now = twice.story.store, datetime.now(UTC)
    with store.transaction() as db:
        db.sessions.end(twice.other)
        db.sessions.keep(twice.other, b'{"login": "officer"}', now)
    assert not is_in(twice, twice.other)


def test_a_session_ends_by_itself_unused_or_after_a_week(twice):
    with twice.story.store.transaction() as db:
        now = datetime.now(UTC)
        for hours in range(0, 24 * 8, 11):
            db.sessions.keep(twice.other, b"{}", now + timedelta(hours=hours))
        assert db.sessions.data(twice.other, now + timedelta(days=7, seconds=-60)) == b"{}"
        assert db.sessions.data(twice.other, now + timedelta(days=7, seconds=1)) is None
        assert db.sessions.data(twice.cookies["session"], now + timedelta(hours=13)) is None
        assert db.sessions.forget_expired(now + timedelta(days=8)) == 2


def change(client, present=PASSWORD, new=NEW, repeated=None):
    form = {"password": present, "new_password": new, "repeated": repeated or new}
    return post(client, "/account/password", **form)


def test_a_new_password_takes_the_place_of_the_old_one_and_ends_other_sessions(twice, log_in):
    assert change(twice).headers["location"] == "/account"
    assert not is_in(twice, twice.other)
    assert read(twice, "/account").status_code == 200
    post(twice, "/logout")
    log_in(twice, "officer", NEW)
    assert "修改密码" in read(twice, "/audit").text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"present": "not mine at all"}, "当前密码不正确"),
        ({"new": "short"}, "至200个字符"),
        ({"new": "password12345"}, "过于常见"),
        ({"new": "officer at the window"}, "不得包含账号"),
        ({"new": PASSWORD}, "新密码与当前密码相同"),
        ({"repeated": "four words make two"}, "两次输入的新密码不一致"),
    ],
)
def test_a_password_that_will_not_do_is_refused_in_words(twice, form, said):
    answer = change(twice, **form)
    assert answer.status_code == 422
    assert said in answer.text
    assert form.get("new", NEW) not in answer.text
    assert is_in(twice, twice.other)


def test_guessing_the_present_password_waits_like_a_login(twice):
    answers = [change(twice, present="a guess").status_code for _ in range(7)]
    assert answers == [422] * 5 + [429] * 2


def test_people_are_listed_for_officers(twice):
    enrol(twice)
    shown = read(twice, PEOPLE).text
    assert "officer5" in shown
    assert "已启用" in shown
    found = read(twice, f"{PEOPLE}?role=firm&q={BIDDER}").text
    assert f"/officer/people/{BIDDER}/end-sessions" not in found
    assert f">{BIDDER}</th>" in found
    assert ">officer5</th>" not in found
    assert "共 0 人" in read(twice, f"{PEOPLE}?q=nobody-is-called-so").text
    assert read(twice, f"{PEOPLE}?role=king&page=2").status_code == 200


@pytest.mark.parametrize("login", [*BIDDERS[:1], "fund", "auditor"])
def test_nobody_else_sees_people_or_ends_their_sessions(site, log_in, login):
    client = log_in(site("register"), login)
    assert read(client, PEOPLE).status_code == 403
    assert post(client, f"{PEOPLE}/officer/end-sessions").status_code == 403
    assert post(client, f"{PEOPLE}/officer/reset-factor").status_code == 403


def test_an_officer_ends_all_sessions_of_a_person(twice, log_in):
    twice.cookies.delete("session")
    theirs = log_in(twice, BIDDER).cookies["session"]
    twice.cookies.set("session", twice.other, domain="testserver.local")
    assert post(twice, f"{PEOPLE}/{BIDDER}/end-sessions").headers["location"] == PEOPLE
    assert "已结束1个会话" in read(twice, PEOPLE).text
    twice.cookies.set("session", theirs, domain="testserver.local")
    assert read(twice, "/firm/").status_code == 303


def test_an_account_that_there_is_not_is_not_found(twice):
    assert post(twice, f"{PEOPLE}/nobody/end-sessions").status_code == 404
    assert post(twice, f"{PEOPLE}/nobody/reset-factor").status_code == 404


def test_a_lost_second_factor_is_taken_away_by_another_officer(twice, log_in):
    enrol(twice)
    own = post(twice, f"{PEOPLE}/officer/reset-factor")
    assert own.status_code == 422
    post(twice, "/logout")
    log_in(twice, "officer2")
    assert post(twice, f"{PEOPLE}/officer/reset-factor").headers["location"] == PEOPLE
    assert "重置他人两步验证" in read(twice, "/audit").text
    post(twice, "/logout")
    assert log_in(twice, "officer").get("/officer/").status_code == 200


@pytest.mark.parametrize("page", ["/account", FACTOR, PEOPLE, "/login/code"])
def test_the_pages_speak_english(twice, page):
    enrol(twice)
    shown = html.unescape(read(twice, f"{page}?lang=en").text)
    with twice.story.store.transaction() as db:
        names = [row.name for row in db.accounts.everybody()]
    for name in sorted(names, key=len, reverse=True):
        shown = shown.replace(name, "")
    assert chinese(shown, twice.story) == []


def test_a_dump_of_the_sessions_lets_nobody_in(twice):
    with twice.story.store.transaction() as db:
        marks = db.session.execute(text("SELECT mark FROM sessions")).scalars().all()
    assert len(marks) == 2
    assert not any(is_in(twice, mark) for mark in marks)
