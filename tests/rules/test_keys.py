"""A round's private key takes every key-holding officer."""

from itertools import combinations

import pytest

from procurement.rules import keys
from procurement.rules.keys import Hardness, KeyPair

QUICK = Hardness(memory_kib=8, passes=1)
KEY = keys.new_round_key()
OFFICERS = {
    "wang": "correct horse battery",
    "li": "staple of the north",
    "zhao": "三人行必有我师焉择其善者",
}
SHARES = keys.lock(KEY.private, OFFICERS, QUICK)


@pytest.mark.parametrize("count", [2, 3])
def test_all_officers_together_unlock_the_key(count):
    officers = dict(list(OFFICERS.items())[:count])
    shares = keys.lock(KEY.private, officers, QUICK)
    assert keys.unlock(shares, officers, KEY.public) == KEY


def test_no_share_shows_the_key_and_no_two_locks_are_alike():
    again = keys.lock(KEY.private, OFFICERS, QUICK)
    assert all(KEY.private not in share.ciphertext for share in SHARES)
    assert not {share.ciphertext for share in SHARES} & {share.ciphertext for share in again}


def test_a_wrong_passphrase_names_its_officer_only():
    faults = keys.unlock(SHARES, OFFICERS | {"li": "staple of the south"}, KEY.public)
    assert isinstance(faults, list)
    assert [(fault.rule, fault.place) for fault in faults] == [("passphrase", "li")]
    assert "wang" not in faults[0].text.en


def test_a_missing_officer_is_a_fault_too():
    faults = keys.unlock(SHARES, {"wang": OFFICERS["wang"]}, KEY.public)
    assert isinstance(faults, list)
    assert [fault.place for fault in faults] == ["li", "zhao"]


def test_a_share_does_not_pass_as_another_officers():
    swapped = {"wang": OFFICERS["li"], "li": OFFICERS["wang"], "zhao": OFFICERS["zhao"]}
    faults = keys.unlock(SHARES, swapped, KEY.public)
    assert isinstance(faults, list)
    assert [fault.place for fault in faults] == ["wang", "li"]


@pytest.mark.parametrize("some", [(), *combinations(SHARES, 1), *combinations(SHARES, 2)])
def test_fewer_shares_than_all_make_no_key(some):
    faults = keys.unlock(some, OFFICERS, KEY.public)
    assert isinstance(faults, list)
    assert [fault.rule for fault in faults] == ["round_key"]


def test_the_shares_of_another_round_are_noticed():
    faults = keys.unlock(SHARES, OFFICERS, keys.new_round_key().public)
    assert isinstance(faults, list)
    assert [fault.rule for fault in faults] == ["round_key"]


def test_full_width_letters_are_the_same_passphrase():
    assert isinstance(
        keys.unlock(
            SHARES, OFFICERS | {"wang": "ｃｏｒｒｅｃｔ ｈｏｒｓｅ ｂａｔｔｅｒｙ"}, KEY.public
        ),
        KeyPair,
    )


def test_one_officer_alone_never_holds_a_key():
    with pytest.raises(ValueError, match="2 officers or more"):
        keys.lock(KEY.private, {"wang": OFFICERS["wang"]}, QUICK)


def test_a_guess_is_dear_by_default():
    shares = keys.lock(KEY.private, dict(list(OFFICERS.items())[:2]))
    assert {share.hardness for share in shares} == {Hardness(65536, 3, 1)}


def test_passphrases_are_long_and_ones_own():
    assert keys.passphrase_faults(OFFICERS) == []
    faults = keys.passphrase_faults({"wang": "short", "li": "short"})
    assert [(fault.rule, fault.place) for fault in faults] == [
        ("passphrase_shared", "passphrases"),
        ("passphrase_length", "wang"),
        ("passphrase_length", "li"),
    ]
    alone = keys.passphrase_faults({"wang": OFFICERS["wang"]})
    assert [fault.rule for fault in alone] == ["key_officers"]
