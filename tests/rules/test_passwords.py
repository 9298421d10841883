"""What a new password must be like, and that a kept one tells nothing."""

import pytest

from procurement.rules import passwords
from procurement.rules.passwords import LONGEST, faults, hashed, matches


def rules(password, login="wang"):
    return {fault.rule for fault in faults(password, login)}


@pytest.mark.parametrize(
    ("password", "wrong"),
    [
        ("four words make one", set()),
        ("采购办的窗外有三棵银杏树与小河", set()),
        ("too short", {"password_length"}),
        ("x" * (LONGEST + 1), {"password_length", "password_common"}),
        ("password1234", {"password_common"}),
        ("Admin@123456789", {"password_common"}),
        ("zhongguo2026!", {"password_common"}),
        ("qwertyuiop123", {"password_common"}),
        ("aaaabbbbcccc", {"password_common"}),
        ("this is Wang at work", {"password_login"}),
        ("wang", {"password_length", "password_login", "password_common"}),
    ],
)
def test_a_new_password_is_long_uncommon_and_without_the_login(password, wrong):
    assert rules(password) == wrong


def test_every_fault_speaks_both_languages_and_repeats_no_password():
    for fault in faults("wang", "wang", "new_password"):
        assert fault.place == "new_password"
        assert fault.text.zh
        assert fault.text.en
        assert "wang" not in fault.text.en


def test_a_password_is_kept_as_argon2id_and_never_twice_alike():
    kept = hashed("four words make one")
    assert kept.startswith("$argon2id$")
    assert kept != hashed("four words make one")
    assert matches(kept, "four words make one")
    assert not matches(kept, "four words make two")


@pytest.mark.parametrize("kept", [None, "", "not a hash"])
def test_where_nothing_is_kept_nothing_matches(kept):
    assert not matches(kept, "four words make one")
    assert passwords.NOBODY.startswith("$argon2id$")
