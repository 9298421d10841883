"""Shortlist, winning conditions, verdicts, and the price that would have won."""

import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
from tender_cast import (
    BATCH_2,
    EXPANSION,
    a_bid,
    a_presentation,
    a_product,
    some_bids,
    some_rules,
    yuan,
)

from procurement.exchange import rulebooks
from procurement.rules import conditions, demand, money, price_to_win, selection
from procurement.rules.bids import Bid
from procurement.rules.catalogue import Presentation, Product
from procurement.rules.rulebook import DrugRules
from solver import draft

EXAMPLES = sorted((Path(__file__).parents[1] / "examples" / "selection").glob("*.toml"))
ACARBOSE = some_bids(Bayer="0.180667", Luye="0.32", Fuyuan="0.43", Huadong="0.465")


def verdicts(bids, product=None, rules=BATCH_2):
    return {v.firm: v for v in selection.evaluate(product or a_product(), bids, rules)}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_published_award_is_reproduced(path):
    """Prices, ranks, winners and clauses of a real product, and the regions of each rank."""
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    rules = rulebooks.load(case["rulebook"]).at(case["opened"], DrugRules)
    product = Product(
        "01",
        path.stem,
        tuple(
            Presentation(
                one["spec"],
                Fraction(one["strength_mg"]),
                yuan(one["ceiling"]) if "ceiling" in one else None,
            )
            for one in case["presentations"]
        ),
        case["reference_spec"],
        case["reference_pack"],
    )
    bids = [
        Bid("01", bid["firm"], bid["spec"], yuan(bid["price"]), pack=bid.get("pack"))
        for bid in case["bids"]
    ]
    contest = conditions.contest(product, bids, rules)
    found = selection.evaluate(product, bids, rules)
    winners = conditions.winners(product, bids, rules)
    share = demand.agreed_share(product, len(winners), rules)
    counts = draft.counts(len(winners), case["regions"], rules.priority_picks)
    assert (contest.bidders, contest.places) == (case["bidders"], case["places"])
    assert [shown(verdict) for verdict in found] == [
        (bid["firm"], bid.get("rank"), bid.get("comparable_price"), bid["won"], bid["clause"])
        for bid in case["bids"]
    ]
    assert [bid.firm for bid in winners] == [bid["firm"] for bid in case["bids"] if bid["won"]]
    assert share == Fraction(case["agreed_share"])
    assert list(counts) == case["region_counts"]


def shown(verdict):
    price = verdict.comparable_price
    text = None if price is None else money.show_price(price * 100)
    return verdict.firm, verdict.rank, text, verdict.won, verdict.clause


def test_all_eight_worked_examples_are_there():
    assert len(EXAMPLES) == 8


def test_the_reason_of_a_winner_names_place_and_conditions():
    reason = verdicts(ACARBOSE)["Luye"].reason
    assert reason.zh == (
        "单位可比价0.3200元，在4家有效申报中排第2位；实际申报4家，最多入围3家，已入围；"
        "可比价不高于最低可比价0.1807元的1.8倍（0.3253元），且申报价0.3200元较"
        "最高有效申报价0.8358元降幅61.71%，达到50.00%，拟中选。"
    )
    assert reason.en == (
        "Unit comparable price 0.3200 yuan, rank 2 of 4 valid bids. With 4 actual bidders, at most "
        "3 are shortlisted; shortlisted. The comparable price is not above 1.8 times the lowest, "
        "0.1807 yuan (= 0.3253 yuan), and the price bid, 0.3200 yuan, is 61.71% below the ceiling "
        "of 0.8358 yuan, at least 50.00%; the bid wins."
    )


def test_the_reason_of_a_shortlisted_loser_names_every_condition_that_failed():
    verdict = verdicts(ACARBOSE)["Fuyuan"]
    assert (verdict.shortlisted, verdict.won, verdict.clause) == (
        True,
        False,
        "winning_alternatives",
    )
    assert verdict.reason.zh == (
        "单位可比价0.4300元，在4家有效申报中排第3位；实际申报4家，最多入围3家，已入围；但"
        "可比价高于最低可比价0.1807元的1.8倍（0.3253元），申报价0.4300元较最高有效申报价0.8358元"
        "降幅48.55%，不足50.00%，可比价高于0.1000元，各项拟中选条件均不满足，未中选。"
    )


def test_the_reason_of_an_outranked_bid_names_the_places():
    verdict = verdicts(ACARBOSE)["Huadong"]
    assert (verdict.rank, verdict.shortlisted, verdict.clause) == (4, False, "shortlist_maximum")
    assert verdict.reason.zh.endswith("实际申报4家，最多入围3家，未入围。")
    assert verdict.reason.en.endswith("at most 3 are shortlisted; not shortlisted.")


def test_a_tie_that_was_lost_is_told():
    found = verdicts(some_bids(Alpha="0.2", Beta="0.3", Gamma="0.3"))
    assert found["Beta"].shortlisted
    assert "并列规则" in found["Gamma"].reason.zh
    assert "the tie-break put it after" in found["Gamma"].reason.en


def test_an_invalid_bid_counts_among_the_bidders_where_the_rulebook_says_so():
    """
    firm   price
    Alpha  0.20
    Beta   0.30
    Gamma  0.35
    Delta  0.90  over the ceiling
    n = 4: three places; n = 3: two.
    """
    bids = some_bids(Alpha="0.20", Beta="0.30", Gamma="0.35", Delta="0.90")
    counted = verdicts(bids)
    left_out = verdicts(bids, rules=some_rules(invalid_bids_count=False))
    assert counted["Gamma"].won
    assert not left_out["Gamma"].won
    assert counted["Delta"].clause == left_out["Delta"].clause == "ceiling_price"
    assert counted["Delta"].rank is None
    assert counted["Delta"].reason.zh.endswith("申报无效，不参加排序，但计入4家实际申报企业。")
    assert left_out["Delta"].reason.zh.endswith("申报无效，不参加排序，也不计入实际申报企业。")


