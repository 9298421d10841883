"""The bids of a unit side by side: what is invalid, who comes first, who is one too many."""

from fractions import Fraction

from unit_cast import a_bid, a_category, some_bids, some_demand, some_rules, yuan

from procurement.rules import unit_ranking


def ranked(bids, demand=(), **changes):
    (contest,) = unit_ranking.contests(a_category(), bids, demand, some_rules(**changes))
    return contest


def order(contest):
    return [entry.bid.firm for entry in contest.ranked]


def test_the_lowest_comparison_price_comes_first():
    contest = ranked(some_bids(A="7000.01", B="6999", C="7000"))
    assert [(one.bid.firm, one.rank, one.comparable_price) for one in contest.ranked] == [
        ("B", 1, 69_990_000),
        ("C", 2, 70_000_000),
        ("A", 3, 70_000_100),
    ]
    assert contest.lowest == 69_990_000


def test_equal_prices_go_by_larger_demand_then_by_code():
    bids = some_bids(C="1", B="1", A="1", D="1")
    assert order(ranked(bids, some_demand(C=5, D=9))) == ["D", "C", "A", "B"]
    assert order(ranked(bids, some_demand(C=5, D=9), tie_order=())) == ["A", "B", "C", "D"]


def test_an_invalid_bid_is_told_everything_at_once():
    bid = a_bid(unit_price=0, capacity=-1, spec="box")
    found = unit_ranking.faults(bid, a_category(), some_rules())
    assert [fault.rule for fault in found] == ["unit_price", "capacity", "spec"]


def test_a_hard_ceiling_binds_and_a_reference_does_not():
    above = a_bid(price="20000.01")
    assert order(ranked([above])) == []
    assert ranked([above]).invalid == (above,)
    (fault,) = unit_ranking.faults(above, a_category(), some_rules())
    assert fault.rule == "ceiling_price"
    assert order(ranked([above], ceiling_mode="reference")) == ["Alpha"]
    assert order(ranked([a_bid(price="20000")])) == ["Alpha"]
    assert not unit_ranking.faults(above, a_category(ceiling=None), some_rules())


def test_every_unit_is_a_contest_of_its_own():
    rules = some_rules(covered_share=Fraction(1, 2), crossing_firm_included=True)
    bids = [*some_bids(A="3", B="2", C="1"), a_bid("K", product="knee")]
    found = unit_ranking.contests(a_category(), bids, some_demand(A=9, B=1, C=1), rules)
    assert [(contest.unit, order(contest)) for contest in found] == [
        ("A", ["A"]),
        ("B", ["C", "B"]),
    ]
    assert unit_ranking.contests(a_category(), [], [], rules) == ()


def test_the_dearer_products_of_a_firm_are_beyond_its_number():
    bids = [
        a_bid("A1", "1", controller="A"),
        a_bid("A2", "2", controller="A", origin="domestic"),
        a_bid("B", "3", origin="domestic"),
        a_bid("A3", "2.5", controller="A"),
    ]
    contest = ranked(bids, products_per_firm=2)
    assert contest.beyond == {"A3"}
    last = contest.ranked[-1]
    assert (last.bid.firm, last.rank, contest.place(last)) == ("B", 4, 3)
    assert contest.place(last, "domestic") == 2


def test_the_comparison_price_has_four_decimals():
    assert unit_ranking.comparison_price(a_bid(unit_price=yuan("1.00005"))) == 10_001
