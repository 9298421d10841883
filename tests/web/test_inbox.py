"""The inbox on its pages: each person's own, and nobody else's."""

import re
from datetime import UTC, datetime

import pytest
from bidders import GSK, HUAHAI, actor
from litestar.testing import TestClient
from visitor import PAGE, chinese

from procurement.actions import notices, webhooks
from procurement.rules.notices import Kind
from procurement.rules.rights import Role

ROUND = "GY-YD2019-2"
UNREAD = re.compile(r'class="unread">(\d+\+?)<')


@pytest.fixture
def client(site):
    return site("announce")


def firms(client):
    return actor(client.story, GSK), actor(client.story, HUAHAI)


def read(client, place):
    return client.get(place, headers=PAGE, follow_redirects=False)


def post(client, place, **form):
    form["_csrf_token"] = client.cookies["csrftoken"]
    return client.post(place, data=form, headers=PAGE, follow_redirects=False)


def another(client, log_in, login):
    """Somebody else in front of the same site."""
    other = TestClient(client.app)
    return log_in(other, login)


def numbers(client, who):
    return [entry.row.number for entry in notices.inbox(client.story.store, who).entries]


def test_the_announcement_stands_in_every_firms_inbox_and_over_every_page(client, log_in):
    mine, _ = firms(client)
    log_in(client, mine.login)
    page = read(client, "/inbox?lang=en").text
    assert "A round was announced" in page
    assert ROUND in page
    assert UNREAD.findall(read(client, "/firm").text) == ["1"]
    assert UNREAD.findall(read(client, "/").text) == ["1"]


def test_a_visitor_has_no_inbox(client):
    assert "/inbox" not in read(client, "/").text
    for address in ("/inbox", "/inbox/settings", "/inbox/webhooks"):
        assert read(client, address).headers["location"].startswith("/login")


def test_opening_a_notice_marks_it_and_goes_where_it_leads(client, log_in):
    mine, _ = firms(client)
    log_in(client, mine.login)
    (number,) = numbers(client, mine)
    answer = post(client, f"/inbox/{number}/read", then="open")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/firm/{client.story.round_id}",
    )
    assert UNREAD.findall(read(client, "/inbox").text) == []


def test_one_or_all_are_marked_as_read(client, log_in):
    mine, _ = firms(client)
    with client.story.store.transaction() as db:
        for _ in range(2):
            db.notices.tell(Kind.ROUND_CHANGED, to=[mine.party], at=datetime.now(UTC))
    log_in(client, mine.login)
    assert UNREAD.findall(read(client, "/inbox").text) == ["3"]
    answer = post(client, f"/inbox/{numbers(client, mine)[0]}/read", then="stay")
    assert answer.headers["location"] == "/inbox"
    assert UNREAD.findall(read(client, "/inbox").text) == ["2"]
    assert post(client, "/inbox/read").status_code == 303
    assert UNREAD.findall(read(client, "/inbox").text) == []


def test_a_firm_trying_the_numbers_of_others_finds_nothing(client, log_in):
    mine, other = firms(client)
    log_in(client, mine.login)
    own = set(numbers(client, mine))
    last = max(numbers(client, other) + sorted(own))
    with client.story.store.transaction() as db:
        db.notices.tell(Kind.FLAG_REPLIED, to=[Role.OFFICER], at=datetime.now(UTC))
    answers = {
        number: post(client, f"/inbox/{number}/read").status_code for number in range(1, last + 9)
    }
    assert {number for number, status in answers.items() if status == 303} == own
    assert set(answers.values()) == {303, 404}
    assert notices.unread(client.story.store, other) == 1


def test_more_than_a_hundred_are_not_counted(client, log_in):
    mine, _ = firms(client)
    with client.story.store.transaction() as db:
        for _ in range(120):
            db.notices.tell(Kind.ROUND_CHANGED, to=[mine.party], at=datetime.now(UTC))
    log_in(client, mine.login)
    assert UNREAD.findall(read(client, "/firm").text) == ["99+"]
    assert 'rel="next"' in read(client, "/inbox?page=2").text
    assert read(client, "/inbox?page=0").status_code == 400


def test_a_person_sets_an_address_for_mail(client, log_in):
    mine, _ = firms(client)
    log_in(client, mine.login)
    assert post(client, "/inbox/settings", address="a@b.example").status_code == 303
    assert "a@b.example" in read(client, "/inbox/settings").text
    assert post(client, "/inbox/settings", address="<script>@x").status_code == 422
    other = another(client, log_in, "officer")
    assert "a@b.example" not in read(other, "/inbox/settings").text


def test_a_webhook_shows_its_secret_once(client, log_in):
    mine, _ = firms(client)
    log_in(client, mine.login)
    made = post(client, "/inbox/webhooks", address="https://erp.example/vbp")
    (secret,) = re.findall(r"whsec_[A-Za-z0-9+/]+=*", made.text)
    assert made.headers["cache-control"] == "no-store"
    assert secret
    again = read(client, "/inbox/webhooks").text
    assert "whsec_" not in again
    assert "https://erp.example/vbp" in again
    assert post(client, "/inbox/webhooks", address="http://10.0.0.1/").status_code == 422


def test_another_firm_neither_sees_nor_touches_a_webhook(client, log_in):
    mine, other = firms(client)
    log_in(client, mine.login)
    post(client, "/inbox/webhooks", address="https://erp.example/vbp")
    tell_and_spread(client, mine)
    fox = another(client, log_in, other.login)
    assert "erp.example" not in read(fox, "/inbox/webhooks").text
    assert post(fox, "/inbox/webhooks/1/revoke").status_code == 404
    assert post(fox, "/inbox/webhooks/1/resend", sequence="1").status_code == 404
    assert len(webhooks.receivers(client.story.store, mine)) == 1


def test_deliveries_are_listed_sent_again_and_revoked(client, log_in):
    mine, _ = firms(client)
    log_in(client, mine.login)
    post(client, "/inbox/webhooks", address="https://erp.example/vbp")
    tell_and_spread(client, mine)
    assert "An announced round was changed" in read(client, "/inbox/webhooks?lang=en").text
    assert post(client, "/inbox/webhooks/1/resend", sequence="1").status_code == 303
    assert post(client, "/inbox/webhooks/1/resend", sequence="99").status_code == 422
    assert post(client, "/inbox/webhooks/1/resend", sequence="x").status_code == 400
    assert post(client, "/inbox/webhooks/1/revoke").status_code == 303
    assert "erp.example" not in read(client, "/inbox/webhooks").text


@pytest.mark.parametrize("login", ["officer", "fund", "auditor"])
def test_an_office_has_an_inbox_and_no_webhooks(client, log_in, login):
    log_in(client, login)
    page = read(client, "/inbox").text
    assert "/inbox/settings" in page
    assert "/inbox/webhooks" not in page
    assert read(client, "/inbox/webhooks").status_code == 403


@pytest.mark.parametrize("address", ["/inbox", "/inbox/settings", "/inbox/webhooks"])
def test_in_english_no_chinese_is_left(client, log_in, address):
    mine, _ = firms(client)
    log_in(client, mine.login)
    if address.endswith("webhooks"):
        post(client, address, address="https://erp.example/vbp")
        tell_and_spread(client, mine)
    assert chinese(read(client, f"{address}?lang=en").text, GSK) == []


def tell_and_spread(client, who):
    with client.story.store.transaction() as db:
        db.notices.tell(Kind.ROUND_CHANGED, to=[who.party], at=datetime.now(UTC))
    notices.spread(client.story.store, datetime.now(UTC))
