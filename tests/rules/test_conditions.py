"""Low prices by dosage form, the gap from an anchor, and outliers without a place."""

from dataclasses import replace
from fractions import Fraction

import pytest
from tender_cast import a_presentation, a_product, gap_rules, some_bids, yuan

from procurement.rules import condition_reasons, conditions, drug_rules, selection

BY_FORM = gap_rules(
    winning_alternatives=("lowest_price_multiple", "low_price_by_form"),
    low_price_by_form={"oral_solid": yuan("0.10")},
)
DEAR = a_product(a_presentation(ceiling="20"))


def verdicts(bids, rules, product=DEAR):
    return {v.firm: v for v in selection.evaluate(product, bids, rules)}


def test_every_condition_and_every_basis_has_a_test_and_words():
    assert conditions.TESTS.keys() == drug_rules.ALTERNATIVES.keys()
    assert condition_reasons.FINDINGS.keys() == drug_rules.ALTERNATIVES.keys()
    assert condition_reasons.BASES.keys() == drug_rules.BASES.keys()


@pytest.mark.parametrize(
    ("form", "price", "won"),
    [
        ("oral_solid", "0.10", True),
        ("oral_solid", "0.1001", False),
        ("small_injection", "0.10", False),
        ("", "0.10", False),
    ],
)
def test_a_low_price_wins_only_in_a_dosage_form_that_has_one(form, price, won):
    """The lowest is at 0.03, so that neither is within 1.8 times of it."""
    product = a_product(form=form)
    assert verdicts(some_bids(Alpha="0.03", Beta=price), BY_FORM, product)["Beta"].won is won


def test_the_reason_names_the_dosage_form_or_says_that_it_has_no_low_price():
    bids = some_bids(Alpha="0.03", Beta="0.10", Gamma="0.20")
    oral = verdicts(bids, BY_FORM, a_product(form="oral_solid"))
    assert "可比价不高于口服固体制剂的0.1000元，拟中选。" in oral["Beta"].reason.zh
    assert oral["Beta"].clause == "low_price_by_form"
    assert "is above 0.1000 yuan, for oral solids" in oral["Gamma"].reason.en
    other = verdicts(bids, BY_FORM, a_product(form="large_injection"))
    assert "其剂型没有低价豁免标准" in other["Beta"].reason.zh


def test_the_reason_tells_how_an_anchor_came_about():
    bids = some_bids(Alpha="1.00", Beta="2.00", Gamma="3.00", Delta="4.00")
    anchored = verdicts(bids, gap_rules("anchor"))
    assert (
        "可比价不高于锚点价1.2500元（最低入围价1.0000元与入围均价的0.5倍1.2500元取高）的1.8倍（2.2500元）"
    ) in anchored["Beta"].reason.zh
    assert "above 1.8 times the anchor, 1.2500 yuan" in anchored["Gamma"].reason.en
    dual = verdicts(bids[:3], gap_rules("dual_anchor"))
    assert ("第一锚点价1.1835元（最低入围价1.0000元与入围均价减1个标准差1.1835元取高）") in dual[
        "Beta"
    ].reason.zh
    assert "their mean less 1 times the deviation, 1.1835" in dual["Beta"].reason.en


def test_who_bid_but_was_not_shortlisted_moves_no_anchor():
    """Two places: half the mean of 1.00 and 3.00 is 1.00, whatever the third bids."""
    rules = gap_rules("anchor", shortlist_maximum=(2,))
    for third in ("3.50", "19"):
        bids = some_bids(Alpha="1.00", Beta="3.00", Gamma=third)
        assert conditions.contest(DEAR, bids, rules).basis.price == 10000


def test_an_outlier_wins_without_volume_and_leaves_its_place_to_the_next():
    """
    places  6
    1.00 and five at 10.00: the mean is 8.50, two standard deviations are 6.71: 1.79
    the seventh, at 11.00, moves up; of 10, 10, 10, 10, 10, 11 the first anchor is 10
    """
    rules = gap_rules("dual_anchor", shortlist_maximum=(6,), outlier_deviations=Fraction(2))
    firms = ["Beta", "Gamma", "Delta", "Epsilon", "Zeta"]
    bids = some_bids(Alpha="1.00", **dict.fromkeys(firms, "10.00"), Eta="11.00", Theta="12.00")
    found = verdicts(bids, rules)
    contest = conditions.contest(DEAR, bids, rules)
    assert (contest.outliers, contest.basis.price, len(contest.shortlist)) == (1, 100000, 6)
    alpha = found["Alpha"]
    assert (alpha.won, alpha.shortlisted, alpha.supplies, alpha.picks) == (True, True, False, False)
    assert alpha.clause == "outlier_deviations"
    assert alpha.reason.zh == (
        "单位可比价1.0000元，在8家有效申报中排第1位；低于入围均价减2个标准差，"
        "不占入围名额，拟中选但无约定采购量。"
    )
    assert found["Eta"].won
    assert found["Eta"].supplies
    assert not found["Theta"].shortlisted


def test_where_deviations_decide_the_price_to_win_cannot_be_told():
    bids = some_bids(Alpha="1.00", Beta="10.00")
    assert verdicts(bids, gap_rules("dual_anchor"))["Beta"].price_to_win is None
    outliers = replace(gap_rules(), outlier_deviations=Fraction(2))
    assert verdicts(bids, outliers)["Beta"].price_to_win is None
    assert verdicts(bids, gap_rules("anchor"))["Beta"].price_to_win is not None
