"""Demand tables worked out: the worked examples to the unit, and every mistake a table can have."""

import io
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import xlsxwriter

from procurement.exchange import volume_checks, volume_rules, volumes, volumes_report
from procurement.exchange.volume_columns import COLUMNS
from procurement.rules import moves
from procurement.rules.text import Refused

TABLES = Path(__file__).parents[2] / "seed" / "volume-tables"
JOINTS = "category,unit,firm,quantity,selected,rank,price\n"
SOUND = JOINTS + "knee,A,R1,100,1,1,4000\nknee,A,R2,80,1,2,4300\nknee,A,other,30,0,,\n"
GRANULES = "hospital,region,category,firm,quantity,selected,rank,price,capacity,serves\n"


def work_out(text, rules="joints-2021", settings=(), name="table.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return volumes.work_out(rules, settings, name, content)


def of_example(name, rules, *settings):
    return work_out((TABLES / f"{name}.csv").read_bytes(), rules, settings)


def faults_of(text, rules="joints-2021", settings=(), name="table.csv"):
    with pytest.raises(Refused) as caught:
        work_out(text, rules, settings, name)
    assert all(fault.text.zh and fault.text.en for fault in caught.value.faults)
    return [(fault.rule, fault.place) for fault in caught.value.faults]


def columns(found, *names):
    return [tuple(getattr(line, name) for name in names) for line in found.lines]


def received(found):
    return {line.firm: (line.best, *line.proposed) for line in found.lines}


def test_j1_joints_267_kept_43_left_over_20_uncommitted():
    """
    firm        demand  base  leftover  uncommitted
    R1          100     100   0         0
    R2          80      72    0         8
    R3          60      51    3         6
    R5          40      30    6         4
    R7          20      14    4         2
    unselected  30      0     30        0
    """
    found = of_example("j1", "joints-2021")
    assert columns(found, "firm", "demand", "base", "leftover", "uncommitted") == [
        ("R1", 100, 100, 0, 0),
        ("R2", 80, 72, 0, 8),
        ("R3", 60, 51, 3, 6),
        ("R5", 40, 30, 6, 4),
        ("R7", 20, 14, 4, 2),
        ("unselected", 30, 0, 30, 0),
    ]
    assert volumes_report.totals(found)[:4] == (330, 267, 43, 20)
    assert found.holds


def test_j1_nothing_goes_to_the_highest_price():
    found = of_example("j1", "joints-2021")
    (pool,) = found.pools
    assert (pool.units, pool.best, pool.free) == (43, (), 43)
    assert pool.barred == ((("knee", "R7"), "forbidden_targets"),)
    assert received(found) == {
        "R1": (0, 16, 43),
        "R2": (0, 12, 0),
        "R3": (0, 9, 0),
        "R5": (0, 6, 0),
        "R7": (0, 0, 0),
        "unselected": (0, 0, 0),
    }
    assert [way.spend for way in found.proposals] == [18_820_000, 17_200_000]


def test_t1_thirty_percent_go_to_the_best_of_the_group():
    found = of_example("t1", "patent-medicine-2021")
    assert columns(found, "firm", "base", "leftover", "best") == [
        ("P1", 100, 0, 18),
        ("P2", 54, 6, 0),
        ("P3", 36, 4, 0),
        ("unselected", 0, 50, 0),
    ]
    (pool,) = found.pools
    assert (pool.units, pool.free) == (60, 42)
    assert [sum(move.units for move in way.moves) for way in found.proposals] == [42, 42]
    assert volumes_report.totals(found)[0] == 250
    assert found.holds


def test_v1_every_cut_from_48_to_62():
    found = of_example("v1", "ivus-2024", "pool.scope = category")
    assert columns(found, "firm", "base", "leftover") == [
        (f"C{cut}", 48 + 3 * (cut - 48), 42 - 3 * (cut - 48)) for cut in range(48, 63)
    ]
    assert found.holds


def test_l1_lenses_by_number_of_winners():
    found = of_example("l1", "intraocular-lens-2020")
    shares = {
        1: [3200],
        2: [1920, 1280],
        3: [1920, 768, 512],
        4: [1600, 800, 400, 400],
        5: [1600, 800, 400, 200, 200],
        6: [1600, 800, 400, 200, 100, 100],
    }
    for number, wanted in shares.items():
        lines = [line for line in found.lines if line.category == f"lens-{number}"]
        assert [line.base for line in lines if line.firm] == wanted
        (rest,) = [line for line in lines if not line.firm]
        assert (rest.uncommitted, rest.what.en) == (2133, "not agreed")
        assert rest.clause.key == "volume.committed_share"
    assert found.pools == ()
    assert found.holds


def test_i3_insulin_by_class():
    found = of_example("i3", "insulin-2024", "pool.scope = none")
    assert columns(found, "firm", "base", "uncommitted") == [
        ("I1", 1000, 0),
        ("I2", 800, 200),
        ("I3", 550, 450),
        ("I4", 450, 550),
    ]
    assert [line.what.en for line in found.lines] == ["class A1", "class A", "class B", "class C"]
    assert found.holds


def checked(found, proposals, reported=330):
    """Which checks of J1 still hold with these proposals and so much reported."""
    rules = found.applied.rules
    checks = volume_checks.checks(reported, found.splits, found.pools, proposals, rules)
    return [check.holds for check in checks]


def test_a_proposal_that_breaks_a_rule_is_found_out():
    found = of_example("j1", "joints-2021")
    honest = found.proposals[0]
    dearest = moves.Move(found.pools[0].place, ("knee", "R7"), 1)
    faults = tuple(
        moves.faults(found.table.winners, found.splits, found.pools, [dearest], found.applied.rules)
    )
    assert checked(found, [honest]) == [True] * 5
    assert checked(found, [replace(honest, moves=(dearest,))]) == [True, True, False, False, True]
    assert checked(found, [replace(honest, broken=faults)]) == [True, True, True, False, True]
    assert checked(found, [honest], 300) == [False, True, True, True, False]


def test_a_cut_between_two_points_is_interpolated_and_one_above_the_last_capped():
    table = "category,firm,quantity,selected,price,cut\nx,a,1000,1,3,53.333\nx,b,1000,1,2,70%\n"
    found = work_out(table, "ivus-2024", ["pool.scope=none"])
    assert columns(found, "base", "leftover") == [(640, 260), (900, 0)]
    assert found.shares["x", "a"] == (Fraction("0.63999"), Fraction("0.26001"))


def test_the_renewal_prefers_the_former_winner():
    table = "category,firm,quantity,selected,former,price\nx,a,100,1,1,3\nx,b,100,1,0,2\n"
    found = work_out(table, "yangtze-delta-2022")
    assert columns(found, "what", "base") == [
        (("原中选", "former winner"), 60),
        (("新中选", "new winner"), 50),
    ]


def test_granules_go_where_there_is_capacity_and_supply():
    table = GRANULES + (
        "H1,140000,c,a,100,1,1,5,40,140000\n"
        "H1,140000,c,b,100,1,2,6,1000,\n"
        "H1,140000,c,c,0,1,3,4,1000,610000|620000\n"
        "H1,140000,c,d,100,0,,,,\n"
    )
    found = work_out(table, "formula-granules-2023")
    assert volumes_report.totals(found)[:4] == (300, 0, 210, 90)
    (pool,) = found.pools
    assert pool.barred == ((("c", "c"), "region_eligibility"),)
    assert received(found) == {"a": (0, 40, 40), "b": (0, 170, 170), "c": (0, 0, 0), "d": (0, 0, 0)}
    assert "140000/H1" in volumes_report.render(found)


def test_what_nobody_has_room_for_is_nobodys():
    table = GRANULES + "H1,140000,c,a,100,1,1,5,40,\n"
    found = work_out(table, "formula-granules-2023")
    assert [way.unplaced for way in found.proposals] == [30, 30]
    assert found.holds


def test_a_winner_may_receive_where_the_hospital_asked_for_none_of_it():
    table = "hospital,category,unit,firm,quantity,selected,rank,price\n"
    table += "H1,knee,A,R1,10,1,1,4\nH2,knee,A,R2,10,1,2,5\nH2,knee,A,R3,10,1,3,6\n"
    table += "H2,knee,A,other,10,0,,\n"
    found = work_out(table)
    (extra,) = [line for line in found.lines if line.clause is None]
    assert (extra.hospital, extra.firm, extra.demand) == ("H2", "R1", 0)
    assert extra.proposed[1] == sum(pool.units for pool in found.pools)
    assert "—" in volumes_report.render(found, "en")
    assert volumes_report.to_json(found)["lines"][-1]["clause"] is not None


def test_what_revived_products_keep_has_to_be_set_where_there_are_any():
    table = "category,firm,quantity,selected,class,price,revived\nx,a,100,1,A1,40,\n"
    settings = ["pool.scope = none"]
    assert work_out(table, "insulin-2024", settings).holds
    table += "x,b,100,1,C,50,1\n"
    assert faults_of(table, "insulin-2024", settings) == [
        ("blank", "insulin-2024 [volume.revived_parts]")
    ]
    found = work_out(table, "insulin-2024", [*settings, "volume.revived_parts = [0.3, 0]"])
    assert columns(found, "what", "base") == [
        (("A1类", "class A1"), 100),
        (("复活", "revived"), 30),
    ]
    assert found.lines[1].clause.evidence == "decided"
    assert "[本次设定]" in volumes_report.render(found)
    assert "[Set here]" in volumes_report.render(found, "en")


def test_stents_keep_the_part_that_the_round_decides():
    settings = ["volume.committed_share = 0.8", "pool.to_best = 0.1"]
    table = "category,firm,quantity,selected,price,ceiling\n"
    table += "x,a,100,1,469,2850\nx,b,100,1,549,2850\nx,other,20,0,,\n"
    found = work_out(table, "stents-2020", settings)
    assert columns(found, "base", "leftover", "best") == [(80, 0, 2), (80, 0, 0), (0, 16, 0)]
    assert found.lines[0].what.en == "selected"


def test_facts_are_told_once_and_hold_for_every_hospital():
    table = "hospital,category,firm,quantity,selected,rank,price\n"
    table += "H1,knee,R1,10,1,1,4\nH2,knee,R1,20,,,\n"
    assert columns(work_out(table), "base") == [(10,), (20,)]


def test_chinese_column_names_and_workbooks_are_read():
    names = ["category", "firm", "quantity", "selected", "rank", "price"]
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [COLUMNS[name].heading for name in names])
        sheet.write_row(1, 0, ["膝关节", "甲", 10, 1, 1, 4000.5])
    found = work_out(file.getvalue(), name="表.xlsx")
    assert columns(found, "category", "firm", "base") == [("膝关节", "甲", 10)]
    assert found.table.prices == {("膝关节", "甲"): 4_000_500_000}


