"""Codes of an authenticator, each taken once; recovery codes; the secret at rest."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidTag

from procurement.rules import second_factors
from procurement.rules.rights import Role
from procurement.rules.second_factors import CODES, REQUIRED, STEP, mark, seal, step_of, unseal

RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The secret of RFC 6238's test vectors: 12345678901234567890."""
KEY = bytes(range(32))
NOW = datetime.fromtimestamp(1_111_111_109, UTC)
CODE = "081804"
"""The last six of the eight digits that appendix B of RFC 6238 gives for this time."""


def test_the_code_is_that_of_the_standard():
    assert step_of(RFC, CODE, NOW, after=0) == 1_111_111_109 // STEP


@pytest.mark.parametrize("seconds", [-STEP, 0, STEP])
def test_the_telephones_clock_may_be_one_step_off(seconds):
    assert step_of(RFC, CODE, NOW + timedelta(seconds=seconds), after=0)


@pytest.mark.parametrize("seconds", [-2 * STEP, 2 * STEP, 86400])
def test_a_code_of_another_time_is_wrong(seconds):
    assert step_of(RFC, CODE, NOW + timedelta(seconds=seconds), after=0) is None


def test_a_code_is_taken_once():
    step = step_of(RFC, CODE, NOW, after=0)
    assert step_of(RFC, CODE, NOW, after=step) is None
    assert step_of(RFC, CODE, NOW, after=step - 1) == step


@pytest.mark.parametrize("typed", ["081 804", " 081804\n", "081-804"])
def test_spaces_and_hyphens_do_not_matter(typed):
    assert step_of(RFC, typed, NOW, after=0)


@pytest.mark.parametrize("typed", ["", "081805", "0818040", "０８１８０４", "abcdef", "\0" * 6])
def test_anything_else_is_no_code(typed):
    assert step_of(RFC, typed, NOW, after=0) is None


def test_an_authenticator_is_told_the_secret_and_whose_it_is():
    address = second_factors.address(RFC, "wang")
    assert address.startswith("otpauth://totp/VBP%20")
    assert ":wang?" in address
    assert f"secret={RFC}" in address


def test_every_secret_is_another():
    made = {second_factors.new_secret() for _ in range(8)}
    assert len(made) == 8
    assert all(len(one) == 32 for one in made)


def test_ten_recovery_codes_of_which_only_keyed_hashes_are_kept():
    codes = second_factors.recovery_codes()
    assert len(set(codes)) == CODES == 10
    assert all(len(one) == 11 and one[5] == "-" for one in codes)
    assert mark(codes[0], "wang", KEY) == mark(codes[0].lower().replace("-", " "), "wang", KEY)
    assert mark(codes[0], "wang", KEY) != mark(codes[0], "li", KEY)
    assert mark(codes[0], "wang", KEY) != mark(codes[0], "wang", bytes(32))


def test_a_secret_at_rest_is_bound_to_its_person_and_the_platforms_key():
    sealed = seal(RFC, "wang", KEY)
    assert RFC.encode() not in sealed
    assert unseal(sealed, "wang", KEY) == RFC
    for login, key in (("li", KEY), ("wang", bytes(32))):
        with pytest.raises(InvalidTag):
            unseal(sealed, login, key)


def test_officers_and_supervisors_need_one():
    assert {Role.OFFICER, Role.SUPERVISOR} == REQUIRED
