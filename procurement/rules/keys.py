"""Keys that no one person holds: a round's private key, split among the key-holding officers.

From the announcement to the opening (开标) the private key exists nowhere in one piece: every
officer's share is wrapped under that officer's passphrase, and it takes k of the n officers to
join it. Neither an operator nor a database administrator can read a price before that.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from string import hexdigits
from unicodedata import normalize

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from procurement.rules import canon, secret_sharing
from procurement.rules.text import Fault, Text

KEY_BYTES = 32
GROUP = 4
"""Hexadecimal digits of a fingerprint that stand together."""
NO_FINGERPRINT = Fault(
    "key_fingerprint",
    "key",
    Text(
        "公钥指纹应为64位十六进制数，可以分组书写。",
        "The fingerprint of a key has 64 hexadecimal digits; groups of them are fine.",
    ),
)
ANOTHER_KEY = Fault(
    "another_key",
    "key",
    Text(
        "这不是公告的轮次公钥：指纹不符，未加密。请勿用其报价，并向采购办核实。",
        "This is not the round's key that was announced: its fingerprint is another, and nothing "
        "was sealed. Do not bid with it; ask the procurement office.",
    ),
)


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


def fingerprint(public_key: bytes) -> str:
    """SHA-256 of the 32 bytes of a public key (公钥指纹), in groups that can be read out."""
    digits = canon.digest(public_key)
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def fingerprint_faults(typed: str, public_key: bytes) -> list[Fault]:
    """Whether what was announced is this key's; spaces, colons, hyphens and case do not matter."""
    digits = "".join(one for one in normalize("NFKC", typed).lower() if one not in " :-\n\t")
    if len(digits) != 2 * KEY_BYTES or not all(one in hexdigits for one in digits):
        return [NO_FINGERPRINT]
    return [] if digits == canon.digest(public_key) else [ANOTHER_KEY]


