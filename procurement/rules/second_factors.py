"""The second factor: codes of an authenticator (TOTP, RFC 6238) and recovery codes (恢复码)."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

import pyotp
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from procurement.rules.rights import Role

REQUIRED: frozenset[Role] = frozenset({Role.OFFICER, Role.SUPERVISOR})
"""Who works with nothing before a second factor is set up, where the platform requires one."""
ISSUER = "VBP 集采平台"
STEP = 30
"""Seconds that a code stands."""
SLACK = 1
"""Steps that the clock of a telephone may be fast or slow."""
FRESH = timedelta(minutes=5)
"""How long a code given counts as given just now."""
CODES = 10
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Nothing that is mistaken for something else when it is copied by hand."""
HALF = 5
"""Letters on either side of a recovery code's hyphen: fifty bits in all."""
NONCE = 12


def new_secret() -> str:
    """A secret for an authenticator, in base32."""
    return pyotp.random_base32()


def address(secret: str, login: str) -> str:
    """What the QR code tells the authenticator."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=login, issuer_name=ISSUER)


def step_of(secret: str, code: str, at: datetime, after: int) -> int | None:
    """The step whose code this is; None when it is none, or not later than the step ``after``.

    A code that was used is so never taken again, nor one before it.
    """
    made = pyotp.TOTP(secret, interval=STEP)
    now = made.timecode(at)
    near = range(max(now - SLACK, after + 1), now + SLACK + 1)
    same = [step for step in near if hmac.compare_digest(made.generate_otp(step), plain(code))]
    return same[0] if same else None


def plain(code: str) -> str:
    """A code as it was meant: without spaces and hyphens, in capital letters and ASCII digits."""
    kept = "".join(one for one in code.upper() if one.isalnum())
    return kept if kept.isascii() else ""


def recovery_codes() -> Sequence[str]:
    """Ten codes to be written down; each stands once for the authenticator."""

    def half() -> str:
        return "".join(secrets.choice(LETTERS) for _ in range(HALF))

    return [f"{half()}-{half()}" for _ in range(CODES)]


def mark(code: str, login: str, key: bytes) -> str:
    """A keyed hash of a recovery code; nothing else is kept of it."""
    return hmac.new(key, f"{login}\0{plain(code)}".encode(), hashlib.sha256).hexdigest()


def seal(secret: str, login: str, key: bytes) -> bytes:
    """The secret under the platform's key, bound to the login (AES-GCM)."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, secret.encode(), login.encode())


def unseal(sealed: bytes, login: str, key: bytes) -> str:
    """The secret again; InvalidTag when it was sealed for somebody else or under another key."""
    return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], login.encode()).decode()
