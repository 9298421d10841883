"""A published round is replayed: winners, regions and spend beside the published ones."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from tender_cast import BATCH_2, EXPANSION, a_bid, a_presentation, a_product, some_bids

from procurement.exchange import replay, replay_lots, replay_reasons
from procurement.rules.demand import Demand
from procurement.rules.tender import Outcome, Tender
from solver.plan import volumes

ROUNDS = Path(__file__).parents[2] / "seed" / "rounds"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "rounds"
KEYS = {
    "products",
    "winners_reproduced",
    "awarded_products",
    "region_counts_reproduced",
    "published_spend",
    "optimised_spend",
    "saving",
    "mismatches",
    "seconds",
}
QUICK = replay.Wanted(effort=0.05)


@pytest.fixture(scope="module")
def batch_2():
    return replay.replay(ROUNDS / "national-drug-2", wanted=QUICK)


@pytest.fixture(scope="module")
def expansion():
    return replay.replay(ROUNDS / "expansion-2019", wanted=QUICK)


def test_the_second_round_comes_out_as_published(batch_2):
    found = replay.to_json(batch_2)
    assert found.keys() >= KEYS
    assert (found["products"], found["awarded_products"]) == (32, 32)
    assert found["winners_reproduced"] >= 28
    assert found["region_counts_reproduced"] == 32
    assert found["saving"] >= 0.1


def test_the_money_adds_up_to_the_fen(batch_2):
    """Saving = 1 − optimized / published, out of whole fen."""
    found = replay.to_json(batch_2)
    for key, fen in (
        ("published_spend", batch_2.published_spend),
        ("pick_order_spend", batch_2.pick_order_spend),
        ("optimised_spend", batch_2.optimised_spend),
        ("no_winner_loses_spend", batch_2.no_loser_spend),
    ):
        assert round(sum(lot[key] for lot in found["lots"]) * 100) == fen
    for key, less, more in (
        ("saving", "optimised", "published"),
        ("pick_order_saving", "pick_order", "published"),
        ("no_winner_loses_saving", "no_winner_loses", "pick_order"),
    ):
        assert found[key] == round(1 - found[f"{less}_spend"] / found[f"{more}_spend"], 6)


def test_the_second_round_costs_what_it_did_to_the_fen(batch_2):
    """
    as published   2,041,019,157.03
    pick order     2,034,548,970.69
    least spend    1,818,096,201.95
    """
    assert batch_2.published_spend == 204_101_915_703
    assert batch_2.pick_order_spend == 203_454_897_069
    assert batch_2.optimised_spend == 181_809_620_195
    assert all(one.allocation.proven for one in batch_2.settled)


def test_where_no_winner_loses_each_keeps_its_volume_by_the_pick_order(batch_2):
    """In one product nobody gains what nobody loses; only the mix of specs can be better."""
    for one in batch_2.settled:
        kept = volumes(one.problem, one.no_loser.plan)
        assert kept == volumes(one.problem, one.pick_order)
        assert one.no_loser_bound <= one.no_loser_spend <= one.pick_order_spend
    assert batch_2.no_loser_spend < batch_2.pick_order_spend
    assert 0 <= batch_2.no_loser_gap < Fraction(1, 100)


def test_changes_are_counted_from_the_pick_order(batch_2):
    found = replay.to_json(batch_2)
    assert found["all"] == {"regions": 992, "winners": 100}
    kept = [lot["changed"]["no_winner_loses"] for lot in found["lots"]]
    assert sum(one["regions"] for one in kept) == found["changed"]["no_winner_loses"]["regions"]
    assert found["changed"]["optimised"]["winners"] == 99
    assert found["lots"][25]["changed"]["optimised"] == {"regions": 0, "winners": 0}


def test_every_difference_of_the_second_round_has_its_reason(batch_2):
    """
    16  one listed firm less, n = 3, and the third place is gone
    24  the winner's listed price is above the ceiling
    26  a listed firm below the ceiling lost: it did not bid
    30  a listed firm cheaper than the last winner lost: it did not bid
    """
    reasons = {one.product: one.reason.zh for one in batch_2.mismatches}
    assert list(reasons) == ["16", "24", "26", "30"]
    assert "若武田，或重庆圣华曦实际未申报（n=3" in reasons["16"]
    assert "高于最高有效申报价0.3788元" in reasons["24"]
    assert "若湖南科伦制药有限公司实际未申报" in reasons["26"]
    assert "若山东方明实际未申报" in reasons["30"]


def test_a_tie_that_no_fact_decides_is_an_assumption(batch_2):
    assert [lot.product.code for lot in batch_2.lots if lot.assumptions] == ["09"]
    assert batch_2.reproduced_on_assumption == 1


@pytest.mark.parametrize("name", ["batch_2", "expansion"])
def test_no_plan_costs_more_than_the_pick_order_and_none_is_faulted(name, request):
    for one in request.getfixturevalue(name).settled:
        assert one.allocation.spend <= one.pick_order_spend
        assert one.checker_faults == ()


def test_the_expansion_follows_by_rank_where_no_ceiling_is_listed(expansion):
    """Three dear bids inside the shortlist are taken to have been above the 4+7 price."""
    found = replay.to_json(expansion)
    assert found["winners_reproduced"] == found["products"] == 25
    assert found["region_counts_reproduced"] == 25
    assert [one["product"] for one in found["assumptions"]] == ["08", "19", "20"]
    assert found["mismatches"] == []


def test_the_report_reads_in_both_languages(batch_2, expansion):
    zh, en = replay.render(batch_2), replay.render(batch_2, "en")
    assert "中选企业复现" in zh
    assert "28/32" in zh
    assert "差异\n  16 坎地沙坦酯口服常释剂型 [中选企业] 重庆圣华曦按规则应中选" in zh
    assert "Winner sets reproduced" in en
    assert "各企业数量不低于顺位选择的100.00%" in zh
    assert "each keeps 100.00% of its pick-order volume" in en
    for shown in (zh, en):
        assert "2,034,548,970.69" in shown
    assert "the folder has no tie-break facts" in en
    assert "差异" not in replay.render(expansion)


def test_the_answer_is_plain_json(batch_2):
    assert json.loads(json.dumps(replay.to_json(batch_2)))["lots"][0]["product"] == "01"


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the folders of the facts are not beside the project"
)
@pytest.mark.parametrize(
    ("name", "products", "least", "saving"),
    [("batch-2", 32, 28, 0.1), ("expansion-2019", 25, 25, 0)],
)
def test_folders_beside_the_project_come_out_too(name, products, least, saving):
    found = replay.to_json(replay.replay(SHARED / name, wanted=QUICK))
    assert found["products"] == products
    assert found["winners_reproduced"] >= least
    assert found["region_counts_reproduced"] == products
    assert found["saving"] >= saving


def test_a_plan_dearer_than_the_pick_order_would_be_told(batch_2):
    broken = replace(batch_2.settled[0], pick_order_spend=0)
    assert [one.what for one in replay.broken_promises([broken])] == ["spend", "spend"]


def test_a_plan_that_the_checker_faults_would_be_told(batch_2):
    broken = replace(batch_2.settled[0], no_loser_faults=("band Alpha: 1",))
    (told,) = replay.broken_promises([broken])
    assert told.reason.zh == "不减量方案未通过校验：band Alpha: 1。"


def a_lot(bids, won, rules, product=None):
    """A product with bids, of which one won the only region."""
    product = product or a_product()
    outcomes = [Outcome("03", bid.firm, bid.firm == won, ("110000",)) for bid in bids]
    demand = (Demand("110000", "03", "50mg", 100),)
    tender = Tender("", "", "", date(2020, 1, 17), (product,), tuple(bids), demand)
    return replay_lots.lot(product, tender, outcomes, rules)


def test_a_difference_that_no_absence_explains_is_just_told():
    """The dearest of four won alone; three firms would have had to stay away."""
    lot = a_lot(some_bids(Alpha="0.1", Beta="0.11", Gamma="0.12", Delta="0.13"), "Delta", BATCH_2)
    assert replay_reasons.winners(lot, BATCH_2).en == (
        "Alpha and Beta and Gamma would win by the rules but lost; "
        "Delta won but would not by the rules."
    )


def test_no_ceiling_explains_a_cheaper_bid_that_lost():
    product = a_product(a_presentation(ceiling=None))
    lot = a_lot(some_bids(Alpha="0.1", Beta="0.2"), "Beta", EXPANSION, product)
    assert (lot.winners_reproduced, lot.assumptions) == (False, ())


def test_a_tie_that_facts_decide_is_no_assumption():
    """Two places for three firms, and the last two bid the same."""
    beta, gamma = a_bid("Beta", "0.2", tie={"larger_sales": 1}), a_bid("Gamma", "0.2")
    decided = a_lot([a_bid("Alpha", "0.1"), gamma, beta], "Beta", BATCH_2)
    open_ = a_lot([a_bid("Alpha", "0.1"), gamma, replace(beta, tie={})], "Beta", BATCH_2)
    assert [len(decided.assumptions), len(open_.assumptions)] == [0, 1]