@dataclass(frozen=True, slots=True)
class Hardness:
    """What one guess at a passphrase costs (argon2id)."""

    memory_kib: int = 65536
    passes: int = 3
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class Share:
    """One officer's part of a private key (密钥份额), readable with that officer's passphrase only.

    ``number`` tells the parts apart and ``threshold`` of them make the key. The number is 0 where
    the key was split by exclusive-or, before there were thresholds: it takes every share.
    """

    officer: str
    number: int
    threshold: int
    salt: bytes
    nonce: bytes
    ciphertext: bytes
    hardness: Hardness

    def file(self) -> bytes:
        """The share as JSON, to be kept elsewhere; bytes are written in hexadecimal digits."""
        plain = asdict(self)
        for name in ("salt", "nonce", "ciphertext"):
            plain[name] = plain[name].hex()
        return canon.encode(plain)

    def commitment(self) -> str:
        """SHA-256 of the share's file: published when it is made, it says nothing of the key."""
        return canon.digest(self.file())


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A private key in one piece again, and the officers who gave their shares."""

    pair: KeyPair
    officers: tuple[str, ...]


def lock(
    private_key: bytes,
    passphrases: Mapping[str, str],
    hardness: Hardness | None = None,
    threshold: int | None = None,
) -> tuple[Share, ...]:
    """Split a private key among these officers (by login), so that ``threshold`` of them unlock it.

    Without a threshold it takes all of them. Raises ``ValueError`` unless 2 ≤ threshold ≤ officers.
    """
    most = len(passphrases)
    needed = most if threshold is None else threshold
    parts = secret_sharing.split(private_key, needed, most)
    return tuple(
        wrap(Share(officer, number, needed, b"", b"", part, hardness or Hardness()), passphrase)
        for (number, part), (officer, passphrase) in zip(
            parts.items(), passphrases.items(), strict=True
        )
    )


def unlock(
    shares: Iterable[Share],
    passphrases: Mapping[str, str],
    public_key: bytes,
    commitments: Mapping[str, str] | None = None,
) -> Unlocked | list[Fault]:
    """The round's key from the shares of those who gave their passphrases, or all that is wrong.

    A wrong passphrase or a spoilt share does not matter when enough others are right.
    ``commitments`` are those published with the key: a share that has another is not used.
    """
    kept = {share.officer: share for share in shares}
    given = {officer: phrase for officer, phrase in passphrases.items() if phrase}
    parts: dict[str, bytes] = {}
    faults = []
    for officer, phrase in given.items():
        part = _part(officer, kept.get(officer), phrase, commitments)
        if isinstance(part, Fault):
            faults.append(part)
        else:
            parts[officer] = part
    needed = max((share.threshold for share in kept.values()), default=secret_sharing.FEWEST)
    if len(parts) < needed:
        return faults + _absent(kept, given, needed)
    private_key = _join({kept[officer]: part for officer, part in parts.items()}, needed)
    found = X25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()
    if found != public_key:
        return [
            _fault(
                "round_key",
                "shares",
                "各份密钥合成的不是本轮次的密钥，请核对密钥份额是否属于本轮次。",
                "The shares do not make this round's key; check that they are this round's.",
            )
        ]
    return Unlocked(KeyPair(private_key, public_key), tuple(parts))


def _join(parts: Mapping[Share, bytes], needed: int) -> bytes:
    if all(share.number for share in parts):
        numbered = [(share.number, part) for share, part in parts.items()]
        return secret_sharing.join(dict(numbered[:needed]))
    return secret_sharing.join_all({share.officer: part for share, part in parts.items()})


def _absent(kept: Mapping[str, Share], given: Mapping[str, str], needed: int) -> list[Fault]:
    """Who has to come: by name where everybody must, else how many."""
    if len(kept) == needed:
        return [_wrong(officer) for officer in kept if officer not in given]
    if len(given) >= needed:
        return []
    return [
        _fault(
            "key_threshold",
            "passphrases",
            f"开标须{needed}名密钥保管人到场，目前只有{len(given)}名输入了口令。",
            f"It takes {needed} key officers to open; {len(given)} gave a passphrase.",
        )
    ]


def _part(
    officer: str, share: Share | None, passphrase: str, commitments: Mapping[str, str] | None
) -> bytes | Fault:
    if share is None:
        return _fault(
            "share_missing",
            officer,
            f"没有{officer}的密钥份额。",
            f"There is no share of {officer}.",
        )
    if commitments is not None and commitments.get(officer) != share.commitment():
        return _fault(
            "share_changed",
            officer,
            f"{officer}的密钥份额与公告时登记的指纹不符，不能使用。",
            f"The share of {officer} is not the one recorded at the announcement; it is not used.",
        )
    cipher = AESGCM(_stretch(passphrase, share.salt, share.hardness))
    try:
        return cipher.decrypt(share.nonce, share.ciphertext, officer.encode())
    except InvalidTag:
        return _wrong(officer)


def wrap(bare: Share, passphrase: str) -> Share:
    """The share with its part encrypted under the passphrase."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    cipher = AESGCM(_stretch(passphrase, salt, bare.hardness))
    wrapped = cipher.encrypt(nonce, bare.ciphertext, bare.officer.encode())
    return Share(bare.officer, bare.number, bare.threshold, salt, nonce, wrapped, bare.hardness)


def _stretch(passphrase: str, salt: bytes, hardness: Hardness) -> bytes:
    secret = normalize("NFKC", passphrase).encode()  # full-width letters are the same letters
    cost = (hardness.passes, hardness.memory_kib, hardness.lanes)
    return hash_secret_raw(secret, salt, *cost, hash_len=KEY_BYTES, type=Type.ID)


def _wrong(officer: str) -> Fault:
    return _fault(
        "passphrase",
        officer,
        f"{officer}的口令缺失或不正确。",
        f"The passphrase of {officer} is missing or wrong.",
    )


def _fault(rule: str, place: str, zh: str, en: str) -> Fault:
    return Fault(rule, place, Text(zh, en))
