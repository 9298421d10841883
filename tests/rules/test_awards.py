"""Winners become a problem for the solver, and a plan becomes awards with lines and reasons."""

import pytest
from tender_cast import BATCH_2, a_presentation, a_product, some_bids, yuan

from procurement.rules import awards
from procurement.rules.award_reasons import Method
from procurement.rules.awards import AwardLine, Standing
from procurement.rules.demand import Demand
from solver import check, draft
from solver.plan import Plan, spend, volumes
from solver.problem import Linkage, exactly

PRODUCT = a_product(a_presentation(), a_presentation("100mg", 100, None))
WINNERS = some_bids(Bayer="0.180667", Luye="0.32")
STANDING = Standing(tuple(WINNERS))
DEMAND = [
    Demand("110000", "03", "50mg", 1001),
    Demand("110000", "03", "100mg", 11),
    Demand("310000", "03", "50mg", 500),
    Demand("440000", "03", "50mg", 3000),
    Demand("440000", "04", "50mg", 999),
]


def test_the_problem_has_agreed_units_and_fen_of_every_winner_in_every_region():
    """
    region  50 mg        100 mg     units  Bayer, fen               Luye
    110000  1001 -> 601  11 -> 7    608    10858 + 7 × 0.3071: 215  19232 + 7 × 0.5440: 381
    310000  500 -> 300              300    5420                     9600
    440000  3000 -> 1800            1800   32520                    57600
    """
    asked = awards.problem(PRODUCT, WINNERS, DEMAND, BATCH_2)
    assert [(offer.name, offer.price) for offer in asked.offers] == [
        ("Bayer", 1807),
        ("Luye", 3200),
    ]
    assert asked.regions == ("110000", "310000", "440000")
    assert asked.volume == (608, 300, 1800)
    assert asked.cost == ((11073, 5420, 32520), (19613, 9600, 57600))
    assert asked.counts == exactly((2, 1))
    assert asked.linkage is Linkage.STRICT


def test_published_numbers_of_regions_can_take_the_place_of_the_rule():
    assert awards.problem(PRODUCT, WINNERS, DEMAND, BATCH_2, (1, 2)).counts == exactly((1, 2))


def test_winners_out_of_rank_order_are_an_error():
    with pytest.raises(ValueError, match="not in rank order"):
        awards.problem(PRODUCT, WINNERS[::-1], DEMAND, BATCH_2)


def test_the_award_repeats_the_plan_to_the_unit_and_the_fen():
    asked = awards.problem(PRODUCT, WINNERS, DEMAND, BATCH_2)
    plan = draft.pick(asked).plan
    made = awards.award(PRODUCT, STANDING, DEMAND, BATCH_2, plan, Method.PICK_ORDER)
    assert not check.faults(asked, plan)
    assert [award.quantity for award in made] == list(volumes(asked, plan))
    assert sum(award.amount for award in made) == spend(asked, plan)
    assert [(award.firm, award.rank, award.regions) for award in made] == [
        ("Bayer", 1, ("110000", "440000")),
        ("Luye", 2, ("310000",)),
    ]
    assert made[0].lines == (
        AwardLine("110000", "50mg", 601, yuan("0.180667"), 10858),
        AwardLine("110000", "100mg", 7, yuan("0.3071"), 215),
        AwardLine("440000", "50mg", 1800, yuan("0.180667"), 32520),
    )
    assert (made[0].product, made[0].spec, made[0].unit_price) == ("03", "50mg", 180667)


def test_every_winner_reads_how_its_regions_came_about():
    plan = Plan("03", (0, 1, 0))
    picked = awards.award(PRODUCT, STANDING, DEMAND, BATCH_2, plan, Method.PICK_ORDER)
    least = awards.award(PRODUCT, STANDING, DEMAND, BATCH_2, plan, Method.LEAST_SPEND)
    assert picked[0].reason.zh == (
        "2家中选，按可比价排第1位，按规则供应2个地区（含优先选择1个）。"
        "各中选企业按顺位轮流选择，每次选取剩余地区中约定采购量最大的一个：北京、广东。"
    )
    assert picked[1].reason.en == (
        "Rank 2 of 2 winners by comparable price; number of regions by the rule: 1. Winners chose "
        "in turn in rank order, each the region of the largest volume left: Shanghai."
    )
    assert "低价者约定采购量不少于高价者" in least[1].reason.zh


def test_a_single_winner_supplies_every_region():
    only = awards.award(
        PRODUCT,
        Standing(tuple(WINNERS[:1])),
        DEMAND,
        BATCH_2,
        Plan("03", (0, 0, 0)),
        Method.PICK_ORDER,
    )
    assert only[0].reason.zh == "唯一中选企业，供应全部3个地区：北京、上海、广东。"
    assert only[0].quantity == 501 + 6 + 250 + 1500
