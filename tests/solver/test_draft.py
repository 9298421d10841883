"""The official pick order."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver import check, draft, lookahead
from solver.faults import faults
from solver.plan import Plan
from solver.problem import Bounds, Offer, Problem, exactly
from solver.steps import DeadEnd, Why


@pytest.mark.parametrize(
    ("regions", "published"),
    [
        (25, ["25", "13/12", "9/8/8"]),
        (
            31,
            [
                "31",
                "16/15",
                "11/10/10",
                "9/8/7/7",
                "7/6/6/6/6",
                "6/5/5/5/5/5",
                "6/5/4/4/4/4/4",
                "5/4/4/4/4/4/3/3",
                "5/4/4/3/3/3/3/3/3",
                "4/3/3/3/3/3/3/3/3/3",
            ],
        ),
    ],
)
def test_the_counts_are_those_of_the_published_rounds(regions, published):
    for offers, counts in enumerate(published, start=1):
        assert "/".join(map(str, draft.counts(offers, regions))) == counts


@given(st.integers(1, 12), st.integers(1, 40))
def test_the_counts_are_what_picking_in_turn_gives(offers, regions):
    counts = [0] * offers
    counts[0] = 1
    for turn in range(regions - 1):
        counts[turn % offers] += 1
    assert list(draft.counts(offers, regions)) == counts


def test_without_a_priority_pick_everyone_starts_equal():
    assert draft.counts(4, 31, priority_picks=0) == (8, 8, 8, 7)


@pytest.mark.parametrize(("offers", "regions", "picks"), [(0, 31, 1), (2, 0, 1), (2, 5, 6)])
def test_counts_need_offers_and_enough_regions(offers, regions, picks):
    with pytest.raises(ValueError, match="cannot share"):
        draft.counts(offers, regions, picks)


def test_every_turn_takes_the_largest_region_left(sound):
    """
    turn  offer  region  units
    1     Alpha  120000  50     priority pick; equal volume, smaller code
    2     Alpha  130000  50     first round
    3     Beta   110000  20
    """
    drafted = draft.pick(replace(sound, volume=(20, 50, 50), counts=exactly((2, 1))))
    assert [(s.turn, s.offer, s.region, s.volume) for s in drafted.steps] == [
        (1, 0, "120000", 50),
        (2, 0, "130000", 50),
        (3, 1, "110000", 20),
    ]
    assert drafted.plan.suppliers == (1, 0, 0)
    assert drafted.plan.lot == "01"


def test_a_first_rank_without_regions_picks_nothing(sound):
    assert draft.pick(replace(sound, counts=exactly((0, 3)))).plan.suppliers == (1, 1, 1)


@given(st.data(), st.integers(1, 6))
def test_the_draft_with_the_published_counts_keeps_every_clause(data, offers):
    """A better rank picks earlier in every round, so a lower price never gets less volume."""
    regions = data.draw(st.integers(1, 12))
    volume = st.lists(st.integers(0, 50), min_size=regions, max_size=regions).map(tuple)
    problem = Problem(
        lot="random",
        offers=tuple(Offer(f"Offer {w}", w + 1) for w in range(offers)),
        regions=tuple(str(10 + r) for r in range(regions)),
        volume=data.draw(volume),
        cost=((1,) * regions,) * offers,
        counts=exactly(draft.counts(offers, regions)),
    )
    assert faults(problem) == ()
    assert check.faults(problem, draft.pick(problem).plan) == ()


@pytest.fixture
def tight(sound):
    """
    offer  capacity  counts      110000  120000  130000  140000  150000
    Alpha  90        0 to 5      50      40      30      20      10      units
    Beta   60        0 to 5
    """
    regions = ("110000", "120000", "130000", "140000", "150000")
    alpha, beta = sound.offers
    return replace(
        sound,
        offers=(replace(alpha, capacity=90), replace(beta, capacity=60)),
        regions=regions,
        volume=(50, 40, 30, 20, 10),
        cost=((1,) * 5, (2,) * 5),
        counts=(Bounds(0, 5), Bounds(0, 5)),
    )


def told(steps):
    return [(s.turn, s.offer, s.region[:2], s.why.value, s.skipped) for s in steps]


def test_who_is_full_to_the_unit_is_passed_over(tight):
    """
    turn  offer  takes  left of its capacity
    1     Alpha  50     40   priority
    2     Alpha  40     0
    3     Beta   30     30
    4     Alpha  -      0    not even 10 fits
    5     Beta   20     10
    6     Beta   10     0
    """
    assert told(draft.pick(tight).steps) == [
        (1, 0, "11", "priority", ()),
        (2, 0, "12", "pick", ()),
        (3, 1, "13", "pick", ()),
        (4, 0, "", "passed over: no room", ()),
        (5, 1, "14", "pick", ()),
        (6, 1, "15", "pick", ()),
    ]


def test_a_region_that_would_leave_no_way_is_skipped(tight):
    """Of 150 units Beta must get exactly 60, Alpha wants 10, 20 and 30 in this order.

    10 for Alpha leaves Beta 40 + 20 as the only way: so Alpha cannot have 20 and takes 30, and in
    its next turn 50.
    """
    drafted = draft.pick(tight, 3, preferences=((4, 3, 2), ()))
    assert told(drafted.steps)[:3] == [
        (1, 0, "15", "priority", ()),
        (2, 0, "13", "priority", ("140000",)),
        (3, 0, "11", "priority", ("140000",)),
    ]
    assert drafted.plan.suppliers == (0, 1, 0, 1, 0)


def test_who_has_most_regions_is_passed_over_for_good(sound):
    """Alpha has one region, Beta two: after Alpha's priority pick every turn is Beta's."""
    assert told(draft.pick(sound).steps) == [
        (1, 0, "11", "priority", ()),
        (2, 0, "", "passed over: full", ()),
        (3, 1, "12", "pick", ()),
        (4, 1, "13", "pick", ()),
    ]


def test_least_numbers_of_later_ranks_are_kept_for_them(sound):
    """Beta needs two of three: after one Alpha is passed over though it may have three."""
    freed = replace(sound, counts=(Bounds(0, 3), Bounds(2, 3)))
    assert [step.why for step in draft.pick(freed, 0).steps] == [
        Why.PICK,
        Why.PICK,
        Why.NEEDED,
        Why.PICK,
    ]


def test_named_volume_takes_capacity_first(tight):
    """Of Alpha's 90 units 71 are named: it has room for one region of ten."""
    named = replace(tight, named=((71, 0, 0, 0, 0), (0,) * 5), volume=(10, 20, 10, 10, 10))
    assert draft.pick(named).plan.suppliers == (0, 1, 1, 1, 1)
    with pytest.raises(DeadEnd, match="there is no way to give every region a primary supplier"):
        draft.pick(replace(named, named=((91, 0, 0, 0, 0), (0,) * 5)))


