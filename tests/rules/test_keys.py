"""A round's private key takes as many key-holding officers as its threshold."""

import hashlib
import secrets
from dataclasses import replace
from itertools import combinations

import pytest

from procurement.rules import keys
from procurement.rules.keys import Hardness, Unlocked

QUICK = Hardness(memory_kib=8, passes=1)
KEY = keys.new_round_key()
OFFICERS = {
    "wang": "correct horse battery",
    "li": "staple of the north",
    "zhao": "三人行必有我师焉择其善者",
}
FIVE = OFFICERS | {"qian": "the fourth passphrase", "sun": "the fifth passphrase"}
SHARES = keys.lock(KEY.private, OFFICERS, QUICK)
THREE_OF_FIVE = keys.lock(KEY.private, FIVE, QUICK, 3)
COMMITMENTS = {share.officer: share.commitment() for share in THREE_OF_FIVE}


def of(officers):
    return {officer: FIVE[officer] for officer in officers}


def refused(shares, passphrases, public_key=KEY.public, commitments=None):
    """Rule and place of everything that keeps the key locked."""
    faults = keys.unlock(shares, passphrases, public_key, commitments)
    assert isinstance(faults, list)
    return [(fault.rule, fault.place) for fault in faults]


@pytest.mark.parametrize("count", [2, 3])
def test_without_a_threshold_all_officers_together_unlock_the_key(count):
    officers = dict(list(OFFICERS.items())[:count])
    shares = keys.lock(KEY.private, officers, QUICK)
    assert keys.unlock(shares, officers, KEY.public) == Unlocked(KEY, tuple(officers))


@pytest.mark.parametrize("present", [*combinations(FIVE, 3), *combinations(FIVE, 4), tuple(FIVE)])
def test_any_three_of_five_unlock_the_key_though_the_other_shares_are_lost(present):
    left = [share for share in THREE_OF_FIVE if share.officer in present]
    assert keys.unlock(left, of(present), KEY.public, COMMITMENTS) == Unlocked(KEY, present)


@pytest.mark.parametrize("present", [(), *combinations(FIVE, 1), *combinations(FIVE, 2)])
def test_fewer_than_three_of_five_do_not(present):
    assert refused(THREE_OF_FIVE, of(present)) == [("key_threshold", "passphrases")]


@pytest.mark.parametrize("lost", list(combinations(FIVE, 3)))
def test_with_three_shares_of_five_lost_everybody_who_has_none_is_named(lost):
    left = [share for share in THREE_OF_FIVE if share.officer not in lost]
    assert refused(left, FIVE) == [("share_missing", officer) for officer in lost]


def test_a_wrong_passphrase_does_not_matter_when_enough_others_are_right():
    given = FIVE | {"li": "staple of the south", "stranger": "was never asked for it"}
    found = keys.unlock(THREE_OF_FIVE, given, KEY.public)
    assert found == Unlocked(KEY, ("wang", "zhao", "qian", "sun"))


def test_a_fingerprint_is_the_sha_256_of_the_key_in_sixteen_groups_of_four():
    told = keys.fingerprint(bytes(range(32)))
    assert told.startswith("630d cd29 66c4 3366 ")
    assert told.replace(" ", "") == hashlib.sha256(bytes(range(32))).hexdigest()
    assert [len(one) for one in told.split(" ")] == [4] * 16


TOLD = keys.fingerprint(KEY.public)
OTHER_END = "1" if TOLD.endswith("0") else "0"


@pytest.mark.parametrize(
    ("typed", "rules"),
    [
        pytest.param(TOLD, [], id="as shown"),
        pytest.param(f" {TOLD.upper()}\n", [], id="capitals"),
        pytest.param(TOLD.replace(" ", "-"), [], id="hyphens"),
        pytest.param(TOLD.replace(" ", ""), [], id="in one piece"),
        pytest.param(TOLD.replace("0", "０"), [], id="full-width"),
        pytest.param(TOLD[:-1] + OTHER_END, ["another_key"], id="one digit wrong"),
        pytest.param(TOLD[:-1], ["key_fingerprint"], id="too short"),
        pytest.param(TOLD[:-1] + "g", ["key_fingerprint"], id="no digit"),
        pytest.param("", ["key_fingerprint"], id="blank"),
    ],
)
def test_a_fingerprint_is_compared_however_it_is_written(typed, rules):
    assert [fault.rule for fault in keys.fingerprint_faults(typed, KEY.public)] == rules


def test_a_wrong_passphrase_among_too_few_is_named():
    given = of(["wang", "zhao", "sun"]) | {"sun": "not the fifth one"}
    assert refused(THREE_OF_FIVE, given) == [("passphrase", "sun")]
    given = of(["wang", "sun"]) | {"sun": "not the fifth one"}
    assert refused(THREE_OF_FIVE, given) == [
        ("passphrase", "sun"),
        ("key_threshold", "passphrases"),
    ]


