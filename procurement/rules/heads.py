"""Sealed daily heads of the audit chain (每日链头): they find out a chain that was rewritten."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from procurement.rules import canon
from procurement.rules.audit import Broken, Link
from procurement.rules.text import Text

REWRITTEN = Text(
    "与当日公布的链头不符：该事件或其之前的事件已被改写。",
    "It is not the head published for its day: this event or one before it was rewritten.",
)
LOST = Text(
    "公布过的链头之后，链条变短。", "The chain is shorter than a head published for its day."
)


@dataclass(frozen=True, slots=True)
class Head:
    """The newest event when a day in Beijing was over: its number and its hash, nothing more."""

    day: date
    sequence: int
    hash: str
    sealed_at: datetime

    def signed_bytes(self) -> bytes:
        at = canon.instant(self.sealed_at)
        return canon.encode(asdict(self) | {"day": self.day.isoformat(), "sealed_at": at})


def sign(head: Head, private_key: bytes) -> bytes:
    """64 bytes of Ed25519 over the head's canonical JSON."""
    return Ed25519PrivateKey.from_private_bytes(private_key).sign(head.signed_bytes())


def signed(head: Head, signature: bytes, public_key: bytes) -> bool:
    """The head is signed by the owner of this key."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, head.signed_bytes())
    except InvalidSignature:
        return False
    return True


def compare(chain: Iterable[Link], heads: Iterable[Head]) -> Broken | None:
    """The first event that is not what the head of its day says, or ``None``."""
    expected: dict[int, set[str]] = {}
    for head in heads:
        expected.setdefault(head.sequence, set()).add(head.hash)
    for kept in chain:
        if expected.pop(kept.event.sequence, {kept.hash}) != {kept.hash}:
            return Broken(kept.event.sequence, REWRITTEN)
    return Broken(min(expected), LOST) if expected else None
