"""The inbox of each person, and mails: sent once, tried again, given up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from letterbox import MailServer

from procurement.actions import notices
from procurement.exchange import mail
from procurement.exchange.mail import Letterhead, Server, Tls
from procurement.rules.notices import Kind
from procurement.rules.rights import Actor, Role
from procurement.rules.text import Refused
from procurement.store.accounts import UserRow
from procurement.store.mails import MailState
from procurement.store.rounds import NotFound

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ALPHA = Actor("alpha", Role.FIRM, "F01")
COLLEAGUE = Actor("alpha2", Role.FIRM, "F01")
BETA = Actor("beta", Role.FIRM, "F02")
OFFICER = Actor("wang", Role.OFFICER)
HEAD = Letterhead("noreply@vbp.example", "https://vbp.example")


@pytest.fixture
def people(store):
    with store.transaction() as db:
        for one in (ALPHA, COLLEAGUE, BETA, OFFICER):
            db.session.add(
                UserRow(login=one.login, name="", role=one.role, party=one.party, password_hash="")
            )
    for one in (ALPHA, BETA, OFFICER):
        notices.set_address(store, one, f"{one.login}@mail.example", NOW)
    return store


def tell(store, kind=Kind.BIDS_OPENED, to=("F01",), link="/firm/1", at=NOW):
    with store.transaction() as db:
        db.notices.tell(kind, to=to, at=at, link=link)


def kinds(store, who):
    return [entry.row.kind for entry in notices.inbox(store, who).entries]


def states(store, login):
    with store.transaction() as db:
        return [(row.state, row.failures) for row in db.mails.of(login)]


@pytest.fixture
def server():
    with MailServer() as running:
        yield running


def send(store, server, at=NOW):
    return notices.send(store, at, mail.by_server(Server("127.0.0.1", server.port, Tls.NONE)), HEAD)


def test_everybody_reads_their_own_notices_the_newest_first(store):
    tell(store)
    tell(store, Kind.RESULT_PUBLISHED, to=["F01", "F02"])
    tell(store, Kind.FLAG_REPLIED, to=[Role.OFFICER])
    assert kinds(store, ALPHA) == ["result_published", "bids_opened"]
    assert kinds(store, BETA) == ["result_published"]
    assert kinds(store, OFFICER) == ["flag_replied"]
    assert kinds(store, Actor("gamma", Role.HOSPITAL, "H01")) == []


def test_what_is_rolled_back_was_told_to_nobody(store):
    def break_off():
        with store.transaction() as db:
            db.notices.tell(Kind.BIDS_OPENED, to=["F01"], at=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert kinds(store, ALPHA) == []


def test_telling_nobody_tells_nothing(store):
    tell(store, to=())
    assert not notices.spread(store, NOW)


def test_each_person_reads_alone(store):
    tell(store)
    tell(store)
    first = notices.inbox(store, ALPHA).entries[0].row.number
    assert notices.read(store, ALPHA, first, NOW) == "/firm/1"
    notices.read(store, ALPHA, first, NOW)
    assert (notices.unread(store, ALPHA), notices.unread(store, COLLEAGUE)) == (1, 2)
    assert [entry.read for entry in notices.inbox(store, ALPHA).entries] == [True, False]
    notices.read_all(store, ALPHA, NOW)
    notices.read_all(store, ALPHA, NOW)
    assert (notices.unread(store, ALPHA), notices.unread(store, COLLEAGUE)) == (0, 2)


@pytest.mark.parametrize("other", [BETA, OFFICER])
def test_a_notice_for_others_is_not_found(store, other):
    tell(store)
    number = notices.inbox(store, ALPHA).entries[0].row.number
    for wanted in (number, number + 1):
        with pytest.raises(NotFound):
            notices.read(store, other, wanted, NOW)
    notices.read_all(store, other, NOW)
    assert notices.unread(store, ALPHA) == 1


def test_long_lists_come_in_pages_and_are_counted_up_to_a_hundred(store):
    for _ in range(notices.MANY + 5):
        tell(store)
    assert notices.unread(store, ALPHA) == notices.MANY
    inbox = notices.inbox(store, ALPHA, 4)
    assert (inbox.total, inbox.pages, len(inbox.entries)) == (105, 4, 15)
    assert notices.inbox(store, ALPHA, 5).entries == ()


def test_an_address_that_is_none_is_refused(store):
    with pytest.raises(Refused, match="valid e-mail address"):
        notices.set_address(store, ALPHA, "alpha@x\nBcc: all@y", NOW)
    assert notices.address(store, ALPHA) == ""


def test_the_audit_trail_tells_that_an_address_was_set_and_not_which(people):
    with people.transaction() as db:
        event = db.audit.last("login alpha", "mail address set")
    assert event.details == {"mail": True}


def test_everybody_of_the_audience_with_an_address_gets_one_mail(people, server):
    tell(people, to=["F01", Role.OFFICER])
    assert notices.spread(people, NOW)
    assert not notices.spread(people, NOW)
    while send(people, server):
        pass
    assert sorted(one["To"] for one in server.box.mails) == [
        "alpha@mail.example",
        "wang@mail.example",
    ]
    assert states(people, "alpha") == [(MailState.SENT, 0)]
    assert states(people, "beta") == []
    assert not send(people, server, NOW + timedelta(days=9))


def test_a_mail_says_what_happened_and_nothing_else(people, server):
    tell(people)
    notices.spread(people, NOW)
    send(people, server)
    (letter,) = server.box.mails
    assert letter["Subject"] == "已开标 · The bids were opened"
    assert (letter["From"], letter["Auto-Submitted"]) == (HEAD.sender, "auto-generated")
    assert letter["Message-ID"].endswith("@vbp.example>")
    assert letter.get_content().splitlines() == [
        "已开标。",
        "The bids were opened.",
        "",
        "日期 Day: 2026-11-23",
        "https://vbp.example/firm/1",
        "",
        "请登录平台查看。邮件不含报价等任何保密内容，请勿回复。",
        "Log in to see more. A mail holds nothing confidential; please do not reply.",
    ]


def test_while_the_mail_server_is_down_mails_wait_and_go_once_when_it_is_back(people, server):
    tell(people)
    notices.spread(people, NOW)
    server.down()
    assert not send(people, server)
    assert states(people, "alpha") == [(MailState.WAITING, 1)]
    server.up()
    assert not send(people, server), "not before its time"
    later = NOW + timedelta(seconds=30)
    assert send(people, server, later)
    assert not send(people, server, later + timedelta(days=1))
    assert len(server.box.mails) == 1


def test_a_mail_that_is_not_taken_now_is_tried_again_less_and_less_often(people, server):
    tell(people)
    notices.spread(people, NOW)
    server.box.answers = ["451 later", "451 later"]
    assert not send(people, server)
    assert not send(people, server, NOW + timedelta(seconds=30))
    assert not send(people, server, NOW + timedelta(seconds=89))
    assert send(people, server, NOW + timedelta(seconds=90))
    assert states(people, "alpha") == [(MailState.SENT, 2)]


def test_a_mailbox_that_does_not_exist_is_not_asked_again(people, server):
    tell(people)
    notices.spread(people, NOW)
    server.box.unknown = {"alpha@mail.example"}
    assert send(people, server)
    assert states(people, "alpha") == [(MailState.REFUSED, 0)]


def test_a_mail_that_nobody_takes_for_days_is_given_up(people, server):
    tell(people)
    notices.spread(people, NOW)
    server.down()
    send(people, server, NOW + notices.PATIENCE + timedelta(seconds=1))
    assert states(people, "alpha") == [(MailState.GIVEN_UP, 1)]


def test_who_takes_the_address_back_gets_no_more_mail(people, server):
    tell(people)
    notices.spread(people, NOW)
    notices.set_address(people, ALPHA, "", NOW)
    assert send(people, server)
    assert states(people, "alpha") == [(MailState.GIVEN_UP, 0)]
    assert server.box.mails == []


def test_two_workers_at_once_send_every_mail_once(people, server):
    for _ in range(20):
        tell(people)
    notices.spread(people, NOW)

    def work(_):
        while send(people, server):
            pass

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(4)))
    assert len({letter["Message-ID"] for letter in server.box.mails}) == 20
    assert len(server.box.mails) == 20


def test_without_a_mail_server_mails_are_files(people, tmp_path):
    tell(people)
    notices.spread(people, NOW)
    assert notices.send(people, NOW, mail.into_folder(tmp_path / "mail"), HEAD)
    (file,) = (tmp_path / "mail").iterdir()
    assert file.suffix == ".eml"
    assert "alpha@mail.example" in file.read_text()


def test_a_password_is_never_sent_in_clear():
    with pytest.raises(ValueError, match="no password"):
        Server("mail.example", 25, Tls.NONE, "vbp", "secret")
    assert "secret" not in repr(Server("mail.example", 587, Tls.STARTTLS, "vbp", "secret"))
