"""The scans of ``make check``: a hole or a secret fails the build, a deaf service is said aloud."""

import importlib.util
import json
import subprocess
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 23)
HOLE = {"id": "GHSA-1", "aliases": ["CVE-1"], "fix_versions": ["1.1"]}
KEY = f"-----BEGIN {'OPENSSH'} PRIVATE KEY-----"
TOKEN = "ghp_" + "9aB8cD7eF6" * 3 + "5gH4iJ"
RECEIPT_KEY = "7c" * 4 + "5b1d09e3f28a6c4471d0b95e2f83a6c9d17e40b2f5"


@pytest.fixture(scope="module")
def scan():
    spec = importlib.util.spec_from_file_location("scan", ROOT / ".ci/scan.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answer(*packages):
    return json.dumps({"dependencies": packages})


def package(*holes):
    return {"name": "left-pad", "version": "1.0", "vulns": holes}


def test_a_known_hole_is_named_with_the_version_that_mends_it(scan):
    found, said = scan.judged(answer(package(HOLE)), {}, TODAY)
    assert found == ["left-pad 1.0: GHSA-1, mended in 1.1"]
    assert said == []


@pytest.mark.parametrize("name", ["GHSA-1", "CVE-1"])
def test_an_accepted_hole_counts_again_from_its_day_on(scan, name):
    known = {"advisory": [{"id": name, "until": TODAY}]}
    day_before = date(2026, 11, 22)
    assert scan.judged(answer(package(HOLE)), known, day_before) == ([], [])
    assert len(scan.judged(answer(package(HOLE)), known, TODAY)[0]) == 1


@pytest.mark.parametrize(
    "heard", ["", "no json", answer({"name": "left-pad", "version": "1.0", "skip_reason": "?"})]
)
def test_a_service_that_cannot_be_asked_is_said_aloud_and_fails_nothing(scan, heard):
    found, (said,) = scan.judged(heard, {}, TODAY)
    assert found == []
    assert "NOT AUDITED" in said


def test_every_dependency_of_the_lock_is_asked_about(scan, tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("left-pad==1.0 --hash=sha256:" + "0" * 64 + "\n")
    asked = scan.run(
        *("pip-audit", "--disable-pip", "--require-hashes", "--dry-run"), "-r", str(lock)
    )
    assert asked == ""
    found, _ = scan.dependencies(lock, {}, TODAY)
    assert found == []


@pytest.fixture
def tree(tmp_path):
    """A repository with one file that git keeps, one that it would keep, and one it ignores."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / ".gitignore").write_text("ignored\n")
    (tmp_path / "kept.py").write_text("nothing = 0\n")
    subprocess.run(["git", "-C", tmp_path, "add", "."], check=True)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("kept.py", KEY, "Private Key"),
        ("new.txt", TOKEN, "GitHub Token"),
        ("settings.py", f'signer = "{RECEIPT_KEY}"', "Hex High Entropy String"),
        ("settings.ini", "password = Qw7-trumpet-lantern", "Secret Keyword"),
        ("tests/test_login.py", KEY, "Private Key"),
        ("tests/test_api.py", TOKEN, "GitHub Token"),
    ],
)
def test_a_planted_secret_is_found(scan, tree, name, content, kind):
    (tree / name).parent.mkdir(exist_ok=True)
    (tree / name).write_text(content + "\n")
    (tree / "ignored").write_text(content + "\n")
    assert scan.secrets(tree, scan.accepted()) == ([f"{name}:1: {kind}"], [])


def test_what_somebody_looked_at_is_accepted_where_it_stands_and_nowhere_else(scan, tree):
    known = {"secret": [{"path": "a/*", "types": ["Private Key"], "reason": "an example"}]}
    for name in ("a", "b"):
        (tree / name).mkdir()
        (tree / name / "key").write_text(KEY + "\n")
    assert scan.secrets(tree, known)[0] == ["b/key:1: Private Key"]


def test_everything_accepted_has_a_reason_and_an_advisory_its_day(scan):
    known = scan.accepted()
    assert set(known) <= {"secret", "advisory"}
    for one in (*known.get("secret", ()), *known.get("advisory", ())):
        assert one["reason"]
    for one in known.get("advisory", ()):
        assert isinstance(one["until"], date)


def test_the_build_runs_both_scans():
    (line,) = [
        line for line in (ROOT / "Makefile").read_text().splitlines() if "lint-imports" in line
    ]
    assert line.endswith("&& $(BIN)/python .ci/scan.py")
