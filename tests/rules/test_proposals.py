"""Two proposals for a hospital that has to choose: by its own demand, and of the least spend."""

from fractions import Fraction
from itertools import chain
from itertools import product as every

from hypothesis import given, settings
from hypothesis import strategies as st
from unit_cast import TIANJIN, a_bid, a_category, some_demand, some_rules

from procurement.rules import moves, proposals, unit_awards, unit_selection

quick = settings(max_examples=50, deadline=None)


def a_round(bids, demand, **changes):
    rules = some_rules(**changes)
    verdicts = unit_selection.evaluate([a_category()], bids, demand, rules)
    return unit_awards.assignment([a_category()], bids, demand, verdicts, rules), rules


def proposed(by, bids, demand, **changes):
    made, rules = a_round(bids, demand, **changes)
    found = by(made.winners, made.splits, made.pools, rules)
    assert not moves.faults(made.winners, made.splits, made.pools, found, rules)
    return [(move.place.hospital, move.receiver[1], move.units) for move in found]


ABC = [a_bid("A", "1"), a_bid("B", "2"), a_bid("C", "3")]


def test_a_hospital_that_does_not_choose_gives_in_proportion_to_its_own_demand():
    demand = some_demand(A=30, B=10, C=5, Lost=10)
    assert proposed(proposals.pro_rata, ABC, demand) == [("H1", "A", 8), ("H1", "B", 2)]


def test_who_asked_for_none_of_them_gives_as_all_hospitals_asked():
    demand = [*some_demand("H1", Lost=10), *some_demand("H2", TIANJIN, A=10, B=30)]
    assert proposed(proposals.pro_rata, ABC, demand) == [("H1", "A", 3), ("H1", "B", 7)]


def test_where_nobody_asked_for_any_all_receive_alike():
    demand = some_demand(Lost=10)
    assert proposed(proposals.pro_rata, ABC, demand) == [("H1", "A", 5), ("H1", "B", 5)]


def test_who_is_full_drops_out_and_the_others_share_the_rest():
    bids = [a_bid("A", "1", capacity=32), *ABC[1:]]
    demand = some_demand(A=30, B=10, C=5, Lost=10)
    assert proposed(proposals.pro_rata, bids, demand, capacity_limits=True) == [
        ("H1", "A", 2),
        ("H1", "B", 8),
    ]


def full(bid):
    return a_bid(bid.firm, str(bid.unit_price // 10**6), capacity=0)


def test_where_nobody_has_room_nothing_moves():
    demand = some_demand(Lost=10)
    for by in (proposals.pro_rata, proposals.least_spend):
        assert not proposed(by, [full(bid) for bid in ABC], demand, capacity_limits=True)


def test_the_least_spend_fills_the_lowest_price_first():
    bids = [a_bid("A", "1", capacity=34), *ABC[1:]]
    demand = [*some_demand("H1", A=30, Lost=10), *some_demand("H2", TIANJIN, Lost=3)]
    assert proposed(proposals.least_spend, bids, demand, capacity_limits=True) == [
        ("H1", "A", 4),
        ("H1", "B", 6),
        ("H2", "B", 3),
    ]


PRICES = st.lists(st.integers(1, 4), min_size=1, max_size=3)


@quick
@given(
    PRICES,
    st.lists(st.integers(0, 4), min_size=3, max_size=3),
    st.lists(st.integers(0, 3), min_size=1, max_size=2),
    st.sampled_from([(), ("highest_price",)]),
)
def test_no_assignment_is_cheaper_than_the_least_spend(prices, capacities, lost, forbidden):
    bids = [
        a_bid(f"F{n}", str(price), capacity=capacity)
        for n, (price, capacity) in enumerate(zip(prices, capacities, strict=False))
    ]
    demand = [line for n, units in enumerate(lost) for line in some_demand(f"H{n}", Lost=units)]
    made, rules = a_round(bids, demand, capacity_limits=True, forbidden_targets=forbidden)
    price = {one.code: one.price for one in made.winners}
    found = proposals.least_spend(made.winners, made.splits, made.pools, rules)
    assert not moves.faults(made.winners, made.splits, made.pools, found, rules)

    def worth(given):
        return -sum(units for _, units in given), sum(price[code] * units for code, units in given)

    def legal(given):
        room = {bid.firm: bid.capacity for bid in bids}
        return all(
            sum(units for (_, firm), units in given if firm == one) <= room[one] for one in room
        )

    ways = [
        [
            list(zip(pool.targets, counts, strict=True))
            for counts in every(range(pool.free + 1), repeat=len(pool.targets))
            if sum(counts) <= pool.free
        ]
        for pool in made.pools
    ]
    whole = [list(chain(*way)) for way in every(*ways)]
    assert worth([move[1:] for move in found]) == min(worth(way) for way in whole if legal(way))


UNITS = st.integers(0, 60)


@quick
@given(
    st.lists(st.tuples(UNITS, UNITS, UNITS, UNITS), min_size=1, max_size=4),
    st.sampled_from([("highest_price",), (), ("dearer_than_giver",)]),
    st.sampled_from([None, Fraction(3, 10)]),
    st.lists(st.sampled_from([None, 0, 40, 90]), min_size=3, max_size=3),
)
def test_both_proposals_are_legal_to_the_unit(rows, forbidden, best, capacities):
    bids = [
        a_bid(firm, price, capacity=capacity)
        for (firm, price), capacity in zip(
            (("A", "5000"), ("B", "5000"), ("C", "6000")), capacities, strict=True
        )
    ]
    demand = [
        line
        for n, (a, b, c, lost) in enumerate(rows)
        for line in some_demand(f"H{n}", A=a, B=b, C=c, Lost=lost)
    ]
    made, rules = a_round(
        bids,
        demand,
        by_rank=some_rules().by_rank[3:],
        forbidden_targets=forbidden,
        pool_to_best=best,
        best_scope="category",
        capacity_limits=True,
    )
    barred = {(pool.place, code) for pool in made.pools for code, _ in pool.barred}
    for by in (proposals.pro_rata, proposals.least_spend):
        found = by(made.winners, made.splits, made.pools, rules)
        assert not moves.faults(made.winners, made.splits, made.pools, found, rules)
        assert not barred & {(move.place, move.receiver) for move in found}
    for split in made.splits:
        assert split.base >= 0 <= split.leftover
        assert split.base + split.leftover <= split.demand
    assert sum(split.demand for split in made.splits) == sum(sum(row) for row in rows)
