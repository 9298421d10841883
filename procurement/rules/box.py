"""The bid box (标箱): every envelope of a round in order of acceptance, and one root over them all.

Replaced envelopes and tombstones of withdrawals stay in it. After the deadline (申报截止时间) the
root is published; from then on nothing can be added, changed, moved or taken out unnoticed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from procurement.rules import canon, merkle
from procurement.rules.text import Fault, Text


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the box; ``position`` counts from 1. It names neither firm nor lot."""

    position: int
    fingerprint: str
    received_at: datetime

    def line(self, round_: str) -> bytes:
        """What the tree is made of: anybody can write it again."""
        at = canon.instant(self.received_at)
        return canon.encode([round_, self.position, self.fingerprint, at])


@dataclass(frozen=True, slots=True)
class Proof:
    """That an entry is in the box of a round: the hashes beside its way up to the root, in hex."""

    round: str
    entry: Entry
    envelopes: int
    path: tuple[str, ...]

    def leads_to(self, root: str) -> bool:
        """The proof holds under this root of 64 hexadecimal digits."""
        try:
            path, expected = [bytes.fromhex(one) for one in self.path], bytes.fromhex(root)
        except ValueError:
            return False
        line = self.entry.line(self.round)
        return merkle.verify(line, self.entry.position - 1, self.envelopes, path, expected)


@dataclass(frozen=True, slots=True)
class Box:
    """A closed box: what was published, what is kept now, and every difference between them."""

    round: str
    deadline: datetime
    closed_at: datetime
    root: str
    envelopes: int
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]

    def find(self, fingerprint: str) -> Proof | None:
        """The proof for an envelope, if it is in the box."""
        for entry in self.entries:
            if entry.fingerprint == fingerprint:
                return prove(self.round, self.entries, self.entries.index(entry) + 1)
        return None


def root(round_: str, entries: Sequence[Entry]) -> str:
    """The root of the box in 64 hexadecimal digits."""
    return merkle.root([one.line(round_) for one in entries]).hex()


def prove(round_: str, entries: Sequence[Entry], position: int) -> Proof:
    """The proof for the entry at this position; raises ``IndexError`` when there is none."""
    lines = [one.line(round_) for one in entries]
    path = merkle.proof(lines, position - 1)
    return Proof(round_, entries[position - 1], len(entries), tuple(one.hex() for one in path))


def faults(entries: Sequence[Entry], recorded: Sequence[Entry], deadline: datetime) -> list[Fault]:
    """Where the box differs from what the audit chain recorded at each acceptance, and late ones.

    ``recorded`` are the entries as the chain tells them, in its order.
    """
    found = []
    for place in range(1, max(len(entries), len(recorded)) + 1):
        kept = entries[place - 1] if place <= len(entries) else None
        told = recorded[place - 1] if place <= len(recorded) else None
        if kept != told:
            found.append(_difference(place, kept, told))
        if kept and kept.received_at >= deadline:
            found.append(
                _fault(
                    "box_late",
                    place,
                    "收到时间不早于申报截止时间。",
                    "It was received at or after the deadline.",
                )
            )
    return found


def _difference(place: int, kept: Entry | None, told: Entry | None) -> Fault:
    if kept is None:
        return _fault(
            "box_missing",
            place,
            "审计链记有此信封，标箱中没有。",
            "The audit chain tells of this envelope, the box has none.",
        )
    if told is None:
        return _fault(
            "box_unrecorded",
            place,
            "标箱中有此信封，审计链没有记载。",
            "The box has this envelope, the audit chain does not tell of it.",
        )
    return _fault(
        "box_changed",
        place,
        "位置、指纹或收到时间与审计链的记载不符。",
        "Its position, fingerprint or time is not what the audit chain tells.",
    )


def _fault(rule: str, place: int, zh: str, en: str) -> Fault:
    return Fault(rule, str(place), Text(zh, en))
