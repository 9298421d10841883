"""``vbp invite``: how the first officer of an empty installation gets in."""

import re

import pytest
from account import FACTOR, enrol
from click.testing import CliRunner
from litestar.testing import TestClient
from office import post, read
from sqlmodel import select

from procurement.rules.rights import Role
from procurement.store.audit import AuditEventRow
from procurement.store.database import Store
from procurement.store.server import SUPERUSER
from web import app
from web.cli import vbp
from web.settings import Settings

PASSWORD = "correct horse battery"


@pytest.fixture
def given(cluster, database, monkeypatch):
    """``DATABASE_URL`` is a database of somebody's own, in which there is nobody yet."""
    url = cluster.url(SUPERUSER, database.app.database).render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("VBP_SITE", "https://tender.example/")
    return database


@pytest.fixture
def client(given, tmp_path):
    """The site of that database; officers need a second factor."""
    url = given.app.render_as_string(hide_password=False)
    settings = Settings(tmp_path, url, pool=2, second_factor_required=True)
    with TestClient(app.build(settings)) as opened:
        opened.get("/login")
        yield opened


def invite(*words):
    return CliRunner().invoke(vbp, ["invite", *words])


def kept(given, table):
    store = Store(given.app)
    with store.transaction() as db:
        rows = db.session.exec(select(table)).all()
        said = [(row.action, row.actor, row.details) for row in rows]
    store.close()
    return said


def test_the_first_officer_comes_in_by_the_link_and_with_a_second_factor(client, given):
    done = invite("--role", "officer", "--name", "王芳")
    assert done.exit_code == 0, done.output
    code = re.search(r"https://tender\.example/invitation#(\S+)", done.output)[1]
    assert f"code      {code}\n" in done.output
    assert "采购办 Procurement office" in done.output
    form = {"login": "wang.fang", "password": PASSWORD, "again": PASSWORD, "step": "accept"}
    assert post(client, "/invitation", code=code, **form).headers["location"] == "/login"
    inside = post(client, "/login", login="wang.fang", password=PASSWORD)
    assert inside.status_code == 303
    assert read(client, "/officer").headers["location"].startswith(FACTOR)
    enrol(client)
    assert read(client, "/officer").status_code == 200
    told = kept(given, AuditEventRow)
    assert [one[:2] for one in told[:2]] == [
        ("person invited", "operator"),
        ("invitation accepted", "wang.fang"),
    ]
    assert code not in str(told)


@pytest.mark.usefixtures("given")
def test_faults_are_told_at_once_with_status_2_and_nothing_is_kept(given):
    done = invite("--role", "firm", "--name", " ", "--party", "F9")
    assert done.exit_code == 2
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["name", "party"]
    assert kept(given, AuditEventRow) == []


@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_known_to_the_command(role):
    assert role.value in invite("--help").output


def test_another_role_is_wrong_usage():
    done = invite("--role", "king", "--name", "x")
    assert done.exit_code == 2
    assert "用法有误" in done.stderr
