"""A plan with all it takes to prove it: anybody can do the arithmetic again, without an engine.

A certificate holds the problem, the plan, and a tree that proves a lower bound of the spend, all
under one hash. It says that the plan keeps the rules and that none costs less, or none less by
more than a part. It does not say that of plans with the same spend this is the one the published
last word names, nor anything of goals other than the spend: that is what the engines claim.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Final

from solver import check, faults, tree
from solver.notation import Json, read, write
from solver.plan import Plan, spend
from solver.problem import Problem
from solver.relax import relax
from solver.tree import Node

FORMAT: Final = "allocation-certificate-1"
DIGITS: Final = 10_000  # of a percentage, rounded up

type Claim = bool | int | str | None


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a file says, in this order.

    ``spend`` and ``bound`` are fen, ``gap`` is how much of the bound lies between them, exactly,
    and ``finding`` says it in words. ``claims`` are what the engines said, which nothing here
    rests on; ``rulebook`` has its id and hash; ``versions`` are those of the software.
    """

    problem: Problem
    plan: Plan
    tree: tuple[Node, ...]
    spend: int
    bound: int
    gap: Fraction | None
    finding: str
    claims: Mapping[str, Claim]
    rulebook: Mapping[str, str]
    versions: Mapping[str, str]
    format: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A statement of a certificate that is not so: ``said``, and what was ``found`` instead."""

    place: str
    said: str
    found: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A certificate's statements, and those that were found to be wrong."""

    certificate: Certificate
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        """Everything was found as it is stated."""
        return not self.faults

    @property
    def optimal(self) -> bool:
        """No plan costs less, and this is proved."""
        return self.holds and self.certificate.spend == self.certificate.bound

    def fails(self, *places: str) -> bool:
        """One of these statements is wrong."""
        return any(fault.place in places for fault in self.faults)


def certify(
    problem: Problem,
    plan: Plan,
    nodes: Sequence[Node],
    *,
    claims: Mapping[str, Claim],
    rulebook: Mapping[str, str],
    versions: Mapping[str, str],
) -> dict[str, Json]:
    """The certificate of a plan as JSON; ``nodes`` are the tree that proves its bound.

    Expects a problem without faults and a plan that covers its regions; whether the plan keeps
    the rules, and the tree is one, is for ``verify`` to say.
    """
    money = spend(problem, plan)
    bound = tree.certified(relax(problem), nodes, money)
    gap = gap_of(money, bound)
    whole = Certificate(
        problem=problem,
        plan=plan,
        tree=tuple(nodes),
        spend=money,
        bound=bound,
        gap=gap,
        finding=finding(gap),
        claims=dict(claims),
        rulebook=dict(rulebook),
        versions=dict(versions),
        format=FORMAT,
        sha256="",
    )
    record = write(whole)
    assert isinstance(record, dict)
    return record | {"sha256": digest(record)}


def verify(record: Json) -> Verdict:
    """Does all the arithmetic again; raises ``Unreadable`` for what is no certificate.

    The problem makes sense, the plan keeps every rule, the spend is the plan's, the bound is the
    tree's, gap and finding follow from them, and the hash is that of everything else.
    """
    said = read(Certificate, record)
    assert isinstance(record, dict)
    found: list[Fault] = []
    _compare(found, "sha256", said.sha256, digest(record))
    _compare(found, "format", said.format, FORMAT)
    if malformed := faults.faults(said.problem):
        found += (Fault("problem", f"{one.place}: {one.rule}", one.found) for one in malformed)
        return Verdict(said, tuple(found))
    if broken := check.faults(said.problem, said.plan):
        found += (Fault("plan", f"{one.rule} {one.place}", f"-{one.by}") for one in broken)
        return Verdict(said, tuple(found))
    money = spend(said.problem, said.plan)
    _compare(found, "spend", said.spend, money)
    relaxation = relax(said.problem)
    if wrong := tree.faults(relaxation, said.tree):
        found += (Fault("tree", one, "") for one in wrong)
        return Verdict(said, tuple(found))
    bound = tree.certified(relaxation, said.tree, money)
    gap = gap_of(money, bound)
    _compare(found, "bound", said.bound, bound)
    _compare(found, "gap", said.gap, gap)
    _compare(found, "finding", said.finding, finding(gap))
    return Verdict(said, tuple(found))


def gap_of(money: int, bound: int) -> Fraction | None:
    """By which part of the bound the spend lies above it; ``None`` when the bound is nothing."""
    if money == bound:
        return Fraction(0)
    return Fraction(money - bound, bound) if bound > 0 else None


def finding(gap: Fraction | None) -> str:
    """The gap in words, its percentage rounded up."""
    if gap is None:
        return "unproved"
    if not gap:
        return "optimal"
    whole, digits = divmod(ceil(gap * 100 * DIGITS), DIGITS)
    return f"within {whole}.{digits:04} %"


def digest(record: Mapping[str, Json]) -> str:
    """SHA-256 of a record without its hash: UTF-8, keys sorted, no spaces, whole numbers only."""
    rest = {key: value for key, value in record.items() if key != "sha256"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _compare(found: list[Fault], place: str, said: object, computed: object) -> None:
    if said != computed:
        found.append(Fault(place, str(said), str(computed)))