def test_a_share_other_than_the_recorded_one_is_named_and_not_used():
    """The second split of the same key under the same passphrases is another one."""
    others = {share.officer: share for share in keys.lock(KEY.private, FIVE, QUICK, 3)}
    mixed = [others[one.officer] if one.officer == "li" else one for one in THREE_OF_FIVE]
    present = of(["wang", "li", "zhao"])
    assert refused(mixed, present, commitments=COMMITMENTS) == [("share_changed", "li")]
    assert refused(mixed, present) == [("round_key", "shares")]
    assert isinstance(keys.unlock(mixed, FIVE, KEY.public, COMMITMENTS), Unlocked)


@pytest.mark.parametrize(
    "change",
    [
        {"officer": "zhao"},
        {"number": 2},
        {"threshold": 2},
        {"salt": b"0" * 16},
        {"nonce": b"0" * 12},
        {"ciphertext": b"0" * 48},
        {"hardness": Hardness(9, 1)},
    ],
)
def test_a_commitment_covers_everything_in_a_share(change):
    share = THREE_OF_FIVE[0]
    assert replace(share, **change).commitment() != share.commitment()


def test_no_share_shows_the_key_and_no_two_locks_are_alike():
    again = keys.lock(KEY.private, OFFICERS, QUICK)
    assert all(KEY.private not in share.ciphertext for share in SHARES)
    assert not {share.ciphertext for share in SHARES} & {share.ciphertext for share in again}


def test_where_all_must_come_whoever_is_missing_is_named():
    assert refused(SHARES, {"wang": OFFICERS["wang"]}) == [
        ("passphrase", "li"),
        ("passphrase", "zhao"),
    ]
    assert refused(SHARES, OFFICERS | {"li": ""}) == [("passphrase", "li")]
    faults = keys.unlock(SHARES, OFFICERS | {"li": "staple of the south"}, KEY.public)
    assert isinstance(faults, list)
    assert [(fault.rule, fault.place) for fault in faults] == [("passphrase", "li")]
    assert "wang" not in faults[0].text.en


def test_a_share_does_not_pass_as_another_officers():
    swapped = {"wang": OFFICERS["li"], "li": OFFICERS["wang"], "zhao": OFFICERS["zhao"]}
    assert refused(SHARES, swapped) == [("passphrase", "wang"), ("passphrase", "li")]


def test_the_shares_of_another_round_are_noticed():
    assert refused(SHARES, OFFICERS, keys.new_round_key().public) == [("round_key", "shares")]


def test_full_width_letters_are_the_same_passphrase():
    given = OFFICERS | {"wang": "ｃｏｒｒｅｃｔ ｈｏｒｓｅ ｂａｔｔｅｒｙ"}
    assert isinstance(keys.unlock(SHARES, given, KEY.public), Unlocked)


def test_one_officer_alone_never_holds_a_key():
    with pytest.raises(ValueError, match="1 of 1 parts is no threshold"):
        keys.lock(KEY.private, {"wang": OFFICERS["wang"]}, QUICK)
    with pytest.raises(ValueError, match="1 of 3 parts is no threshold"):
        keys.lock(KEY.private, OFFICERS, QUICK, 1)


def test_a_guess_is_dear_by_default():
    shares = keys.lock(KEY.private, dict(list(OFFICERS.items())[:2]))
    assert {share.hardness for share in shares} == {Hardness(65536, 3, 1)}


def test_a_key_split_before_there_were_thresholds_takes_every_share():
    """Two parts, the second what the exclusive-or of the first leaves; neither has a number."""
    first = secrets.token_bytes(32)
    second = bytes(one ^ other for one, other in zip(KEY.private, first, strict=True))
    officers = {"wang": OFFICERS["wang"], "li": OFFICERS["li"]}
    split = keys.lock(first, officers, QUICK)[:1] + keys.lock(second, officers, QUICK)[1:]
    assert refused(split, officers) == [("round_key", "shares")]
    shares = [
        keys.wrap(replace(share, number=0, ciphertext=part), officers[share.officer])
        for share, part in zip(split, (first, second), strict=True)
    ]
    assert keys.unlock(shares, officers, KEY.public) == Unlocked(KEY, ("wang", "li"))
    assert refused(shares, {"li": OFFICERS["li"]}) == [("passphrase", "wang")]


def test_the_servers_signing_key_is_another_kind_of_key():
    signing = keys.new_signing_key()
    assert {len(signing.private), len(signing.public)} == {32}
    assert signing.private.hex() not in repr(signing)
