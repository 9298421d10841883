"""The ``vbp`` command: what it says, and with which exit status it ends."""

import json
import os
import shutil
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from procurement.exchange import rulebooks
from procurement.store.database import Store
from procurement.store.server import SUPERUSER
from web.cli import COMMANDS, vbp

ROOT = Path(__file__).parents[2]
ROUNDS = ROOT / "seed" / "rounds"
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
"""Of ``vbp replay --json``, as its issue names them."""


def call(*words):
    return CliRunner().invoke(vbp, words)


def run(*words, **environment):
    """The command as a process of its own, away from the checkout."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "web.cli", *words],
        cwd="/",
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def folder(tmp_path):
    """A copy of the second batch, to be broken."""
    return shutil.copytree(ROUNDS / "national-drug-2", tmp_path / "round")


def change(file, old, new):
    whole = file.read_text()
    assert old in whole
    file.write_text(whole.replace(old, new, 1))


@pytest.fixture
def given(cluster, database, monkeypatch):
    """``DATABASE_URL`` is a database of somebody's own, migrated and empty."""
    url = cluster.url(SUPERUSER, database.app.database).render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", url)
    return database


def test_the_help_has_a_line_for_every_command_in_both_languages():
    done = call("--help")
    assert done.exit_code == 0
    for name, does in COMMANDS.items():
        row = next(line for line in done.output.splitlines() if line.startswith(f"  {name} "))
        assert does.en in row
        assert does.zh in row
    assert "vbp replay" in done.output
    assert "Examples" in done.output


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_explains_itself_in_both_languages(name):
    done = call(name, "--help")
    assert done.exit_code == 0
    assert any("\u4e00" <= letter <= "\u9fff" for letter in done.output)


