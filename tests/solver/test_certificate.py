"""A certificate holds if everything in it is so, and whoever changes anything is found out."""

import copy
import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import oracle
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import problems

from solver import certificate, proof
from solver.certificate import Fault, certify, digest, finding, gap_of, verify
from solver.notation import Unreadable
from solver.plan import Plan, spend
from solver.problem import Bounds, Linkage, Offer, Problem

ROOT = Path(__file__).parents[2]
SETTINGS = settings(max_examples=150, deadline=None, database=None)
SAID = {
    "claims": {"engine": "CP-SAT", "proven": True, "bound": 131, "cross_check_spend": None},
    "rulebook": {"id": "national-drug-2", "sha256": "ab" * 32},
    "versions": {"ortools": "9.15"},
}
BLOCKED = """
import json, sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"pulp", "ortools", "numpy"}:
            raise ImportError(name)
sys.meta_path.insert(0, Blocked())
from solver.certificate import verify
verdict = verify(json.load(sys.stdin))
print(verdict.holds, verdict.optimal)
"""


def made(problem, plan, **limits):
    return certify(problem, plan, proof.prove(problem, spend(problem, plan), **limits), **SAID)


@pytest.fixture
def record(sound):
    return made(sound, Plan("01", (0, 1, 1)))


def test_the_least_spend_is_proved(record):
    verdict = verify(record)
    assert (verdict.holds, verdict.optimal, verdict.faults) == (True, True, ())
    assert (record["spend"], record["bound"], record["gap"]) == (131, 131, "0")
    assert record["finding"] == "optimal"
    assert verdict.certificate.claims["engine"] == "CP-SAT"
    assert not verdict.fails("plan", "bound")


def test_a_dearer_plan_is_proved_to_be_within_a_part(sound):
    """Free of linkage, 115 is the least; Alpha in 110000 makes 131, and 16 of 115 are 13.9131 %."""
    free = replace(sound, linkage=Linkage.NONE)
    dear = made(free, Plan("01", (0, 1, 1)))
    verdict = verify(dear)
    assert (verdict.holds, verdict.optimal) == (True, False)
    assert (dear["spend"], dear["bound"], dear["gap"]) == (131, 115, "16/115")
    assert dear["finding"] == "within 13.9131 %"


@pytest.mark.parametrize(
    ("money", "bound", "words"),
    [
        (100, 100, "optimal"),
        (0, 0, "optimal"),
        (5, 0, "unproved"),
        (5, -3, "unproved"),
        (3, 2, "within 50.0000 %"),
        (10**9 + 1, 10**9, "within 0.0001 %"),
    ],
)
def test_a_gap_is_exact_and_its_percentage_rounded_up(money, bound, words):
    assert finding(gap_of(money, bound)) == words


def test_a_gap_above_nothing_has_no_size():
    assert gap_of(1, 0) is None
    assert gap_of(7, 4) == Fraction(3, 4)


def sealed(record, *path, value):
    """The record with one value changed and the hash made to fit again."""
    changed = copy.deepcopy(record)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed | {"sha256": digest(changed)}


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (("format",), "other", Fault("format", "other", "allocation-certificate-1")),
        (("spend",), 130, Fault("spend", "130", "131")),
        (("bound",), 132, Fault("bound", "132", "131")),
        (("gap",), "1/7", Fault("gap", "1/7", "0")),
        (("finding",), "best", Fault("finding", "best", "optimal")),
        (("plan", "suppliers"), [1, 0, 1], Fault("plan", "linkage Alpha >= Beta", "-50")),
        (
            ("problem", "regions", 0),
            "130000",
            Fault("problem", "regions[1]: region_order", "120000 after 130000"),
        ),
        (("tree",), [], Fault("tree", "no nodes", "")),
        (("tree", 0, "weights", "rows", 0), -1, Fault("tree", "weights of node 0", "")),
        (("problem", "cost", 0, 0), 71, Fault("spend", "131", "132")),
    ],
)
def test_a_wrong_statement_is_found_even_under_a_hash_that_fits(record, path, value, fault):
    verdict = verify(sealed(record, *path, value=value))
    assert fault in verdict.faults
    assert verdict.fails(fault.place)
    assert not verdict.holds
    assert not verdict.optimal