def test_what_is_settled_is_taken_before_the_first_turn(sound):
    drafted = draft.pick(replace(sound, settled=((1, 0), (1, 0))))
    assert told(drafted.steps) == [
        (1, 1, "11", "settled", ()),
        (2, 0, "12", "priority", ()),
        (3, 0, "", "passed over: full", ()),
        (4, 1, "13", "pick", ()),
    ]


def test_settled_regions_that_leave_no_way_are_named(sound):
    """Alpha may have one region only, and no region has two suppliers."""
    for settled in (((0, 0), (0, 1)), ((0, 0), (1, 0))):
        with pytest.raises(DeadEnd) as found:
            draft.pick(replace(sound, settled=settled))
        assert found.value.proven
        assert (found.value.step.turn, found.value.step.why) == (2, Why.SETTLED)


def test_preferences_come_before_size_and_need_not_be_complete(sound):
    """Alpha wants 130000 first; what nobody names goes by size."""
    drafted = draft.pick(replace(sound, counts=exactly((2, 1))), 0, ((2,), ()))
    assert drafted.plan.suppliers == (1, 0, 0)


@pytest.mark.parametrize("preferences", [((0,),), ((0, 0), ()), ((3,), ())])
def test_preferences_are_regions_each_once(sound, preferences):
    with pytest.raises(ValueError, match="preferences"):
        draft.pick(sound, preferences=preferences)


def test_where_regions_may_be_shared_a_pick_still_takes_a_whole_one(sound):
    """A region without units has no supplier there."""
    split = replace(sound, suppliers=2, volume=(60, 0, 20), counts=exactly((1, 1)))
    drafted = draft.pick(split)
    assert drafted.plan == Plan("01", amounts=((60, 0, 0), (0, 0, 20)))
    assert check.faults(split, drafted.plan) == ()


@pytest.mark.parametrize(("nodes", "why"), [(4, Why.PICK), (5, Why.SETTLED)])
def test_a_search_that_grows_too_large_is_no_proof(monkeypatch, tight, nodes, why):
    """Five places find a way for five regions, and not another one with a region settled."""
    monkeypatch.setattr(lookahead, "NODES", nodes)
    with pytest.raises(DeadEnd, match="no way was found") as found:
        draft.pick(replace(tight, settled=((1, 4),)))
    assert (found.value.proven, found.value.step.why) == (False, why)
