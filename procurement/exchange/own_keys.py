"""A firm's own key as its page makes it, unwrapped by its passphrase to read a bid back (自读)."""

import json
from dataclasses import dataclass, field
from hashlib import pbkdf2_hmac
from unicodedata import normalize

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from procurement.exchange.envelope_files import NO_OWN_KEY, Sealed
from procurement.rules import sealing
from procurement.rules.keys import KEY_BYTES
from procurement.rules.sealing import SealedBid
from procurement.rules.text import Fault, Refused, Text

NONCE_BYTES = 12
MOST_ROUNDS = 10_000_000
"""A file that asks for more work than this was not made by the page."""

NOT_FOR_THE_FIRM = Fault(
    "own_message",
    "envelope",
    Text(
        "该信封没有加密给本企业，只有开标时才能打开。",
        "The envelope was not sealed to the firm as well; only the opening can read it.",
    ),
)
OTHER_FIRM = Fault(
    "own_key_firm",
    "--key",
    Text("密钥属于另一家企业。", "The key is another firm's."),
)
WRONG = Fault(
    "passphrase",
    "passphrase",
    Text("口令不正确，或密钥文件已改动。", "The passphrase is wrong, or the key's file changed."),
)
OTHER_KEY = Fault(
    "own_key",
    "--key",
    Text(
        "无法解密：信封加密给了另一把密钥，或内容已改动。",
        "It cannot be read: the envelope was sealed to another key, or was changed.",
    ),
)


@dataclass(frozen=True, slots=True)
class OwnKey:
    """The key's file: the private part is wrapped under a passphrase (PBKDF2, AES-256-GCM)."""

    firm: str
    public_key: bytes
    rounds: int
    salt: bytes
    nonce: bytes
    wrapped: bytes = field(repr=False)


def read(content: bytes) -> OwnKey:
    """Raises ``Refused`` for any other file."""
    try:
        found = json.loads(content)
        key, salt, nonce, wrapped = (
            bytes.fromhex(found[name]) for name in ("public_key", "salt", "nonce", "wrapped")
        )
        made = OwnKey(str(found["firm"]), key, found["rounds"], salt, nonce, wrapped)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Refused([NO_OWN_KEY]) from error
    is_usual = type(made.rounds) is int and 0 < made.rounds <= MOST_ROUNDS
    if not is_usual or len(key) != KEY_BYTES or len(nonce) != NONCE_BYTES:
        raise Refused([NO_OWN_KEY])
    return made


def read_back(sealed: Sealed, key: OwnKey, passphrase: str) -> SealedBid:
    """The bid that the firm sealed; ``Refused`` with everything that keeps it from being read."""
    message = sealing.for_the_firm(sealed.ciphertext)
    found = [] if message else [NOT_FOR_THE_FIRM]
    if sealed.context.firm != key.firm:
        found.append(OTHER_FIRM)
    private = _unwrapped(key, passphrase)
    if private is None:
        found.append(WRONG)
    if found or private is None:
        raise Refused(found)
    bid = sealing.open_envelope(message, private, sealed.context)
    if isinstance(bid, Fault):
        raise Refused([OTHER_KEY])
    return bid


def _unwrapped(key: OwnKey, passphrase: str) -> bytes | None:
    """The private key, if the passphrase is right and the key is that of the file."""
    secret = normalize("NFKC", passphrase).encode()
    stretched = pbkdf2_hmac("sha256", secret, key.salt, key.rounds, KEY_BYTES)
    try:
        private = AESGCM(stretched).decrypt(key.nonce, key.wrapped, None)
        public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    except (InvalidTag, ValueError):
        return None
    return private if public == key.public_key else None
