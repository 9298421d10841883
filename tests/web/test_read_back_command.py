"""``vbp read-back``: the firm reads its own envelope with its own key, and nobody else does."""

import json
import os
from datetime import UTC, datetime
from hashlib import pbkdf2_hmac

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from procurement.exchange import envelope_files
from procurement.exchange.envelope_files import Sealed
from procurement.rules import keys, sealing
from procurement.rules.sealing import Context, SealedBid
from web.cli import vbp

ROUND, OWN = keys.new_round_key(), keys.new_round_key()
HERE = Context("R", "03", "F07", datetime(2026, 11, 30, 2, tzinfo=UTC))
BID = SealedBid("03", "F07", "10mg", 180_667, 30)
PHRASE = "correct horse battery"


def a_key(pair=OWN, public=OWN.public, **changes):
    """The key's file as the firm's page makes it."""
    salt, nonce = os.urandom(16), os.urandom(12)
    stretched = pbkdf2_hmac("sha256", PHRASE.encode(), salt, 1000, 32)
    wrapped = AESGCM(stretched).encrypt(nonce, pair.private, None)
    key = {"firm": "F07", "public_key": public.hex(), "rounds": 1000, "salt": salt.hex()}
    return key | {"nonce": nonce.hex(), "wrapped": wrapped.hex()} | changes


def read_back(folder, key, *, own=OWN.public, phrase=PHRASE, context=HERE):
    envelope = sealing.seal(BID, ROUND.public, HERE, own)
    (folder / "envelope.json").write_bytes(envelope_files.write_envelope(Sealed(context, envelope)))
    (folder / "key.json").write_text(json.dumps(key))
    words = ["read-back", str(folder / "envelope.json"), "--key", str(folder / "key.json")]
    return CliRunner().invoke(vbp, words, input=f"{phrase}\n"), sealing.fingerprint(envelope)


def test_the_firm_reads_its_bid_without_the_platform(tmp_path):
    done, fingerprint = read_back(tmp_path, a_key())
    assert done.exit_code == 0
    for told in ("0.180667", "10mg × 30", "F07", "2026-11-30T02:00:00", fingerprint):
        assert told in done.stdout
    assert PHRASE not in done.output


def test_full_width_letters_of_a_passphrase_are_the_same_letters(tmp_path):
    assert read_back(tmp_path, a_key(), phrase="ｃｏｒｒｅｃｔ horse battery")[0].exit_code == 0


@pytest.mark.parametrize(
    ("key", "changes", "said"),
    [
        (a_key(), {"phrase": "somebody else's"}, ["passphrase: "]),
        (a_key(public=ROUND.public), {}, ["passphrase: "]),
        (a_key(wrapped=""), {}, ["passphrase: "]),
        (a_key(), {"own": None}, ["envelope: "]),
        (a_key(firm="F08"), {"own": None, "phrase": "x"}, ["envelope: ", "--key: ", "passphrase:"]),
        (a_key(), {"own": ROUND.public}, ["--key: "]),
        (a_key(), {"context": Context("R", "04", "F07", HERE.deadline)}, ["--key: "]),
    ],
)
def test_every_reason_why_it_cannot_be_read_is_told(tmp_path, key, changes, said):
    done, _ = read_back(tmp_path, key, **changes)
    assert (done.exit_code, done.stdout) == (2, "")
    assert all(one in done.stderr for one in said)
    assert "0.18" not in done.output


@pytest.mark.parametrize(
    "key",
    [
        [],
        {},
        a_key(rounds=0),
        a_key(rounds="1000"),
        a_key(rounds=10**12),
        a_key(nonce="00"),
        a_key(public_key="00"),
        a_key(salt="x"),
    ],
)
def test_another_file_is_no_key(tmp_path, key):
    done, _ = read_back(tmp_path, key)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "own-key: " in done.stderr


def test_a_wrapped_key_of_another_length_is_no_key(tmp_path):
    short = keys.KeyPair(bytes(31), OWN.public)
    done, _ = read_back(tmp_path, a_key(pair=short))
    assert (done.exit_code, "passphrase: " in done.stderr) == (2, True)
