"""Envelopes stay closed to everybody but the round's key, and receipts prove what was handed in."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from procurement.rules import keys, sealing
from procurement.rules.sealing import Context, Receipt, SealedBid
from procurement.rules.text import Fault

KEY = keys.new_round_key()
DUE = datetime(2020, 1, 17, 2, 0, tzinfo=UTC)
HERE = Context("GY-YD2019-2", "03", "F07", DUE)
BID = SealedBid("03", "F07", "50mg", 180_700, 30)


def opened(ciphertext, context=HERE, key=KEY):
    return sealing.open_envelope(ciphertext, key.private, context)


def foreign(plain: bytes) -> bytes:
    """An envelope made by somebody else's software, which checks nothing."""
    recipient = X25519PublicKey.from_public_bytes(KEY.public)
    return sealing.SUITE.encrypt(plain, recipient, HERE.info())


def cause(found) -> str:
    assert isinstance(found, Fault)
    assert found.place == "03 · F07"
    return found.rule


def test_the_round_key_opens_what_was_sealed():
    assert opened(sealing.seal(BID, KEY.public, HERE)) == BID
    assert opened(sealing.seal(replace(BID, pack=None), KEY.public, HERE)) == replace(
        BID, pack=None
    )


@given(st.integers(1, sealing.LARGEST), st.none() | st.integers(1, 10_000))
def test_every_envelope_has_the_same_length(price, pack):
    bid = replace(BID, unit_price=price, pack=pack)
    envelope = sealing.seal(bid, KEY.public, HERE)
    assert len(envelope) == sealing.ENVELOPE_BYTES
    assert opened(envelope) == bid


def test_an_envelope_for_both_is_opened_by_the_round_and_read_back_by_the_firm():
    own = keys.new_round_key()
    envelope = sealing.seal(BID, KEY.public, HERE, own.public)
    assert sealing.envelope_faults(envelope) == []
    assert opened(envelope) == BID
    assert sealing.open_envelope(sealing.for_the_firm(envelope), own.private, HERE) == BID
    assert cause(opened(envelope, key=own)) == "envelope_decryption"


def test_an_envelope_for_the_round_alone_has_nothing_for_the_firm():
    envelope = sealing.seal(BID, KEY.public, HERE)
    assert sealing.for_the_round(envelope) == envelope
    assert sealing.for_the_firm(envelope) == b""


def test_both_lengths_are_fixed_and_the_version_is_told():
    own = keys.new_round_key()
    envelope = sealing.seal(BID, KEY.public, HERE, own.public)
    assert len(envelope) == sealing.BOTH_BYTES
    (fault,) = sealing.envelope_faults(b"\x03" + envelope[1:])
    assert fault.rule == "envelope_length"


def test_the_same_bid_never_looks_the_same_twice():
    first, second = (sealing.seal(BID, KEY.public, HERE) for _ in range(2))
    assert sealing.fingerprint(first) != sealing.fingerprint(second)


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(HERE, round="GY-YD2019-3"),
        replace(HERE, lot="04"),
        replace(HERE, firm="F08"),
        replace(HERE, deadline=DUE + timedelta(microseconds=1)),
    ],
)
def test_an_envelope_opens_for_its_own_round_lot_firm_and_deadline_only(elsewhere):
    found = opened(sealing.seal(BID, KEY.public, HERE), elsewhere)
    assert isinstance(found, Fault)
    assert found.rule == "envelope_decryption"


def test_another_rounds_key_opens_nothing():
    envelope = sealing.seal(BID, KEY.public, HERE)
    assert cause(opened(envelope, key=keys.new_round_key())) == "envelope_decryption"


@pytest.mark.parametrize("spoil", [slice(-1), slice(0), slice(1, None)], ids=str)
def test_a_spoilt_envelope_is_a_fault_and_the_next_one_opens(spoil):
    envelope = sealing.seal(BID, KEY.public, HERE)
    assert [opened(envelope[spoil]), opened(envelope)][1] == BID
    assert cause(opened(envelope[spoil])) == "envelope_decryption"


