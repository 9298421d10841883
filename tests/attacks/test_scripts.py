"""Scripts and formulas in every name and every field; afterwards every page and table is read."""

import csv
import io
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from sqlalchemy import text
from walker import NOBODY, PAGE

from procurement.exchange.cells import FORMULA
from procurement.rules.rights import Role

TAG = "xss-probe"
FEW, FEWER = 3, 1
"""Addresses of a route: a template is the same whatever it shows, and so is a form."""
PAYLOAD = f"""=1+1"'><{TAG} onload=alert(1)><img src=x onerror=alert(1)></textarea></{TAG}>"""
NAMES = {
    "rounds": ("name", "source", "document"),
    "products": ("name",),
    "firms": ("name",),
    "hospitals": ("name",),
    "users": ("name",),
}
ROLES = [NOBODY, *Role]
TYPED = {"text", "search", "email", "url", "tel", "hidden", "password", "textarea", ""}
LEFT = ("/login", "/logout", "/account", "/announce")
"""Forms that end the session of who fills them in."""


class Reader(HTMLParser):
    """What stands on a page: the forms with their fields, and what nobody of ours wrote."""

    def __init__(self):
        super().__init__()
        self.forms, self.planted = [], []

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        if tag == TAG or any(name.startswith("on") for name in said):
            self.planted.append((tag, said))
        if any(said.get(one, "").strip().lower().startswith("javascript:") for one in said):
            self.planted.append((tag, said))
        if tag == "script" and not said.get("src", "").startswith("/static/"):
            self.planted.append((tag, said))
        if tag == "form":
            self.forms.append((said.get("method", "get"), said.get("action", ""), {}))
        if tag in {"input", "textarea", "select"} and self.forms and "name" in said:
            self.forms[-1][2][said["name"]] = said | {"type": said.get("type", tag)}


def read(content):
    reader = Reader()
    reader.feed(content)
    reader.close()
    return reader


def rows_of(content):
    return csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))


def examine(walker, paths):
    """Read all these pages and tables; how many were read, and where something was planted."""
    found, pages, tables = [], 0, 0
    for path in paths:
        for address in walker.addresses(path):
            answer = walker.get(address)
            kind = answer.headers.get("content-type", "")
            if kind.startswith("text/html"):
                pages += answer.status_code == 200
                found += [(address, one) for one in read(answer.text).planted]
            elif kind.startswith("text/csv") and answer.status_code == 200:
                tables += 1
                cells = (cell for row in rows_of(answer.content) for cell in row)
                found += [(address, cell) for cell in cells if cell.startswith(FORMULA)]
    return pages, tables, found


@pytest.fixture(scope="module")
def named_site(shared_site):
    """A site on which everything is called after an attack."""
    client = shared_site("settle")
    with client.story.store.transaction() as db:
        for table, columns in NAMES.items():
            for column in columns:
                named = {"payload": PAYLOAD}
                changed = f"UPDATE {table} SET {column} = :payload"
                assert db.session.execute(text(changed), named).rowcount
    return client


@pytest.mark.parametrize("role", ROLES)
def test_a_name_is_never_run_as_a_script_or_a_formula(named_site, people, role):
    walker = people(named_site, role, FEW)
    pages, tables, found = examine(walker, [*walker.public(), *walker.open_to(role)])
    assert found == []
    assert pages > 10
    assert tables or role in {Role.FIRM, Role.AUDITOR, Role.OFFICER}


def forms_of(walker, role):
    """Every form that somebody finds on a page of theirs: where to, how, its fields."""
    found = {}
    for path in [*walker.public(), *walker.open_to(role)]:
        for address in walker.addresses(path, round_id=[str(walker.client.story.round_id)]):
            answer = walker.get(address)
            if answer.headers.get("content-type", "").startswith("text/html"):
                for method, action, fields in read(answer.text).forms:
                    target = urlsplit(urljoin(address, action)).path
                    if not target.startswith(LEFT[:3]) and not target.endswith(LEFT):
                        found[method, target, tuple(fields)] = fields
    return found


@pytest.mark.parametrize("role", ROLES)
def test_nothing_that_is_typed_into_a_form_is_run(site, people, role):
    """Every field of every form gets a script; every answer and every page is read afterwards."""
    client = site("settle")
    walker = people(client, role, FEWER)
    found, typed = [], 0
    for (method, target, _), fields in forms_of(walker, role).items():
        form = {
            name: PAYLOAD
            if one["type"].lower() in TYPED and not said_by_us(name)
            else one.get("value", "")
            for name, one in fields.items()
            if one["type"] != "file"
        }
        typed += sum(value == PAYLOAD for value in form.values())
        if method.lower() == "post":
            answer = walker.post(target, **form)
        else:
            answer = client.get(target, params=form, headers=PAGE, follow_redirects=False)
        assert answer.status_code < 500, target
        if answer.headers.get("content-type", "").startswith("text/html"):
            found += [(target, one) for one in read(answer.text).planted]
    assert typed > 3
    assert found == []
    assert examine(walker, [*walker.public(), *walker.open_to(role)])[2] == []


def said_by_us(name):
    return name == "_csrf_token"


def test_the_reader_of_these_tests_finds_what_is_planted():
    assert len(read(f"<p>{PAYLOAD}</p>").planted) == 2
    assert read('<a href=" javascript:alert(1)">').planted
    assert read("<script>alert(1)</script>").planted
    assert read('<script src="/static/seal.js"></script>').planted == []
