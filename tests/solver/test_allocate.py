"""The goals in order, against brute force, by hand, and over processes."""

import pickle
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from solver import check, draft
from solver.allocate import BadProblem, Infeasible, Undecided, allocate, allocate_all
from solver.problem import Offer, Plan, Problem, faults, spend


@st.composite
def problems(draw):
    """Small lots with many ties: few different prices, volumes and costs, zero included."""
    offers, regions = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    prices = sorted(draw(st.lists(st.integers(1, 3), min_size=offers, max_size=offers)))
    row = st.lists(st.integers(0, 6), min_size=regions, max_size=regions).map(tuple)
    suppliers = draw(st.lists(st.integers(0, offers - 1), min_size=regions, max_size=regions))
    return Problem(
        lot="random",
        offers=tuple(Offer(f"Offer {w}", price) for w, price in enumerate(prices)),
        regions=tuple(f"{r}" for r in range(regions)),
        volume=draw(row),
        cost=tuple(draw(row) for _ in range(offers)),
        counts=tuple(suppliers.count(w) for w in range(offers)),
        linkage=draw(st.booleans()),
    )


def best_by_brute_force(problem):
    """The cheapest plan that the checker accepts, equal spend by the ranks region by region."""
    everything = product(range(len(problem.offers)), repeat=len(problem.regions))
    plans = [Plan(problem.lot, suppliers) for suppliers in everything]
    legal = [plan for plan in plans if not check.faults(problem, plan)]
    return min(legal, key=lambda plan: (spend(problem, plan), plan.suppliers), default=None)


ONE_PRICE = Problem(
    lot="with a common divisor in the money",
    offers=(Offer("Offer 0", 1), Offer("Offer 1", 1)),
    regions=("0", "1", "2"),
    volume=(0, 0, 0),
    cost=((4, 3, 6), (4, 0, 3)),
    counts=(3, 0),
)


@example(ONE_PRICE)
@settings(max_examples=150, deadline=None, database=None)
@given(problems())
def test_both_engines_and_brute_force_agree_on_the_plan(problem):
    assert faults(problem) == ()
    best = best_by_brute_force(problem)
    if best is None:
        with pytest.raises(Infeasible):
            allocate(problem)
    else:
        allocation = allocate(problem)
        assert allocation.plan == best
        assert allocation.spend == spend(problem, best)
        assert allocation.proven
        assert allocation.cross_checked


def test_linkage_is_worth_what_it_costs(sound):
    """
    region  units  Alpha  Beta
    110000  60     70     60
    120000  30     30     36
    130000  20     20     25    fen

    Alpha asks less and takes one region, Beta two. Left free, Alpha takes 120000 and all costs
    60 + 30 + 25 = 115. But Alpha then has 30 units and Beta 80. Only with 110000 does Alpha get at
    least Beta's volume (60 against 50), and all costs 70 + 36 + 25 = 131.
    """
    free = allocate(replace(sound, linkage=False))
    assert (free.plan.suppliers, free.spend) == ((1, 0, 1), 115)
    linked = allocate(sound)
    assert (linked.plan.suppliers, linked.spend) == ((0, 1, 1), 131)
    assert (linked.bound, linked.cross_check_spend) == (131, 131)
    assert linked.engine.startswith("CP-SAT")
    assert linked.cross_check_engine.startswith("HiGHS")


def test_a_single_offer_takes_every_region(sound):
    alone = replace(sound, offers=sound.offers[:1], cost=sound.cost[:1], counts=(3,))
    allocation = allocate(alone)
    assert (allocation.plan.suppliers, allocation.spend) == ((0, 0, 0), 120)
    assert allocation.cross_checked


def test_the_plan_of_a_national_lot_is_defined_by_its_data_alone(national):
    """Two offers at one price: many plans cost the same, every seed gives the same one."""
    first, second = (allocate(national, seed=seed) for seed in (1, 2))
    assert first == second
    assert first.proven
    assert first.cross_checked
    assert check.faults(national, first.plan) == ()
    assert first.spend <= spend(national, draft.pick(national).plan)


def test_equal_offers_leave_the_first_regions_to_the_first_ranks(national):
    """Six equal offers over thirty-one regions: the ranks by region ascend as a whole."""
    same = replace(
        national,
        offers=tuple(replace(offer, price=80_000) for offer in national.offers),
        cost=national.cost[:1] * 6,
    )
    assert allocate(same).plan.suppliers == tuple(
        rank for rank, count in enumerate(same.counts) for _ in range(count)
    )


def test_without_effort_the_pick_order_stands_and_nothing_is_proven(national):
    allocation = allocate(national, effort=0)
    assert allocation.plan == draft.pick(national).plan
    assert allocation.bound == sum(national.cost[0])
    assert allocation.cross_check_spend is None
    assert not allocation.proven
    assert not allocation.cross_checked


def test_infeasible_needs_both_proofs(impossible):
    with pytest.raises(Infeasible) as proven:
        allocate(impossible)
    assert proven.value.lots == ("02",)
    with pytest.raises(Undecided):
        allocate(impossible, effort=0)


def test_a_malformed_problem_reaches_no_engine(sound):
    with pytest.raises(BadProblem) as bad:
        allocate(replace(sound, counts=(1, 1), volume=(60, 30, -20)))
    assert str(bad.value) == (
        "lot 01, volume[2]: negative (-20); lot 01, counts: counts (2 for 3 regions)"
    )


def test_many_lots_come_back_in_order_from_fresh_processes(sound, national):
    lots = [national, sound, replace(sound, lot="04", linkage=False)]
    heard = []
    done = allocate_all(lots, workers=2, on_done=lambda *progress: heard.append(progress))
    assert [allocation.plan.lot for allocation in done] == ["03", "01", "04"]
    assert heard == [(1, 3), (2, 3), (3, 3)]
    assert done == allocate_all(lots, workers=1)


def test_one_worker_reports_progress_too(sound):
    heard = []
    allocate_all([sound, sound], workers=1, on_done=lambda *progress: heard.append(progress))
    assert heard == [(1, 2), (2, 2)]


def test_no_lots_need_no_process():
    assert allocate_all([]) == ()


def test_every_lot_without_a_plan_is_named_at_once(sound, impossible):
    lots = [impossible, sound, replace(impossible, lot="05")]
    with pytest.raises(Infeasible) as proven:
        allocate_all(lots)
    assert proven.value.lots == ("02", "05")
    with pytest.raises(Undecided) as undecided:
        allocate_all(lots, workers=1, effort=0)
    assert undecided.value.lots == ("02", "05")


def test_every_malformed_lot_is_named_before_any_work(sound, national):
    with pytest.raises(BadProblem) as bad:
        allocate_all([replace(sound, volume=()), national, replace(sound, lot="06", counts=(1, 1))])
    assert [(fault.lot, fault.rule) for fault in bad.value.faults] == [
        ("01", "length"),
        ("06", "counts"),
    ]


def test_who_listens_may_stop_the_rest(sound):
    def stop(done, total):
        raise KeyboardInterrupt(done, total)

    with pytest.raises(KeyboardInterrupt):
        allocate_all([sound] * 4, on_done=stop)


def test_failures_travel_between_processes():
    failure = pickle.loads(pickle.dumps(Infeasible("01", "02")))
    assert failure.lots == ("01", "02")
    assert str(failure) == "infeasible: lot 01, lot 02"
