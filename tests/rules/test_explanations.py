"""Explanations in both languages, word for word."""

from dataclasses import replace
from fractions import Fraction

import pytest
from enumerated import allocation

from procurement.rules import explanations, shortages
from procurement.rules.text import Text
from solver import conflicts
from solver.conflicts import Conflict, Relaxation
from solver.dials import dials
from solver.groups import Group
from solver.problem import Aim, Bounds, Linkage, Offer, Problem
from solver.sensitivity import Marginal, marginals
from solver.shortages import Lack, Shortage

NAMES = {"A": "甲药业", "B": "乙药业", "C": "丙药业"}


@pytest.fixture
def impossible():
    """One to two regions each, and a higher price never gets more than a lower one.

    firm  price   capacity  北京  上海  江苏  广东
    甲    0.1000  300       500   400   300   200   units
    乙    0.1200  700
    丙    0.1500  700
    """
    return Problem(
        lot="03",
        offers=(
            Offer("A", 1000, capacity=300),
            Offer("B", 1200, capacity=700),
            Offer("C", 1500, capacity=700),
        ),
        regions=("110000", "310000", "320000", "440000"),
        volume=(500, 400, 300, 200),
        cost=((0,) * 4,) * 3,
        counts=(Bounds(1, 2),) * 3,
    )


def test_a_lot_without_a_plan_is_explained_in_both_languages(impossible):
    told = explanations.conflict(conflicts.explain(impossible), NAMES)
    assert told == (
        Text(
            "没有任何分配方案能同时满足以下规则：各企业申报产能、量价挂钩。"
            "去掉其中任何一条，其余各条即可同时满足。",
            "No plan can keep these rules together: the capacities declared and "
            "the quantity–price linkage. Without any one of them the others can be kept.",
        ),
        Text(
            "低价企业的产能限制了其后各家：高价者不得多于低价者，各家最多合计供应900，"
            "约定采购量为1,400。",
            "The capacity of a low price limits all higher prices, which may not get more: "
            "together at most 900 of the 1,400 units agreed.",
        ),
        Text(
            "改动以下任何一项即有方案，改动小的在前：",
            "Any one of these changes makes a plan possible, the smallest first:",
        ),
        Text(
            "甲药业的产能由300增至500。",
            "Raise the capacity of 甲药业 from 300 to 500 units.",
        ),
        Text(
            "量价挂钩允许的差额由0增至200。",
            "Raise the tolerance of the linkage from 0 to 200 units.",
        ),
    )


def test_one_rule_alone_may_be_impossible(impossible):
    alone = replace(impossible, linkage=Linkage.NONE, counts=(Bounds(0, 1),) * 3)
    told = explanations.conflict(conflicts.explain(alone), NAMES)
    assert told[:2] == (
        Text(
            "没有任何分配方案能满足这一条规则：各企业供应地区数。",
            "No plan can keep this rule, even alone: the number of regions of each firm.",
        ),
        Text(
            "共有4个地区，各企业最多供应的地区数合计只有3个。",
            "There are 4 regions, and all firms together may supply 3.",
        ),
    )


def test_what_ends_one_of_several_conflicts_says_so():
    one = Relaxation(Group.COUNTS, "most", "A", 1, 2, Fraction(1, 4), least=True)
    found = Conflict("03", (), (Group.COUNTS,), (one,), alone=True)
    assert "其他冲突仍在" in explanations.conflict(found, NAMES)[1].zh
    assert "though others stay" in explanations.conflict(found, NAMES)[1].en


def test_where_no_number_helps_a_rule_has_to_go():
    found = Conflict("03", (), (Group.SETTLED, Group.BACKUP), ())
    assert explanations.conflict(found, NAMES)[1:] == (
        Text(
            "只改动一个数值不能解决，须取消其中一条规则。",
            "Changing one number alone does not help; one of the rules has to go.",
        ),
    )


def test_a_change_that_may_not_be_the_smallest_says_so():
    one = Relaxation(Group.CAPACITY, "capacity", "A", 1, 2000, Fraction(1, 4), least=False)
    assert explanations.relaxation(one, NAMES) == Text(
        "甲药业的产能由1增至2,000（再少一个单位则不行，更小的改动未逐一试算）。",
        "Raise the capacity of 甲药业 from 1 to 2,000 units (one unit less would not do; "
        "not every smaller change was tried).",
    )


