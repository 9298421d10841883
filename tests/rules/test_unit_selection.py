"""Conditions of selection one by one, revival, and the words that a firm reads."""

from fractions import Fraction

import pytest
from unit_cast import a_bid, a_category, some_bids, some_demand, some_rules, yuan

from procurement.rules import schemes, unit_selection
from procurement.rules.text import Text


def verdicts(bids, product=None, accepted=None, demand=(), **changes):
    rules = some_rules(**changes)
    found = schemes.evaluate([product or a_category()], bids, demand, rules, accepted)
    return {one.firm: one for one in found}


def winners(bids, **changes):
    return [firm for firm, one in verdicts(bids, **changes).items() if one.won]


ABC = some_bids(A="7000", B="8000", C="9000")


def test_without_conditions_every_valid_bid_wins_at_its_price():
    found = verdicts([*ABC, a_bid("D", "20001")])
    assert [(one.won, one.win_price) for one in found.values()] == [
        (True, yuan("7000")),
        (True, yuan("8000")),
        (True, yuan("9000")),
        (False, None),
    ]
    assert found["A"].clause == "any_of"
    assert found["A"].reason == Text(
        "竞价比价价格7000.0000元，在3个有效申报中排第1位；拟中选。",
        "Comparison price 7000.0000 yuan, rank 1 of 3 valid bids; the bid wins.",
    )
    invalid = found["D"]
    assert (invalid.clause, invalid.rank, invalid.comparable_price) == ("ceiling_price", None, None)
    assert invalid.price_to_win == yuan("20000")
    assert invalid.reason.zh.endswith("申报无效，不参加排序。")


def test_beyond_the_shortlist_nobody_wins():
    found = verdicts(ABC, shortlist_most=2)
    assert [(one.shortlisted, one.clause) for one in found.values()] == [
        (True, "shortlist_most"),
        (True, "shortlist_most"),
        (False, "shortlist_most"),
    ]
    assert found["C"].reason.en.endswith("At most 2 products are shortlisted; not shortlisted.")
    assert found["C"].price_to_win == yuan("7999.9999")


@pytest.mark.parametrize(
    ("bids", "product", "changes", "won"),
    [
        pytest.param(ABC, None, {"rank_most": 2}, ["A", "B"], id="a rank within the places"),
        pytest.param(
            some_bids(A="48.71", B="63.32", C="63.33"),
            None,
            {"lowest_price_multiple": Fraction("1.3")},
            ["A", "B"],
            id="1.3 times 48.71 is 63.323",
        ),
        pytest.param(
            some_bids(A="1", B="2", C="3", D="4"),
            None,
            {"anchor_multiple": Fraction("1.8"), "anchor_coefficient": Fraction("0.65")},
            ["A", "B"],
            id="the mean is 2.5, the anchor 1.625, the limit 2.925",
        ),
        pytest.param(
            some_bids(A="4", B="4.1"),
            None,
            {"anchor_multiple": Fraction(1), "anchor_coefficient": Fraction("0.65")},
            ["A"],
            id="the lowest is the anchor where it is higher",
        ),
        pytest.param(
            some_bids(A="12000", B="12000.01"),
            None,
            {"cut_least": Fraction("0.4")},
            ["A"],
            id="a cut of 40 % from 20,000",
        ),
        pytest.param(
            some_bids(A="8000", B="8000.01"),
            None,
            {"ceiling_share": Fraction("0.4")},
            ["A"],
            id="40 % of the ceiling",
        ),
        pytest.param(
            some_bids(A="7999", B="8000", C="8001"),
            a_category(class_prices=(("A", yuan("7000")), ("B", yuan("8000")))),
            {"class_price": None},
            ["A", "B"],
            id="a class price of the document",
        ),
        pytest.param(ABC, None, {"class_price": None}, [], id="no class price"),
        pytest.param(
            some_bids(A="1"),
            a_category(ceiling=None),
            {"cut_least": Fraction(0)},
            [],
            id="no ceiling, no cut",
        ),
        pytest.param(
            some_bids(A="1"),
            a_category(ceiling=None),
            {"ceiling_share": Fraction(1)},
            [],
            id="no ceiling, no part of it",
        ),
        pytest.param(
            [
                a_bid("A", "1", listing_price=yuan("1")),
                a_bid("B", "2", listing_price=yuan("1")),
                a_bid("C", "1"),
            ],
            None,
            {"listing_price": None},
            ["A"],
            id="the lowest listing price, which has to be known",
        ),
        pytest.param(
            [a_bid("A", "1", former_price=yuan("1")), a_bid("B", "2", former_price=yuan("1"))],
            None,
            {"former_price": None},
            ["A"],
            id="its price as a winner before",
        ),
        pytest.param(
            [
                a_bid("A", "1", origin="imported"),
                a_bid("B", "2", origin="imported"),
                a_bid("C", "3", origin="domestic"),
            ],
            None,
            {"origin_quota": 1},
            ["A", "C"],
            id="one place for each origin",
        ),
    ],
)
def test_a_condition_lets_in_whom_the_notice_does(bids, product, changes, won):
    named = {name: value for name, value in changes.items() if value is not None}
    name = next(one for one in changes if one != "anchor_coefficient")
    for listed in ({"any_of": (name,)}, {"all_of": (name,)}):
        found = verdicts(bids, product, **named, **listed)
        assert [firm for firm, one in found.items() if one.won] == won
        for one in found.values():
            assert one.reason.zh
            assert one.reason.en