CONTENT = {"product": "03", "firm": "F07", "spec": "50mg", "unit_price": 180_700, "pack": None}


@pytest.mark.parametrize(
    "content",
    [
        b"not json",
        b"\xff\xfe",
        b"[" * 512,
        b"[1, 2]",
        b"7",
        *(
            json.dumps(CONTENT | change).encode()
            for change in (
                {"unit_price": 0},
                {"unit_price": -1},
                {"unit_price": 0.18},
                {"unit_price": "180700"},
                {"unit_price": True},
                {"unit_price": 2**63},
                {"pack": 0},
                {"pack": 1.5},
                {"spec": ""},
                {"spec": 50},
                {"spec": "50\u0000mg"},
                {"spec": "\ud800"},
                {"discount": 1},
            )
        ),
        json.dumps({"product": "03", "firm": "F07"}).encode(),
    ],
)
def test_what_is_no_bid_is_a_fault_of_its_own(content):
    assert cause(opened(foreign(content))) == "envelope_content"


def test_a_client_of_ones_own_may_write_its_json_with_spaces():
    assert opened(foreign(json.dumps(CONTENT, indent=1).encode())) == replace(BID, pack=None)


@pytest.mark.parametrize("change", [{"firm": "F08"}, {"product": "04"}])
def test_a_firm_cannot_bid_for_another_firm_or_product(change):
    assert cause(opened(foreign(json.dumps(CONTENT | change).encode()))) == "envelope_parties"


@pytest.mark.parametrize(
    "bid",
    [
        replace(BID, firm="F08"),
        replace(BID, product="04"),
        replace(BID, unit_price=0),
        replace(BID, spec=""),
        replace(BID, spec="片" * 200),
    ],
)
def test_what_could_not_be_opened_again_is_not_sealed(bid):
    with pytest.raises(ValueError, match=r"bid|price|specification"):
        sealing.seal(bid, KEY.public, HERE)


def test_an_envelope_of_the_wrong_length_is_refused_at_the_door():
    envelope = sealing.seal(BID, KEY.public, HERE)
    assert sealing.envelope_faults(envelope) == []
    assert [fault.rule for fault in sealing.envelope_faults(envelope[1:])] == ["envelope_length"]


def test_neither_a_price_nor_a_private_key_shows_when_printed():
    assert "180700" not in repr(BID)
    assert repr(KEY.private) not in repr(KEY)


RECEIPT = Receipt("R-000001", "GY-YD2019-2", "03", "F07", "ab" * 32, DUE - timedelta(hours=1))
SERVER = keys.new_signing_key()


def test_anybody_can_verify_a_receipt():
    signature = sealing.sign_receipt(RECEIPT, SERVER.private)
    assert sealing.verify_receipt(RECEIPT, signature, SERVER.public)


@pytest.mark.parametrize(
    "forged",
    [
        replace(RECEIPT, number="R-000002"),
        replace(RECEIPT, firm="F08"),
        replace(RECEIPT, fingerprint="cd" * 32),
        replace(RECEIPT, received_at=DUE - timedelta(hours=2)),
    ],
)
def test_a_changed_receipt_does_not_verify(forged):
    signature = sealing.sign_receipt(RECEIPT, SERVER.private)
    assert not sealing.verify_receipt(forged, signature, SERVER.public)


def test_a_receipt_from_before_positions_were_counted_still_verifies():
    assert b"position" not in RECEIPT.signed_bytes()
    numbered = replace(RECEIPT, position=7)
    assert b'"position":7' in numbered.signed_bytes()
    signature = sealing.sign_receipt(numbered, SERVER.private)
    assert sealing.verify_receipt(numbered, signature, SERVER.public)
    for forged in (RECEIPT, replace(RECEIPT, position=8)):
        assert not sealing.verify_receipt(forged, signature, SERVER.public)


def test_another_servers_signature_does_not_verify():
    signature = sealing.sign_receipt(RECEIPT, keys.new_signing_key().private)
    assert not sealing.verify_receipt(RECEIPT, signature, SERVER.public)
    assert not sealing.verify_receipt(RECEIPT, b"", SERVER.public)
