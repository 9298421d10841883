"""Splitting a secret so that any k of n parts make it again, and fewer say nothing (Shamir, 1979).

The arithmetic, in the field of 2^128 elements, is pycryptodome's, in the form of the ``ssss`` tool
(``-s 128 -D -x``): every block of 16 bytes can be joined again without this program.
"""

from collections.abc import Mapping
from functools import reduce

from Crypto.Protocol.SecretSharing import Shamir

BLOCK = 16
FEWEST = 2


def split(secret: bytes, threshold: int, count: int) -> dict[int, bytes]:
    """The parts by their numbers, 1 to ``count``; each is as long as the secret.

    ``ValueError`` unless 2 ≤ ``threshold`` ≤ ``count`` and the secret is whole blocks of 16 bytes.
    """
    if not FEWEST <= threshold <= count:
        raise ValueError(f"{threshold} of {count} parts is no threshold")
    parts = dict.fromkeys(range(1, count + 1), b"")
    for block in _blocks(secret):
        for number, part in Shamir.split(threshold, count, block, ssss=True):
            parts[number] += part
    return parts


def join(parts: Mapping[int, bytes]) -> bytes:
    """The secret of exactly as many parts as the threshold; more or fewer make another one."""
    whole = b""
    for blocks in zip(*(_blocks(part) for part in parts.values()), strict=True):
        whole += Shamir.combine(list(zip(parts, blocks, strict=True)), ssss=True)
    return whole


def join_all(parts: Mapping[str, bytes]) -> bytes:
    """The secret of parts that it takes all of: their exclusive-or, as rounds were split before."""
    length = max(map(len, parts.values()))
    whole = reduce(int.__xor__, (int.from_bytes(part) for part in parts.values()))
    return whole.to_bytes(length)


def _blocks(whole: bytes) -> list[bytes]:
    return [whole[start : start + BLOCK] for start in range(0, len(whole), BLOCK)]
