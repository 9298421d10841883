"""What the search finds is a proof, the same every time, and most often a whole one."""

from dataclasses import replace
from fractions import Fraction

import oracle
import pytest
from hypothesis import given, settings
from strategies import problems

from solver import proof, tree
from solver.bound import Weights, bound, everything
from solver.plan import Plan, spend
from solver.problem import Bounds, Linkage, Offer, Tier
from solver.relax import relax
from solver.tree import Node

SETTINGS = settings(max_examples=150, deadline=None, database=None)
ENOUGH = 10**6  # fen, above every spend of the small problems
MONEY = 7_800_000  # fen, a little above the spend of the hard one


def certified(problem, money, **limits):
    relaxation = relax(problem)
    found = proof.prove(problem, money, **limits)
    assert tree.faults(relaxation, found) == ()
    return tree.certified(relaxation, found, money)


@SETTINGS
@given(problems())
def test_small_problems_are_proved(problem):
    """Exactly, where nothing is left out of the relaxation; else never above the least spend."""
    least = min((spend(problem, plan) for plan in oracle.legal(problem)), default=None)
    if least is None:
        assert certified(problem, 50) <= 50
        return
    assert certified(problem, ENOUGH) <= least
    exact = not problem.split and problem.backup is None
    assert certified(problem, least) == least or not exact


def test_that_no_plan_keeps_the_rules_is_proved_of_any_spend(impossible):
    assert certified(impossible, 10**12) == 10**12


def test_real_sizes_are_proved_at_the_top(national):
    """The regions from the largest to the smallest, rank by rank: here the linkage keeps itself."""
    order = sorted(range(31), key=lambda r: -national.volume[r])
    ranks = [w for w, count in enumerate(national.counts) for _ in range(count.most)]
    suppliers = dict(zip(order, ranks, strict=True))
    money = spend(national, Plan("03", tuple(suppliers[r] for r in range(31))))
    assert len(proof.prove(national, money)) == 1
    assert certified(national, money) == money


@pytest.fixture
def hard(national):
    """Named volume and some room, so that shares of regions are cheaper than regions."""
    return replace(
        national,
        offers=tuple(replace(offer, capacity=360_000) for offer in national.offers),
        named=tuple(tuple((w * 7 + r * 3) % 5 * 700 for r in range(31)) for w in range(6)),
        counts=(Bounds(3, 8),) * 6,
    )


def test_more_nodes_prove_more_and_the_tree_is_the_same_every_time(hard):
    few, many = (certified(hard, MONEY, nodes=nodes) for nodes in (1, 60))
    assert 0 < few < many < MONEY
    assert proof.prove(hard, MONEY, nodes=60) == proof.prove(hard, MONEY, nodes=60)


def test_dividing_ends_when_it_does_not_help(hard, monkeypatch):
    monkeypatch.setattr(proof, "PATIENCE", 1)
    search = proof._Search(relax(hard), MONEY)  # noqa: SLF001 - what is tested
    search.grow(500)
    assert len(search.tree) == 3


def test_branches_below_what_is_certified_anyway_are_cut(hard):
    search = proof._Search(relax(hard), MONEY)  # noqa: SLF001 - what is tested
    search.grow(60)
    found = search.trimmed()
    assert len(found) < len(search.tree)
    assert tree.certified(relax(hard), found, MONEY) == search.least


def test_price_steps_are_decided_first(sound):
    """
    Beta's lower price of 50, 20 and 15 fen holds from 60 units. Shares would have half of it.
    """
    steps = (Tier(0, (60, 36, 25)), Tier(60, (50, 20, 15)))
    offers = (sound.offers[0], replace(sound.offers[1], tiers=steps))
    tiered = replace(sound, offers=offers, linkage=Linkage.NONE, counts=(Bounds(1, 2),) * 2)
    least = min(spend(tiered, plan) for plan in oracle.legal(tiered))
    assert certified(tiered, least) == least


def test_regions_with_too_many_or_too_small_parts_divide_a_split_lot(sound):
    """Capacities let every region be shared by three; two are allowed, each with two fifths."""
    offers = (
        Offer("Alpha", 1_000_000, capacity=40),
        Offer("Beta", 1_100_000, capacity=40),
        Offer("Gamma", 1_200_000, capacity=40),
    )
    split = replace(
        sound,
        offers=offers,
        cost=((1, 1, 1), (2, 2, 2), (3, 3, 3)),
        counts=(Bounds(1, 3),) * 3,
        suppliers=2,
        least_part=Fraction(2, 5),
        linkage=Linkage.NONE,
    )
    assert 40 + 80 + 90 <= certified(split, 1000) < 1000
    assert len(proof.prove(split, 1000, nodes=30)) >= 1


def test_a_ray_that_proves_nothing_changes_no_weights(sound):
    relaxation = relax(sound)
    search = proof._Search(relaxation, 1000)  # noqa: SLF001 - what is tested
    box = everything(relaxation)
    weights = Weights((0,) * len(relaxation.rows))
    found = bound(relaxation, box, weights)
    assert search._ray(box, weights, found) == weights  # noqa: SLF001 - what is tested
    nobody = replace(box, barred=frozenset({(0, 0), (1, 0)}))
    assert search._ray(nobody, weights, found) == weights  # noqa: SLF001 - what is tested


def test_marginal_values_say_what_a_row_costs(sound):
    """
    Alpha may have one region. Left to shares and without linkage, another would be worth the less
    of what 120000 and 130000 are dearer with Beta: 6 fen for the first, 5 for the second.
    """
    free = replace(sound, counts=(Bounds(0, 1), Bounds(0, 3)), linkage=Linkage.NONE)
    assert list(proof.marginals(free)) == ["counts most Alpha"]
    assert Fraction(5) <= proof.marginals(free)["counts most Alpha"] <= Fraction(6)
    assert proof.prove(free, 115)[0] == Node(
        Weights(tuple(round(value * 2**40) for value in proof.marginals(free).values()))
    )


def test_there_are_no_marginal_values_without_a_plan(impossible):
    assert proof.marginals(impossible) == {}
