"""The Merkle tree of RFC 9162 (默克尔树): one hash for a list, a short proof for each line.

Leaves and nodes are hashed with different first bytes, so that no node can be shown as a leaf.
"""

import hashlib
from collections.abc import Sequence

LEAF, NODE = b"\x00", b"\x01"


def leaf(data: bytes) -> bytes:
    """The hash of one line."""
    return hashlib.sha256(LEAF + data).digest()


def root(lines: Sequence[bytes]) -> bytes:
    """The hash over all lines in their order; that of nothing is SHA-256 of nothing."""
    if not lines:
        return hashlib.sha256().digest()
    return _top([leaf(line) for line in lines])


def proof(lines: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The hashes beside the way from the line at ``index`` (from 0) up to the root, lowest first.

    Raises ``IndexError`` when there is no such line.
    """
    if not 0 <= index < len(lines):
        raise IndexError(f"no line {index} among {len(lines)}")
    return tuple(_path([leaf(line) for line in lines], index))


def verify(data: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes) -> bool:
    """Whether this is the line at ``index`` (from 0) of ``size`` lines under ``expected``."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf(data)
    for beside in path:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = _node(beside, found)
            while place and not place % 2:
                place, last = place // 2, last // 2
        else:
            found = _node(found, beside)
        place, last = place // 2, last // 2
    return last == 0 and found == expected


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()


def _split(count: int) -> int:
    """The largest power of two below ``count``: how many leaves stand on the left."""
    return 1 << (count - 1).bit_length() - 1


def _top(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    middle = _split(len(leaves))
    return _node(_top(leaves[:middle]), _top(leaves[middle:]))


def _path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    if len(leaves) == 1:
        return []
    middle = _split(len(leaves))
    if index < middle:
        return [*_path(leaves[:middle], index), _top(leaves[middle:])]
    return [*_path(leaves[middle:], index - middle), _top(leaves[:middle])]
