"""Looks for a proof that no plan costs less: weights and branches, by linear programs.

What is found is a tree, which ``tree.certified`` and nobody else judges. The search is best first
and counts its work in nodes, so it finds the same tree every time, and may end at any of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from heapq import heappop, heappush

from solver.bound import SCALE, Bound, Box, Weights, bound, everything, narrow, usable
from solver.linear import Program, Solution
from solver.problem import Problem
from solver.relax import Relaxation, relax
from solver.tree import REGION, Branch, Node, parts

NODES = 500
TRIED = 12  # branches of a node that are tried before one is taken
PATIENCE = 25  # nodes divided by which some of the gap must be gone
WORTH = 100  # one part in so many of the gap is some
WHOLE = 1e-6  # shares nearer than this to none or all are taken for whole
LEAST = 1e-6  # of a gain, so that a branch with one good part counts for something


def prove(problem: Problem, spend: int, *, nodes: int = NODES) -> tuple[Node, ...]:
    """A tree whose certified bound is as near to this spend, in fen, as the nodes allow.

    Expects a problem without faults. Ends early when every part is closed, or when dividing does
    not help.
    """
    search = _Search(relax(problem), spend)
    search.grow(nodes)
    return search.trimmed()


def marginals(problem: Problem) -> dict[str, Fraction]:
    """What one unit more or less of each row would change in fen, by the row's name: indicative.

    They are the dual values of the linear relaxation at its optimum, where the rules bind shares
    and not whole regions: an indication, never a price. Empty when even shares break the rules.
    """
    relaxation = relax(problem)
    solution = Program(relaxation).solve(everything(relaxation))
    if solution is None:
        return {}
    pairs = zip(relaxation.rows, solution.weights.rows, strict=True)
    return {row.name: Fraction(weight, SCALE) for row, weight in pairs}


@dataclass(frozen=True, slots=True)
class _Part:
    """A part that is open, with what its node knows of it."""

    box: Box
    weights: Weights
    found: Bound
    solution: Solution | None


class _Search:
    """A tree that grows where its bound is least; ``bounds`` are those of its nodes."""

    def __init__(self, relaxation: Relaxation, spend: int) -> None:
        self.relaxation = relaxation
        self.spend = spend
        self.program = Program(relaxation)
        self.tree: list[Node] = []
        self.bounds: list[int] = []
        self.open: list[tuple[int, int]] = []
        self.known: dict[int, _Part] = {}
        prices = (0,) * len(relaxation.volume) if self.program.tiered else ()
        nothing = Weights((0,) * len(relaxation.rows), prices)
        self.add(everything(relaxation), nothing, 0)
        self.tree[0] = replace(self.tree[0], weights=self.tree[0].weights or nothing)

    @property
    def least(self) -> int:
        """What the tree certifies."""
        return min(self.bounds[place] for place in self.leaves())

    def leaves(self) -> Iterator[int]:
        return (place for place, node in enumerate(self.tree) if node.branch is None)

    def add(self, box: Box, weights: Weights, above: int) -> int:
        """A new node, with weights of its own if they are better than those above; its place."""
        place = len(self.tree)
        self.tree.append(Node())
        self.bounds.append(self.spend)
        found = bound(self.relaxation, box, weights)
        if found is None or found.fen >= self.spend:
            return place
        solution = self.program.solve(box)
        own = solution.weights if solution else self._ray(box, weights, found)
        better = bound(self.relaxation, box, own)
        assert better is not None
        if better.total > found.total:
            self.tree[place] = Node(own)
            weights, found = own, better
        if found.fen < self.spend:
            self.bounds[place] = max(above, found.fen)
            self.known[place] = _Part(box, weights, found, solution)
            heappush(self.open, (self.bounds[place], place))
        return place

    def grow(self, nodes: int) -> None:
        """Divide the part with the least bound, until the tree has this many nodes."""
        start, divided = self.bounds[0], 0
        while self.open and len(self.tree) + 1 < nodes:
            least, place = heappop(self.open)
            if divided == PATIENCE and WORTH * (least - start) < self.spend - start:
                return
            part = self.known.pop(place)
            box = narrow(self.relaxation, part.box, part.found, self.spend)
            branch = self._branch(box, part.solution) if part.solution else None
            if branch is None:
                return
            yes, no = (
                self.add(half, part.weights, least) for half in parts(self.relaxation, box, branch)
            )
            self.tree[place] = replace(self.tree[place], branch=branch, yes=yes, no=no)
            divided += 1

    def trimmed(self) -> tuple[Node, ...]:
        """The tree without branches below what is certified anyway."""
        least, kept, todo = self.least, [], [0]
        while todo:
            place = todo.pop(0)
            node = self.tree[place]
            if node.branch is None or self.bounds[place] >= least:
                kept.append(Node(node.weights))
            else:
                first = len(kept) + len(todo) + 1
                kept.append(replace(node, yes=first, no=first + 1))
                todo += [node.yes, node.no]
        return tuple(kept)

    def _ray(self, box: Box, weights: Weights, found: Bound) -> Weights:
        """Weights by which no plan of the box is below the spend, as none keeps the rules."""
        solution = Program(self.relaxation, elastic=True).solve(box)
        ray = solution.weights if solution else weights
        proof = bound(self.relaxation, box, ray, scale=0)
        if proof is None or proof.total <= 0:
            return weights
        times = -(-(self.spend * SCALE - found.total) // proof.total)
        return Weights(
            tuple(a + times * b for a, b in zip(weights.rows, ray.rows, strict=True)),
            tuple(a + times * b for a, b in zip(weights.prices, ray.prices, strict=True)),
        )

    def _branch(self, box: Box, solution: Solution) -> Branch | None:
        """The flag that is least decided; else the pair whose two parts have the best bounds."""
        flags = {
            flag: min(share, 1 - share)
            for flag, share in solution.flags.items()
            if WHOLE < share < 1 - WHOLE
        }
        if flags:
            return max(flags, key=lambda flag: flags[flag])
        tried = sorted(self._undecided(box, solution))[:TRIED]
        gains = {pair: self._gain(box, pair, solution.value) for *_, pair in tried}
        return max(gains, key=lambda pair: gains[pair], default=None)

    def _undecided(self, box: Box, solution: Solution) -> Iterator[tuple[float, int, Branch]]:
        """Pairs with a share that no plan has, the least decided and largest first.

        That is part of a region that goes whole; where it may be split, less than the least part,
        or a share in a region of too many.
        """
        relaxation = self.relaxation
        for r, (shares, offers) in enumerate(
            zip(solution.shares, usable(relaxation, box), strict=True)
        ):
            some = {w: share for w, share in shares.items() if share > WHOLE and w in offers}
            part = relaxation.part[r] / max(1, relaxation.whole[r]) - WHOLE
            for w, share in some.items():
                crowded = len(some) > relaxation.suppliers and (w, r) not in box.taken
                if share < part or crowded:
                    yield -min(share, 1 - share), -relaxation.volume[r], (REGION, w, r)

    def _gain(self, box: Box, pair: Branch, value: float) -> float:
        """By how much both parts of a branch are above the value, multiplied."""
        gain = 1.0
        for half in parts(self.relaxation, box, pair):
            solution = self.program.solve(half)
            most = self.program.money(self.spend)
            gain *= max(LEAST, (min(solution.value, most) if solution else most) - value)
        return gain
