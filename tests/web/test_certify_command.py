"""``vbp certify``: what it says, and with which exit status it ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from procurement.exchange import certificates
from solver.allocate import allocate
from solver.problem import Offer, Problem, exactly
from web.cli import vbp

ROOT = Path(__file__).parents[2]
RULEBOOK = {"id": "national-drug-2", "sha256": "ab" * 32}


@pytest.fixture
def file(tmp_path):
    """Two offers, two regions: 10 + 24 fen is the least."""
    lot = Problem(
        lot="阿卡波糖",
        offers=(Offer("Alpha", 1), Offer("Beta", 2)),
        regions=("110000", "120000"),
        volume=(10, 12),
        cost=((10, 12), (20, 24)),
        counts=exactly((1, 1)),
    )
    path = tmp_path / "certificates.json"
    certificates.write(path, [lot], [allocate(lot)], RULEBOOK)
    return path


def call(*words):
    return CliRunner().invoke(vbp, ["certify", *map(str, words)])


def test_a_certificate_that_holds_ends_with_0(file):
    done = call(file)
    assert done.exit_code == 0
    assert "阿卡波糖" in done.output
    assert "1 份成立" in done.output
    assert "1 hold" in call(file, "--lang", "en").output


def test_for_programs_it_is_json(file):
    done = call(file, "--json")
    (told,) = json.loads(done.output)
    assert (told["holds"], told["optimal"], told["rulebook"]) == (True, True, RULEBOOK)


def test_a_certificate_that_does_not_hold_ends_with_1(file):
    file.write_text(file.read_text().replace("Beta", "Zeta"))
    done = call(file)
    assert done.exit_code == 1
    assert "sha256" in done.output


def test_what_is_no_certificate_ends_with_2_and_a_line_a_fault(file):
    file.write_text(file.read_text().replace('"format"', '"size"'))
    done = call(file)
    assert done.exit_code == 2
    assert "certificates[0]" in done.stderr
    assert "无法读取" in done.stderr


def test_the_command_loads_no_engine(file):
    code = (
        "import sys; from web.cli import vbp\n"
        "try: vbp(['certify', sys.argv[1]])\n"
        "except SystemExit as end: print(end.code)\n"
        "print([name for name in ('pulp', 'ortools', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines()[-2:] == ["0", "[]"]
