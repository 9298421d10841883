"""``vbp code``: what it says about a code, and with which exit status it ends."""

import json

import pytest
from click.testing import CliRunner

from procurement.rules.code_kinds import KINDS
from web.cli import vbp

OLD, NEW = "C09100100000000211790000049", "C09100100000000211790000050"


def call(*words):
    return CliRunner().invoke(vbp, ["code", *map(str, words)])


@pytest.fixture
def changes(tmp_path):
    """The old code became the new one in March and was stopped in June."""
    path = tmp_path / "changes.csv"
    path.write_text(
        f"原27位码,27位码,类型,日期\n{OLD},{NEW},变更,2026-03-01\n{NEW},,停用,2026-06-01\n"
    )
    return path


@pytest.mark.parametrize("name", list(KINDS))
def test_every_kind_is_explained_in_both_languages_with_its_evidence(name):
    done = call(KINDS[name].example, "--kind", name)
    assert done.exit_code == 0
    assert "格式无误 / its form is right" in done.output
    assert any(mark in done.output for mark in ("Official text", "Reported", "Unconfirmed"))
    assert "! " in done.output, "what cannot be verified is told"


def test_a_code_with_faults_ends_with_1_and_tells_all_of_them():
    done = call("C0311120080")
    assert done.exit_code == 1
    assert "应为10、15、20、27个" in done.output
    assert "10, 15, 20 or 27 expected" in done.output


def test_what_is_no_code_has_no_parts():
    done = call("nothing")
    assert done.exit_code == 1
    assert "看不出是哪种代码" in done.output


def test_for_programs_it_is_json():
    found = json.loads(call("91350100M000100Y43", "--json").output)
    assert (found["kind"], found["valid"], found["faults"]) == ("credit-code", True, [])
    assert "".join(part["characters"] for part in found["parts"]) == found["value"]
    first = found["parts"][0]
    assert first["title"] == {"zh": "登记管理部门", "en": "Registering department"}
    assert (first["first"], first["last"], first["evidence"]) == (1, 1, "reported")
    assert all(note["zh"] and note["en"] for note in found["unverified"])
    wrong = json.loads(call("91350100M000100Y44", "--json").output)
    assert wrong["faults"][0]["rule"] == "credit-code.check"
    assert "standing" not in wrong


def test_a_replaced_code_is_followed_to_the_day_asked_for(changes):
    done = call(OLD, "--changes", changes, "--on", "2026-04-01")
    assert done.exit_code == 0
    assert f"现行代码 in use: {NEW}" in done.output
    before = json.loads(call(OLD, "--changes", changes, "--on", "2026-02-28", "--json").output)
    assert before["standing"]["codes"] == [OLD]
    after = json.loads(call(OLD, "--changes", changes, "--on", "2026-07-01", "--json").output)
    assert after["standing"]["stopped"] == [NEW]
    assert [step["new"] for step in after["standing"]["steps"]] == [NEW, None]


def test_a_stopped_code_and_the_codes_it_stands_for_are_told(changes):
    assert "予以保留" in call(NEW, "--changes", changes, "--on", "2026-07-01").output
    assert f"stands for: {OLD}" in call(NEW, "--changes", changes, "--on", "2026-04-01").output


def test_a_circle_ends_with_1(changes):
    with changes.open("a") as file:
        file.write(f"{NEW},{OLD},映射,2026-03-01\n")
    done = call(OLD, "--changes", changes, "--on", "2026-03-02")
    assert done.exit_code == 1
    assert "首尾相接" in done.output
    told = json.loads(call(OLD, "--changes", changes, "--on", "2026-03-02", "--json").output)
    assert told["standing"]["faults"][0]["rule"] == "code.circle"


def test_a_wrong_table_ends_with_2_and_a_line_a_fault(changes):
    changes.write_text("原27位码,27位码,类型,日期\nC0311120080,,更改,x\n")
    done = call(OLD, "--changes", changes)
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 4
    assert done.stderr.startswith("changes.csv:2: ")


def test_today_is_the_day_when_none_is_named(changes):
    assert "in use" in call("C03160923400002043450000010", "--changes", changes).output


def test_an_unknown_kind_is_wrong_usage():
    assert "用法有误" in call("510100", "--kind", "nothing").stderr
