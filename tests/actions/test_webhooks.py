"""Webhooks: in order, without a gap, signed, tried again, and never into our own network."""

import hmac
from base64 import b64decode, b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from letterbox import Receiver, a_certificate, free_port
from sqlalchemy import text

from procurement.actions import notices, webhooks
from procurement.rules import webhooks as rules
from procurement.rules.notices import Kind
from procurement.rules.rights import Actor, Forbidden, Role
from procurement.rules.text import Refused
from procurement.store.rounds import NotFound

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
KEY = bytes(range(32))
ALPHA = Actor("alpha", Role.FIRM, "F01")
BETA = Actor("beta", Role.FIRM, "F02")
HALF_A_MINUTE = timedelta(seconds=30)


@pytest.fixture
def receiver():
    with Receiver() as running:
        yield running


def add(store, address, who=ALPHA, *, loopback=True):
    return webhooks.add(store, who, address, KEY, NOW, loopback=loopback)


def tell(store, times=1, to=("F01",), kind=Kind.BIDS_OPENED):
    for _ in range(times):
        with store.transaction() as db:
            db.notices.tell(kind, to=to, at=NOW, link="/firm/1")
    notices.spread(store, NOW)


def deliver(store, at=NOW, *, loopback=True):
    return webhooks.deliver(store, at, KEY, loopback=loopback)


def only(store, who=ALPHA):
    (found,) = webhooks.receivers(store, who)
    return found


def test_messages_come_in_order_numbered_without_a_gap_and_signed(store, receiver):
    secret = b64decode(add(store, receiver.address).removeprefix("whsec_"))
    tell(store, 3)
    assert deliver(store)
    assert not deliver(store)
    assert receiver.sequences == [1, 2, 3]
    for headers, body in receiver.messages:
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        proof = b64encode(hmac.digest(secret, signed, "sha256")).decode()
        assert headers["webhook-signature"] == f"v1,{proof}"
        assert headers["webhook-timestamp"] == f"{int(NOW.timestamp())}"
        assert headers["host"] == receiver.address.split("/")[2]
    assert receiver.bodies[0]["data"] == {"round": "", "link": "/firm/1", "day": "2026-11-23"}
    assert len({headers["webhook-id"] for headers, _ in receiver.messages}) == 3


def test_what_was_told_before_and_what_others_are_told_is_not_sent(store, receiver):
    tell(store)
    add(store, receiver.address)
    tell(store, to=["F02", Role.HOSPITAL, Role.OFFICER])
    assert not deliver(store)
    tell(store, to=["F01", "F02"])
    tell(store, to=[Role.FIRM])
    assert deliver(store)
    assert receiver.sequences == [1, 2]


def test_a_receiver_that_fails_gets_the_same_message_again_before_the_next(store, receiver):
    add(store, receiver.address)
    receiver.answers = [500, 503]
    tell(store, 2)
    deliver(store)
    assert not deliver(store, NOW + timedelta(seconds=29))
    deliver(store, NOW + HALF_A_MINUTE)
    assert not deliver(store, NOW + timedelta(seconds=89))
    deliver(store, NOW + timedelta(seconds=90))
    assert receiver.sequences == [1, 1, 1, 2]
    first, second, third = [(headers["webhook-id"], body) for headers, body in receiver.messages][
        :3
    ]
    assert first == second == third
    row = only(store).deliveries[-1][0]
    assert (row.tries, row.answer, row.delivered_at) == (3, "204", NOW + timedelta(seconds=90))
    assert only(store).row.failures == 0


def test_one_that_is_down_does_not_keep_another_from_its_messages(store, receiver):
    add(store, f"http://127.0.0.1:{free_port()}/")
    add(store, receiver.address)
    tell(store)
    deliver(store)
    assert receiver.sequences == [1]
    down, _ = webhooks.receivers(store, ALPHA)
    assert down.deliveries[0][0].answer == "ConnectError"


def test_a_receiver_that_does_not_answer_in_time_has_failed(store, receiver, monkeypatch):
    monkeypatch.setattr(webhooks.hooks, "TIMEOUT", 0.2)
    receiver.waits.clear()
    add(store, receiver.address)
    tell(store)
    deliver(store)
    assert only(store).deliveries[0][0].answer == "timeout"


@pytest.mark.parametrize("status", [301, 307])
def test_redirects_are_not_followed(store, receiver, status):
    receiver.answers = [status]
    add(store, receiver.address)
    tell(store)
    deliver(store)
    assert (receiver.sequences, only(store).deliveries[0][0].answer) == ([1], f"{status}")


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"],
)
def test_nothing_is_sent_into_our_own_network_however_it_is_written(store, receiver, host):
    add(store, f"https://{host}:{receiver.server.server_port}/", loopback=False)
    tell(store)
    deliver(store, loopback=False)
    assert receiver.messages == []
    assert only(store).deliveries[0][0].answer in {"not a public address", "unknown name"}


@pytest.mark.parametrize("host", ["nowhere.invalid", "a..b", "-", "xn--0", "[v1.x]"])
def test_a_name_that_does_not_exist_has_failed(store, host):
    add(store, f"https://{host}/", loopback=False)
    tell(store)
    deliver(store, loopback=False)
    assert only(store).deliveries[0][0].answer == "unknown name"


