"""Decisions and plans are two ways to say the same."""

from dataclasses import replace

from solver import clauses, model
from solver.plan import Plan
from solver.problem import Backup, Linkage, Offer, Tier


def test_a_plan_survives_the_way_through_its_values(sound):
    program = clauses.build(sound)
    plan = Plan("01", (1, 0, 1))
    assert model.plan_of(program, model.values_of(program, plan)) == plan


def test_a_plan_with_backups_survives_too(sound):
    program = clauses.build(replace(sound, backup=Backup()))
    plan = Plan("01", (1, 0, 1), (0, 1, 0))
    assert model.plan_of(program, model.values_of(program, plan)) == plan


def test_a_split_plan_survives_too(sound):
    program = clauses.build(replace(sound, suppliers=2))
    plan = Plan("01", amounts=((60, 10, 0), (0, 20, 20)))
    assert model.plan_of(program, model.values_of(program, plan)) == plan


def test_a_plan_is_priced_at_the_step_it_reaches(sound):
    """Alpha has a second step from 50 units: with 110000 it reaches it, with 120000 it does not."""
    steps = (Tier(0, (70, 30, 20)), Tier(50, (60, 25, 15)))
    alpha = replace(sound.offers[0], tiers=steps)
    program = clauses.build(replace(sound, offers=(alpha, sound.offers[1])))
    for plan, held in ((Plan("01", (0, 1, 1)), [0, 1]), (Plan("01", (1, 0, 1)), [1, 0])):
        values = model.values_of(program, plan)
        assert [values[variable.id] for variable in program.step[0]] == held
        assert model.plan_of(program, values) == plan


def test_of_two_suppliers_an_engine_left_in_a_region_the_better_rank_has_it(sound):
    program = clauses.build(replace(sound, backup=Backup()))
    nobody = [1] * len(program.lp.variables())
    assert model.plan_of(program, nobody) == Plan("01", (0, 0, 0), (1, 1, 1))


def test_without_another_group_there_is_nobody_to_back_up(sound):
    """Both offers are of one group: no pair exists, and the plan says so with -1."""
    offers = tuple(replace(offer, group="Holding") for offer in sound.offers)
    program = clauses.build(replace(sound, offers=offers, backup=Backup()))
    assert program.backed == {}
    assert model.plan_of(program, [0] * len(program.lp.variables())).backups == (-1, -1, -1)


def test_only_offers_below_the_highest_price_can_be_excused_as_full(sound):
    offers = tuple(replace(offer, capacity=70) for offer in sound.offers)
    full = replace(sound, offers=offers, linkage=Linkage.CONDITIONAL)
    assert list(clauses.build(full).full) == [0]
    assert model.room(full, 0) == 70 - 20 + 1


def test_lots_of_one_batch_keep_their_decisions_apart(sound):
    gamma = replace(sound, lot="02", offers=(Offer("Gamma", 1), Offer("Delta", 2)))
    first, second = clauses.build_batch(clauses.Batch((sound, gamma)))
    assert first.lp is second.lp
    ids = [v.id for program in (first, second) for row in program.volume for v in [row]]
    assert len(set(ids)) == 4
