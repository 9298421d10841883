"""``vbp whatif``: a table, a document for programs, and every refusal with its remedy."""

import json
from pathlib import Path

from click.testing import CliRunner

from web.cli import vbp

BATCH = str(Path(__file__).parents[2] / "seed" / "rounds" / "national-drug-2")


def call(*words, folder=BATCH):
    return CliRunner().invoke(vbp, ["whatif", folder, *words])


def rules(*batches):
    return [word for batch in batches for word in ("--rules", f"national-drug-{batch}")]


def test_the_second_batch_under_the_rules_of_the_tenth():
    done = call(*rules(2, 10), "--lang", "en")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "In force from 2024-12-12 only" in done.output
    assert "national-drug-10" in done.output
    assert "revived 0.3200" in done.output


def test_one_rulebook_is_compared_with_the_folders_own():
    found = json.loads(call(*rules(10), "--json").output)
    assert [one["id"] for one in found["rulebooks"]] == ["national-drug-2", "national-drug-10"]
    assert found["rulebooks"][1]["revived"] > 0
    assert len(found["products"]) == 32


def test_blanks_are_refused_with_their_remedy():
    done = call(*rules(2, 12))
    assert done.exit_code == 2
    lines = done.stderr.splitlines()
    assert len(lines) == 7
    assert all("--set " in line and "/" in line for line in lines)


def test_faults_of_folder_and_rulebooks_are_told_at_once(tmp_path):
    done = call(*rules(2, 99), "--set", "colour=red", folder=str(tmp_path / "nowhere"))
    assert done.exit_code == 2
    places = [line.partition(": ")[0] for line in done.stderr.splitlines()]
    assert places[0].endswith("nowhere")
    assert "national-drug-99" in places


def test_without_a_rulebook_two_are_asked_for():
    done = call()
    assert done.exit_code == 2
    assert "give at least two rulebooks" in done.stderr
