"""A proof of a lower bound as a tree: all plans, split and split again, every part with a bound."""

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
    """What keeps the tree from being one: weights or branches that do not fit the problem."""
    found, above = [], [0] * len(tree)
    offers = {option.offer for option in relaxation.options}
    flags = {flag for group in relaxation.groups for flag in group}
    tiered = any(option.flag for option in relaxation.options)
    for n, node in enumerate(tree):
        if node.weights is None:
            if n == 0:
                found.append("node 0: no weights")
        elif (
            len(node.weights.rows) != len(relaxation.rows)
            or len(node.weights.prices) != len(relaxation.volume) * tiered
            or any(weight < 0 for weight in node.weights.rows)
        ):
            found.append(f"node {n}: weights")
        if node.branch is None:
            continue
        kind, offer, place = node.branch
        if kind == REGION:
            known = offer in offers and 0 <= place < len(relaxation.volume)
        else:
            known = Flag(kind, offer, place) in flags
        if not known or not all(n < part < len(tree) for part in (node.yes, node.no)):
            found.append(f"node {n}: branch")
            continue
        above[node.yes] += 1
        above[node.no] += 1
    found += [f"node {n}: {times} times below another" for n, times in enumerate(above) if times != (n > 0)]
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