def places(value, path=()):
    """The way to every number and text in a record."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in inner:
        if isinstance(one, dict | list):
            yield from places(one, (*path, key))
        elif isinstance(one, int | str) and not isinstance(one, bool):
            yield (*path, key), one


@SETTINGS
@given(st.data())
def test_whoever_changes_a_number_or_a_text_is_found_out(record_of, data):
    path, value = data.draw(st.sampled_from(sorted(places(record_of), key=str)))
    new = data.draw(st.integers(-3, 200) if isinstance(value, int) else st.text(max_size=5))
    assume(new != value)
    changed = sealed(record_of, *path, value=new) | {"sha256": record_of["sha256"]}
    if path == ("sha256",):
        changed["sha256"] = new
    try:
        verdict = verify(changed)
    except Unreadable:
        return
    assert verdict.fails("sha256")


@pytest.fixture(scope="module")
def record_of():
    """A certificate with a tree of several nodes."""
    problem = Problem(
        lot="05",
        offers=(Offer("Alpha", 1, capacity=11), Offer("Beta", 2, capacity=11)),
        regions=("1", "2", "3"),
        volume=(7, 7, 7),
        cost=((7, 7, 7), (14, 14, 14)),
        counts=(Bounds(0, 3),) * 2,
        suppliers=2,
        linkage=Linkage.NONE,
    )
    return made(problem, Plan("05", amounts=((7, 4, 0), (0, 3, 7))))


@SETTINGS
@given(problems(), st.data())
def test_no_tree_certifies_more_than_the_least_spend(problem, data):
    """Whatever is put in place of the tree's numbers, under a hash that fits."""
    plans = oracle.legal(problem)
    assume(plans)
    whole = made(problem, data.draw(st.sampled_from(plans)), nodes=7)
    assert verify(whole).holds
    in_tree = sorted((path for path, _ in places(whole) if path[0] == "tree"), key=str)
    changed = whole
    for path in data.draw(st.lists(st.sampled_from(in_tree), max_size=3)):
        value = data.draw(st.sampled_from((0, 1, 2, 2**39, 2**44)))
        changed = sealed(changed, *path, value=value)
    try:
        verdict = verify(changed)
    except Unreadable:
        return
    stated = [fault.found for fault in verdict.faults if fault.place == "bound"]
    least = min(spend(problem, plan) for plan in plans)
    assert all(int(found) <= least for found in stated)
    assert changed["bound"] <= least


@pytest.mark.parametrize("wrong", [None, 5, [], "", {"format": "allocation-certificate-1"}])
def test_what_is_no_certificate_is_unreadable(wrong):
    with pytest.raises(Unreadable):
        verify(wrong)


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("claims", {"bound": []}, "claims.bound"),
        ("claims", [], "claims"),
        ("rulebook", {"id": 2}, "rulebook.id"),
        ("tree", [{"weights": None, "branch": [0, 0, 0], "yes": 1, "no": 2}], "tree[0].branch[0]"),
    ],
)
def test_what_is_unreadable_is_named(record, key, value, place):
    with pytest.raises(Unreadable) as refused:
        verify(record | {key: value})
    assert refused.value.place == place


def test_no_engine_is_needed_to_verify(record):
    """In a process where PuLP, OR-Tools and NumPy cannot be imported."""
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED],
        input=json.dumps(record),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stderr, done.stdout.split()) == ("", ["True", "True"])


def test_the_same_inputs_make_the_same_certificate(sound, record):
    assert made(sound, Plan("01", (0, 1, 1))) == record
    assert certificate.digest(record) == record["sha256"]