def test_one_alternative_is_enough_and_every_necessity_is_needed():
    both = {"lowest_price_multiple": Fraction("1.2"), "cut_least": Fraction("0.6")}
    either = verdicts(ABC, any_of=tuple(both), **both)
    assert [one.clause for one in either.values()] == [
        "lowest_price_multiple",
        "lowest_price_multiple",
        "any_of",
    ]
    assert either["C"].reason == Text(
        "竞价比价价格9000.0000元，在3个有效申报中排第3位；但高于本组最低价7000.0000元的1.2倍"
        "（8400.0000元），较最高有效申报价20000.0000元降幅55.00%，不足60.00%，未中选。",
        "Comparison price 9000.0000 yuan, rank 3 of 3 valid bids. The price is above 1.2 times the "
        "lowest, 7000.0000 yuan (= 8400.0000 yuan), the price is 55.00% below the ceiling of "
        "20000.0000 yuan, less than 60.00%; the bid does not win.",
    )
    assert either["A"].reason.en.endswith(
        "The price is not above 1.2 times the lowest, 7000.0000 yuan (= 8400.0000 yuan), and the "
        "price is 65.00% below the ceiling of 20000.0000 yuan, at least 60.00%; the bid wins."
    )
    needed = verdicts(ABC, all_of=tuple(both), **both)
    assert [one.clause for one in needed.values()] == [
        "lowest_price_multiple",
        "lowest_price_multiple",
        "lowest_price_multiple",
    ]
    assert [one.won for one in needed.values()] == [True, True, False]


def test_a_condition_without_a_number_stands_in_the_list_that_names_it():
    (one,) = verdicts([a_bid()], all_of=("listing_price",)).values()
    assert (one.won, one.clause) == (False, "all_of")
    assert one.reason.zh.endswith("但没有全国最低有效省级挂网价可比，未中选。")


def test_a_unit_is_named_in_the_reason():
    found = verdicts(
        ABC,
        demand=some_demand(A=1),
        covered_share=Fraction(1, 2),
        crossing_firm_included=True,
    )
    assert [(one.unit, one.rank) for one in found.values()] == [("A", 1), ("B", 1), ("B", 2)]
    assert "在B组2个有效申报中排第1位" in found["B"].reason.zh
    assert "rank 1 of 2 valid bids in unit B" in found["B"].reason.en


def test_the_fifth_product_of_a_firm_makes_place_for_the_next():
    bids = [
        a_bid("A1", "1", controller="A"),
        a_bid("A2", "2", controller="A"),
        a_bid("B", "3"),
        a_bid("C", "4"),
    ]
    found = verdicts(bids, any_of=("rank_most",), rank_most=2, products_per_firm=1)
    assert [firm for firm, one in found.items() if one.won] == ["A1", "B"]
    assert found["A2"].clause == "products_per_firm"
    assert "同一企业最多1个产品中选" in found["A2"].reason.zh
    assert found["C"].clause == "rank_most"
    assert found["C"].price_to_win == yuan("2.9999")


GAP = {
    "any_of": ("lowest_price_multiple",),
    "lowest_price_multiple": Fraction("1.2"),
    "revivals": ("at_limit",),
}


def test_a_loser_that_accepts_the_limit_is_revived_at_it():
    found = verdicts(ABC, **GAP)["C"]
    assert (found.won, found.revived, found.clause) == (True, True, "revivals")
    assert found.win_price == found.revival_price == yuan("8400")
    assert found.reason.zh.endswith("未中选。已接受8400.0000元，复活中选。")
    assert found.reason.en.endswith("It accepted 8400.0000 yuan and wins by revival.")


def test_a_loser_that_does_not_accept_may_still_do_so():
    found = verdicts(ABC, accepted=frozenset(), **GAP)["C"]
    assert (found.won, found.revival_price, found.win_price) == (False, yuan("8400"), None)
    assert found.reason.en.endswith("It may still win by accepting 8400.0000 yuan.")
    assert verdicts(ABC, accepted=frozenset({("hip", "C")}), **GAP)["C"].revived


def test_where_places_decide_the_price_of_revival_is_the_dearest_winners():
    found = verdicts(ABC, any_of=("rank_most",), rank_most=2, revivals=("at_limit",))
    assert found["C"].win_price == yuan("8000")


def test_a_price_of_revival_is_not_above_what_everyone_has_to_keep():
    dearest = [*ABC[:2], a_bid("C", "9000", listing_price=yuan("8100"))]
    found = verdicts(dearest[2:] + ABC[:1], all_of=("listing_price",), **GAP)
    assert found["C"].win_price == yuan("8100")
    assert not found["A"].won


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"shortlist_most": 2}, id="not shortlisted"),
        pytest.param({"all_of": ("former_price",)}, id="a fact is missing"),
    ],
)
def test_who_may_not_be_revived_is_not(changes):
    assert not verdicts(ABC, **(GAP | changes))["C"].won


def test_nobody_is_revived_where_nobody_won():
    rules = {"any_of": ("origin_quota",), "origin_quota": 0, "revivals": ("at_limit",)}
    assert not winners(ABC, **rules)


def test_a_dearer_product_beyond_the_number_of_its_firm_is_not_revived():
    bids = [a_bid("A1", "1", controller="A"), a_bid("A2", "2", controller="A")]
    assert not verdicts(bids, products_per_firm=1, **GAP)["A2"].won


def test_the_price_to_win_is_the_highest_that_would_have_won():
    found = verdicts(ABC, any_of=("rank_most",), rank_most=1)
    assert found["A"].price_to_win == yuan("8000")  # equal prices go by code
    assert found["C"].price_to_win == yuan("6999.9999")
    assert verdicts(ABC, any_of=("rank_most",), rank_most=0)["C"].price_to_win is None
    free = verdicts([a_bid()], a_category(ceiling=None))
    assert free["Alpha"].price_to_win is None
    assert (
        unit_selection.evaluate([a_category()], [a_bid(spec="box")], [], some_rules())[
            0
        ].price_to_win
        is None
    )
