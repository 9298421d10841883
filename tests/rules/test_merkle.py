"""One root for a list: the published vectors, and no proof for anything but the line itself."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.rules import merkle

LINES = tuple(
    bytes.fromhex(one)
    for one in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
)
"""The inputs with which implementations of Certificate Transparency are compared."""
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""The root over the first 0, 1, … 8 of them."""
lists = st.lists(st.binary(max_size=8), min_size=1, max_size=40)


@pytest.mark.parametrize("count", range(9))
def test_the_roots_are_the_published_ones(count):
    assert merkle.root(LINES[:count]).hex() == ROOTS[count]


def test_the_proof_is_the_published_one():
    """Line 5 of 8: its neighbour, then the two subtrees beside the way up."""
    path = [one.hex() for one in merkle.proof(LINES, 5)]
    assert path == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@given(lists)
def test_every_line_can_be_proved(lines):
    top = merkle.root(lines)
    for index, line in enumerate(lines):
        path = merkle.proof(lines, index)
        assert merkle.verify(line, index, len(lines), path, top)


@given(lists, st.data())
def test_no_other_line_proof_place_or_root_holds(lines, data):
    index = data.draw(st.integers(0, len(lines) - 1))
    line, size, top = lines[index], len(lines), merkle.root(lines)
    path = merkle.proof(lines, index)
    noise = data.draw(st.binary(min_size=32, max_size=32).filter(lambda one: one not in path))
    assert not merkle.verify(line + b"x", index, size, path, top)
    assert not merkle.verify(line, index, size, path, noise)
    assert not merkle.verify(line, index, size, (*path, noise), top)
    for place in range(len(path)):
        assert not merkle.verify(line, index, size, (*path[:place], noise, *path[place + 1 :]), top)
        assert not merkle.verify(line, index, size, path[:place] + path[place + 1 :], top)


@given(st.lists(st.binary(max_size=8), min_size=2, max_size=40, unique=True), st.data())
def test_a_line_is_proved_at_its_own_place_only(lines, data):
    index = data.draw(st.integers(0, len(lines) - 1))
    path, top = merkle.proof(lines, index), merkle.root(lines)
    held = [
        place
        for place in range(-1, len(lines) + 1)
        if merkle.verify(lines[index], place, len(lines), path, top)
    ]
    assert held == [index]


@given(st.lists(st.binary(max_size=8), min_size=2, max_size=20, unique=True), st.data())
def test_another_order_or_a_missing_line_has_another_root(lines, data):
    other = data.draw(st.permutations(lines).filter(lambda one: one != lines))
    assert merkle.root(other) != merkle.root(lines)
    assert merkle.root(lines[:-1]) != merkle.root(lines)


def test_two_leaves_cannot_be_shown_as_one_line():
    """A node's own input, handed in as a line, has another hash: no second preimage."""
    pair = merkle.leaf(b"a") + merkle.leaf(b"b")
    assert merkle.root([pair]) != merkle.root([b"a", b"b"])
    assert merkle.root([b"a"]) != hashlib.sha256(b"a").digest()


@pytest.mark.parametrize("index", [-1, 2])
def test_a_line_that_is_not_there_has_no_proof(index):
    with pytest.raises(IndexError):
        merkle.proof([b"a", b"b"], index)
