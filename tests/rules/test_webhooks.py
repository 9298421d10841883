"""Webhooks: what is signed and how, which addresses are sound, and which are never called."""

import hmac
import json
from base64 import b64decode, b64encode
from datetime import UTC, date, datetime
from ipaddress import ip_address

import pytest

from procurement.rules import webhooks
from procurement.rules.notices import Kind, Notice
from procurement.rules.webhooks import Message

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
KEY, SALT = bytes(range(32)), bytes(16)
TOLD = Notice(Kind.BIDS_OPENED, "GY-YD2019-2", "/firm/1", date(2026, 11, 23))


def test_a_message_is_the_kind_the_round_the_link_and_the_day_under_its_number():
    body = Message(7, TOLD, NOW).body()
    assert json.loads(body) == {
        "type": "bids_opened",
        "timestamp": "2026-11-23T02:00:00.000000+00:00",
        "sequence": 7,
        "data": {"round": "GY-YD2019-2", "link": "/firm/1", "day": "2026-11-23"},
    }
    assert Message(7, TOLD, NOW).body() == body


def test_the_signature_is_that_of_the_published_example():
    """https://github.com/standard-webhooks/standard-webhooks, the example of the specification."""
    secret = b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    at = datetime.fromtimestamp(1614265330, UTC)
    made = webhooks.headers(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}', at)
    assert made == {
        "content-type": "application/json",
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_secret_is_made_of_the_platforms_key_and_differs_for_each_receiver():
    secret = webhooks.secret(KEY, SALT)
    assert len(secret) == 32
    assert secret == hmac.digest(KEY, b"webhook" + SALT, "sha256")
    assert secret not in {webhooks.secret(KEY, b"1" * 16), webhooks.secret(b"2" * 32, SALT)}
    assert webhooks.shown(secret) == "whsec_" + b64encode(secret).decode()


def test_a_message_keeps_its_id_at_every_try():
    assert webhooks.message_id(SALT, 3) == webhooks.message_id(SALT, 3)
    others = {webhooks.message_id(SALT, 4), webhooks.message_id(b"1" * 16, 3)}
    assert webhooks.message_id(SALT, 3) not in others


@pytest.mark.parametrize(
    "address",
    [
        "https://erp.pharma.example/vbp",
        "https://erp.pharma.example:8443/vbp?token=1",
        "https://203.0.113.7/",
        "https://[2001:db8::1]/",
    ],
)
def test_a_sound_address(address):
    assert webhooks.address_faults(address) == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "erp.pharma.example",
        "http://erp.pharma.example/",
        "ftp://erp.pharma.example/",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "https://user:secret@erp.pharma.example/",
        "https://@erp.pharma.example/",
        "https://erp.pharma.example/#top",
        "https://erp.pharma.example:0/",
        "https://erp.pharma.example:99999/",
        "https://erp.pharma.example:x/",
        "https://[::1",
        "https://erp.pharma.example/a b",
        "https://erp.pharma.example/\r\nhost: other",
        "https://医药.example/",
        "https://erp.pharma.example/" + "a" * 500,
    ],
)
def test_an_address_that_is_not(address):
    (fault,) = webhooks.address_faults(address)
    assert (fault.rule, fault.place) == ("webhook_address", "address")


def test_plain_http_is_for_development_only():
    assert webhooks.address_faults("http://127.0.0.1:9/", loopback=True) == []
    assert webhooks.address_faults("http://127.0.0.1:9/") != []


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "114.114.114.114", "2606:4700:4700::1111", "240e:4c:4008::1"],
)
def test_an_address_of_the_public_internet_may_be_called(address):
    assert webhooks.may_be_reached([ip_address(address)])


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "127.8.8.8",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.192",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.250",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "::10.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::a00:1",
        "100::1",
        "2001::7f00:1",
        "2001:db8::1",
        "2002:a00:1::",
        "2002:808:808::",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "ff02::1",
    ],
)
def test_an_address_of_a_network_of_ours_is_never_called(address):
    assert not webhooks.may_be_reached([ip_address(address)])
    assert not webhooks.may_be_reached([ip_address("8.8.8.8"), ip_address(address)])


def test_a_name_without_an_address_is_never_called():
    assert not webhooks.may_be_reached([])
    assert not webhooks.may_be_reached([], loopback=True)


def test_in_development_only_this_machine_is_called():
    here = [ip_address("127.0.0.1"), ip_address("::1")]
    assert webhooks.may_be_reached(here, loopback=True)
    assert not webhooks.may_be_reached([*here, ip_address("10.0.0.1")], loopback=True)
    assert not webhooks.may_be_reached([ip_address("8.8.8.8")], loopback=True)
