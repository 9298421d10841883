"""``vbp scenario``: the table, the document for programs, and every refusal at once."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from procurement.exchange import scenario_facts
from procurement.rules.scenario_settings import SETTINGS
from web.cli import vbp

BATCH = str(Path(__file__).parents[2] / "seed" / "rounds" / "national-drug-2")


def call(*words):
    return CliRunner().invoke(vbp, ["scenario", BATCH, "--workers", "1", *words])


def test_a_line_a_plan_and_a_line_a_scenario_in_both_languages():
    asked = ("--products", "31", "--set", "counts=free", "--set", "linkage=none, counts=±1")
    for lang, first in (("zh", "供应地区选择顺序"), ("en", "Pick order")):
        done = call(*asked, "--lang", lang)
        assert (done.exit_code, done.stderr) == (0, "")
        lines = done.output.splitlines()
        assert lines[0].endswith("national-drug-2")
        assert lines[3].startswith(first)
        assert [line.split("  ")[0] for line in lines[5:7]] == [
            "counts=free",
            "linkage=none, counts=±1",
        ]


def test_programs_get_every_plan_in_whole_numbers():
    done = call("--products", "31,06", "--set", "backup=any", "--json")
    found = json.loads(done.output)
    assert (found["rulebook"], found["published"]) == ("national-drug-2", True)
    assert [one["product"] for one in found["products"]] == ["06", "31"]
    draft, cheapest, backed = scenario_facts.rows(found)
    assert draft.figures.spend > cheapest.figures.spend == backed.figures.spend
    assert len(found["scenarios"][2]["lots"][0]["backups"]) == 31


def test_every_fault_of_settings_and_folder_is_told_at_once():
    done = call("--products", "99,31", "--set", "counts=some", "--set", "colour=red")
    assert done.exit_code == 2
    places = [line.partition(": ")[0] for line in done.stderr.splitlines()]
    assert places == ["counts=some", "colour=red", "99"]
    assert all("/" in line for line in done.stderr.splitlines())


def test_a_folder_that_is_none_is_refused():
    done = CliRunner().invoke(vbp, ["scenario", "nowhere", "--set", "counts=free"])
    assert done.exit_code == 2
    assert "nowhere" in done.stderr


@pytest.mark.parametrize("key", list(SETTINGS))
def test_the_help_explains_every_setting_in_both_languages(key):
    shown = "".join(call("--help").output.split())
    assert f"{key}:" in shown
    assert "".join(SETTINGS[key].does.zh.split()) in shown
    assert "".join(SETTINGS[key].does.en.split()) in shown


def test_more_time_than_needed_changes_nothing():
    asked = ("--products", "31", "--json")
    first, second = (json.loads(call(*asked, *more).output) for more in ((), ("--seconds", "60")))
    for one in (first, second):
        for row in one["scenarios"]:
            row.pop("milliseconds")
    assert first == second
