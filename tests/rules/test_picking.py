"""Picking regions: whose turn it is, what may be picked, and what an absent firm gets."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from picking_cast import REGIONS, a_lot, asked, picked
from tender_cast import some_rules

from procurement.rules import picking, spares
from procurement.rules.drug_rules import ABSENT_PICKS
from procurement.rules.picking import Clock, How
from procurement.rules.text import Refused
from solver import draft
from solver.steps import DeadEnd

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def order(picks):
    return "".join(pick.firm for pick in picks)


def all_absent(lot, absent="largest"):
    return picking.from_preferences(lot, {}, absent)


def test_rank_one_picks_first_and_then_all_in_rank_order():
    """
    regions  5, winners 3, priority picks 1
    turns    A | A B C A
    """
    lot = a_lot((5, 4, 3, 2, 1), winners=3, spares=0)
    assert order(all_absent(lot)) == "AABCA"
    assert lot.counts == (3, 1, 1)


def test_spares_are_picked_in_rank_order_after_the_last_supplier():
    """
    regions  4, winners 2, one spare a region
    turns    A | A B A, then A B B B: A finds one region that it does not supply, and passes
    """
    lot = a_lot()
    picks = all_absent(lot)
    assert order(picks) == "AABA" + "ABBB"
    assert [pick.role for pick in picks] == [0] * 4 + [1] * 4
    assert [pick.turn for pick in picks] == list(range(1, 9))
    assert picking.turn(lot, picks) is None


def test_without_priority_picks_rank_one_is_the_first_of_the_round():
    lot = a_lot((3, 2, 1), winners=3, priority=0, spares=0)
    assert order(all_absent(lot)) == "ABC"


def test_the_regions_of_a_turn_stand_with_the_largest_volume_first():
    due = picking.turn(a_lot((10, 40, 40, 20)), ())
    assert due.regions == ("120000", "130000", "140000", "110000")


def test_a_firm_picks_what_it_likes():
    lot = a_lot()
    picks = picked(lot, 3, 2, 0)
    assert [pick.region for pick in picks] == ["140000", "130000", "110000"]
    assert picking.turn(lot, picks).regions == ("120000",)


def rules_of(lot, picks, number, firm, region):
    return [fault.rule for fault in picking.faults(lot, picks, number, firm, region)]


def test_nobody_picks_out_of_turn():
    lot = a_lot()
    assert rules_of(lot, [], 1, "B", REGIONS[0]) == ["turn"]
    assert rules_of(lot, [], 2, "A", REGIONS[0]) == ["turn"]
    assert rules_of(lot, all_absent(lot), 9, "A", REGIONS[0]) == ["turn"]


@pytest.mark.parametrize(
    ("region", "says"),
    [
        (REGIONS[0], "Beijing is taken"),
        (REGIONS[5], "no such region"),
        ("nowhere", "no such region"),
    ],
)
def test_a_region_that_is_gone_is_named(region, says):
    lot = a_lot()
    (fault,) = picking.faults(lot, picked(lot, 0), 2, "A", region)
    assert (fault.rule, fault.place) == ("region", "03 2")
    assert says in fault.text.en
    assert fault.text.zh


def test_no_firm_is_the_spare_of_itself():
    lot = a_lot()
    picks = picked(lot, 0, 1, 2, 3)
    (fault,) = picking.faults(lot, picks, 5, "A", REGIONS[0])
    assert "another region" in fault.text.en
    assert "Beijing" in fault.text.en


def test_the_second_spare_is_another_firm_than_the_first():
    lot = a_lot((3, 2, 1), winners=3, spares=2)
    first, second, third = picking.takers(lot, all_absent(lot))
    assert all(len(set(one)) == 3 for one in zip(first, second, third, strict=True))


def test_there_are_no_more_spares_than_other_winners():
    assert a_lot(winners=2, spares=2).roles == 2
    assert a_lot(winners=1, spares=1).turns == 4


def test_a_pick_that_would_leave_a_region_without_a_supplier_is_refused():
    """
    region    110000  120000  130000
    units     5       5       4
    A has room for 10 units and takes two regions, B for 4 and takes one: A cannot have the smallest
    """
    lot = a_lot((5, 5, 4), capacity=(10, 4), spares=0)
    assert picking.turn(lot, ()).regions == ("110000", "120000")
    (fault,) = picking.faults(lot, [], 1, "A", "130000")
    assert "other regions could not all be supplied" in fault.text.en


def test_where_no_way_leads_on_nobody_can_begin():
    lot = a_lot((5, 5), capacity=(4, 4))
    with pytest.raises(LookupError, match="nobody can pick at turn 1"):
        picking.turn(lot, ())


def test_a_search_that_grows_too_large_gives_no_region(monkeypatch):
    monkeypatch.setattr("solver.lookahead.NODES", 0)
    with pytest.raises(LookupError):
        picking.turn(a_lot((5, 5, 4), capacity=(10, None)), ())


def test_the_default_for_an_absent_firm_is_the_rulebooks():
    lot = a_lot()
    assert picking.ABSENT.keys() == ABSENT_PICKS.keys()
    assert picking.in_absence(lot, [], "largest").region == "110000"
    assert picking.in_absence(lot, [], "smallest").region == "140000"
    assert picking.in_absence(lot, [], "largest").how is How.DEFAULT


def test_a_recorded_preference_comes_before_the_default():
    lot = a_lot()
    first = picking.in_absence(lot, [], "largest", ("140000", "120000"))
    assert (first.region, first.how) == ("140000", How.RECORDED)
    second = picking.in_absence(lot, [first], "largest", ("140000",))
    assert (second.region, second.how) == ("110000", How.DEFAULT)


def test_after_the_last_pick_there_is_no_default():
    lot = a_lot()
    with pytest.raises(LookupError, match="no turn left"):
        picking.in_absence(lot, all_absent(lot), "largest")


@pytest.mark.parametrize("silent", ["turn_seconds", "absent_pick"])
def test_a_rulebook_that_says_nothing_of_the_clock_lets_nobody_pick(silent):
    assert picking.terms(some_rules()) == (120, "largest")
    with pytest.raises(Refused, match="sets no time for a turn"):
        picking.terms(some_rules(**{silent: None}))


def test_every_turn_has_its_whole_time():
    clock = Clock(MORNING, 120)
    later = MORNING + timedelta(seconds=50)
    assert clock.ends(None) == MORNING + timedelta(seconds=120)
    assert clock.ends(later) == MORNING + timedelta(seconds=170)
    assert Clock(later, 120).ends(MORNING) == later + timedelta(seconds=120)


@st.composite
def lots(draw, *, capacities=False):
    winners = draw(st.integers(1, 4))
    volume = draw(st.lists(st.integers(0, 9), min_size=winners, max_size=6))
    lot = a_lot(
        volume,
        winners,
        priority=draw(st.integers(0, 1)),
        spares=draw(st.integers(0, 2)),
    )
    if not capacities:
        return lot
    room = st.one_of(st.none(), st.integers(0, sum(volume)))
    limits = draw(st.tuples(*[room] * winners))
    return a_lot(volume, winners, priority=lot.priority, spares=lot.spares, capacity=limits)


@given(lots(), st.data())
def test_whatever_is_picked_or_missed_every_region_is_supplied_and_backed_up(lot, data):
    picks = []
    while due := picking.turn(lot, picks):
        absent = data.draw(st.sampled_from([None, "largest", "smallest"]))
        if absent:
            picks.append(picking.in_absence(lot, picks, absent))
        else:
            region = data.draw(st.sampled_from(due.regions))
            picks += [picking.in_absence(lot, picks, "largest", [region])]
    assert len(picks) == lot.turns
    by_role = picking.takers(lot, picks)
    assert tuple(by_role[0].count(w) for w in range(len(lot.firms))) == lot.counts
    for chosen in zip(*by_role, strict=True):
        assert len(set(chosen)) == len(chosen) == lot.roles


@given(lots(capacities=True), st.data())
def test_with_capacities_too_no_pick_leads_to_a_dead_end(lot, data):
    try:
        draft.pick(asked(lot), lot.priority)
    except DeadEnd:
        with pytest.raises(LookupError):
            picking.turn(lot, ())
        return
    picks = []
    while due := picking.turn(lot, picks):
        region = data.draw(st.sampled_from(due.regions))
        picks.append(picking.in_absence(lot, picks, "largest", [region]))
    units = dict(zip(lot.regions, lot.volume, strict=True))
    for firm, most in zip(lot.firms, lot.capacity, strict=True):
        own = [one.region for one in picks if one.firm == firm and one.role == 0]
        assert most is None or sum(units[region] for region in own) <= most


@given(lots(capacities=True))
def test_when_all_pick_as_the_draft_predicts_the_plan_is_the_drafts(lot):
    try:
        predicted = draft.pick(asked(lot), lot.priority).plan.suppliers
    except DeadEnd:
        return
    suppliers, *backups = picking.takers(lot, all_absent(lot))
    assert suppliers == predicted
    rule = spares.picks(suppliers, lot.volume, len(lot.firms), lot.spares)
    assert tuple(backups) == rule


@given(lots(), st.data())
def test_recorded_preferences_lead_where_the_draft_leads_with_them(lot, data):
    places = range(len(lot.regions))
    listed = [data.draw(st.permutations(places).map(lambda all_: all_[:2])) for _ in lot.firms]
    predicted = draft.pick(asked(lot), lot.priority, listed).plan.suppliers
    wishes = {
        firm: tuple(lot.regions[place] for place in mine)
        for firm, mine in zip(lot.firms, listed, strict=True)
    }
    picks = picking.from_preferences(lot, wishes, "largest")
    assert picking.takers(lot, picks)[0] == predicted
