"""The key that bids of a round are sealed to, as it was announced in the chain (轮次公钥)."""

from dataclasses import dataclass
from datetime import datetime

from procurement.actions.rounds import subject
from procurement.rules import keys
from procurement.rules.text import Fault, Refused, Text
from procurement.store.database import Db
from procurement.store.rounds import NotFound, RoundRow

SWAPPED = Fault(
    "round_key_unrecorded",
    "public_key",
    Text(
        "现存的轮次公钥与审计链中公告的不符：有人绕过平台改动了它。请勿加密报价，须恢复所公告的公钥。",
        "The round's key that is kept is not the one announced in the audit chain: it was changed "
        "behind the platform's back. Seal nothing; the announced one has to be restored.",
    ),
)


@dataclass(frozen=True, slots=True)
class AnnouncedKey:
    """A round's public key, and the event of the chain that announced it."""

    public: bytes
    announced_at: datetime
    sequence: int

    @property
    def fingerprint(self) -> str:
        """What is compared with the announcement."""
        return keys.fingerprint(self.public)


def announced(db: Db, round_: RoundRow) -> AnnouncedKey | None:
    """The key that the chain tells of; None for a draft."""
    event = db.audit.last(subject(round_), "round announced")
    if event is None:
        return None
    return AnnouncedKey(bytes.fromhex(event.details["public_key"]), event.at, event.sequence)


def to_seal_with(db: Db, round_: RoundRow) -> bytes:
    """The key for bids; NotFound for a draft, Refused when it is not the one announced."""
    told = announced(db, round_)
    if told is None:
        raise NotFound(f"key of round {round_.number}")
    if round_.public_key != told.public:
        raise Refused([SWAPPED])
    return told.public
