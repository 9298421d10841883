"""The program says what the clauses say."""

from dataclasses import replace

from solver import model
from solver.problem import Offer, Plan


def rows(built):
    """Each row as text, by name."""
    return {row.name: str(row) for row in built.lp.constraints()}


def test_every_clause_has_its_rows(sound):
    built = model.build(sound)
    assert rows(built) == {
        "cover_0": "supplies_0_0 + supplies_1_0 = 1",
        "cover_1": "supplies_0_1 + supplies_1_1 = 1",
        "cover_2": "supplies_0_2 + supplies_1_2 = 1",
        "count_0": "supplies_0_0 + supplies_0_1 + supplies_0_2 = 1",
        "count_1": "supplies_1_0 + supplies_1_1 + supplies_1_2 = 2",
        "above_0_0": "60*supplies_0_0 + 30*supplies_0_1 + 20*supplies_0_2 - threshold_0 >= -0",
        "below_0_1": "60*supplies_1_0 + 30*supplies_1_1 + 20*supplies_1_2 - threshold_0 <= -0",
    }


def test_between_two_price_groups_lies_one_threshold(sound):
    """Two offers at the lower price and two at the higher: four rows, not one for every pair."""
    prices = (("Alpha", 1), ("Beta", 1), ("Gamma", 2), ("Delta", 2))
    four = replace(
        sound,
        offers=tuple(Offer(*offer) for offer in prices),
        cost=sound.cost * 2,
        counts=(1, 1, 1, 0),
    )
    linked = [name for name in rows(model.build(four)) if "_0_" in name]
    assert linked == ["above_0_0", "above_0_1", "below_0_2", "below_0_3"]


def test_without_linkage_there_is_no_threshold(sound):
    assert len(model.build(replace(sound, linkage=False)).lp.variables()) == 6


def test_the_goal_is_the_spend_in_fen(sound):
    built = model.build(sound)
    for variable, value in zip(
        built.lp.variables(), model.values_of(built, Plan("01", (1, 0, 1))), strict=False
    ):
        variable.varValue = value
    assert built.lp.objective.value() == 60 + 30 + 25


def test_a_plan_survives_the_way_through_its_values(sound):
    built = model.build(sound)
    plan = Plan("01", (1, 0, 1))
    assert model.plan_of(built, "01", model.values_of(built, plan)) == plan
