"""The second chance: who may accept which price, and what it brings."""

import tomllib
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from tender_cast import a_bid, a_presentation, a_product, gap_rules, reason_of, some_bids, yuan

from procurement.rules import conditions, drug_rules, revival, selection
from procurement.rules.demand import Demand

EXAMPLES = sorted((Path(__file__).parents[1] / "examples" / "revival").glob("*.toml"))
PRODUCT = a_product(a_presentation(ceiling="20"))
R1 = some_bids(Alpha="1.00", Beta="2.00", Gamma="3.00", Delta="4.00")
ANCHOR = gap_rules("anchor", revivals=("shortlisted",))
OUTSIDE = gap_rules("anchor", revivals=("not_shortlisted",), shortlist_maximum=(2,))


def a_brand(firm, units=1, product="03"):
    return Demand("110000", product, "50mg", units, brand=firm)


def verdicts(bids, rules, demand=(), accepted=None, product=PRODUCT):
    found = selection.evaluate_round([product], bids, demand, rules, accepted)
    return {verdict.firm: verdict for verdict in found}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_worked_example_comes_out(path):
    """Anchor, limit, and for every bid whether it won, was revived, at which price, for what."""
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    numbers = ("anchor_coefficient", "anchor_deviations")
    rules = gap_rules(
        case["gap_basis"],
        revivals=tuple(case["revivals"]),
        shortlist_maximum=(case["places"],),
        **{name: Fraction(case[name]) for name in numbers if name in case},
    )
    bids = [
        a_bid(bid["firm"], bid["price"], reference_product=bid["firm"] == case.get("reference"))
        for bid in case["bids"]
    ]
    demand = [a_brand(firm, units) for firm, units in case.get("demand", {}).items()]
    contest = conditions.contest(PRODUCT, bids, rules)
    found = verdicts(bids, rules, demand)
    assert contest.basis.price * 100 == yuan(case["anchor"])
    assert conditions.price_limit(contest, rules) * 100 == yuan(case["limit"])
    for bid in case["bids"]:
        verdict, at = found[bid["firm"]], bid.get("revived_at")
        assert (verdict.won, verdict.revived) == (bid["won"], at is not None)
        assert verdict.win_price == (yuan(at or bid["price"]) if bid["won"] else None)
        assert (verdict.picks, verdict.supplies) == (
            bid.get("picks", True),
            bid.get("supplies", True),
        )
        assert (verdict.clause == "revivals") is (at is not None)


def test_both_halves_of_r1_are_there():
    assert [path.stem for path in EXAMPLES if path.stem.startswith("r1")] == [
        "r1-one-wins-under-an-anchor",
        "r1-two-win-under-an-anchor",
    ]


def test_there_is_a_way_for_every_revival():
    assert revival.WAYS.keys() == drug_rules.REVIVALS.keys()


def test_only_who_accepted_is_revived_and_the_others_read_what_to_accept():
    found = verdicts(R1, ANCHOR, accepted=frozenset({("03", "Gamma"), ("99", "Delta")}))
    gamma, delta = found["Gamma"], found["Delta"]
    assert (gamma.won, gamma.revived, gamma.revival_price) == (True, True, None)
    assert gamma.reason.zh.endswith(
        "已接受可比价2.0000元（未经复活的中选企业的最高价），复活中选，中选价每单位2.0000元。"
    )
    assert (delta.won, delta.win_price, delta.revival_price) == (False, None, yuan("2.00"))
    assert delta.clause == "winning_alternatives"
    assert delta.reason.zh.endswith(
        "可复活：接受可比价2.0000元（未经复活的中选企业的最高价），"
        "即每单位2.0000元，即可中选；尚未接受。"
    )
    assert delta.reason.en.endswith(
        "It may be revived by accepting a comparable 2.0000 yuan (the highest price that won "
        "without revival), which is 2.0000 yuan a unit of its own spec; it has not accepted."
    )


def test_where_nobody_was_asked_that_is_said():
    gamma = verdicts(R1, ANCHOR)["Gamma"]
    assert "未逐家询问，按接受计：" in gamma.reason.zh
    assert "was not asked and is taken to accept" in gamma.reason.en


def test_who_accepts_does_not_move_the_price_of_those_who_come_after():
    every = verdicts(R1, ANCHOR)
    some = verdicts(R1, ANCHOR, accepted=frozenset({("03", "Delta")}))
    assert every["Delta"].win_price == some["Delta"].win_price == yuan("2.00")


def test_the_price_to_win_stays_the_one_that_wins_without_revival():
    """Of 1.00, p and 4.00 the limit is 0.3 (5.00 + p): at 2.1429 it is 2.14287, rounded 2.1429."""
    bids = some_bids(Alpha="1.00", Beta="3.00", Gamma="4.00")
    found = verdicts(bids, ANCHOR)
    assert found["Beta"].revived
    assert found["Beta"].price_to_win == yuan("2.1429")


def test_the_accepted_price_is_converted_to_the_spec_of_the_bid_and_rounded_down():
    """2.00 for 50 mg is 3.40 for 100 mg, and 2.00 × 1.7^(log2 1.5) = 2.72796 for 75 mg."""
    product = a_product(
        a_presentation(ceiling="20"),
        a_presentation("75mg", 75, None),
        a_presentation("100mg", 100, None),
    )
    bids = [
        *R1[:2],
        a_bid("Gamma", "6.00", spec="100mg"),
        a_bid("Delta", "6.00", spec="75mg"),
    ]
    found = verdicts(bids, ANCHOR, product=product)
    assert found["Gamma"].win_price == yuan("3.40")
    assert found["Delta"].win_price == yuan("2.7279")


