"""A folder of one product is replayed, with one thing changed each time."""

import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from procurement.exchange import replay, replay_plans
from procurement.exchange.replay_facts import Change
from procurement.rules.text import Refused
from solver.allocate import Undecided
from solver.plan import volumes

ROUNDS = Path(__file__).parents[2] / "seed" / "rounds"
ALONE = replay.Wanted(workers=1, effort=0.05)


def small(tmp_path, **files):
    """A round of one product, nab-paclitaxel, with its published outcome."""
    source = ROUNDS / "national-drug-2"
    shutil.copy(source / "round.toml", tmp_path)
    for name in ("products", "presentations", "bids", "demand", "outcome"):
        lines = (source / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        column = lines[0].split(",").index("product")
        kept = [line for line in lines[1:] if line.split(",")[column] == "31"]
        text = "\n".join([lines[0], *kept]) + "\n"
        for old, new in files.get(name, ()):
            assert old in text
            text = text.replace(old, new)
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_product_that_nobody_won_has_no_regions_and_no_money(tmp_path):
    """Outcome: all four lost, though three would have won."""
    folder = small(tmp_path)
    path = folder / "outcome.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    firms = [row.rsplit(",", 2)[0] for row in rows[1:]]
    path.write_text("\n".join([rows[0], *(f"{firm},0," for firm in firms)]), encoding="utf-8")
    found = replay.replay(folder, wanted=ALONE)
    answer = replay.to_json(found)
    assert (answer["products"], answer["awarded_products"], answer["winners_reproduced"]) == (
        1,
        0,
        0,
    )
    assert (answer["published_spend"], answer["saving"]) == (0, 0)
    assert answer["mismatches"][0]["what"] == "winners"
    assert "31" in replay.render(found)


def test_a_folder_with_faults_is_refused(tmp_path):
    with pytest.raises(Refused, match=r"bids\.csv:3: unit_price is negative"):
        replay.replay(small(tmp_path, bids=[(",780", ",-780")]))


def test_quantities_beyond_all_measure_are_refused_by_product(tmp_path):
    demand = [("110000,31,100mg,", "110000,31,100mg,99999999")]
    with pytest.raises(Refused, match=r"demand\.csv: 31"):
        replay.replay(small(tmp_path, demand=demand))


def test_other_numbers_of_regions_than_the_rule_are_a_difference(tmp_path):
    """Hengrui's Inner Mongolia goes to CSPC: 12/9/10 instead of 11/10/10."""
    outcome = [("1,150000|", "1,"), ("1,130000|", "1,130000|150000|")]
    found = replay.replay(small(tmp_path, outcome=outcome), wanted=ALONE)
    assert found.region_counts_reproduced == 0
    assert [one.what for one in found.mismatches] == ["region_counts"]
    assert found.mismatches[0].reason.zh == "公布的地区数为12/9/10，按规则应为11/10/10。"


def test_numbers_of_regions_that_break_the_linkage_are_told_by_the_checker(tmp_path):
    """CSPC keeps one region; the dearer firms share thirty: no plan gives it the most volume."""
    path = small(tmp_path) / "outcome.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    regions = rows[1].rsplit(",", 1)[1].split("|")
    rows[1] = rows[1].replace("|".join(regions), regions[0])
    rows[2] = rows[2] + "|" + "|".join(regions[1:])
    path.write_text("\n".join(rows), encoding="utf-8")
    found = replay.replay(tmp_path, wanted=ALONE)
    assert [one.what for one in found.mismatches] == ["region_counts", "checker"]
    assert "linkage" in found.mismatches[1].reason.en


def test_a_winner_that_meets_no_condition_has_a_suspect_price(tmp_path):
    """At 1827 yuan Celgene is third, 2.4 times the lowest and 23.9 % below the ceiling."""
    found = replay.replay(small(tmp_path, bids=[(",1150", ",1827")]), wanted=ALONE)
    assert "按所列申报价1827元不满足任何拟中选条件" in found.mismatches[0].reason.zh


def test_without_demand_there_is_nothing_to_save(tmp_path):
    folder = small(tmp_path)
    lines = (folder / "demand.csv").read_text(encoding="utf-8").splitlines()
    none = [lines[0], *(f"{line.rsplit(',', 1)[0]},0" for line in lines[1:])]
    (folder / "demand.csv").write_text("\n".join(none), encoding="utf-8")
    answer = replay.to_json(replay.replay(folder, wanted=ALONE))
    assert (answer["saving"], answer["lots"][0]["saving"]) == (0, 0)


def test_a_winner_may_lose_no_more_than_allowed(tmp_path):
    """A tenth of what the pick order gives Hengrui and Celgene may go to CSPC, who is cheaper."""
    wanted = replace(ALONE, allowance=Fraction(1, 10))
    (one,) = replay.replay(small(tmp_path), wanted=wanted).settled
    picked, kept = (volumes(one.problem, plan) for plan in (one.pick_order, one.no_loser.plan))
    assert all(10 * now >= 9 * then for now, then in zip(kept, picked, strict=True))
    assert kept[0] > picked[0]
    assert one.no_loser_spend < one.pick_order_spend


def test_where_nothing_better_is_found_the_pick_order_stands(tmp_path, monkeypatch):
    def undecided(asked, **options):
        if "limits" not in options:
            return allocate_all(asked, **options)
        if asked:
            raise Undecided(asked[0].lot)
        return ()

    allocate_all = replay_plans.allocate_all
    monkeypatch.setattr(replay_plans, "allocate_all", undecided)
    found = replay.replay(small(tmp_path), wanted=ALONE)
    (one,) = found.settled
    assert one.no_loser_spend == one.pick_order_spend
    assert found.no_loser_gap == 1
    assert found.no_loser_change == Change(0, 0)
    assert replay.to_json(found)["lots"][0]["no_winner_loses_cross_checked"] is False


def test_every_plan_is_heard_of(tmp_path):
    heard = []
    replay.replay(small(tmp_path), wanted=ALONE, on_done=lambda *done: heard.append(done))
    assert heard[-1] == (2, 2)
