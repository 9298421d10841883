"""The table of attacks names tests that exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "attacks.md"
LINK = re.compile(r"\[\w+\]\(\.\./(tests/[\w/]+\.py)\)((?: `\w+`)*)")


HEAD = "| 攻击 attack | 防护 what stops it | 测试 test |"


def rows():
    lines = TABLE.read_text().splitlines()
    return [line for line in lines if line.startswith("| ") and line != HEAD]


def test_every_attack_names_a_test_that_exists():
    for row in rows():
        cited = LINK.findall(row)
        assert cited, row
        for place, names in cited:
            tests = {
                one.name
                for one in ast.parse((ROOT / place).read_text()).body
                if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")
            }
            assert tests, place
            assert set(re.findall(r"`(\w+)`", names)) <= tests, row


def test_every_test_of_an_attack_stands_in_the_table():
    cited = TABLE.read_text()
    files = sorted((ROOT / "tests" / "attacks").glob("test_*.py"))
    assert [one.name for one in files if one.stem not in cited] == []