def test_bids_of_other_products_are_not_looked_at():
    assert list(verdicts([a_bid(), a_bid("Beta", product="04")])) == ["Alpha"]


def test_without_a_valid_bid_nobody_is_ranked():
    found = verdicts(some_bids(Alpha="0.9"), rules=some_rules(invalid_bids_count=False))
    assert not found["Alpha"].won
    assert verdicts([]) == {}


@pytest.mark.parametrize(
    ("price", "met"),
    [
        ("0.18", ("lowest_price_multiple",)),
        ("0.1801", ()),
    ],
)
def test_exactly_the_multiple_of_the_lowest_price_still_wins(price, met):
    """1.8 × 0.1 = 0.18; the ceiling is too near for the other conditions."""
    product = a_product(a_presentation(ceiling="0.2"))
    contest = conditions.contest(product, some_bids(Alpha="0.1", Beta=price), BATCH_2)
    assert conditions.met(contest, contest.ranked[1], BATCH_2) == met


@pytest.mark.parametrize(("price", "cut", "won"), [("0.4179", 5000, True), ("0.418", 4999, False)])
def test_exactly_half_the_ceiling_still_wins(price, cut, won):
    """The ceiling is 0.8358; the cut counts in hundredths of a percent."""
    bids = some_bids(Alpha="0.12", Beta="0.13", Gamma=price, Delta="0.8", Epsilon="0.8")
    product = a_product()
    assert conditions.cut(product, bids[2], BATCH_2) == cut
    assert verdicts(bids)["Gamma"].won is won


@pytest.mark.parametrize(("price", "won"), [("0.1", True), ("0.1001", False)])
def test_exactly_ten_fen_still_win(price, won):
    product = a_product(a_presentation(ceiling="0.15"))
    bids = some_bids(Alpha="0.03", Beta=price, Gamma="0.14")
    assert verdicts(bids, product)["Beta"].won is won


def test_without_a_ceiling_there_is_no_cut():
    product = a_product(a_presentation(ceiling=None))
    found = verdicts(some_bids(Alpha="0.2", Beta="0.5", Gamma="0.9"), product)
    assert not found["Beta"].won
    assert "本产品未公布最高有效申报价" in found["Beta"].reason.zh


def test_a_price_above_the_ceiling_has_a_negative_cut():
    assert conditions.cut(a_product(), a_bid(price="1.0"), BATCH_2) == -1965


def test_where_rank_alone_decides_every_shortlisted_bid_wins():
    bids = some_bids(Alpha="0.1", Beta="0.2", Gamma="0.8", Delta="0.81")
    found = verdicts(bids, rules=EXPANSION)
    assert [firm for firm, verdict in found.items() if verdict.won] == ["Alpha", "Beta", "Gamma"]
    assert found["Gamma"].reason.zh.endswith("入围即拟中选。")
    assert found["Gamma"].clause == "shortlist_maximum"


@pytest.mark.parametrize(
    ("firm", "price"),
    [
        ("Bayer", "0.465"),  # within 1.8 times 0.32, and third, for it was opened before Huadong
        ("Luye", "0.4179"),  # half the ceiling
        ("Fuyuan", "0.4179"),
        ("Huadong", "0.4179"),
    ],
)
def test_the_price_to_win_is_the_highest_that_would_have_won(firm, price):
    """Acarbose: two below 0.4300 leave a place for whoever is at half the ceiling."""
    found = verdicts(ACARBOSE)[firm].price_to_win
    assert found == yuan(price)
    for step, won in ((0, True), (100, False)):
        prices = {bid.firm: bid.unit_price for bid in ACARBOSE} | {firm: found + step}
        trial = [a_bid(name, unit_price=each) for name, each in prices.items()]
        assert verdicts(trial)[firm].won is won


def test_the_price_to_win_is_in_the_units_of_the_bids_own_spec():
    """The ceiling of 100 mg is 1.4209, so that 0.7105 is a cut of 50.00 %."""
    product = a_product(a_presentation(), a_presentation("100mg", 100, None))
    bids = [*some_bids(Alpha="0.1", Beta="0.15"), a_bid("Gamma", "1.2", spec="100mg")]
    rules = some_rules(shortlist_maximum=(3,))
    assert verdicts(bids, product, rules)["Gamma"].price_to_win == yuan("0.7105")


def test_an_invalid_bid_learns_what_would_have_won():
    assert verdicts(some_bids(Alpha="0.9"))["Alpha"].price_to_win == yuan("0.8358")


def test_no_price_wins_with_a_spec_or_pack_that_is_not_there_or_without_a_place():
    product, bids = a_product(), [a_bid(spec="1g"), a_bid("Beta", pack=0)]
    none = some_rules(shortlist_maximum=(0,))
    assert price_to_win.price_to_win(product, bids, bids[0], BATCH_2) is None
    assert price_to_win.price_to_win(product, bids, bids[1], BATCH_2) is None
    assert verdicts(some_bids(Alpha="0.1"), rules=none)["Alpha"].price_to_win is None


def test_where_every_price_would_win_there_is_no_highest():
    product = a_product(a_presentation(ceiling=None))
    assert verdicts(some_bids(Alpha="0.1"), product, EXPANSION)["Alpha"].price_to_win is None
