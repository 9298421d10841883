"""The pilot: few bidders are only pre-selected, and the deepest cuts win."""

from dataclasses import replace

from tender_cast import a_bid, a_presentation, a_product, some_rules

from procurement.rules import selection

RULES = some_rules(
    shortlist_maximum=(1,), winning_alternatives=(), negotiation_below=3, direct_winners=1
)


def a_round(rules=RULES, ceiling="1.00", **products):
    """One product a keyword under a ceiling of 1 yuan, with the prices of its firms."""
    listed = [replace(a_product(a_presentation(ceiling=ceiling)), code=code) for code in products]
    bids = [
        a_bid(f"{code}{place}", price, product=code)
        for code, prices in products.items()
        for place, price in enumerate(prices, start=1)
    ]
    return {one.firm: one for one in selection.evaluate_round(listed, bids, (), rules)}


def won(found):
    return [firm for firm, verdict in found.items() if verdict.won]


def test_with_three_bidders_the_lowest_wins_with_fewer_the_deepest_cuts():
    """
    A  0.30 0.40 0.50   the lowest wins
    B  0.45 0.60        a cut of 55 %: the deepest of those pre-selected
    C  0.50             a cut of 50 %: negotiated
    """
    found = a_round(A=["0.30", "0.40", "0.50"], B=["0.45", "0.60"], C=["0.50"])
    assert won(found) == ["A1", "B1"]
    assert [found[firm].clause for firm in ("A1", "B1", "B2", "C1")] == [
        "shortlist_maximum",
        "direct_winners",
        "shortlist_maximum",
        "negotiation_below",
    ]
    assert found["B1"].reason.zh == (
        "实际申报2家，不足3家，最低价仅为预中选；降幅55.00%，排第1位，在前1位之内，直接中选。"
    )
    assert found["C1"].reason.zh == (
        "实际申报1家，不足3家，最低价仅为预中选；降幅50.00%，排第2位，进入议价，"
        "参考最低降幅为其他品种平均降幅70.00%。"
    )
    assert found["C1"].reason.en.endswith("the average cut of the others, 70.00%.")
    assert found["C1"].win_price is None


def test_the_price_to_win_is_a_deeper_cut_than_that_of_the_others():
    found = a_round(B=["0.45", "0.60"], C=["0.50"])
    assert found["C1"].price_to_win == 449_900
    assert won(a_round(B=["0.45", "0.60"], C=["0.4499"])) == ["C1"]


def test_not_more_than_so_many_win_so_that_a_tie_for_the_last_place_negotiates():
    found = a_round(B=["0.45"], C=["0.45"], D=["0.60"])
    assert won(found) == []
    assert found["B1"].reason.zh.endswith("排第1位，进入议价。")
    assert found["B1"].reason.en.endswith("so it is negotiated.")


def test_without_a_ceiling_there_is_no_cut_and_no_direct_win():
    found = a_round(ceiling=None, A=["0.30"])
    assert won(found) == []
    assert "无最高有效申报价，不计降幅" in found["A1"].reason.zh


def test_a_rulebook_without_direct_winners_negotiates_all_of_them():
    assert won(a_round(replace(RULES, direct_winners=None), B=["0.45"])) == []


def test_a_product_without_a_valid_bid_stands_in_nobodys_way():
    rules = replace(RULES, invalid_bids_count=True)
    assert won(a_round(rules, A=["1.50"], B=["0.45"])) == ["B1"]


def test_the_mean_cut_leaves_out_winners_without_a_ceiling():
    found = a_round(ceiling=None, A=["0.3", "0.4", "0.5"], B=["0.3"])
    assert won(found) == ["A1"]
    assert "参考最低降幅" not in found["B1"].reason.zh
