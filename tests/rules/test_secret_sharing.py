"""Any k of n parts make the secret again, and fewer say nothing."""

from itertools import combinations

import pytest

from procurement.rules import secret_sharing

SECRET = bytes(range(32))
PUBLISHED = [
    (
        "d9fe73909bae28b3757854c0af7ad405",
        {
            1: "594ae8964294174d95c33756d2504170",
            2: "d897459d29da574eb40e93ec552ffe6e",
            3: "5823de9bf0e068b054b5f07a28056b1b",
            4: "db2c1f8bff46d748f795da995bd080cb",
        },
        2,
    ),
    (
        "ec96aa5c14c9faa699354cf1da74e904",
        {
            1: "64579fbf1908d66f7239bf6e2b4e41e1",
            2: "6cd9428df8017b52322561e8c672ae3e",
            3: "e418776ef5c0579bd9299277374806dd",
            4: "ab3f77a0107398d23b323e581bb43f5d",
            5: "23fe42431db2b41bd03ecdc7ea8e97ac",
        },
        3,
    ),
]
"""Secret, parts and threshold, made by the ``ssss`` tool: pycryptodome's published vectors."""


@pytest.mark.parametrize(("secret", "parts", "threshold"), PUBLISHED)
def test_parts_of_another_tool_make_its_secret(secret, parts, threshold):
    for some in combinations(parts, threshold):
        chosen = {number: bytes.fromhex(parts[number]) for number in some}
        assert secret_sharing.join(chosen).hex() == secret


@pytest.mark.parametrize(("threshold", "count"), [(2, 2), (2, 3), (3, 5), (5, 5), (4, 7)])
def test_every_choice_of_as_many_as_the_threshold_makes_the_secret(threshold, count):
    parts = secret_sharing.split(SECRET, threshold, count)
    for some in combinations(parts.items(), threshold):
        assert secret_sharing.join(dict(some)) == SECRET


def test_fewer_parts_make_something_else():
    parts = secret_sharing.split(SECRET, 3, 5)
    for some in combinations(parts.items(), 2):
        assert secret_sharing.join(dict(some)) != SECRET


def test_parts_are_as_long_as_the_secret_and_never_the_same_again():
    first, second = (secret_sharing.split(SECRET, 2, 3) for _ in range(2))
    assert {len(part) for part in first.values()} == {32}
    assert not set(first.values()) & set(second.values())


@pytest.mark.parametrize(("threshold", "count"), [(1, 3), (4, 3), (0, 0), (1, 1)])
def test_a_threshold_is_two_or_more_and_can_be_reached(threshold, count):
    with pytest.raises(ValueError, match="no threshold"):
        secret_sharing.split(SECRET, threshold, count)


def test_parts_that_it_takes_all_of_are_joined_by_exclusive_or():
    parts = {"wang": b"\x0f\xf0", "li": b"\x00\xff"}
    assert secret_sharing.join_all(parts) == b"\x0f\x0f"