def test_in_development_plain_http_goes_to_this_machine_alone(store):
    with pytest.raises(Refused, match="https"):
        add(store, "http://erp.pharma.example/", loopback=False)
    add(store, "http://8.8.8.8/")
    tell(store)
    deliver(store)
    assert only(store).deliveries[0][0].answer == "not a public address"


def test_concurrent_tells_never_make_a_gap_or_a_number_twice(store, receiver):
    add(store, receiver.address)

    def tell_some(_):
        for _ in range(5):
            with store.transaction() as db:
                db.notices.tell(Kind.BIDS_OPENED, to=["F01", "F02"], at=NOW)
            notices.spread(store, NOW)

    with ThreadPoolExecutor(8) as people:
        list(people.map(tell_some, range(8)))
    while notices.spread(store, NOW) or deliver(store):
        pass
    assert receiver.sequences == list(range(1, 41))


def test_two_workers_at_once_do_not_send_twice(store, receiver):
    add(store, receiver.address)
    tell(store, 5)
    with ThreadPoolExecutor(3) as workers:
        list(workers.map(lambda _: deliver(store), range(3)))
    assert receiver.sequences == [1, 2, 3, 4, 5]


def test_what_a_worker_that_died_had_taken_is_sent_by_the_next(store, receiver):
    add(store, receiver.address)
    tell(store)
    with store.transaction() as db:
        db.webhooks.take(NOW, NOW + webhooks.TAKEN, 1)
    assert not deliver(store)
    assert deliver(store, NOW + webhooks.TAKEN)
    assert receiver.sequences == [1]


def test_one_that_failed_for_days_is_stopped_and_its_organisation_told(store, receiver):
    add(store, receiver.address)
    receiver.answers = [500, 500]
    tell(store)
    deliver(store)
    assert only(store).row.failing_since == NOW
    stop = NOW + rules.PATIENCE
    deliver(store, stop)
    assert only(store).row.stopped_at == stop
    told = notices.inbox(store, ALPHA).entries[0].row
    assert (told.kind, told.link) == ("hook_stopped", "/inbox/webhooks")
    notices.spread(store, stop)
    assert not deliver(store, stop + timedelta(days=9))
    webhooks.resend(store, ALPHA, only(store).row.number, 1, stop)
    deliver(store, stop)
    assert receiver.sequences == [1, 1, 1, 2], "it begins where it stopped"
    assert only(store).row.stopped_at is None


def test_everything_from_a_number_on_is_sent_again_in_order(store, receiver):
    add(store, receiver.address)
    tell(store, 4)
    deliver(store)
    webhooks.resend(store, ALPHA, only(store).row.number, 3, NOW)
    deliver(store)
    assert receiver.sequences == [1, 2, 3, 4, 3, 4]
    assert receiver.messages[2][1] == receiver.messages[4][1]


@pytest.mark.parametrize("sequence", [0, -1, 2, 2**62])
def test_a_number_that_there_is_not_is_refused(store, receiver, sequence):
    add(store, receiver.address)
    tell(store)
    with pytest.raises(Refused, match="Nothing was numbered so"):
        webhooks.resend(store, ALPHA, only(store).row.number, sequence, NOW)


def test_a_revoked_webhook_gets_nothing_more(store, receiver):
    add(store, receiver.address)
    tell(store)
    number = only(store).row.number
    webhooks.revoke(store, ALPHA, number, NOW)
    assert not deliver(store)
    tell(store)
    assert not deliver(store)
    assert webhooks.receivers(store, ALPHA) == ()
    with pytest.raises(NotFound):
        webhooks.revoke(store, ALPHA, number, NOW)
    assert receiver.messages == []


def test_another_organisation_neither_sees_nor_touches_it(store, receiver):
    add(store, receiver.address)
    tell(store)
    number = only(store).row.number
    assert webhooks.receivers(store, BETA) == ()
    with pytest.raises(NotFound):
        webhooks.revoke(store, BETA, number, NOW)
    with pytest.raises(NotFound):
        webhooks.resend(store, BETA, number, 1, NOW)
    with pytest.raises(Forbidden):
        webhooks.receivers(store, Actor("wang", Role.OFFICER))


def test_there_is_a_most_of_webhooks(store, receiver):
    for _ in range(rules.MOST):
        add(store, receiver.address)
    with pytest.raises(Refused, match="at most 5"):
        add(store, receiver.address)
    add(store, receiver.address, BETA)


def test_neither_secret_nor_address_is_in_the_audit_trail_and_no_secret_in_the_database(
    store, receiver
):
    secret = add(store, f"{receiver.address}?token=7h1s")
    raw = b64decode(secret.removeprefix("whsec_"))
    with store.transaction() as db:
        assert db.audit.last("party F01", "webhook added").details == {"webhook": 1}
        for (row,) in db.session.execute(text("SELECT hooks::text FROM hooks")):
            assert secret not in row
            assert raw.hex() not in row


def test_over_https_the_certificate_must_be_of_the_name(store, tmp_path, monkeypatch):
    """The address that was looked up is called, and the name is what the certificate is for."""
    certificate = a_certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with Receiver(certificate) as receiver:
        add(store, receiver.address)
        tell(store)
        deliver(store)
        assert receiver.sequences == [1]
    wrong = a_certificate(tmp_path, "other.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(wrong))
    with Receiver(wrong) as receiver:
        add(store, receiver.address, BETA)
        tell(store, to=["F02"])
        deliver(store)
        assert receiver.messages == []
    assert only(store, BETA).deliveries[0][0].answer == "ConnectError"
