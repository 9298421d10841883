"""What a hospital assigns is checked in whole units, and everything wrong is told at once."""

from unit_cast import BEIJING, a_bid, a_category, a_winner, some_demand, some_rules

from procurement.rules import linkage, moves, unit_awards
from procurement.rules.moves import Move
from procurement.rules.pools import Place

PLACE = Place(BEIJING, "H1", "hip")
A, B, C = ("hip", "A"), ("hip", "B"), ("hip", "C")


def a_round(*, capacity=None, **changes):
    """A 100, B 100, C 100 (the highest price), 10 lost: 15 units to A or B."""
    bids = [
        a_bid("A", "1", capacity=capacity),
        a_bid("B", "2"),
        a_bid("C", "3", promises=frozenset()),
    ]
    rules = some_rules(capacity_limits=capacity is not None, **changes)
    verdicts = [a_winner(bid.firm, rank) for rank, bid in enumerate(bids, start=1)]
    demand = some_demand(A=100, B=100, C=100, Lost=10)
    return unit_awards.assignment([a_category()], bids, demand, verdicts, rules), rules


def found(*given, **changes):
    made, rules = a_round(**changes)
    return moves.faults(made.winners, made.splits, made.pools, given, rules)


def rules_broken(*given, **changes):
    return [fault.rule for fault in found(*given, **changes)]


def test_every_unit_to_those_that_may_receive_is_in_order():
    assert not found(Move(PLACE, A, 10), Move(PLACE, B, 5))


def test_the_highest_price_may_not_receive():
    (fault,) = found(Move(PLACE, A, 10), Move(PLACE, C, 5))
    assert (fault.rule, fault.place) == ("forbidden_targets", "H1, hip")
    assert fault.text.zh == "不得分配给C：其价格属于不得接收的情形。"
    assert fault.text.en == "Nothing may be assigned to C: its price keeps it from receiving."


def test_who_does_not_supply_the_region_may_not_receive():
    changes = {"region_eligibility": True, "forbidden_targets": ()}
    assert rules_broken(Move(PLACE, C, 15), **changes) == ["region_eligibility"]


def test_a_loser_may_not_receive():
    assert rules_broken(Move(PLACE, ("hip", "Lost"), 15)) == ["pool_scope"]


def test_a_pool_that_is_not_there_and_units_below_one_are_faults():
    other = Place("", "H9", "hip", A)
    given = Move(PLACE, A, 15), Move(other, A, 1), Move(PLACE, B, 0)
    assert [(fault.rule, fault.place) for fault in found(*given)] == [
        ("pool_scope", "H9, hip, hip, A"),
        ("units", "H1, hip"),
    ]


def test_a_pool_moves_to_the_last_unit():
    (short,) = found(Move(PLACE, A, 14))
    assert (short.rule, short.text.zh) == ("pool_members", "待分配量为15，已分配14。")
    assert rules_broken(Move(PLACE, A, 16)) == ["pool_members"]


def test_nobody_receives_more_than_its_capacity_leaves():
    """A keeps 100 of a capacity of 110, so 10 more fit."""
    assert not rules_broken(Move(PLACE, A, 10), Move(PLACE, B, 5), capacity=110)
    (fault,) = found(Move(PLACE, A, 12), Move(PLACE, B, 3), capacity=110)
    assert (fault.rule, fault.place) == ("capacity_limits", "hip, A")
    assert fault.text.en == "A receives 2 units more than its capacity."


def test_what_has_no_room_anywhere_may_stay():
    made, rules = a_round(capacity=110)
    winners = linkage.selected(
        [a_category()],
        [a_bid("A", "1", capacity=110), a_bid("B", "2", capacity=0), a_bid("C", "3", capacity=0)],
        [one.verdict for one in made.winners],
    )
    assert not moves.faults(winners, made.splits, made.pools, [Move(PLACE, A, 10)], rules)


def test_capacity_binds_only_where_the_rulebook_says_so():
    made, rules = a_round()
    assert moves.rooms(made.winners, made.splits, made.pools, rules) == {A: None, B: None, C: None}
    made, rules = a_round(capacity=30)
    assert moves.rooms(made.winners, made.splits, made.pools, rules) == {A: 0, B: None, C: None}
