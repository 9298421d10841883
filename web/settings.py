"""Where things are kept and how many work at once; read from the environment once."""

import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from procurement.rules.keys import new_signing_key

POOL = 16
"""Connections of one server process, and so also the threads that may work at once."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``home`` holds everything the server writes; nothing outside it is touched."""

    home: Path
    database_url: str = field(repr=False)
    secure_cookies: bool = False
    pool: int = POOL

    @property
    def sessions(self) -> Path:
        return self.home / "sessions"

    def csrf_secret(self) -> str:
        return _kept(
            self.home / "secrets" / "csrf", lambda: secrets.token_hex(32).encode()
        ).decode()

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


def from_environment() -> Settings:
    """Settings of a server process; ``VBP_DATABASE_URL`` is set by whoever starts it."""
    return Settings(
        home=home(),
        database_url=os.environ["VBP_DATABASE_URL"],
        secure_cookies=os.environ.get("VBP_SECURE_COOKIES") == "1",
    )
