"""A share that was kept as a file is read as it was written, and nothing else passes for one."""

import json

import pytest

from procurement.rules import keys, share_files
from procurement.rules.keys import Hardness

OFFICERS = {"wang": "correct horse battery", "李": "三人行必有我师焉择其善者"}
SHARES = keys.lock(keys.new_round_key().private, OFFICERS, Hardness(memory_kib=8, passes=1))


@pytest.mark.parametrize("share", SHARES)
def test_a_share_comes_back_from_its_file(share):
    assert share_files.read(share.file().decode()) == share


@pytest.mark.parametrize("text", ["", "wang", "[]", "{}", "7", "null", "[" * 100_000])
def test_what_is_no_share_is_refused(text):
    assert share_files.read(text) == share_files.UNREADABLE


@pytest.mark.parametrize(
    "change",
    [
        {"officer": ["wang"]},
        {"number": "1"},
        {"threshold": True},
        {"salt": "none"},
        {"nonce": 7},
        {"hardness": {"memory": 8}},
        {"hardness": None},
    ],
)
def test_a_share_with_a_part_of_another_kind_is_refused(change):
    plain = json.loads(SHARES[0].file()) | change
    assert share_files.read(json.dumps(plain)) == share_files.UNREADABLE
