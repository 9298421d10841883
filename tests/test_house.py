"""The style of the house, kept without a reviewer."""

import ast
import dataclasses
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from public_routes import PUBLIC, routes

from procurement.rules import phases, schemas
from web import app
from web.auth import rights_of
from web.settings import Settings

ROOT = Path(__file__).parents[1]
ROOMS = ["procurement", "solver", "web", "seed"]
NOT_READ_YET = {
    "spending_volume_basis": "every scheme so far reckons spending on the agreed volume",
}
LONGEST = 300
MEDIAN = 120
TOP = {
    *ROOMS,
    *("templates", "tests", "docs", ".ci"),
    *("pyproject.toml", "requirements.lock", "README.md", "CHANGELOG.md", "LICENSE", "Makefile"),
}


def files(*rooms, ending=".py"):
    found = [path for room in rooms for path in sorted((ROOT / room).rglob(f"*{ending}"))]
    return [path for path in found if "versions" not in path.parts]  # written by alembic


PYTHON = files(*ROOMS, "tests")


def lines(path):
    return len(path.read_text().splitlines())


def offenders(paths, allows):
    return [str(path.relative_to(ROOT)) for path in paths if not allows(path)]


def test_no_file_holds_two_nouns():
    assert offenders(PYTHON, lambda path: lines(path) <= LONGEST) == []


def test_most_files_are_short():
    written = [count for path in files(*ROOMS) if (count := lines(path)) > 1]
    assert statistics.median(written) <= MEDIAN


def test_every_module_says_what_it_is_for():
    def says(path):
        first = (ast.get_docstring(ast.parse(path.read_text())) or "").split("\n\n")[0]
        return first.endswith((".", ":"))

    assert offenders(PYTHON, says) == []


def test_no_module_is_called_after_nothing():
    empty = {"utils", "helpers", "manager", "service", "common", "misc"}
    assert offenders(PYTHON, lambda path: path.stem not in empty) == []


def test_annotations_are_there_at_run_time():
    postponed = "from __future__ import " + "annotations"
    assert offenders(PYTHON, lambda path: postponed not in path.read_text()) == []


def test_every_ignore_has_a_reason():
    code = r"[A-Z]+[0-9]+"
    bare = re.compile(
        rf"# (noqa(: {code}(, ?{code})*)?|type: ignore(\[[\w\-, ]+\])?)\s*$", re.MULTILINE
    )
    assert offenders(PYTHON, lambda path: not bare.search(path.read_text())) == []


def test_templates_get_finished_views():
    def finished(path):
        code = re.findall(r"\{[{%](.*?)[%}]\}", path.read_text(), re.DOTALL)
        names = {word for piece in code for word in re.findall(r"(?<![.\w'\"])\w+", piece)}
        return not names & {"session", "db", "store"}

    assert offenders(files("templates", ending=".html"), finished) == []


def test_every_number_of_the_law_is_read_somewhere():
    """A rulebook's entry that no rule reads is law that is not kept."""
    readers = "".join(
        path.read_text()
        for path in [*files(*ROOMS), *files("templates", ending=".html")]
        if path.parent.name != "rules" or not path.name.endswith("_rules.py")
    )
    kinds = [schema.rules for schema in schemas.SCHEMAS.values()]
    names = {field.name for kind in kinds for field in dataclasses.fields(kind)}
    assert {name for name in names if not re.search(rf"\.{name}\b", readers)} == set(NOT_READ_YET)


def test_the_readme_draws_the_life_of_a_round():
    readme = (ROOT / "README.md").read_text()
    assert phases.mermaid() in readme
    for action, name in phases.ACTION_NAMES.items():
        assert f"| `{action}` | {name.zh} | {name.en} |" in readme


def test_every_route_has_a_rule():
    """A route asks for a right, or stands with a reason among those open to everybody."""
    wanted = Settings(Path(tempfile.mkdtemp()), "postgresql+psycopg://nobody@localhost/none")
    built = app.build(wanted).routes
    assert {type(route).__name__ for route in built} <= {"HTTPRoute"}  # nothing that has no method
    found = routes(built)
    assert all(PUBLIC.values())
    assert [name for name, handler in found if not rights_of(handler) and name not in PUBLIC] == []
    assert [name for name, handler in found if rights_of(handler) and name in PUBLIC] == []
    assert set(PUBLIC) <= {name for name, _ in found}, "a public page that is no more"


def test_imports_point_one_way():
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_nothing_new_stands_at_the_top():
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)
    tops = {line.split("/")[0] for line in done.stdout.splitlines()}
    assert tops - {".gitignore"} <= TOP
