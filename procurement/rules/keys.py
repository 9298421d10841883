"""Keys that no one person holds: a round's private key, split among the key-holding officers.

From the announcement to the opening (开标) the private key exists nowhere in one piece: every
officer's share is wrapped under that officer's passphrase, and it takes all of them to join it.
Neither an operator nor a database administrator can read a price before that.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from unicodedata import normalize

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from procurement.rules.text import Fault, Text

KEY_BYTES = 32
FEWEST_OFFICERS = 2
SHORTEST_PASSPHRASE = 12


@dataclass(frozen=True, slots=True)
class KeyPair:
    """32 raw bytes each: X25519 for a round, Ed25519 for the server's signature."""

    private: bytes = field(repr=False)
    public: bytes


def new_round_key() -> KeyPair:
    key = X25519PrivateKey.generate()
    return KeyPair(key.private_bytes_raw(), key.public_key().public_bytes_raw())


def new_signing_key() -> KeyPair:
    key = Ed25519PrivateKey.generate()
    return KeyPair(key.private_bytes_raw(), key.public_key().public_bytes_raw())


@dataclass(frozen=True, slots=True)
class Hardness:
    """What one guess at a passphrase costs (argon2id)."""

    memory_kib: int = 65536
    passes: int = 3
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class Share:
    """One officer's part of a private key, readable with that officer's passphrase only."""

    officer: str
    salt: bytes
    nonce: bytes
    ciphertext: bytes
    hardness: Hardness


def passphrase_faults(passphrases: Mapping[str, str]) -> list[Fault]:
    """Two officers or more, each with a long passphrase of their own."""
    faults = []
    if len(passphrases) < FEWEST_OFFICERS:
        faults.append(
            _fault(
                "key_officers",
                "passphrases",
                f"密钥须由至少{FEWEST_OFFICERS}名工作人员共同保管。",
                f"The key is kept by {FEWEST_OFFICERS} officers or more.",
            )
        )
    if len(set(passphrases.values())) < len(passphrases):
        faults.append(
            _fault(
                "passphrase_shared",
                "passphrases",
                "每名工作人员须使用各自不同的口令。",
                "Every officer needs a passphrase of their own.",
            )
        )
    faults.extend(
        _fault(
            "passphrase_length",
            officer,
            f"{officer}的口令少于{SHORTEST_PASSPHRASE}个字符，请加长。",
            f"The passphrase of {officer} has fewer than {SHORTEST_PASSPHRASE} characters; "
            "choose a longer one.",
        )
        for officer, passphrase in passphrases.items()
        if len(passphrase) < SHORTEST_PASSPHRASE
    )
    return faults


def lock(
    private_key: bytes, passphrases: Mapping[str, str], hardness: Hardness | None = None
) -> tuple[Share, ...]:
    """Split a private key among all these officers (by login): it takes every one to unlock it.

    Every part but the last is random and the last is what their exclusive-or leaves of the key, so
    that all parts but one say nothing. Raises ``ValueError`` for a single officer.
    """
    if len(passphrases) < FEWEST_OFFICERS:
        raise ValueError(f"a key is split among {FEWEST_OFFICERS} officers or more")
    parts = [secrets.token_bytes(KEY_BYTES) for _ in range(len(passphrases) - 1)]
    parts.append(_join([private_key, *parts]))
    return tuple(
        _wrap(part, officer, passphrase, hardness or Hardness())
        for part, (officer, passphrase) in zip(parts, passphrases.items(), strict=True)
    )


def unlock(
    shares: Iterable[Share], passphrases: Mapping[str, str], public_key: bytes
) -> KeyPair | list[Fault]:
    """The round's key, or a fault for each officer whose passphrase is missing or wrong."""
    opened = [_unwrap(share, passphrases.get(share.officer, "")) for share in shares]
    if faults := [part for part in opened if isinstance(part, Fault)]:
        return faults
    private_key = _join([part for part in opened if isinstance(part, bytes)])
    found = X25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()
    if found != public_key:
        return [
            _fault(
                "round_key",
                "shares",
                "各份密钥合成的不是本轮次的密钥，请核对密钥份额是否齐全。",
                "The shares do not make this round's key; check that all of them are there.",
            )
        ]
    return KeyPair(private_key, public_key)


def _wrap(part: bytes, officer: str, passphrase: str, hardness: Hardness) -> Share:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    cipher = AESGCM(_stretch(passphrase, salt, hardness))
    return Share(officer, salt, nonce, cipher.encrypt(nonce, part, officer.encode()), hardness)


def _unwrap(share: Share, passphrase: str) -> bytes | Fault:
    cipher = AESGCM(_stretch(passphrase, share.salt, share.hardness))
    try:
        return cipher.decrypt(share.nonce, share.ciphertext, share.officer.encode())
    except InvalidTag:
        return _fault(
            "passphrase",
            share.officer,
            f"{share.officer}的口令缺失或不正确。",
            f"The passphrase of {share.officer} is missing or wrong.",
        )


def _stretch(passphrase: str, salt: bytes, hardness: Hardness) -> bytes:
    secret = normalize("NFKC", passphrase).encode()  # full-width letters are the same letters
    cost = (hardness.passes, hardness.memory_kib, hardness.lanes)
    return hash_secret_raw(secret, salt, *cost, hash_len=KEY_BYTES, type=Type.ID)


def _join(parts: Iterable[bytes]) -> bytes:
    whole = reduce(int.__xor__, (int.from_bytes(part) for part in parts), 0)
    return whole.to_bytes(KEY_BYTES)


def _fault(rule: str, place: str, zh: str, en: str) -> Fault:
    return Fault(rule, place, Text(zh, en))
