"""Mistakes planted in the design of a round, and what an officer is told about each."""

from dataclasses import replace
from datetime import date

from design_cast import DAY, DEMAND, a_design, decided, entered

from procurement.exchange import rulebooks
from procurement.rules.design import Schedule
from procurement.rules.lint import errors, lint
from procurement.rules.text import Text


def told(design):
    """What is said of every error, by its place: the words, and the remedy."""
    return {one.place: (one.what, one.remedy) for one in lint(design) if one.severity == "error"}


def a_round_of_batch_10(**changes):
    """Seven firms for one product under the rules of batch 10: at most four are shortlisted."""
    book = rulebooks.load("national-drug-10")
    sound = a_design(book, entrants=entered(*(None,) * 7), demand=DEMAND)
    product = replace(sound.products[0], form="oral_solid")
    return replace(sound, products=(product,), **changes)


def test_a_sound_design_has_no_error():
    assert told(a_round_of_batch_10()) == {}


def test_a_deadline_before_the_announcement():
    planned = Schedule(announced=date(2026, 12, 10), bids_due=date(2026, 12, 4))
    assert told(a_round_of_batch_10(schedule=planned)) == {
        "bids_due": (
            Text(
                "申报截止日2026-12-04不晚于公告日2026-12-10。",
                "The deadline for bids, 2026-12-04, is not after the announcement, 2026-12-10.",
            ),
            Text("请推迟申报截止日。", "Put off the deadline for bids."),
        )
    }


def test_a_table_that_does_not_cover_all_numbers_of_winners():
    """Of seven bidders four are shortlisted; shares were decided for one and two winners only."""
    share = decided("volume.agreed_share", [1, 1])
    assert told(a_round_of_batch_10(decisions=(share,))) == {
        "volume.agreed_share": (
            Text(
                "“约定采购比例（按中选企业数 1、2、3……，其后同末项）”只到2家中选，"
                "而可能有4家中选。",
                "“Agreed share of the base, for 1, 2, 3 ... winners; the last repeats” ends at 2 "
                "winners, and there may be 4.",
            ),
            Text(
                "请补足其余各行；确应沿用末行的，也请逐行写出。",
                "Add the rows that are missing; where the last one is meant to repeat, write that "
                "out.",
            ),
        )
    }


def test_a_volume_that_the_firms_cannot_supply():
    """Of 4,000 units at least 60 % will be agreed; seven firms declared 200 each."""
    assert told(a_round_of_batch_10(entrants=entered(*(200,) * 7))) == {
        "03": (
            Text(
                "阿卡波糖即使全部企业中选也供应不足：约定采购量共2,400，"
                "各企业申报产能合计只有1,400。",
                "阿卡波糖 cannot be supplied even if every firm wins: 2,400 units are agreed, and "
                "all capacities together are 1,400.",
            ),
            Text("请核对产能或增加企业。", "Check the capacities, or enter more firms."),
        )
    }


def test_a_parameter_without_a_value():
    """Nobody published how many products win in a unit of the joints round."""
    joints = a_design(rulebooks.load("joints-2021"))
    assert told(joints) == {
        "selection.rank_most": (
            Text(
                "“每组最多中选名次”没有取值：每组中选家数未见公布，由本轮次决定。",
                "“Last winning rank of a unit” has no value: how many win in a unit was not "
                "found; every round decides.",
            ),
            Text("请由本轮次决定并写明理由。", "Decide it for this round, and say why."),
        )
    }
    assert told(replace(joints, decisions=(decided("selection.rank_most", 6),))) == {}


def test_all_of_them_are_told_at_once_and_keep_the_round_from_being_announced():
    design = a_round_of_batch_10(
        schedule=Schedule(announced=DAY, bids_due=DAY),
        decisions=(decided("volume.agreed_share", [1, 1]),),
        entrants=entered(*(200,) * 7),
    )
    assert [(one.rule, one.place) for one in errors(design)] == [
        ("bids_due", "bids_due"),
        ("volume.agreed_share", "volume.agreed_share"),
        ("capacity", "03"),
    ]
    assert errors(design)[2].text.en.endswith("Check the capacities, or enter more firms.")
