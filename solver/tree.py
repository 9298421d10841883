"""A proof of a lower bound as a tree: all plans, split and split again, every part with a bound."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from solver.bound import Box, Weights, bound, everything, narrow
from solver.relax import Flag, Relaxation

REGION = "region"

type Branch = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Node:
    """A part of all plans; ``weights`` are those of the node above when left out.

    ``branch`` divides it: ("region", offer, region) into plans where that offer supplies that
    region and those where it does not; ("tier", offer, step) and ("full", offer, 0 or 1) into
    plans where that flag is set and those where it is not. ``yes`` and ``no`` are the places of
    the two parts in the tree, behind this one.
    """

    weights: Weights | None = None
    branch: Branch | None = None
    yes: int = 0
    no: int = 0


def parts(relaxation: Relaxation, box: Box, branch: Branch) -> tuple[Box, Box]:
    """The two parts of a box, which together are all of it."""
    kind, offer, place = branch
    if kind == REGION:
        pair = frozenset({(offer, place)})
        return replace(box, taken=box.taken | pair), replace(box, barred=box.barred | pair)
    flag = Flag(kind, offer, place)
    others = next(frozenset(group) - {flag} for group in relaxation.groups if flag in group)
    return replace(box, unset=box.unset | others), replace(box, unset=box.unset | {flag})


def faults(relaxation: Relaxation, tree: Sequence[Node]) -> tuple[str, ...]:
    """The nodes that do not fit the problem, and those not just once below another."""
    found = ["no nodes"] if not tree else []
    above = Counter(part for node in tree if node.branch for part in (node.yes, node.no))
    for place, node in enumerate(tree):
        if not _weighs(relaxation, node.weights, needed=place == 0):
            found.append(f"weights of node {place}")
        if node.branch is not None and not (
            _divides(relaxation, node.branch)
            and all(place < part < len(tree) for part in (node.yes, node.no))
        ):
            found.append(f"branch of node {place}")
        if above[place] != (place > 0):
            found.append(f"place of node {place}")
    return tuple(found)


def certified(relaxation: Relaxation, tree: Sequence[Node], spend: int) -> int:
    """No plan costs less than this many fen, and it is never above ``spend``.

    Follows every branch from the top; a part is done with when nothing in it costs less than
    ``spend``. What no plan below ``spend`` has, by a node's bound, is left out below it. Expects
    a tree without faults.
    """
    least = spend
    todo: list[tuple[int, Box, Weights | None, int]] = [(0, everything(relaxation), None, 0)]
    while todo:
        place, box, weights, above = todo.pop()
        node = tree[place]
        weights = node.weights or weights
        assert weights is not None
        found = bound(relaxation, box, weights)
        if found is None or found.fen >= spend:
            continue
        at_least = max(above, found.fen)
        if node.branch is None:
            least = min(least, at_least)
            continue
        yes, no = parts(relaxation, narrow(relaxation, box, found, spend), node.branch)
        todo += [(node.yes, yes, weights, at_least), (node.no, no, weights, at_least)]
    return least


def _weighs(relaxation: Relaxation, weights: Weights | None, *, needed: bool) -> bool:
    """The weights are one a row, none negative, and a price a region where there are steps."""
    if weights is None:
        return not needed
    tiered = any(option.flag for option in relaxation.options)
    return (
        len(weights.rows) == len(relaxation.rows)
        and len(weights.prices) == len(relaxation.volume) * tiered
        and min(weights.rows, default=0) >= 0
    )


def _divides(relaxation: Relaxation, branch: Branch) -> bool:
    """The branch is about an offer and region, or a flag, of the problem."""
    kind, offer, place = branch
    if kind != REGION:
        return any(Flag(*branch) in group for group in relaxation.groups)
    offers = {option.offer for option in relaxation.options}
    return offer in offers and 0 <= place < len(relaxation.volume)
