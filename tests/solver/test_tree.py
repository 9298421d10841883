"""A tree covers all plans, or it is none."""

from dataclasses import replace

import pytest

from solver.bound import SCALE, Weights, everything
from solver.problem import Linkage, Offer
from solver.relax import Flag, relax
from solver.tree import Node, certified, faults, parts

NOTHING = Weights((0, 0, 0, 0, 0))


@pytest.fixture
def relaxation(sound):
    return relax(sound)


def test_the_least_bound_of_all_parts_is_certified(relaxation):
    """
    region  units  Alpha  Beta
    110000  60     70     60
    120000  30     30     36
    130000  20     20     25    fen

    Nothing weighed, the least of every region makes 60 + 30 + 20 = 110, and 120 with Alpha in
    110000. Else Beta has 60 units there and Alpha at most 50: linkage is 10 short, and at 1 fen a
    unit that is 120 too.
    """
    assert certified(relaxation, (Node(NOTHING),), 200) == 110
    for price, bound in ((0, 110), (SCALE // 2, 115), (SCALE, 120), (2 * SCALE, 120)):
        linked = Weights((0, 0, 0, 0, price))
        tree = (Node(NOTHING, ("region", 0, 0), 1, 2), Node(), Node(linked))
        assert faults(relaxation, tree) == ()
        assert certified(relaxation, tree, 200) == bound


def test_a_bound_is_never_above_the_spend(relaxation):
    assert certified(relaxation, (Node(NOTHING),), 100) == 100


def test_what_no_plan_below_the_spend_has_is_left_out_below(relaxation):
    """
    Below 116, by the bound of 110, Alpha does not have 110000 (10 more). So linkage is short by
    10 units or more in both parts, and both are closed; below 200 Alpha may have it.
    """
    linked = Weights((0, 0, 0, 0, SCALE))
    tree = (Node(NOTHING, ("region", 1, 2), 1, 2), Node(linked), Node(linked))
    assert certified(relaxation, tree, 116) == 116
    assert certified(relaxation, tree, 200) == 110


def test_a_node_is_never_below_the_one_above(relaxation):
    """Weights that are too large make a bad bound, but the part is still one of the part above."""
    bad = Weights((0, 2**60, 0, 0, 0))
    tree = (Node(NOTHING, ("region", 0, 0), 1, 2), Node(bad), Node(bad))
    assert certified(relaxation, tree, 200) == 110


def test_a_flag_divides_into_set_and_not_set(sound):
    offers = (Offer("Alpha", 1_000_000, capacity=70), Offer("Beta", 1_100_000, capacity=100))
    relaxation = relax(replace(sound, offers=offers, linkage=Linkage.CONDITIONAL))
    yes, no = parts(relaxation, everything(relaxation), ("full", 0, 1))
    assert (yes.unset, no.unset) == ({Flag("full", 0, 0)}, {Flag("full", 0, 1)})
    weights = Weights((0,) * len(relaxation.rows))
    tree = (Node(weights, ("full", 0, 1), 1, 2), Node(), Node())
    assert faults(relaxation, tree) == ()
    assert certified(relaxation, tree, 200) == 110


@pytest.mark.parametrize(
    ("tree", "fault"),
    [
        ((), "no nodes"),
        ((Node(),), "weights of node 0"),
        ((Node(Weights((0,) * 4)),), "weights of node 0"),
        ((Node(Weights((0, 0, 0, 0, -1))),), "weights of node 0"),
        ((Node(replace(NOTHING, prices=(0, 0, 0))),), "weights of node 0"),
        ((Node(NOTHING), Node()), "place of node 1"),
        ((Node(NOTHING, ("region", 0, 0), 1, 1), Node()), "place of node 1"),
        ((Node(NOTHING, ("region", 0, 0), 1, 2), Node()), "branch of node 0"),
        ((Node(NOTHING, ("region", 0, 0), 0, 1), Node()), "branch of node 0"),
        ((Node(NOTHING, ("region", 2, 0), 1, 2), Node(), Node()), "branch of node 0"),
        ((Node(NOTHING, ("region", 0, 3), 1, 2), Node(), Node()), "branch of node 0"),
        ((Node(NOTHING, ("full", 0, 1), 1, 2), Node(), Node()), "branch of node 0"),
    ],
)
def test_what_is_no_tree_is_named(relaxation, tree, fault):
    assert fault in faults(relaxation, tree)
