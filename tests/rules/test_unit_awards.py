"""What winners get: base and what is moved to them, by region and by hospital."""

from fractions import Fraction

from unit_cast import BEIJING, TIANJIN, a_bid, a_category, some_bids, some_demand, some_rules, yuan

from procurement.rules import proposals, unit_awards, unit_selection
from procurement.rules.awards import AwardLine
from procurement.rules.catalogue import Presentation
from procurement.rules.contracts import Agreement
from procurement.rules.demand import Demand

BIDS = some_bids(A="6000", B="7000.5", C="8000")
DEMAND = [
    *some_demand("H1", A=10, B=10, C=20, Lost=3),
    *some_demand("H2", B=10),
    *some_demand("H3", TIANJIN, C=100),
]


def assigned(rules, bids=BIDS, demand=DEMAND, product=None):
    products = [product or a_category()]
    verdicts = unit_selection.evaluate(products, bids, demand, rules)
    return unit_awards.assignment(products, bids, demand, verdicts, rules)


def test_an_award_is_base_and_moves_by_region_and_an_agreement_by_hospital():
    """
    hospital  A   B   C                lost  pool   to A
    H1        10  9   17, gives 1      3     4      4
    H2            9
    H3                85, gives 5            5      5
    """
    rules = some_rules()
    made = assigned(rules)
    moves = proposals.least_spend(made.winners, made.splits, made.pools, rules)
    found = unit_awards.awards(made, moves, rules)
    assert [(one.firm, one.rank, one.unit_price, one.regions) for one in found] == [
        ("A", 1, yuan("6000"), (BEIJING, TIANJIN)),
        ("B", 2, yuan("7000.5"), (BEIJING,)),
        ("C", 3, yuan("8000"), (BEIJING, TIANJIN)),
    ]
    assert found[0].lines == (
        AwardLine(BEIJING, "套", 14, yuan("6000"), 8_400_000),
        AwardLine(TIANJIN, "套", 5, yuan("6000"), 3_000_000),
    )
    assert [one.quantity for one in found] == [19, 18, 102]
    agreed = unit_awards.agreements(made, moves, rules)
    assert agreed[:3] == (
        Agreement("H1", "hip", "套", "A", 14, yuan("6000"), 8_400_000),
        Agreement("H3", "hip", "套", "A", 5, yuan("6000"), 3_000_000),
        Agreement("H1", "hip", "套", "B", 9, yuan("7000.5"), 6_300_450),
    )
    assert sum(one.agreed_quantity for one in agreed) == sum(one.quantity for one in found)
    assert sum(one.amount for one in agreed) == sum(one.amount for one in found)


def test_every_winner_reads_what_its_volume_comes_from():
    rules = some_rules()
    made = assigned(rules)
    moves = proposals.least_spend(made.winners, made.splits, made.pools, rules)
    reason = unit_awards.awards(made, moves, rules)[2].reason
    assert reason.zh == (
        "中选产品第3位；约定量按顺位确定，基础量为本产品需求量120的85%，即102；另接收待分配量0。"
    )
    assert reason.en == (
        "Winner number 3. The volume goes by rank: a base of 85% of its own demand of 120, 102; "
        "of what others gave it receives 0."
    )


def test_shares_of_all_demand_say_so():
    rules = some_rules(volume_key="number", by_number=((Fraction(1),),), pool_scope="none")
    made = assigned(rules, bids=BIDS[:1], demand=some_demand(A=1, Lost=3))
    (one,) = unit_awards.awards(made, (), rules)
    assert one.quantity == 4
    assert "基础量为本类全部需求量的100%，即4；" in one.reason.zh


def test_units_have_winners_numbers_of_their_own():
    rules = some_rules(
        covered_share=Fraction(1, 2), crossing_firm_included=True, forbidden_targets=()
    )
    made = assigned(rules, demand=some_demand(C=9, none=1))
    moves = proposals.pro_rata(made.winners, made.splits, made.pools, rules)
    found = unit_awards.awards(made, moves, rules)
    assert [(one.unit, one.firm, one.rank) for one in found] == [
        ("A", "C", 1),
        ("B", "A", 1),
        ("B", "B", 2),
    ]
    assert found[1].reason.en.startswith("Winner number 1 of unit B.")
    assert [one.quantity for one in found] == [10, 0, 0]
    assert found[1].lines == found[1].regions == ()


def test_the_best_receive_by_the_rule_what_nobody_moves():
    rules = some_rules(
        volume_key="best",
        by_best=((Fraction(1), Fraction(0)), (Fraction(9, 10), Fraction(1, 10))),
        pool_to_best=Fraction(3, 10),
        best_scope="category",
        forbidden_targets=(),
    )
    made = assigned(rules, demand=some_demand(A=100, B=60, C=40, Lost=50))
    assert [one.quantity for one in unit_awards.awards(made, (), rules)] == [118, 54, 36]


def test_a_larger_refill_than_the_one_bid_costs_a_multiple():
    refill = Presentation("3ml:300单位", Fraction(300), None)
    large = Presentation("1.5ml:450单位", Fraction(450), None)
    product = a_category(presentations=(refill, large))
    bids = [a_bid("A", "20", spec="3ml:300单位")]
    demand = [Demand(BEIJING, "hip", one.spec, 10, "A", "H1") for one in (refill, large)]
    rules = some_rules(large_refill_factor=Fraction("1.4"))
    (one,) = unit_awards.awards(assigned(rules, bids, demand, product), (), rules)
    assert {line.spec: line.unit_price for line in one.lines} == {
        "1.5ml:450单位": yuan("28"),
        "3ml:300单位": yuan("20"),
    }


def test_demand_by_region_makes_no_agreements():
    made = assigned(some_rules(), demand=some_demand("", A=10))
    assert unit_awards.agreements(made, (), some_rules()) == ()
    assert unit_awards.awards(made, (), some_rules())[0].quantity == 10
