"""Sending mails and webhooks: to which servers, and the worker's threads that do it."""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from procurement.actions import notices, webhooks
from procurement.exchange import mail
from procurement.exchange.mail import Letterhead, Post, Server, Tls
from procurement.store.database import Store
from web import logs, settings
from web.settings import Settings

PAUSE = 0.5
FAREWELL = 5.0
"""Seconds that a thread gets to end; what it was sending is sent again by the next worker."""
PORT = 587
SENDER = "noreply@localhost"

type Step = Callable[[datetime], bool]
"""Does a little of the work; ``False`` when there is nothing to do now."""


@dataclass(frozen=True, slots=True)
class Posting:
    """How mails leave, what stands over them, and what webhooks are signed with."""

    post: Post
    head: Letterhead
    hook_key: bytes = field(repr=False)
    hooks_to_loopback: bool = False


def from_environment(wanted: Settings) -> Posting:
    """``VBP_SMTP_HOST`` names a mail server; without one mails become files under ``home``."""
    said = os.environ
    post = mail.into_folder(wanted.home / "mail")
    if host := said.get("VBP_SMTP_HOST"):
        post = mail.by_server(
            Server(
                host,
                int(said.get("VBP_SMTP_PORT", PORT)),
                Tls(said.get("VBP_SMTP_TLS", Tls.STARTTLS)),
                said.get("VBP_SMTP_USER", ""),
                said.get("VBP_SMTP_PASSWORD", ""),
            )
        )
    head = Letterhead(said.get("VBP_SMTP_FROM", SENDER), settings.site())
    return Posting(post, head, wanted.hook_key(), wanted.hooks_to_loopback)


class Posters:
    """Two threads beside the worker: a slow mail server or receiver stops nothing else."""

    def __init__(self, store: Store, how: Posting) -> None:
        self.stop = threading.Event()

        def hooks(now: datetime) -> bool:
            queued = notices.spread(store, now)
            sent = webhooks.deliver(store, now, how.hook_key, loopback=how.hooks_to_loopback)
            return queued or sent

        def mails(now: datetime) -> bool:
            return notices.send(store, now, how.post, how.head)

        self.threads = [
            threading.Thread(target=self._repeat, args=(step,), daemon=True, name=step.__name__)
            for step in (hooks, mails)
        ]

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(FAREWELL)

    def _repeat(self, step: Step) -> None:
        while not self.stop.is_set():
            try:
                busy = step(datetime.now(UTC))
            except Exception as error:  # noqa: BLE001 - the next turn tries again
                logs.failure("posting failed", error)
                busy = False
            if not busy:
                self.stop.wait(PAUSE)