def test_nobody_is_revived_at_more_than_was_bid():
    """Half its own ceiling let Beta in at 3.00; Gamma at 2.50 does not pay 3.00."""
    product = a_product(a_presentation(ceiling="4"), a_presentation("50mg b", 50, "6"))
    rules = gap_rules(
        winning_alternatives=("lowest_price_multiple", "cut_from_ceiling"),
        revivals=("shortlisted",),
    )
    bids = [a_bid("Alpha", "1.00"), a_bid("Beta", "3.00", spec="50mg b"), a_bid("Gamma", "2.50")]
    found = verdicts(bids, rules, product=product)
    assert found["Beta"].won
    assert found["Gamma"].revived
    assert found["Gamma"].win_price == yuan("2.50")


def test_a_consortium_answers_as_one_and_is_paid_one_price():
    """Of 1.00, 2.00 and 3.00 the anchor is 1.00: Alpha wins alone, and 1.80 is to be accepted."""
    rules = replace(ANCHOR, affiliates_count_once=True)
    bids = [replace(b, controller="G") if b.firm in {"Gamma", "Delta"} else b for b in R1]
    found = verdicts(bids, rules, accepted=frozenset({("03", "Delta")}))
    assert found["Beta"].revival_price == yuan("1.80")
    assert [(found[f].won, found[f].win_price) for f in ("Gamma", "Delta")] == [
        (True, yuan("1.80")),
        (True, yuan("1.80")),
    ]


def test_the_sole_winner_sets_the_price_by_itself_or_by_the_anchor():
    """1.8 times its own 1.00, or of the anchor of 1.625."""
    bids = some_bids(Alpha="1.00", Beta="3.00", Gamma="4.00", Delta="5.00")
    lowest = verdicts(bids, gap_rules("lowest", revivals=("shortlisted",)))["Beta"]
    anchor = verdicts(bids, ANCHOR)["Beta"]
    assert (lowest.win_price, anchor.win_price) == (yuan("1.80"), yuan("2.925"))
    assert "唯一中选企业可比价1.0000元的1.8倍" in lowest.reason.zh
    assert "只有一家中选，为锚点价1.6250元" in anchor.reason.zh
    assert "1.8 times the anchor, 1.6250 yuan" in anchor.reason.en


def test_without_a_multiple_a_sole_winner_sets_no_price():
    bids = some_bids(Alpha="1.00", Beta="3.00")
    found = verdicts(bids, replace(ANCHOR, revival_multiple=None))
    assert (found["Beta"].won, found["Beta"].revival_price) == (False, None)


def test_without_a_winner_there_is_nothing_to_accept():
    rules = gap_rules(winning_alternatives=("low_price",), low_price=1, revivals=("shortlisted",))
    assert not verdicts(R1, rules)["Alpha"].won


def test_the_price_allowed_is_the_limit_and_without_a_limit_there_is_none():
    bids = [*R1[:2], a_bid("Gamma", "3.00", reference_product=True)]
    rules = gap_rules(revivals=("reference_without_volume",), shortlist_maximum=(2,))
    gamma = verdicts(bids, rules)["Gamma"]
    assert (gamma.won, gamma.win_price, gamma.supplies, gamma.picks) == (
        True,
        yuan("1.80"),
        False,
        False,
    )
    assert "无约定采购量" in gamma.reason.zh
    assert "最低可比价1.0000元的1.8倍" in gamma.reason.zh
    by_rank = replace(rules, winning_alternatives=(), lowest_price_multiple=None)
    assert not verdicts(bids, by_rank)["Gamma"].won


@pytest.mark.parametrize(
    ("demand", "why"),
    [
        ([], "未按厂牌报量"),
        ([a_brand("", 100)], "未按厂牌报量"),
        ([a_brand("Gamma", 100, product="04")], "未按厂牌报量"),
        ([a_brand("Alpha", 300), a_brand("Gamma", 299)], "需求量299低于厂牌平均需求量299.50"),
    ],
)
def test_outside_the_shortlist_it_takes_demand_for_the_brand(demand, why):
    found = verdicts(R1, OUTSIDE, demand)
    assert not found["Gamma"].won
    assert why in found["Gamma"].reason.zh


def test_outside_the_shortlist_the_mean_of_the_brands_is_enough():
    gamma = verdicts(R1, OUTSIDE, [a_brand("Alpha", 300), a_brand("Gamma", 300)])["Gamma"]
    assert (gamma.won, gamma.revived, gamma.picks, gamma.supplies) == (True, True, False, True)
    assert "不选择供应地区" in gamma.reason.zh
    assert "chooses no regions" in gamma.reason.en


def test_the_highest_price_is_not_revived_from_outside():
    """Nor is one that equals it."""
    bids = some_bids(Alpha="1.00", Beta="1.20", Gamma="4.00", Delta="4.00")
    found = verdicts(bids, OUTSIDE, [a_brand("Gamma", 300), a_brand("Delta", 300)])
    for firm in ("Gamma", "Delta"):
        assert not found[firm].won
        assert "首轮报价为最高价" in reason_of(found[firm])


def test_the_brands_of_one_group_are_one():
    """Gamma and Delta are asked for 150 times each; apart the mean of three is 200."""
    demand = [a_brand("Alpha", 300), a_brand("Gamma", 150), a_brand("Delta", 150)]
    bids = [*R1, a_bid("Epsilon", "5.00")]
    apart = verdicts(bids, OUTSIDE, demand)
    together = verdicts(
        [replace(b, controller="G") if b.firm in {"Gamma", "Delta"} else b for b in bids],
        replace(OUTSIDE, affiliates_count_once=True),
        demand,
    )
    assert not apart["Gamma"].won
    assert together["Gamma"].won
    assert together["Delta"].won
