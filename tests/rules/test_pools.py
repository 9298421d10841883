"""What a hospital assigns anew, who may receive it, and the part that the best have."""

from fractions import Fraction

from unit_cast import (
    BEIJING,
    TIANJIN,
    a_bid,
    a_category,
    a_winner,
    some_bids,
    some_demand,
    some_rules,
)

from procurement.rules import linkage, pools
from procurement.rules.pools import Place
from procurement.rules.splits import splits

HIPS, KNEES = a_category("hip", group="joint"), a_category("knee", group="joint")


def made(bids, demand, rules, products=(HIPS, KNEES), serves=None, revived=()):
    verdicts = [
        a_winner(bid.firm, rank, product=bid.product, revived=bid.firm in revived)
        for rank, bid in enumerate(bids, start=1)
    ]
    winners = linkage.selected(products, bids, verdicts)
    return pools.pools(products, winners, splits(winners, demand, rules), rules, serves)


def firms(pool):
    return [firm for _, firm in pool.targets]


def test_there_is_one_pool_a_hospital_and_category_without_the_highest_price():
    demand = [
        *some_demand("H1", A=10, B=10, C=20, Lost=5),
        *some_demand("H2", TIANJIN, C=20),
        *some_demand("H3", TIANJIN, A=20),
    ]
    found = made(some_bids(A="1", B="2", C="3"), demand, some_rules())
    assert [(pool.place, pool.units, pool.free) for pool in found] == [
        (Place(BEIJING, "H1", "hip"), 6, 6),
        (Place(TIANJIN, "H2", "hip"), 1, 1),
    ]
    assert [firms(pool) for pool in found] == [["A", "B"], ["A", "B"]]
    assert found[0].barred == ((("hip", "C"), "forbidden_targets"),)


def test_what_nobody_may_receive_stays_uncommitted():
    (pool,) = made([a_bid()], some_demand(Lost=5), some_rules())
    assert (pool.units, pool.targets, pool.free) == (5, (), 0)
    assert made([], some_demand(Lost=5), some_rules())[0].free == 0


def test_only_the_members_of_the_rulebook_are_in_a_pool():
    bids, demand = some_bids(A="1", B="2", C="3"), some_demand(B=100, C=100, Lost=7)
    half = Fraction(1, 2), Fraction(1, 2)

    def units(*members):
        rules = some_rules(pool_members=members, revived_parts=half)
        return sum(pool.units for pool in made(bids, demand, rules, revived=("B",)))

    assert (units("given"), units("unselected"), units("revived")) == (5, 7, 50)
    assert units("given", "unselected", "revived") == 62


def test_no_scope_no_pool():
    assert made([a_bid()], some_demand(Lost=5), some_rules(pool_scope="none")) == ()


def test_a_product_group_joins_the_pools_of_its_categories():
    bids = [*some_bids(A="1", B="5"), a_bid("C", "3", product="knee")]
    demand = [*some_demand(Lost=5), *some_demand(product="knee", Lost=2)]
    (pool,) = made(bids, demand, some_rules(pool_scope="group"))
    assert (pool.place.scope, pool.units) == ("joint", 7)
    assert pool.targets == (("hip", "A"), ("knee", "C"))
    alone = a_category("hip", group="")
    (own,) = made(bids[:2], some_demand(Lost=5), some_rules(pool_scope="group"), (alone, KNEES))
    assert own.place.scope == "hip"


def test_only_who_supplies_the_region_receives():
    bids = [
        a_bid("All", "1"),
        a_bid("None", "2", promises=frozenset()),
        a_bid("North", "3", promises=frozenset()),
        a_bid("Few", "4"),
    ]
    rules = some_rules(region_eligibility=True, forbidden_targets=())
    serves = {("hip", "North"): frozenset({BEIJING}), ("hip", "Few"): frozenset({TIANJIN})}
    (pool,) = made(bids, some_demand(Lost=5), rules, serves=serves)
    assert firms(pool) == ["All", "North"]
    assert pool.barred == (
        (("hip", "None"), "region_eligibility"),
        (("hip", "Few"), "region_eligibility"),
    )


def test_where_givers_count_each_has_a_pool_and_nobody_dearer_receives():
    rules = some_rules(forbidden_targets=("dearer_than_giver",))
    demand = some_demand(B=100, C=100, D=100, Lost=9)
    found = made(some_bids(A="1", B="2", C="3", D="3"), demand, rules)
    assert [(pool.place.giver[1], pool.units, firms(pool)) for pool in found] == [
        ("", 9, ["A", "B", "C", "D"]),
        ("C", 5, ["A", "B", "C", "D"]),
        ("D", 10, ["A", "B", "C", "D"]),
    ]
    rules = some_rules(forbidden_targets=("dearer_than_giver",), by_rank=some_rules().by_rank[2:])
    found = made(some_bids(A="1", B="2", C="3"), some_demand(B=100), rules)
    assert [firms(pool) for pool in found] == [["A", "B"]]


def to_best(**changes):
    usual = {
        "pool_to_best": Fraction(3, 10),
        "best_scope": "category",
        "forbidden_targets": (),
    }
    return some_rules(**(usual | changes))


def test_the_largest_cut_has_its_part_of_the_pool():
    (pool,) = made(some_bids(A="1", B="2"), some_demand(A=1, Lost=15), to_best())
    assert (pool.units, pool.best, pool.free) == (15, ((("hip", "A"), 5),), 10)


def test_equal_cuts_share_the_part_by_the_hospitals_own_demand():
    bids = some_bids(A="1", B="1", C="2")
    (pool,) = made(bids, some_demand(A=30, B=10, C=7, Lost=40), to_best(by_rank=((1, 0),)))
    assert pool.best == ((("hip", "A"), 9), (("hip", "B"), 3))
    (pool,) = made(bids, some_demand(Lost=40), to_best())
    assert pool.best == ((("hip", "A"), 6), (("hip", "B"), 6))


def test_the_best_may_be_of_another_category_of_the_group():
    bids = [*some_bids(A="7000", B="8000"), a_bid("K", "100", product="knee")]
    (pool,) = made(bids, some_demand(Lost=10), to_best(best_scope="group"))
    assert pool.best == ((("knee", "K"), 3),)
    (pool,) = made(bids, some_demand(Lost=10), to_best(best_scope="group", pool_scope="group"))
    assert pool.best == ((("knee", "K"), 3),)


def test_the_best_has_no_part_where_it_does_not_supply():
    bids = [a_bid("A", "1", promises=frozenset()), a_bid("B", "2")]
    (pool,) = made(bids, some_demand(Lost=10), to_best(region_eligibility=True))
    assert (pool.best, pool.free) == ((), 10)


def test_a_part_of_nothing_is_nothing():
    (pool,) = made(some_bids(A="1"), some_demand(Lost=10), to_best(pool_to_best=Fraction(0)))
    assert (pool.best, pool.free) == ((), 10)
