"""The record of a pick order is followed step by step."""

from dataclasses import replace

import pytest

from solver import draft, lookahead, record
from solver.check import Broken
from solver.problem import Backup, Bounds, Offer, exactly
from solver.steps import Role, Step, Why


@pytest.fixture
def four(sound):
    """
    offer  capacity  11  12  13  14
    Alpha  70        40  30  20  10   units, one or two regions each
    Beta   70
    Gamma  70
    """
    return replace(
        sound,
        offers=tuple(Offer(name, w, 70) for w, name in enumerate(("Alpha", "Beta", "Gamma"), 1)),
        regions=("110000", "120000", "130000", "140000"),
        volume=(40, 30, 20, 10),
        cost=((1,) * 4,) * 3,
        counts=(Bounds(1, 2),) * 3,
        backup=Backup(),
        settled=((2, 3),),
    )


def broken_at(problem, turn, **change):
    """The rules that are broken at a turn when its step says something else."""
    steps = list(draft.pick(problem).steps)
    steps[turn - 1] = replace(steps[turn - 1], **change)
    return {one.rule for one in record.replay(problem, steps) if one.place == f"turn {turn}"}


def test_a_true_record_is_in_order(four):
    drafted = draft.pick(four)
    assert [(s.offer, s.region[:2], s.why, s.skipped) for s in drafted.steps] == [
        (2, "14", Why.SETTLED, ()),
        (0, "11", Why.PRIORITY, ()),
        (0, "12", Why.PICK, ()),
        (1, "13", Why.PICK, ()),
        (0, "", Why.NO_ROOM, ()),
        (1, "11", Why.PICK, ()),
        (2, "12", Why.PICK, ()),
        (1, "14", Why.PICK, ("130000",)),
        (2, "13", Why.PICK, ()),
    ]
    assert record.replay(four, drafted.steps) == ()


@pytest.mark.parametrize(
    ("turn", "change", "rules"),
    [
        (1, {"region": "130000", "volume": 20}, {"region"}),
        (1, {"why": Why.PICK}, {"turn", "preference", "way"}),
        (2, {"offer": 1}, {"turn"}),
        (2, {"offer": 3}, {"turn"}),
        (2, {"why": Why.PICK}, {"turn"}),
        (2, {"why": Why.FULL}, {"passed over", "way"}),
        (2, {"region": "130000", "volume": 20}, {"preference", "way"}),
        (3, {"skipped": ("110000",)}, {"preference"}),
        (3, {"region": "110000"}, {"region"}),
        (3, {"region": "elsewhere"}, {"region"}),
        (3, {"volume": 31}, {"volume"}),
        (5, {"why": Why.OWN}, {"passed over"}),
        (8, {"skipped": ()}, {"preference"}),
        (8, {"region": "130000", "skipped": ()}, {"region"}),
    ],
)
def test_a_changed_step_breaks_a_rule(four, turn, change, rules):
    assert broken_at(four, turn, **change) == rules


def test_numbers_of_turns_follow_each_other(four):
    steps = list(draft.pick(four).steps)
    steps[2] = replace(steps[2], turn=4)
    assert record.replay(four, steps) == (Broken("turn", "turn 4", 1),)


def test_a_record_that_stops_early_leaves_regions(four):
    steps = draft.pick(four).steps
    assert record.replay(four, steps[:-1]) == (Broken("end", "regions", 1),)
    assert record.replay(four, steps[:3]) == (
        Broken("end", "regions", 1),
        Broken("counts", "Beta", 1),
    )


def test_a_record_that_goes_on_is_told(four):
    steps = draft.pick(four).steps
    more = replace(steps[-1], turn=10)
    assert record.replay(four, (*steps, more)) == (Broken("end", "turn 10", 1),)


def test_who_is_passed_over_comes_no_more(sound):
    """Alpha and Beta both say they are full, and then it is nobody's turn."""
    steps = [
        Step(1, 0, "", 0, why=Why.FULL),
        Step(2, 1, "", 0, why=Why.FULL),
        Step(3, 0, "110000", 60),
    ]
    found = {(one.rule, one.place) for one in record.replay(sound, steps)}
    assert {("passed over", "turn 1"), ("passed over", "turn 2"), ("turn", "turn 3")} <= found


def test_a_claim_that_a_region_is_needed_is_searched_afresh(sound):
    """Beta needs two of three regions; when it needs one, Alpha is passed over wrongly."""
    freed = replace(sound, counts=(Bounds(0, 3), Bounds(2, 3)))
    steps = draft.pick(freed, 0).steps
    assert steps[2].why is Why.NEEDED
    assert record.replay(freed, steps, 0) == ()
    less = replace(freed, counts=(Bounds(0, 3), Bounds(1, 3)))
    assert record.replay(less, steps, 0) == (Broken("way", "turn 3", 1),)


def test_a_search_that_grows_too_large_refutes_nothing(monkeypatch, four):
    steps = list(draft.pick(four).steps)
    steps[2] = replace(steps[2], region="130000", volume=20, skipped=("120000",))
    assert Broken("way", "turn 3", 1) in record.replay(four, steps)
    monkeypatch.setattr(lookahead, "NODES", 1)
    assert Broken("way", "turn 3", 1) not in record.replay(four, steps)


def test_where_regions_may_be_shared_those_without_units_are_not_picked(sound):
    split = replace(sound, suppliers=2, volume=(60, 0, 20), counts=exactly((1, 1)))
    assert record.replay(split, draft.pick(split).steps) == ()


def test_no_single_change_passes(national):
    """Another region, offer, reason, role or volume, at every turn."""
    steps = draft.pick(national).steps
    assert record.replay(national, steps) == ()
    for turn, step in enumerate(steps):
        region = national.regions[(turn + 1) % len(steps)]
        for other in (
            replace(step, region=region if region != step.region else "110000"),
            replace(step, offer=(step.offer + 1) % 6),
            replace(step, why=Why.NEEDED),
            replace(step, role=Role.BACKUP),
            replace(step, volume=step.volume + 1),
        ):
            assert record.replay(national, (*steps[:turn], other, *steps[turn + 1 :])) != ()
