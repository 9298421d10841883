"""E-mails of notices: written in both languages, handed to a mail server or put into a folder."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from procurement.rules.notices import WORDS, Notice

TIMEOUT = 10  # seconds to wait for the mail server at every step


class Tls(StrEnum):
    """How the connection to the mail server is encrypted."""

    NONE = "none"
    STARTTLS = "starttls"
    IMPLICIT = "implicit"


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server; a password is never sent over a connection in clear: ``ValueError``."""

    host: str
    port: int
    tls: Tls = Tls.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if self.tls is Tls.NONE and self.password:
            raise ValueError("a mail server without TLS gets no password")


class RefusedForGood(Exception):
    """The mail server does not know the address; asking again is of no use."""


class NotNow(Exception):
    """The mail was not taken; it may be later."""


type Post = Callable[[EmailMessage], None]
"""Hands a mail over, or raises one of the two."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """From whom mails are, and where the site is that they link to, without a slash at the end."""

    sender: str
    site: str


def message(
    notice: Notice, to: str, head: Letterhead, *, identity: str, at: datetime
) -> EmailMessage:
    """The mail of a notice, Chinese first; its id stays the same when it is sent again."""
    words = WORDS[notice.kind]
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"] = head.sender, to
    made["Subject"] = " · ".join(part for part in (notice.round, words.zh, words.en) if part)
    made["Date"] = at
    made["Message-ID"] = f"<{identity}@{urlsplit(head.site).hostname}>"
    made["Auto-Submitted"] = "auto-generated"
    about = [f"采购轮次 Round: {notice.round}"] if notice.round else []
    lines = [
        f"{words.zh}。",
        f"{words.en}.",
        "",
        *about,
        f"日期 Day: {notice.day}",
        f"{head.site}{notice.link}",
        "",
        "请登录平台查看。邮件不含报价等任何保密内容，请勿回复。",
        "Log in to see more. A mail holds nothing confidential; please do not reply.",
    ]
    made.set_content("\n".join(lines))
    return made


def by_server(server: Server) -> Post:
    """Hand mails to this server, each over a connection of its own."""

    def post(mail: EmailMessage) -> None:
        try:
            with _connection(server) as connection:
                connection.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            if all(
                code >= HTTPStatus.INTERNAL_SERVER_ERROR for code, _ in error.recipients.values()
            ):
                raise RefusedForGood from error
            raise NotNow from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotNow from error

    return post


@contextmanager
def _connection(server: Server) -> Iterator[smtplib.SMTP]:
    trusted = ssl.create_default_context()
    if server.tls is Tls.IMPLICIT:
        opened: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT, context=trusted
        )
    else:
        opened = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    with opened:
        if server.tls is Tls.STARTTLS:
            opened.starttls(context=trusted)
        if server.user:
            opened.login(server.user, server.password)
        yield opened


def into_folder(folder: Path) -> Post:
    """Put mails into a folder, a file each, for development; the same mail again is one file."""

    def post(mail: EmailMessage) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = mail["Message-ID"].strip("<>").partition("@")[0]
        (folder / f"{name}.eml").write_bytes(mail.as_bytes())

    return post
