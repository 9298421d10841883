"""What a database administrator changed is found by the public command, without the platform.

Each case is a night's work of the administrator, after which the chain and the box are asked for
again. The root and the sealed head stood in public before; receipts were at home with the firms.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from bidders import PUBLIC_KEY
from click.testing import CliRunner
from tampered import SLIP_IN, Case

from procurement.actions import audit, box
from procurement.exchange import chain_export, receipts
from procurement.rules.box import root
from procurement.rules.canon import encode
from procurement.rules.heads import sign
from seed.story import BIDS_DUE
from web.cli import vbp

LAST = "(SELECT max(sequence) FROM audit_events)"
ENVELOPES = {
    "edit": "UPDATE envelopes SET ciphertext = set_byte(ciphertext, 9, 7) WHERE position = 1",
    "back-date": "UPDATE envelopes SET received_at = received_at - interval '1 h' "
    "WHERE position = 1",
    "delete": "DELETE FROM envelopes WHERE position = 1",
    "delete the newest": "DELETE FROM envelopes WHERE position = 4",
    "slip in": SLIP_IN,
}
EVENTS = {
    "edit": 'UPDATE audit_events SET details = details || \'{"lot": "01"}\' '
    "WHERE action = 'envelope withdrawn'",
    "back-date": "UPDATE audit_events SET at = at - interval '1 h' "
    "WHERE action = 'envelope submitted'",
    "delete": "DELETE FROM audit_events WHERE action = 'envelope withdrawn'",
    "delete the newest": f"DELETE FROM audit_events WHERE sequence = {LAST}",
    "put somebody else's name": "UPDATE audit_events SET actor = 'nobody' "
    "WHERE action = 'box closed'",
}


class Taken(Case):
    """The files that a doubter downloads, and what the command says of them."""

    def __init__(self, story, cluster, folder):
        super().__init__(story, cluster)
        self.folder = folder
        self.close()
        self.put("heads.json", chain_export.heads_json(self.published(), PUBLIC_KEY))

    def put(self, name, content):
        (self.folder / name).write_bytes(content)

    def published(self):
        return audit.published(self.story.store)

    def call(self, *words):
        """Exit status of the command; nothing but files is asked."""
        return CliRunner().invoke(vbp, [str(word) for word in words]).exit_code

    def chain(self):
        """``vbp audit verify FILE``, with the heads that were published."""
        with self.story.store.transaction() as db:
            self.put("chain", b"".join(chain_export.write(db.audit.chain())))
        heads = ("--heads", self.folder / "heads.json", "--key", PUBLIC_KEY.hex())
        return self.call("audit", "verify", self.folder / "chain", *heads)

    def receipts(self):
        """``vbp verify-receipt FILE`` of every receipt against today's list and the first root."""
        now = box.seen(self.story.store, self.story.round_id, BIDS_DUE)
        listed = replace(now, root=root(now.round, now.entries))
        self.put("box.json", receipts.box_json(listed, PUBLIC_KEY))
        return [self.receipt(*given) for given in self.given]

    def receipt(self, receipt, signature):
        file = {
            "number": receipt.number,
            "signed": receipt.signed_bytes().decode(),
            "signature": signature.hex(),
            "public_key": PUBLIC_KEY.hex(),
        }
        self.put("receipt.json", encode(file))
        public = ("--root", self.box.root, "--key", PUBLIC_KEY.hex())
        listed = ("--box", self.folder / "box.json")
        return self.call("verify-receipt", self.folder / "receipt.json", *listed, *public)


@pytest.fixture
def case(told, cluster, tmp_path):
    return Taken(told("report_demand"), cluster, tmp_path)


def test_what_nobody_touched_holds(case):
    assert case.chain() == 0
    assert case.receipts() == [0, 0, 0, 0]


@pytest.mark.parametrize("statement", ENVELOPES.values(), ids=ENVELOPES)
def test_no_receipt_is_content_with_a_box_that_was_touched(case, statement):
    case.tamper(statement)
    assert case.receipts() == [1, 1, 1, 1]


def test_no_receipt_is_content_with_a_box_in_another_order(case):
    case.tamper(
        "UPDATE envelopes SET position = 9 WHERE position = 2",
        "UPDATE envelopes SET position = 2 WHERE position = 3",
        "UPDATE envelopes SET position = 3 WHERE position = 9",
    )
    assert case.receipts() == [1, 1, 1, 1]


def test_the_receipt_of_an_envelope_cut_off_fails_even_without_the_root(case):
    """The administrator cuts the box, makes its root anew and calls that the published one."""
    case.tamper("DELETE FROM envelopes WHERE position > 2")
    now = box.seen(case.story.store, case.story.round_id, BIDS_DUE)
    case.box = replace(case.box, root=root(now.round, now.entries))
    assert case.receipts() == [0, 0, 1, 1]


@pytest.mark.parametrize("statement", EVENTS.values(), ids=EVENTS)
def test_no_published_head_is_content_with_a_chain_that_was_touched(case, statement):
    """Nor when every hash was made anew after it."""
    case.tamper(statement)
    assert case.chain() == 1
    case.rewrite_the_chain()
    assert case.chain() == 1


def test_no_published_head_is_content_with_events_in_another_order(case):
    first, second = (int(one.number[-6:]) for one, _ in case.given[:2])
    case.tamper(
        f"UPDATE audit_events SET sequence = 999999 WHERE sequence = {first}",
        f"UPDATE audit_events SET sequence = {first} WHERE sequence = {second}",
        f"UPDATE audit_events SET sequence = {second} WHERE sequence = 999999",
    )
    case.rewrite_the_chain()
    assert case.chain() == 1


def test_a_head_that_somebody_else_signed_is_no_head(case):
    """A forged chain with a forged head to match, under a key that is not the platform's."""
    forged = replace(case.head, hash="a" * 64, sealed_at=case.head.sealed_at + timedelta(hours=1))
    case.put("heads.json", chain_export.heads_json([(forged, sign(forged, bytes(32)))], PUBLIC_KEY))
    assert case.chain() != 0
