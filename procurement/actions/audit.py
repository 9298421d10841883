"""Proving the audit chain, and sealing its head every day."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from procurement.rules import audit, heads
from procurement.rules.audit import Broken
from procurement.rules.dates import local_day
from procurement.rules.heads import Head
from procurement.store.database import Store


def verify(
    store: Store, witness: str | None = None, published: Iterable[Head] = ()
) -> tuple[int, str, Broken | None]:
    """Walk the chain: its length, its newest hash, and the first broken link if there is one.

    The heads sealed every day must be in it, those kept here and those ``published`` elsewhere.
    """
    with store.transaction() as db:
        newest = db.audit.newest(1)  # first: the walk then passes over it
        broken = audit.verify(db.audit.chain(), witness)
        if broken is None:
            expected = [*published, *(row.fact() for row in db.heads.all())]
            broken = heads.compare(db.audit.chain(), expected) if expected else None
    if not newest:
        return 0, audit.GENESIS, broken
    return newest[0].sequence, newest[0].hash, broken


def seal_head(store: Store, signing_key: bytes, at: datetime) -> Head | None:
    """Sign the head of the day that is over, once a day; ``None`` when nothing is new."""
    day = local_day(at) - timedelta(days=1)
    with store.transaction() as db:
        last = db.heads.newest()
        newest = db.audit.newest(1)
        if not newest or (last and (last.day >= day or last.sequence == newest[0].sequence)):
            return None
    with store.transaction() as db:
        db.audit.hold()
        last, (event, *_) = db.heads.newest(), db.audit.newest(1)
        if last and last.day >= day:
            return None
        head = Head(day, event.sequence, event.hash, at)
        db.heads.keep(head, heads.sign(head, signing_key))
    return head


def published(store: Store) -> list[tuple[Head, bytes]]:
    """Every sealed head with its signature, the oldest first."""
    with store.transaction() as db:
        return [(row.fact(), row.signature) for row in db.heads.all()]
