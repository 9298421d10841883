"""The audit chain (审计链): every event carries the hash of the one before it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from procurement.rules import canon
from procurement.rules.canon import Json
from procurement.rules.text import Text

GENESIS = "0" * 64  # the hash before the first event

MISSING = Text(
    "序号不连续：此处缺少或多出事件。", "The numbering breaks: an event is missing or extra."
)
PREVIOUS = Text(
    "所记前一事件的哈希值不符。", "It names another previous hash than the event before has."
)
CHANGED = Text("事件内容与其哈希值不符。", "The content does not match its hash.")
CUT = Text("先前公布的哈希值不在链中。", "A hash published earlier is not in the chain.")


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to what, and when; before the opening no details may hold a price.

    ``sequence`` counts from 1 without a gap; ``at`` is aware.
    """

    sequence: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """An event as it was kept, with the previous hash and its own."""

    event: Event
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where the chain does not hold, by the number expected there."""

    sequence: int
    cause: Text


def canonical(event: Event) -> bytes:
    """The event's canonical JSON; ``ValueError`` for a naive time or a float in the details."""
    return canon.encode(asdict(event) | {"at": canon.instant(event.at)})


def link(previous: str, event: Event) -> str:
    """SHA-256 of the previous hash, as 64 hexadecimal digits, and the event's canonical JSON."""
    return hashlib.sha256(previous.encode() + canonical(event)).hexdigest()


def verify(chain: Iterable[Link], witness: str | None = None) -> Broken | None:
    """The first broken link, or ``None`` when all hold.

    A chain that lost its end, or was rewritten as a whole, still holds; give ``witness``, a hash
    noted or published earlier, which must be found in it.
    """
    expected, previous, seen = 1, GENESIS, witness is None
    for kept in chain:
        if kept.event.sequence != expected:
            return Broken(expected, MISSING)
        if kept.previous != previous:
            return Broken(expected, PREVIOUS)
        if not holds(kept):
            return Broken(expected, CHANGED)
        seen = seen or kept.hash == witness
        expected, previous = expected + 1, kept.hash
    return None if seen else Broken(expected, CUT)


def holds(kept: Link) -> bool:
    """The event is what its own hash says."""
    try:
        return link(kept.previous, kept.event) == kept.hash
    except ValueError:  # no event of ours: a naive time or a float was put in
        return False
