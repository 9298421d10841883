"""Sealed bids (密封报价): envelopes that only the round's private key opens, and signed receipts.

An envelope is an RFC 9180 (HPKE) message to the round's X25519 key, without associated data; any
HPKE library can make one from ``Context.info`` and the padded canonical JSON of a bid.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from procurement.rules import canon
from procurement.rules.text import Fault, Text

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
BLOCK = 512  # bytes of every padded bid: the length of an envelope tells nothing
ENVELOPE_BYTES = 32 + BLOCK + 16  # encapsulated key, padded bid, authentication tag
FOR_BOTH = b"\x02"  # the version of an envelope that its firm can read back
BOTH_BYTES = 1 + 2 * ENVELOPE_BYTES
LARGEST = 2**63 - 1  # what the store can keep


@dataclass(frozen=True, slots=True)
class SealedBid:
    """What a firm puts into its envelope; the price is in millionths of a yuan (申报价)."""

    product: str
    firm: str
    spec: str
    unit_price: int = field(repr=False)
    pack: int | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What an envelope is bound to; opened under any other context it stays closed.

    ``deadline`` is the one in force when the envelope was sealed: keep it with the envelope.
    """

    round: str
    lot: str
    firm: str
    deadline: datetime

    def info(self) -> bytes:
        return canon.encode([self.round, self.lot, self.firm, canon.instant(self.deadline)])


def seal(
    bid: SealedBid, public_key: bytes, context: Context, own_key: bytes | None = None
) -> bytes:
    """The envelope, always ``ENVELOPE_BYTES`` long; ``BOTH_BYTES`` where the firm can read it too.

    ``own_key`` is the firm's own public key: the same bid under the same context is sealed to it
    a second time. Raises ``ValueError`` for a bid that could not be opened again: of another
    product or firm than its context, malformed, or longer than the block.
    """
    plain = canon.encode(asdict(bid))
    if (bid.product, bid.firm) != (context.lot, context.firm):
        raise ValueError("a bid is sealed for its own product and firm")
    _check(bid)
    if len(plain) > BLOCK:
        raise ValueError(f"a bid of {len(plain)} bytes does not fit the block of {BLOCK}")
    messages = [
        SUITE.encrypt(
            plain.ljust(BLOCK), X25519PublicKey.from_public_bytes(recipient), context.info()
        )
        for recipient in (public_key, own_key)
        if recipient is not None
    ]
    return messages[0] if own_key is None else FOR_BOTH + b"".join(messages)


def is_for_both(ciphertext: bytes) -> bool:
    """An envelope of format 2: its version, the message to the round, the message to the firm."""
    return len(ciphertext) == BOTH_BYTES and ciphertext.startswith(FOR_BOTH)


def for_the_round(ciphertext: bytes) -> bytes:
    """The message in an envelope that the round's key opens: all of it in format 1."""
    return ciphertext[1 : 1 + ENVELOPE_BYTES] if is_for_both(ciphertext) else ciphertext


def for_the_firm(ciphertext: bytes) -> bytes:
    """The message that the firm's own key opens; nothing in format 1."""
    return ciphertext[1 + ENVELOPE_BYTES :] if is_for_both(ciphertext) else b""


def envelope_faults(ciphertext: bytes) -> list[Fault]:
    """All that can be said of a closed envelope when it is handed in: its format and length."""
    if len(ciphertext) == ENVELOPE_BYTES or is_for_both(ciphertext):
        return []
    return [
        _fault(
            "envelope_length",
            "envelope",
            f"报价信封应为{ENVELOPE_BYTES}字节，收到{len(ciphertext)}字节；请重新加密后提交。",
            f"An envelope has {ENVELOPE_BYTES} bytes, this one has {len(ciphertext)}; "
            "seal the bid again.",
        )
    ]


def open_envelope(ciphertext: bytes, private_key: bytes, context: Context) -> SealedBid | Fault:
    """The bid inside, or why it cannot be read; a spoilt envelope never blocks the others."""
    recipient = X25519PrivateKey.from_private_bytes(private_key)
    try:
        plain = SUITE.decrypt(for_the_round(ciphertext), recipient, context.info())
    except InvalidTag:
        return _fault(
            "envelope_decryption",
            _place(context),
            "信封无法解密：内容被改动，或并非为本轮次、本产品、本企业和本截止时间加密。",
            "The envelope cannot be decrypted: it was changed, or sealed for another round, "
            "product, firm or deadline.",
        )
    try:
        bid = SealedBid(**json.loads(plain))
        _check(bid)
    except (ValueError, TypeError, RecursionError):
        return _fault(
            "envelope_content",
            _place(context),
            "信封已解密，但内容不是有效的报价。",
            "The envelope was decrypted, but what it holds is not a bid.",
        )
    if (bid.product, bid.firm) != (context.lot, context.firm):
        return _fault(
            "envelope_parties",
            _place(context),
            "信封内的产品或企业与提交时申报的不一致。",
            "The bid inside names another product or firm than the envelope.",
        )
    return bid


def _check(bid: SealedBid) -> None:
    if type(bid.spec) is not str or not bid.spec or not bid.spec.isprintable():
        raise ValueError("a specification is printable text")
    numbers = (bid.unit_price, 1 if bid.pack is None else bid.pack)
    if not all(type(number) is int and 0 < number <= LARGEST for number in numbers):
        raise ValueError("a price and a pack are positive whole numbers")


def fingerprint(ciphertext: bytes) -> str:
    """SHA-256 of the envelope as stored: what the receipt names and the firm can compare."""
    return canon.digest(ciphertext)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The server's word that this envelope was accepted at this moment (回执).

    ``position`` is its place in the round's box, from 1; older receipts have none.
    """

    number: str
    round: str
    lot: str
    firm: str
    fingerprint: str
    received_at: datetime
    position: int | None = None

    def signed_bytes(self) -> bytes:
        said = asdict(self) | {"received_at": canon.instant(self.received_at)}
        return canon.encode({name: value for name, value in said.items() if value is not None})


def sign_receipt(receipt: Receipt, private_key: bytes) -> bytes:
    """64 bytes of Ed25519 over the receipt's canonical JSON."""
    return Ed25519PrivateKey.from_private_bytes(private_key).sign(receipt.signed_bytes())


def verify_receipt(receipt: Receipt, signature: bytes, public_key: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, receipt.signed_bytes())
    except InvalidSignature:
        return False
    return True


def _place(context: Context) -> str:
    return f"{context.lot} · {context.firm}"


def _fault(rule: str, place: str, zh: str, en: str) -> Fault:
    return Fault(rule, place, Text(zh, en))
