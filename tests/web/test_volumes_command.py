"""``vbp volumes``: a demand table with the clause of every number, or every fault at once."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from procurement.exchange.volume_columns import COLUMNS
from web.cli import vbp

TABLES = Path(__file__).parents[2] / "seed" / "volume-tables"


def call(*words):
    return CliRunner().invoke(vbp, ["volumes", *map(str, words)])


@pytest.mark.parametrize(
    ("name", "rules", "settings", "totals"),
    [
        ("j1", "joints-2021", (), (330, 267, 43, 20)),
        ("t1", "patent-medicine-2021", (), (250, 190, 60, 0)),
        ("v1", "ivus-2024", ("--set", "pool.scope=category"), (1500, 1035, 315, 150)),
        ("l1", "intraocular-lens-2020", (), (31998, 19200, 0, 12798)),
        ("i3", "insulin-2024", ("--set", "pool.scope=none"), (4000, 2800, 0, 1200)),
    ],
)
def test_the_worked_examples_to_the_unit(name, rules, settings, totals):
    done = call(TABLES / f"{name}.csv", "--rules", rules, *settings, "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    found = json.loads(done.output)["totals"]
    assert tuple(found[key] for key in ("demand", "base", "leftover", "uncommitted")) == totals


def test_every_line_has_its_clause_with_source_and_evidence_in_both_languages():
    for lang, first, mark in (
        ("zh", "医疗机构", "[官方文本]"),
        ("en", "Hospital", "[Official text]"),
    ):
        done = call(TABLES / "j1.csv", "--rules", "joints-2021", "--lang", lang)
        assert done.exit_code == 0
        lines = done.output.splitlines()
        at = next(number for number, line in enumerate(lines) if line.startswith(first))
        rows = lines[at + 1 : at + 7]
        assert [row.split()[2] for row in rows] == ["R1", "R2", "R3", "R5", "R7", "unselected"]
        assert all(f"{mark} GH-HD2021-1" in row for row in rows)
        assert "267 + 43 + 20 = 330" in done.output
        assert f"✗ R7  pool.forbidden_targets {mark}" in done.output
        assert "✗" not in done.output.replace("✗ R7", "")


def test_every_fault_is_told_with_line_and_remedy(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("category,firm,quantity,selected\nx,a,-1,1\nx,,5,2\n")
    done = call(table, "--rules", "ivus-2024")
    assert done.exit_code == 2
    lines = done.stderr.splitlines()
    assert lines[0].startswith("ivus-2024 [pool.scope]: ")
    assert [line.partition(": ")[0] for line in lines[1:]] == ["table.csv:2", "table.csv:3"]
    assert all(" / " in line for line in lines)


def test_a_file_that_is_not_there_is_refused():
    done = call("nowhere.csv", "--rules", "joints-2021")
    assert done.exit_code == 2
    assert done.stderr.startswith("nowhere.csv: ")


def test_the_help_explains_every_column_in_both_languages():
    shown = "".join(call("--help").output.split())
    for name, column in COLUMNS.items():
        assert f"{name}{column.heading}" in shown.replace("*", "")
        assert "".join(column.says.en.split()) in shown
        assert "".join(column.says.zh.split()) in shown
