"""The official pick order."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver import check, draft
from solver.problem import Offer, Problem, faults


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
    drafted = draft.pick(replace(sound, volume=(20, 50, 50), counts=(2, 1)))
    assert [(s.turn, s.offer, s.region, s.volume) for s in drafted.steps] == [
        (1, 0, "120000", 50),
        (2, 0, "130000", 50),
        (3, 1, "110000", 20),
    ]
    assert drafted.plan.suppliers == (1, 0, 0)
    assert drafted.plan.lot == "01"


def test_an_offer_that_has_its_regions_is_passed_over(sound):
    """Alpha has one region, Beta two: after Alpha's priority pick every turn is Beta's."""
    assert [step.offer for step in draft.pick(sound).steps] == [0, 1, 1]


def test_a_first_rank_without_regions_picks_nothing(sound):
    assert draft.pick(replace(sound, counts=(0, 3))).plan.suppliers == (1, 1, 1)


@given(st.permutations((6, 5, 5, 5, 5, 5)), st.integers(0, 3))
def test_the_order_never_ends_early(counts, priority_picks):
    turns = list(draft._turns(tuple(counts), priority_picks))  # noqa: SLF001 - the order of turns itself is what the table shows
    assert tuple(turns.count(w) for w in range(6)) == tuple(counts)


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
        counts=draft.counts(offers, regions),
    )
    assert faults(problem) == ()
    assert check.faults(problem, draft.pick(problem).plan) == ()
