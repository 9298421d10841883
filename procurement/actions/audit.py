"""Proving the audit chain."""

from procurement.rules import audit
from procurement.rules.audit import Broken
from procurement.store.database import Store


def verify(store: Store, witness: str | None = None) -> tuple[int, str, Broken | None]:
    """Walk the chain: its length, its newest hash, and the first broken link if there is one."""
    with store.transaction() as db:
        newest = db.audit.newest(1)  # first: the walk then passes over it
        broken = audit.verify(db.audit.chain(), witness)
    if not newest:
        return 0, audit.GENESIS, broken
    return newest[0].sequence, newest[0].hash, broken
