"""Where things are kept and how many work at once; read from the environment once."""

import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from procurement.rules import networks
from procurement.rules.keys import new_signing_key

LOCAL = "http://127.0.0.1:8000"
"""Where the site is reached when nobody says where."""

POOL = 16
"""Connections of one server process, and so also the threads that may work at once."""

DRIFT = timedelta(seconds=5)
"""The most that a server's clock may be from the database's; further apart, nothing is accepted."""

KEY = 32
"""Bytes of a symmetric key."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``home`` holds everything the server writes; nothing outside it is touched."""

    home: Path
    database_url: str = field(repr=False)
    secure_cookies: bool = False
    pool: int = POOL
    trusted_proxies: tuple[str, ...] = ()
    """Addresses whose word is taken for where a visitor comes from."""
    second_factor_required: bool = False
    """Whether those whom the rules name must have a second factor; else it is only offered."""

    hooks_to_loopback: bool = False
    """Whether webhooks go to this machine, for development, and then to no other."""

    def hook_key(self) -> bytes:
        """What the secrets of webhooks are made of."""
        return _kept(self.home / "secrets" / "webhooks", lambda: secrets.token_bytes(KEY))

    def csrf_secret(self) -> str:
        return _kept(
            self.home / "secrets" / "csrf", lambda: secrets.token_hex(32).encode()
        ).decode()

    def accounts_key(self) -> bytes:
        """What the secrets of second factors are kept under."""
        return _kept(self.home / "secrets" / "accounts", lambda: secrets.token_bytes(KEY))

    def question_key(self) -> bytes:
        """What marks who asked a question, for nobody but the asker to see."""
        return _kept(self.home / "secrets" / "questions", lambda: secrets.token_bytes(KEY))

    def network_key(self) -> bytes:
        """What marks the network addresses of envelopes, so that a dump tells none."""
        return _kept(self.home / "secrets" / "networks", lambda: secrets.token_bytes(KEY))

    def network(self, round_code: str, address: str) -> str:
        """The mark of a network address in a round."""
        return networks.mark(self.network_key(), round_code, address)

    def receipt_key(self) -> bytes:
        """The private key that signs receipts for envelopes."""
        return receipt_key(self.home)

    def receipt_public_key(self) -> bytes:
        """What anybody verifies receipts and sealed heads with."""
        signer = Ed25519PrivateKey.from_private_bytes(self.receipt_key())
        return signer.public_key().public_bytes_raw()


def receipt_key(home: Path) -> bytes:
    """The receipt key kept under this home, made on first use."""
    return _kept(home / "secrets" / "receipts", lambda: new_signing_key().private)


def _kept(file: Path, make: Callable[[], bytes]) -> bytes:
    """The secret in the file, made on first use and readable by its owner only.

    Of several processes that make it at once, one wins, and the file is never seen half-written.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not file.exists():
        with tempfile.NamedTemporaryFile(dir=file.parent) as made:  # mode 0600
            made.write(make())
            made.flush()
            with suppress(FileExistsError):
                os.link(made.name, file)
    return file.read_bytes()


def home() -> Path:
    """The directory for everything written: ``VBP_HOME``, or ``var`` beside the code."""
    return Path(os.environ.get("VBP_HOME") or Path(__file__).parent.parent / "var")


def site() -> str:
    """Where people reach the site, for addresses that are sent to them: ``VBP_SITE``."""
    return os.environ.get("VBP_SITE", LOCAL).rstrip("/")


def from_environment() -> Settings:
    """Settings of a server process; ``VBP_DATABASE_URL`` is set by whoever starts it."""
    return Settings(
        home=home(),
        database_url=os.environ["VBP_DATABASE_URL"],
        secure_cookies=os.environ.get("VBP_SECURE_COOKIES") == "1",
        hooks_to_loopback=os.environ.get("VBP_WEBHOOKS_TO_LOOPBACK") == "1",
        trusted_proxies=tuple(os.environ.get("VBP_TRUSTED_PROXIES", "").split()),
        second_factor_required=os.environ.get("VBP_SECOND_FACTOR", "required") != "offered",
    )
