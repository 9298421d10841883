"""What allocation costs: one lot, the national batch, price steps, and the real round's lots."""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from procurement.exchange import rulebooks
from procurement.rules import awards, selection
from procurement.rules.rulebook import DrugRules
from seed.tenders import tender
from solver import check, clauses, engines, goals, matrix, proof, tree
from solver.allocate import allocate, allocate_all
from solver.engines import Engine, Limits, Status
from solver.problem import Problem
from solver.relax import relax
from solver.search import search
from tests.benchmarks import families
from tests.benchmarks.table import Measured

WORKERS = 2
SIZES = ((10, 40, 3), (20, 40, 5), (30, 100, 5))  # offers, regions and price steps
SEEDS = (1, 2, 3, 4, 5)
CLOSE = Fraction(1, 10_000)
RUNS = 5
TIERED = Limits(effort=300, seconds=300, gap=CLOSE)


@dataclass(frozen=True)
class Overhead:
    """Seconds to write a program and hand it over, and of the engine on the ready program."""

    build: float
    handed: float
    engine: float

    @property
    def ratio(self) -> float:
        return (self.build + self.handed) / self.engine


def overhead(problems: Sequence[Problem], engine: Engine) -> Overhead:
    """The run of the median ratio, out of several."""
    runs = sorted((_overhead(problems, engine) for _ in range(RUNS)), key=lambda run: run.ratio)
    return runs[RUNS // 2]


def _overhead(problems: Sequence[Problem], engine: Engine) -> Overhead:
    """Every lot's own program for its first goal, solved to the end by the engine alone."""
    start = time.perf_counter()
    programs = []
    for problem in problems:
        program = clauses.build(problem)
        program.lp.setObjective(goals.goal(program, problem.goals[0].aim))
        programs.append(matrix.of(program.lp))
    build = time.perf_counter() - start
    engines.solve(programs[0], engine, limits=Limits(effort=0))  # loads the engine
    start = time.perf_counter()
    answers = [engines.solve(program, engine) for program in programs]
    handed = time.perf_counter() - start
    assert all(answer.status is Status.OPTIMAL for answer in answers)
    return Overhead(build, handed, sum(answer.seconds for answer in answers))


def certified(problem: Problem, spend: int, nodes: int = proof.NODES) -> Fraction:
    """The part of the spend that nothing but whole numbers leaves open."""
    floor = tree.certified(relax(problem), proof.prove(problem, spend, nodes=nodes), spend)
    return Fraction(spend - floor, spend)


def lots(problems: Sequence[Problem], size: str) -> Measured:
    """Plans of lots that nothing couples: two engines, proof, check and last word."""
    bare = overhead(problems, Engine.CP_SAT)
    start = time.perf_counter()
    found = allocate_all(problems, workers=WORKERS)
    solve = time.perf_counter() - start
    plans = zip(problems, found, strict=True)
    assert not any(check.faults(problem, one.plan) for problem, one in plans)
    start = time.perf_counter()
    floors = [certified(*pair) for pair in zip(problems, (one.spend for one in found), strict=True)]
    proving = time.perf_counter() - start
    settled = sum(one.proven for one in found)
    checked = sum(one.cross_checked for one in found)
    return Measured(
        size=size,
        build=bare.build,
        solve=solve,
        proven=max(one.gap for one in found),
        ratio=bare.ratio,
        certified=max(floors),
        note=f"ratio to the bare engine, {bare.engine:.2f} s; {settled} of {len(found)} with their "
        f"last word, {checked} proved by both engines; proofs without an engine {proving:.1f} s",
    )


def one() -> Measured:
    """S."""
    return lots(families.one().lots, "1 x 32 x 10")


def national() -> Measured:
    """N."""
    return lots(families.national().lots, "60 x 32 x 10")


def tiered() -> Measured:
    """T: the worst gap of all instances, and the median of their seconds."""
    seconds, gaps, floors = list[float](), list[Fraction](), list[Fraction]()
    build = bare = 0.0
    for size in SIZES:
        for seed in SEEDS:
            start = time.perf_counter()
            problem = families.tiered(*size, seed)
            build += time.perf_counter() - start
            start = time.perf_counter()
            found = search(problem, Engine.HIGHS, TIERED, last_word=False)
            seconds.append(time.perf_counter() - start)
            bare += found.seconds
            value, bound = found.values[0], found.bounds[0]
            gaps.append(Fraction(value - bound, value))
            floors.append(certified(problem, value, nodes=1))
    return Measured(
        size=", ".join(" x ".join(map(str, size)) for size in SIZES),
        build=build,
        solve=statistics.median(seconds),
        proven=max(gaps),
        certified=max(floors),
        ratio=sum(seconds) / bare,
        note=f"{len(gaps)} instances, median; slowest {max(seconds):.1f} s, "
        f"{sum(gap <= CLOSE for gap in gaps)} to 0.01 %",
    )


def real() -> Measured:
    """The second national batch of 2020, under its own rules."""
    batch = tender("national-drug-2")
    rules = rulebooks.load(batch.rulebook).at(batch.bids_opened, DrugRules)
    problems = []
    for product in batch.products:
        bids = {bid.firm: bid for bid in batch.bids if bid.product == product.code}
        verdicts = selection.evaluate(product, bids.values(), rules)
        if winners := [bids[verdict.firm] for verdict in verdicts if verdict.won]:
            problems.append(awards.problem(product, winners, batch.demand, rules))
    start = time.perf_counter()
    for problem in problems:
        allocate(problem)
    alone = time.perf_counter() - start
    found = lots(problems, f"{len(problems)} lots of 2020")
    return Measured(
        **{
            name: getattr(found, name)
            for name in ("size", "build", "solve", "proven", "certified", "ratio")
        },
        note=f"{found.note}; in one process {alone:.1f} s",
    )
