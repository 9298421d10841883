"""Every hospital's demand comes apart into base, leftover and the rest, to the unit."""

from fractions import Fraction

from unit_cast import TIANJIN, a_category, a_winner, some_bids, some_demand, some_rules

from procurement.rules import linkage
from procurement.rules.splits import splits


def some_winners(revived=(), **prices):
    bids = some_bids(**prices)
    verdicts = [
        a_winner(bid.firm, rank, revived=bid.firm in revived)
        for rank, bid in enumerate(bids, start=1)
    ]
    return linkage.selected([a_category()], bids, verdicts)


def shown(found):
    return [
        (one.hospital, one.firm, one.demand, one.base, one.leftover, one.uncommitted, one.member)
        for one in found
    ]


def test_the_units_left_over_by_rounding_go_to_the_largest_remainders():
    """
    rank  demand  base          leftover       rest
    1     7       7
    2     7       6.3 -> 6                     0.7 -> 1
    3     7       5.95 -> 6     0.35 -> 0      0.7 -> 1
    """
    demand = some_demand(A=7, B=7, C=7)
    assert shown(splits(some_winners(A="1", B="2", C="3"), demand, some_rules())) == [
        ("H1", "A", 7, 7, 0, 0, "given"),
        ("H1", "B", 7, 6, 0, 1, "given"),
        ("H1", "C", 7, 6, 0, 1, "given"),
    ]


def test_reports_of_one_hospital_add_up_and_hospitals_stand_in_order():
    demand = [
        *some_demand("H2", TIANJIN, A=1),
        *some_demand("H1", A=2),
        *some_demand("H1", A=3),
    ]
    found = splits(some_winners(A="1", B="2"), demand, some_rules())
    assert [(one.region, one.hospital, one.demand) for one in found] == [
        ("110000", "H1", 5),
        ("120000", "H2", 1),
    ]


def test_what_did_not_win_is_left_over_up_to_the_committed_share():
    rules = some_rules(committed_share=Fraction(7, 10))
    found = splits(some_winners(A="1", B="2"), some_demand(Lost=10, none=5), rules)
    assert shown(found) == [
        ("H1", "", 5, 0, 4, 1, "unselected"),
        ("H1", "Lost", 10, 0, 7, 3, "unselected"),
    ]


def test_demand_for_no_brand_is_the_only_winners():
    found = splits(some_winners(A="1"), some_demand(none=5, Lost=2), some_rules())
    assert shown(found) == [
        ("H1", "A", 5, 5, 0, 0, "given"),
        ("H1", "Lost", 2, 0, 2, 0, "unselected"),
    ]


def test_what_a_revived_product_gives_is_told_apart():
    rules = some_rules(revived_parts=(Fraction(1, 2), Fraction(1, 2)))
    found = splits(some_winners(("B",), A="1", B="2"), some_demand(B=10), rules)
    assert shown(found) == [("H1", "B", 10, 5, 5, 0, "revived")]


def by_number():
    return some_rules(
        committed_share=Fraction(6, 10),
        volume_key="number",
        by_number=((Fraction(1),), (Fraction(6, 10), Fraction(4, 10))),
    )


def test_by_number_of_winners_all_demand_of_the_category_is_shared():
    """
    demand  committed  lowest        second        rest
    101     60.6       36.36 -> 36   24.24 -> 24   40.4 -> 41
    """
    found = splits(some_winners(A="2", B="1"), some_demand(A=50, Lost=41, none=10), by_number())
    assert shown(found) == [
        ("H1", "B", 36, 36, 0, 0, "given"),
        ("H1", "A", 24, 24, 0, 0, "given"),
        ("H1", "", 41, 0, 0, 41, "unselected"),
    ]


def test_without_any_winner_everything_is_unselected():
    found = splits([], some_demand(A=10), by_number())
    assert shown(found) == [("H1", "A", 10, 0, 6, 4, "unselected")]
