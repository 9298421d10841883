"""Firms of a category fall into competition units by volume and by what they promise."""

from fractions import Fraction

from unit_cast import EVERYWHERE, a_bid, a_category, some_bids, some_demand, some_rules

from procurement.rules import grouping


def grouped(bids, demand, product=None, **changes):
    usual = {
        "covered_share": Fraction(80, 100),
        "crossing_firm_included": True,
        "group_promises": ("full_territory",),
        "minimum_group_size": None,
    }
    rules = some_rules(**(usual | changes))
    return grouping.units(product or a_category(), bids, demand, rules)


FIRMS = some_bids(A="1", B="1", C="1", D="1")
DEMAND = some_demand(A=40, B=30, C=20, D=10)


def test_without_a_covered_share_there_is_one_unit():
    assert set(grouped(FIRMS, DEMAND, covered_share=None).values()) == {""}


def test_the_firm_that_crosses_the_share_is_in_or_out_as_the_rulebook_reads_it():
    assert grouped(FIRMS, DEMAND) == {"A": "A", "B": "A", "C": "A", "D": "B"}
    strict = grouped(FIRMS, DEMAND, crossing_firm_included=False)
    assert strict == {"A": "A", "B": "A", "C": "B", "D": "B"}


def test_a_share_reached_exactly_takes_nobody_more():
    at = {"covered_share": Fraction(70, 100)}
    assert grouped(FIRMS, DEMAND, **at) == grouped(
        FIRMS, DEMAND, **at, crossing_firm_included=False
    )


def test_all_products_of_one_group_count_as_one_firm():
    bids = [a_bid("C", controller="CD"), a_bid("D", controller="CD"), *FIRMS[:2]]
    demand = some_demand(A=40, B=20, C=21, D=20)
    assert grouped(bids, demand) == {"C": "A", "D": "A", "A": "A", "B": "B"}


def test_who_breaks_a_promise_is_in_b_and_does_not_fill_up():
    bids = [a_bid("A", promises=frozenset()), *FIRMS[1:]]
    found = grouped(bids, DEMAND, minimum_group_size=4)
    assert found == {"A": "B", "B": "A", "C": "A", "D": "A"}


def test_the_material_is_asked_for_only_where_the_category_says_so():
    promises = {"group_promises": ("full_territory", "material")}
    bids = [a_bid("A", promises=EVERYWHERE | {"material"}), *FIRMS[1:]]
    assert grouped(bids, DEMAND, **promises)["B"] == "A"
    asking = a_category(asks=frozenset({"material"}))
    found = grouped(bids, DEMAND, asking, **promises)
    assert [firm for firm, unit in found.items() if unit == "A"] == ["A"]
    assert set(grouped(bids, DEMAND, group_promises=None).values()) == {"A", "B"}


def test_a_unit_is_filled_up_by_volume_then_code():
    demand = some_demand(A=90, C=5, D=5)
    found = grouped(FIRMS, demand, minimum_group_size=2)
    assert found == {"A": "A", "B": "B", "C": "A", "D": "B"}


def test_volume_for_firms_that_did_not_enter_counts_for_nobody():
    demand = [*DEMAND, *some_demand(Absent=1000), *some_demand(product="knee", D=1000)]
    assert grouped(FIRMS, demand) == grouped(FIRMS, DEMAND)
    bids = [*FIRMS, a_bid("E", product="knee")]
    assert grouping.volumes(a_category(), bids, demand) == {"A": 40, "B": 30, "C": 20, "D": 10}
