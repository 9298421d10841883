"""Terms and envelopes as files: read as written, and nothing else is read."""

import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from offer_examples import LOTS

from procurement.exchange import envelope_files
from procurement.exchange.envelope_files import Sealed
from procurement.rules.offers import Terms
from procurement.rules.sealing import Context
from procurement.rules.text import Refused

DUE = datetime(2026, 11, 30, 2, tzinfo=UTC)
TERMS = Terms("GY-YD2019-2", DUE, bytes(range(32)), {"03": LOTS[False]})
SEALED = Sealed(Context("GY-YD2019-2", "03", "F07", DUE), bytes(560))
JUNK = [b"", b"\xff", b"[]", b"7", b"{}", b"[" * 100_000]


def changed(content, **fields):
    return json.dumps(json.loads(content) | fields).encode()


def test_terms_are_read_as_written():
    assert envelope_files.read_terms(envelope_files.write_terms(TERMS)) == TERMS


def test_terms_name_the_hash_of_their_key_for_comparing():
    told = json.loads(envelope_files.write_terms(TERMS))
    assert told["public_key_sha256"] == sha256(TERMS.public_key).hexdigest()


def test_an_envelope_is_read_as_written():
    assert envelope_files.read_envelope(envelope_files.write_envelope(SEALED)) == SEALED


@pytest.mark.parametrize(
    "content",
    [
        *JUNK,
        *(
            changed(envelope_files.write_terms(TERMS), **one)
            for one in (
                {"round": 7},
                {"deadline": "2026-11-30T10:00:00"},
                {"deadline": "soon"},
                {"public_key": "x"},
                {"public_key": "00"},
                {"lots": []},
                {"lots": {"03": {}}},
            )
        ),
    ],
)
def test_other_files_are_no_terms(content):
    with pytest.raises(Refused) as refused:
        envelope_files.read_terms(content)
    assert [fault.rule for fault in refused.value.faults] == ["round_file"]


@pytest.mark.parametrize(
    "content",
    [
        *JUNK,
        *(
            changed(envelope_files.write_envelope(SEALED), **one)
            for one in (
                {"lot": None},
                {"deadline": "2026-11-30T10:00:00"},
                {"envelope": "?"},
                {"envelope": []},
            )
        ),
    ],
)
def test_other_files_are_no_envelopes(content):
    with pytest.raises(Refused) as refused:
        envelope_files.read_envelope(content)
    assert [fault.rule for fault in refused.value.faults] == ["envelope_file"]