def test_a_document_for_programs_has_every_clause():
    found = volumes_report.to_json(of_example("t1", "patent-medicine-2021"))
    assert found["rulebook"]["id"] == "patent-medicine-2021"
    assert found["totals"]["to_best"] == 18
    assert found["lines"][1]["clause"]["key"] == "volume.by_best"
    assert found["lines"][1]["clause"]["evidence"] == "official"
    assert found["shares"][1] == {
        "category": "tablets",
        "firm": "P2",
        "base": "0.9",
        "leftover": "0.1",
    }
    assert found["pools"][0]["to_best"] == [{"category": "tablets", "firm": "P1", "units": 18}]
    assert {one["key"].partition(".")[0] for one in found["clauses"]} == {"volume", "pool"}
    assert all(one["source"] for one in found["clauses"])
    assert all(one["holds"] for one in found["checks"])


def test_a_document_names_who_may_not_receive_and_what_was_set():
    joints = volumes_report.to_json(of_example("j1", "joints-2021"))
    (barred,) = joints["pools"][0]["barred"]
    assert (barred["firm"], barred["clause"]["key"]) == ("R7", "pool.forbidden_targets")
    set_here = volumes_report.to_json(of_example("i3", "insulin-2024", "pool.scope=none"))
    assert set_here["settings"] == [
        {"key": "pool.scope", "value": "none", "reason": volume_rules.REASON}
    ]
