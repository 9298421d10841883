"""Rank, class, cut, number of winners or incumbency say what a winner keeps and gives."""

from fractions import Fraction

import pytest
from unit_cast import a_bid, a_category, a_winner, some_bids, some_rules, yuan

from procurement.rules import linkage
from procurement.rules.linkage import Parts, Selected

HALF = Fraction(1, 2)
NOTHING = Fraction(0)


def chosen(*bids, product=None, **changes):
    """The bids as winners in the order given."""
    return [
        Selected(product or a_category(bid.product), bid, a_winner(bid.firm, rank, **changes))
        for rank, bid in enumerate(bids, start=1)
    ]


def percents(winners, rules):
    table = linkage.table(winners, rules)
    return {firm: tuple(int(part * 100) for part in parts) for (_, firm), parts in table.items()}


def test_winners_are_joined_with_their_bids():
    bids = some_bids(Alpha="7000", Beta="8000", Gamma="9000")
    verdicts = [
        a_winner("Alpha"),
        a_winner("Beta", 2, won=False),
        a_winner("Gamma", 3, win_price=yuan("8500")),
        a_winner("Delta", 4, supplies=False),
    ]
    found = linkage.selected([a_category()], bids, verdicts)
    assert [(one.code, one.price) for one in found] == [
        (("hip", "Alpha"), yuan("7000")),
        (("hip", "Gamma"), yuan("8500")),
    ]


def test_the_last_row_holds_for_every_later_rank():
    winners = chosen(*some_bids(A="1", B="2", C="3", D="4", E="5", F="6", G="7"))
    found = percents(winners, some_rules())
    assert found["F"] == found["G"] == (70, 20)
    assert found["C"] == (85, 5)


def test_only_the_committed_share_of_a_demand_is_parted():
    winners = chosen(*some_bids(A="1", B="2"))
    assert percents(winners, some_rules(committed_share=HALF)) == {"A": (50, 0), "B": (45, 0)}


def test_a_revived_product_has_parts_of_its_own_where_the_rulebook_says_so():
    winners = chosen(a_bid(), revived=True)
    parts = HALF, Fraction(1, 4)
    assert percents(winners, some_rules(revived_parts=parts)) == {"Alpha": (50, 25)}
    assert percents(winners, some_rules()) == {"Alpha": (100, 0)}
    assert percents(chosen(a_bid()), some_rules(revived_parts=parts)) == {"Alpha": (100, 0)}


def by_class(*names):
    table = {"A1": 100, "A": 80, "B": 55, "C": 45}
    return some_rules(
        volume_key="class",
        by_class={name: (Fraction(table[name], 100), NOTHING) for name in names},
    )


def test_the_lowest_price_of_the_class_a_is_a1_and_equal_ones_all_are():
    limits = (("A", yuan("30")), ("B", yuan("40")))
    product = a_category(class_prices=limits)
    winners = chosen(*some_bids(V="20", W="20", X="30", Y="30.01", Z="40.01"), product=product)
    found = percents(winners, by_class("A1", "A", "B", "C"))
    assert found == {"V": (100, 0), "W": (100, 0), "X": (80, 0), "Y": (55, 0), "Z": (45, 0)}


def test_a_price_above_every_class_has_no_volume_and_is_named():
    limits = (("A", yuan("30")), ("C", yuan("40")))
    winners = chosen(a_bid(price="41"), product=a_category(class_prices=limits))
    assert percents(winners, by_class("A1", "A", "C")) == {}
    (fault,) = linkage.faults(winners, by_class("A1", "A", "C"))
    assert (fault.rule, fault.place) == ("by_class", "hip, Alpha")
    assert fault.text.zh == "髋关节中选企业Alpha不在约定量表的范围内，无法确定约定量。"
    assert fault.text.en.startswith("The table of volumes has no row for Alpha, a winner of")


@pytest.mark.parametrize(
    ("product", "names"),
    [
        (a_category(), ("A1", "A")),
        (a_category(class_prices=(("B", yuan("9000")),)), ("A1", "A")),
    ],
)
def test_a_class_that_the_document_or_the_table_does_not_know_has_no_volume(product, names):
    assert len(linkage.faults(chosen(a_bid(), product=product), by_class(*names))) == 1


CUTS = (
    (Fraction(48, 100), Fraction(48, 100), Fraction(42, 100)),
    (Fraction(62, 100), Fraction(90, 100), NOTHING),
)


def test_a_cut_between_two_rows_is_straight_between_them():
    winners = chosen(a_bid(price="45"), product=a_category(ceiling="100"))
    assert percents(winners, some_rules(volume_key="cut", by_cut=CUTS)) == {"Alpha": (69, 21)}


@pytest.mark.parametrize(("price", "ceiling"), [("52.01", "100"), ("10", None)])
def test_a_cut_below_the_first_row_and_no_ceiling_have_no_volume(price, ceiling):
    winners = chosen(a_bid(price=price), product=a_category(ceiling=ceiling))
    rules = some_rules(volume_key="cut", by_cut=CUTS)
    assert [fault.rule for fault in linkage.faults(winners, rules)] == ["by_cut"]


BEST = (Fraction(1), NOTHING), (Fraction(9, 10), Fraction(1, 10))


def test_the_largest_cut_of_the_unit_keeps_all_and_equal_ones_all_do():
    winners = [
        *chosen(*some_bids(A="4", B="4", C="5"), unit="A"),
        *chosen(*some_bids(D="6", E="7"), unit="B"),
    ]
    found = percents(winners, some_rules(volume_key="best", by_best=BEST))
    assert [firm for firm, parts in found.items() if parts == (100, 0)] == ["A", "B", "D"]


def test_the_cut_counts_on_the_price_that_was_bid():
    winners = chosen(a_bid("Alpha", "9", product="hip"), a_bid("Beta", "8"), win_price=yuan("7"))
    assert [one.bid.firm for one in linkage.largest_cut(winners)] == ["Beta"]


def test_without_ceilings_the_lowest_price_is_the_largest_cut_in_one_category_only():
    bare, other = a_category(ceiling=None), a_category("knee", ceiling=None)
    hips = chosen(*some_bids(A="9", B="8"), product=bare)
    knees = chosen(a_bid("C", "2", product="knee"), product=other)
    assert [one.bid.firm for one in linkage.largest_cut(hips)] == ["B"]
    assert linkage.largest_cut([*hips, *knees]) == ()
    assert linkage.largest_cut([]) == ()


def test_more_winners_than_the_table_has_rows_have_no_volume():
    rules = some_rules(volume_key="number", by_number=((Fraction(1),), (HALF, HALF)))
    assert percents(chosen(*some_bids(A="2", B="1")), rules) == {"B": (50, 0), "A": (50, 0)}
    assert len(linkage.faults(chosen(*some_bids(A="1", B="2", C="3")), rules)) == 3


def test_who_won_the_last_time_has_the_first_row():
    rules = some_rules(
        volume_key="incumbency", by_incumbency=((Fraction(3, 5), NOTHING), (HALF, NOTHING))
    )
    winners = chosen(a_bid("Old", former_price=1), a_bid("New", "7001"))
    assert percents(winners, rules) == {"Old": (60, 0), "New": (50, 0)}


def test_a_flat_key_gives_everyone_the_committed_share():
    rules = some_rules(volume_key="flat", committed_share=Fraction(7, 10))
    assert linkage.table(chosen(a_bid()), rules) == {
        ("hip", "Alpha"): Parts(Fraction(7, 10), NOTHING)
    }