def test_the_module_stays_light_for_the_processes_that_import_it_again():
    code = "import sys, web.cli; print([m for m in sys.modules if m in sys.argv[1:]])"
    heavy = ["litestar", "sqlalchemy", "ortools", "pulp", "granian", "jinja2", "solver"]
    done = subprocess.run(
        [sys.executable, "-c", code, *heavy], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("words", [["nothing"], ["replay"], ["rules", "show"], ["serve", "--x"]])
def test_wrong_usage_is_told_in_both_languages(words):
    done = call(*words)
    assert done.exit_code == 2
    assert "用法有误" in done.stderr


def test_a_replay_of_the_second_batch_for_programs():
    done = run("replay", str(ROUNDS / "national-drug-2"), "--json", "--effort", "0.05")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found.keys() >= KEYS
    assert (found["products"], found["awarded_products"]) == (32, 32)
    assert found["winners_reproduced"] >= 28
    assert found["region_counts_reproduced"] == 32
    assert found["saving"] >= 0.1
    assert found["no_winner_loses_spend"] <= found["pick_order_spend"]
    saving = 1 - found["optimised_spend"] / found["published_spend"]
    assert found["saving"] == pytest.approx(saving, abs=1e-6)
    assert all(one["zh"] and one["en"] for one in found["mismatches"])


@pytest.mark.parametrize(("lang", "word"), [("zh", "中选企业复现"), ("en", "Winner sets")])
def test_a_replay_of_the_expansion_for_people(lang, word):
    """With five per cent that a winner may lose."""
    options = ("--lang", lang, "--allowance", "5", "--effort", "0.05")
    done = call("replay", str(ROUNDS / "expansion-2019"), *options)
    assert done.exit_code == 0
    assert "25/25" in done.output
    assert "95.00%" in done.output
    assert word in done.output


def test_a_broken_folder_gets_a_line_a_fault_with_file_and_line_and_status_2(folder):
    """
    fault                 file and line
    missing file          outcome.csv
    unknown region code   demand.csv:2
    negative price        bids.csv:2
    duplicate row         bids.csv:4
    """
    (folder / "outcome.csv").unlink()
    change(folder / "demand.csv", "110000,", "990000,")
    change(folder / "bids.csv", "23.333333", "-23.333333")
    rows = (folder / "bids.csv").read_text().splitlines()
    (folder / "bids.csv").write_text("\n".join([*rows[:3], rows[2], *rows[3:]]) + "\n")
    done = run("replay", str(folder))
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    for place in ("outcome.csv", "demand.csv:2", "bids.csv:2", "bids.csv:4"):
        (line,) = [one for one in lines if one.startswith(f"{place}: ")]
        assert " / " in line
    assert len(lines) == 4


def test_a_folder_that_is_not_there_is_one_fault(tmp_path):
    done = run("replay", str(tmp_path / "nowhere"), "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "没有该文件夹" in done.stderr
    assert "there is no such folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_every_rulebook_is_listed():
    done = call("rules", "list")
    for name in rulebooks.ids():
        book = rulebooks.load(name)
        row = next(line for line in done.output.splitlines() if line.startswith(f"{name} "))
        assert book.title.zh in row
        assert book.title.en in row
    listed = json.loads(call("rules", "list", "--json").output)
    assert [one["id"] for one in listed] == rulebooks.ids()


def test_a_list_counts_the_values_of_every_rulebook_by_evidence():
    """The twelfth batch: 7 reported, 6 unconfirmed, 2 proposed and 7 blank."""
    rows = call("rules", "list").output.splitlines()
    assert rows[0].split() == ["官方", "报道", "复算", "待证实", "建议", "待定"]
    assert rows[1].split()[-1] == "blank"
    row = next(line for line in rows if line.startswith("national-drug-12 "))
    assert row.split()[1:7] == ["—", "7", "—", "6", "2", "7"]
    listed = json.loads(call("rules", "list", "--json").output)
    counts = {one["id"]: one["evidence"] for one in listed}
    assert counts["national-drug-12"]["blank"] == 7
    assert all(
        sum(counts[name].values()) == len(book.history) + len(book.blanks)
        for name in rulebooks.ids()
        if (book := rulebooks.load(name))
    )


@pytest.mark.parametrize("name", rulebooks.ids())
def test_a_rulebook_is_shown_with_the_source_and_evidence_of_every_value(name):
    book, shown = rulebooks.load(name), call("rules", "show", name).output
    assert book.sha256 in shown
    for entry in book.history:
        part = shown[shown.index(f"\n{entry.key}  ") :]
        assert entry.shown.zh in part
        assert entry.shown.en in part
        assert entry.source in part
    for blank in book.blanks:
        assert blank.why.zh in shown[shown.index(f"\n{blank.key}  ") :]
    found = json.loads(call("rules", "show", name, "--json").output)
    assert [one["key"] for one in found["values"]] == [entry.key for entry in book.history]
    assert {one["evidence"] for one in found["values"]} == {e.evidence for e in book.history}


def test_an_unknown_rulebook_is_told_with_those_there_are():
    done = call("rules", "show", "nothing")
    assert done.exit_code == 2
    assert "没有该规则手册" in done.stderr
    assert "national-drug-2" in done.stderr


def test_a_chain_that_holds_is_told_with_its_length_and_head(given):
    store = Store(given.app)
    with store.transaction() as db:
        for number in range(3):
            at = datetime(2026, 11, 22, number, tzinfo=UTC)
            newest = db.audit.record("tried", "nothing", by="tester", at=at)
    store.close()
    done = call("audit", "verify")
    assert done.exit_code == 0, done.output
    assert "events  3" in done.output
    assert newest.hash in done.output
    assert call("audit", "verify", "--witness", newest.hash).exit_code == 0


def test_a_broken_link_is_named_by_number_and_cause_with_status_1(given):
    store = Store(given.owner)
    with store.transaction() as db:
        for number in range(3):
            at = datetime(2026, 11, 22, number, tzinfo=UTC)
            db.audit.record("tried", "nothing", by="tester", at=at)
        db.session.execute(text("UPDATE audit_events SET actor = 'forger' WHERE sequence = 2"))
    store.close()
    done = call("audit", "verify")
    assert done.exit_code == 1
    assert "sequence 2" in done.stderr
    assert "事件内容与其哈希值不符" in done.stderr
    assert "does not match its hash" in done.stderr
    assert "holds" not in done.output


@pytest.mark.usefixtures("given")
def test_a_chain_that_lost_its_end_is_found_by_its_witness():
    done = call("audit", "verify", "--witness", "a" * 64)
    assert done.exit_code == 1
    assert "is not in the chain" in done.stderr


@pytest.mark.usefixtures("given")
def test_migrating_twice_changes_nothing():
    assert [call("migrate").exit_code, call("migrate").exit_code] == [0, 0]


def test_a_database_that_cannot_be_reached_is_told_without_its_password(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody:hidden@127.0.0.1:1/none")
    done = call("migrate")
    assert done.exit_code == 1
    assert "数据库不可用" in done.stderr
    assert "hidden" not in done.output


@pytest.mark.parametrize("name", ["serve", "demo"])
def test_a_port_in_use_is_told_before_anything_is_started(name):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = call(name, "--port", str(taken.getsockname()[1]))
    assert done.exit_code == 1
    assert "无法使用端口" in done.stderr


@pytest.mark.usefixtures("given")
def test_starting_over_never_touches_a_database_of_ones_own():
    done = call("demo", "--fresh", "--no-serve")
    assert done.exit_code == 2
    assert "DATABASE_URL" in done.stderr
