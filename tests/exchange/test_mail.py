"""Handing mails to a server: encrypted, as somebody it knows, and to no server of another name."""

from datetime import UTC, date, datetime

import pytest
from letterbox import MailServer, a_certificate, encrypted, knows

from procurement.exchange import mail
from procurement.exchange.mail import Letterhead, NotNow, Server, Tls
from procurement.rules.notices import Kind, Notice

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HEAD = Letterhead("vbp@vbp.example", "https://vbp.example")
TOLD = Notice(Kind.BIDS_OPENED, "GY-YD2019-2", "/firm/1", date(2026, 11, 23))
LETTER = mail.message(TOLD, "gsk@mail.example", HEAD, identity="notice-1", at=NOW)


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    made = a_certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    return made


def post(port, tls, password="right", host="localhost"):
    mail.by_server(Server(host, port, tls, "vbp", password))(LETTER)


@pytest.fixture
def by_upgrade(certificate):
    """A server that takes mail over STARTTLS alone, and from one user."""
    how = {"tls_context": encrypted(certificate), "require_starttls": True}
    known = {"authenticator": knows("vbp", "right"), "auth_required": True}
    with MailServer(**how, **known) as running:
        yield running


def test_a_mail_goes_over_starttls_as_the_user_it_is_for(by_upgrade):
    post(by_upgrade.port, Tls.STARTTLS)
    (letter,) = by_upgrade.box.mails
    assert letter["Subject"] == "GY-YD2019-2 · 已开标 · The bids were opened"
    assert "采购轮次 Round: GY-YD2019-2" in letter.get_content()


def test_a_mail_goes_over_a_connection_that_is_encrypted_from_the_start(certificate):
    server = MailServer(ssl_context=encrypted(certificate))
    with server:
        mail.by_server(Server("localhost", server.port, Tls.IMPLICIT))(LETTER)
        assert len(server.box.mails) == 1


def test_with_a_wrong_password_it_waits(by_upgrade):
    with pytest.raises(NotNow):
        post(by_upgrade.port, Tls.STARTTLS, "wrong")
    assert by_upgrade.box.mails == []


def test_a_server_of_another_name_gets_neither_password_nor_mail(by_upgrade):
    with pytest.raises(NotNow):
        post(by_upgrade.port, Tls.STARTTLS, host="127.0.0.1")
    assert by_upgrade.box.mails == []


def test_a_server_that_cannot_encrypt_gets_neither_password_nor_mail():
    with MailServer() as plain:
        with pytest.raises(NotNow):
            post(plain.port, Tls.STARTTLS)
        assert plain.box.mails == []


def test_the_same_mail_again_is_the_same_file(tmp_path):
    for _ in range(2):
        mail.into_folder(tmp_path)(LETTER)
    assert [file.name for file in tmp_path.iterdir()] == ["notice-1.eml"]
