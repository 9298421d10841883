"""Envelopes are plain RFC 9180 messages: held to a published vector and to another program."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from Crypto.Protocol import DH, HPKE
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from procurement.rules import keys, sealing
from procurement.rules.sealing import Context, SealedBid

FILE = Path(__file__).parents[1] / "examples" / "hpke" / "x25519-aes-256-gcm.toml"
GIVEN = tomllib.loads(FILE.read_text())
VECTOR = {name: bytes.fromhex(GIVEN[name]) for name in GIVEN if name != "source"}
HERE = Context("GY-YD2019-2", "03", "F07", datetime(2020, 1, 17, 2, tzinfo=UTC))
BID = SealedBid("03", "F07", "50mg", 180_700, 30)


def other(key, info, enc=None):
    """The same suite by another program."""
    return HPKE.new(receiver_key=key, aead_id=HPKE.AEAD.AES256_GCM, info=info, enc=enc)


def test_the_other_program_keeps_to_the_published_vector():
    key = DH.import_x25519_private_key(VECTOR["skRm"])
    assert key.public_key().export_key(format="raw") == VECTOR["pkRm"]
    found = other(key, VECTOR["info"], VECTOR["enc"])
    assert found.unseal(VECTOR["ct"], auth_data=VECTOR["aad"]) == VECTOR["pt"]


def test_the_suite_derives_what_the_vector_says_as_far_as_it_takes_no_associated_data():
    """Without the vector's associated data, the tag is another one: nothing else is opened."""
    key = X25519PrivateKey.from_private_bytes(VECTOR["skRm"])
    with pytest.raises(InvalidTag):
        sealing.SUITE.decrypt(VECTOR["enc"] + VECTOR["ct"], key, VECTOR["info"])


def test_what_is_sealed_here_the_other_program_opens():
    pair = keys.new_round_key()
    envelope = sealing.seal(BID, pair.public, HERE)
    key = DH.import_x25519_private_key(pair.private)
    plain = other(key, HERE.info(), envelope[:32]).unseal(envelope[32:])
    assert b'"unit_price":180700}' in plain
    assert len(plain) == sealing.BLOCK


def test_what_the_other_program_seals_is_opened_here():
    pair = keys.new_round_key()
    plain = b'{"firm":"F07","pack":30,"product":"03","spec":"50mg","unit_price":180700}'
    made = other(DH.import_x25519_public_key(pair.public), HERE.info())
    envelope = made.enc + made.seal(plain.ljust(sealing.BLOCK))
    assert sealing.open_envelope(envelope, pair.private, HERE) == BID
