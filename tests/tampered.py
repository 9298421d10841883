"""A round whose facts were taken home, and a database administrator who writes what they like."""

from dataclasses import replace
from datetime import timedelta

from bidders import GSK, HUAHAI, PUBLIC_KEY, submit, withdraw
from plot import SIGNING_KEY
from sqlalchemy import NullPool, create_engine, text

from procurement.actions import audit, box
from procurement.exchange import receipts
from procurement.exchange.receipts import BoxFile, ReceiptFile
from procurement.rules.audit import GENESIS, Event, link
from procurement.rules.box import root
from procurement.store.server import SUPERUSER
from seed.story import BIDS_DUE

SLIP_IN = """
    INSERT INTO envelopes SELECT (jsonb_populate_record(kept, jsonb_build_object(
        'id', 999999, 'position', 5, 'number', 'late', 'fingerprint', repeat('e', 64),
        'ciphertext', kept.ciphertext || '!'
    ))).* FROM envelopes AS kept WHERE position = 1
"""
"""A fifth envelope, of which nobody was told."""


class Case:
    """A round with four acceptances; what the firms and the public took home of it."""

    def __init__(self, story, cluster):
        self.story, self.cluster = story, cluster
        self.given = [submit(story, HUAHAI), submit(story, HUAHAI)]
        self.given += [submit(story, GSK), withdraw(story, GSK)]
        self.box = self.head = None

    def close(self):
        """The deadline passes: the root is published, and at midnight the head of the day."""
        self.box = box.seen(self.story.store, self.story.round_id, BIDS_DUE)
        assert self.box.faults == ()
        self.head = audit.seal_head(self.story.store, SIGNING_KEY, BIDS_DUE + timedelta(days=1))
        assert audit.verify(self.story.store, self.head.hash)[2] is None

    def tamper(self, *statements):
        url = self.cluster.url(SUPERUSER, self.story.store.engine.url.database)
        with create_engine(url, poolclass=NullPool).begin() as connection:
            for statement in statements:
                assert connection.execute(text(statement)).rowcount

    def rules(self):
        """What the public page says now."""
        found = box.seen(self.story.store, self.story.round_id, BIDS_DUE)
        return {fault.rule for fault in found.faults}

    def doubted(self):
        """The firms whose receipts no longer agree with the published list, by position."""
        now = box.seen(self.story.store, self.story.round_id, BIDS_DUE)
        listed = BoxFile(now.round, root(now.round, now.entries), now.entries)
        files = [ReceiptFile(one, signature, PUBLIC_KEY) for one, signature in self.given]
        assert not any(receipts.signature_faults(one, PUBLIC_KEY) for one in files)
        return [one.receipt.position for one in files if receipts.box_faults(one, listed, None)]

    def rewrite_the_chain(self):
        """Every hash made anew, as if the events had always been what they are now."""
        with self.story.store.transaction() as db:
            kept = list(db.audit.chain())
        previous, statements = GENESIS, []
        for sequence, one in enumerate(kept, start=1):
            event = replace(one.event, sequence=sequence)
            made = link(previous, Event(**{name: getattr(event, name) for name in NAMES}))
            statements.append(
                f"UPDATE audit_events SET sequence = {sequence}, previous = '{previous}', "
                f"hash = '{made}' WHERE sequence = {one.event.sequence}"
            )
            previous = made
        self.tamper(*statements)


NAMES = ("sequence", "at", "actor", "action", "subject", "details")
