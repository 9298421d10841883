"""Awards where hospitals name brands, and where winners choose no regions or get no volume."""

from dataclasses import replace

import pytest
from tender_cast import a_product, some_bids, some_rules, yuan

from procurement.rules import awards
from procurement.rules.award_reasons import Method
from procurement.rules.awards import AwardLine, Standing
from procurement.rules.demand import Demand
from procurement.rules.text import Text
from procurement.rules.verdicts import Verdict
from solver import check, draft
from solver.plan import Plan, spend, volumes
from solver.problem import exactly

PRODUCT = a_product()
RULES = some_rules(brand_demand=True, spare_suppliers=1)
BIDS = some_bids(Alpha="0.20", Beta="0.30", Gamma="0.50", Delta="0.10")
DEMAND = [
    Demand("110000", "03", "50mg", 1000),
    Demand("110000", "03", "50mg", 100, "Beta"),
    Demand("310000", "03", "50mg", 600),
    Demand("310000", "03", "50mg", 50, "Gamma"),
    Demand("440000", "03", "50mg", 400),
    Demand("440000", "03", "50mg", 10, "Nobody"),
]


def a_verdict(firm, rank, **changes):
    usual = {
        "product": "03",
        "firm": firm,
        "comparable_price": 1,
        "rank": rank,
        "shortlisted": True,
        "won": True,
        "clause": "winning_alternatives",
        "reason": Text("", ""),
        "price_to_win": None,
    }
    return Verdict(**usual | changes)


VERDICTS = [
    a_verdict("Delta", 1, won=False),
    a_verdict("Alpha", 2),
    a_verdict("Beta", 3, win_price=yuan("0.25"), revived=True),
    a_verdict("Gamma", 4, win_price=yuan("0.25"), revived=True, picks=False),
]


@pytest.fixture
def standing():
    return awards.standing(PRODUCT, BIDS, VERDICTS, RULES)


def test_winners_stand_with_what_they_are_paid(standing):
    assert [(bid.firm, bid.unit_price) for bid in standing.picking] == [
        ("Alpha", yuan("0.20")),
        ("Beta", yuan("0.25")),
    ]
    assert [(bid.firm, bid.unit_price) for bid in standing.named] == [("Gamma", yuan("0.25"))]
    assert standing.without == ()


def test_a_winner_without_volume_stands_apart():
    alone = a_verdict("Gamma", 4, picks=False, supplies=False)
    standing = awards.standing(PRODUCT, BIDS, [*VERDICTS[:3], alone], RULES)
    assert [bid.firm for bid in standing.without] == ["Gamma"]
    assert [bid.firm for bid in standing.supplying] == ["Alpha", "Beta"]


def the_problem(standing):
    return awards.problem(PRODUCT, standing.picking, DEMAND, RULES, named=standing.named)


def test_three_winners_supply_so_seven_tenths_are_agreed_and_two_choose(standing):
    """
    70 %    region's supplier  named Beta  named Gamma
    110000  700                70
    310000  420                            35
    440000  280 + 7
    """
    asked = the_problem(standing)
    assert asked.volume == (700, 420, 287)
    assert asked.named == ((0, 0, 0), (70, 0, 0))
    assert [offer.named_cost for offer in asked.offers] == [0, 70 * 25]
    assert asked.counts == exactly((2, 1))


def test_the_linkage_is_eased_by_what_names_put_a_dearer_winner_ahead(standing):
    assert the_problem(standing).tolerance == 70
    cheaper = [*DEMAND, Demand("310000", "03", "50mg", 500, "Alpha")]
    asked = awards.problem(PRODUCT, standing.picking, cheaper, RULES, named=standing.named)
    assert asked.tolerance == 0


def test_awards_say_what_is_named_and_for_which_regions_a_firm_is_spare(standing):
    asked = the_problem(standing)
    plan = draft.pick(asked).plan
    assert not check.faults(asked, plan)
    made = awards.award(PRODUCT, standing, DEMAND, RULES, plan, Method.PICK_ORDER)
    alpha, beta, gamma = made
    assert alpha.regions == ("110000", "310000")
    assert (beta.regions, beta.spare_regions) == (("440000",), ("110000", "310000"))
    assert alpha.spare_regions == ("440000",)
    price = yuan("0.25")
    assert beta.lines == (
        AwardLine("110000", "50mg", 70, price, 1750, named=True),
        AwardLine("440000", "50mg", 287, price, 7175),
    )
    assert (gamma.regions, gamma.spare_regions) == ((), ())
    assert gamma.lines == (AwardLine("310000", "50mg", 35, price, 875, named=True),)
    assert [one.quantity for one in (alpha, beta)] == list(volumes(asked, plan))
    assert alpha.amount + beta.amount == spend(asked, plan)


def test_everyone_reads_how_its_volume_came_about(standing):
    plan = Plan("03", (0, 1, 0))  # whichever it is
    _, beta, gamma = awards.award(PRODUCT, standing, DEMAND, RULES, plan, Method.PICK_ORDER)
    assert (
        "医疗机构指明其厂牌的约定采购量70，由其直接供应。备供地区：北京、广东。" in beta.reason.zh
    )
    assert gamma.reason == Text(
        "按规则中选但不选择供应地区。医疗机构指明其厂牌的约定采购量35，由其直接供应。",
        "By the rule it wins and chooses no regions. "
        "It supplies the 35 agreed units that hospitals asked of it by name.",
    )


def test_a_winner_without_volume_has_an_award_and_no_lines():
    standing = Standing(tuple(BIDS[:1]), without=tuple(BIDS[2:3]))
    plan = Plan("03", (0, 0, 0))
    _, gamma = awards.award(PRODUCT, standing, DEMAND, RULES, plan, Method.PICK_ORDER)
    assert (gamma.lines, gamma.quantity, gamma.amount) == ((), 0, 0)
    assert gamma.reason.en == "It wins without any agreed volume."


def test_brands_count_for_nothing_where_the_rulebook_does_not_know_them(standing):
    rules = replace(RULES, brand_demand=None)
    asked = awards.problem(PRODUCT, standing.picking, DEMAND, rules, named=standing.named)
    assert (asked.volume, asked.named, asked.tolerance) == ((770, 455, 287), (), 0)