@pytest.mark.parametrize("lack", Lack)
def test_every_shortage_is_a_sentence(lack):
    for place in ("", "A", "110000"):
        zh, en = shortages.told(Shortage(lack, place, 1200, 7), NAMES)
        assert (zh[-1], en[-1], en[0]) == ("。", ".", en[0].upper())
        assert "{" not in zh + en
        assert zh.count("1,200") == en.count("1,200") == 1
        assert zh.count("7") == en.count("7") == 1


def test_every_number_that_may_give_way_has_words(impossible):
    full = replace(
        impossible,
        max_share=Fraction(1, 2),
        offers=tuple(replace(offer, band=Bounds(1, 2)) for offer in impossible.offers),
    )
    assert {dial.name for dial in dials(full)} == set(explanations.CHANGES)
    assert set(explanations.GROUPS) == set(Group)
    assert set(explanations.GOALS) == set(Aim)


def test_what_a_goal_loses_is_said_in_its_unit():
    assert explanations.loss(Aim.SPEND, 100_000, 2_550) == Text(
        "采购金额将由1,000.00元增至1,025.50元，至少增加25.50元，因此不采用。",
        "The spend would rise from 1,000.00 yuan to 1,025.50 yuan, "
        "by at least 25.50 yuan; that is why not.",
    )
    assert explanations.loss(Aim.DISTANCE, 7, 3).en == (
        "The grades of distance or preference would rise from 7 to 10, by at least 3; "
        "that is why not."
    )


def test_the_rules_that_keep_a_region_from_moving_alone_are_named():
    assert explanations.in_the_way((Group.COUNTS, Group.LINKAGE)) == Text(
        "不能只换这一个地区，否则违反：各企业供应地区数、量价挂钩。",
        "This region cannot move alone, because of the number of regions of each firm and "
        "the quantity–price linkage.",
    )
    assert "would break no rule" in explanations.in_the_way(()).en


def test_where_things_stand():
    assert explanations.standing("甲药业", "110000", "乙药业", 10, 71820, 257115600) == Text(
        "现方案中，北京由甲药业供应；乙药业供应10个地区，约定采购量71,820，金额2,571,156.00元。",
        "In the plan Beijing is supplied by 甲药业. 乙药业 supplies 10 regions, "
        "71,820 units for 2,571,156.00 yuan.",
    )
    assert "could supply Beijing" in explanations.forced("乙药业", "110000").en
    assert "cannot supply Beijing" in explanations.barred("乙药业", "110000").en


def test_prices_and_capacities_that_would_have_done():
    assert explanations.turning_price("乙药业", "110000", 35_800_000, 23_333_300, 23_333_400) == (
        Text(
            "其他申报价不变时，乙药业（申报价35.8元）若申报23.3333元即可供应北京；"
            "申报23.3334元则不能。两个价格都已重新评审、重新求解并证明。",
            "All other bids unchanged, 乙药业, which bid 35.8 yuan, would have got Beijing at "
            "23.3333 yuan, and not at 23.3334 yuan. Both were evaluated, solved and proved anew.",
        )
    )
    assert "没有一个能使乙药业供应北京" in explanations.no_price("乙药业", "110000").zh
    assert explanations.turning_capacity("乙药业", "110000", 500, 499) == Text(
        "乙药业的申报产能若为500即可供应北京；499则不能。",
        "With a capacity of 500 units 乙药业 would have got Beijing, and not with 499.",
    )


def test_what_one_step_changes(impossible):
    """With 500 units of capacity for 甲 there is a plan; where all is free, nothing changes."""
    possible = replace(
        impossible, offers=(replace(impossible.offers[0], capacity=500), *impossible.offers[1:])
    )
    dial = next(one for one in dials(possible) if one.name == "tolerance")
    (found,) = marginals(allocation(possible), [dial], solve=allocation)
    assert explanations.marginal(found, Aim.SPEND, found.changes[0], NAMES) == Text(
        "量价挂钩允许的差额由0增至1：采购金额不变。",
        "Raise the tolerance of the linkage from 0 to 1 units: the spend stays.",
    )
    step = Marginal(dial, (-250,))
    assert explanations.marginal(step, Aim.SPEND, -250, NAMES).zh.endswith("采购金额减少2.50元。")
    assert explanations.marginal(step, Aim.DISTANCE, 3, NAMES).en.endswith("rises by 3.")
