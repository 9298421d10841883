"""What every answer says to the browser, refusals and errors too."""

import pytest
from litestar.testing import TestClient
from walker import ABSENT, PAGE, Walker

from procurement.rules.rights import Role
from web import app
from web.headers import HEADERS
from web.settings import Settings

HOST = "evil.example"
FEW = 6
"""Addresses of a route: its headers are the same whatever it shows."""


def answers(client):
    """Answers of every kind: pages, files, refusals, what does not exist, what is not allowed."""
    addresses = ["/", "/login", "/officer", "/nowhere", "/rounds/9" * 2, "/static/site.css"]
    addresses += ["/static/nothing.css", "/rules", "/schema/openapi.json", "/platform-key"]
    addresses += ["/rounds/99999999999999999999", "/audit/heads.json", "/volumes?example_name=x"]
    for address in addresses:
        yield client.get(address, headers=PAGE, follow_redirects=False)
        yield client.get(address, follow_redirects=False)
    yield client.put("/login")
    yield client.options("/login")
    yield client.post("/login", data={})
    yield client.post("/volumes", content=b"x" * (11 * 2**20))


def test_every_answer_carries_the_headers_that_protect_it(site):
    client = site("register")
    seen = set()
    for answer in answers(client):
        seen.add(answer.status_code)
        said = {name: answer.headers.get(name) for name in HEADERS}
        assert said == HEADERS, (answer.request.url, answer.status_code)
    assert {200, 303, 401, 403, 404, 405} <= seen


def test_an_error_of_ours_is_protected_and_says_nothing_of_its_cause(told, template, tmp_path):
    url = told("register").store.engine.url
    wanted = Settings(tmp_path, url.render_as_string(hide_password=False), pool=1)
    with TestClient(app.build(wanted), raise_server_exceptions=False) as client:
        template.execute(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS false")
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        template.execute(ended, (url.database,))
        answer = client.get("/", headers=PAGE)
    assert answer.status_code >= 500
    assert HEADERS.items() <= dict(answer.headers).items()
    for word in (url.database, url.host or "/dev", "Traceback", "psycopg", "SELECT"):
        assert word not in answer.text


@pytest.mark.parametrize("role", Role)
def test_a_page_behind_a_login_is_kept_by_nobody(settled_site, people, role):
    walker, seen = people(settled_site, role, FEW), 0
    for path in walker.open_to(role):
        for address in walker.addresses(path):
            answer = walker.get(address)
            assert answer.headers["cache-control"] == "no-store", address
            seen += answer.status_code == 200
    assert seen > 5


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(told, tmp_path, log_in):
    url = told("register").store.engine.url.render_as_string(hide_password=False)
    wanted = Settings(tmp_path, url, secure_cookies=True, pool=2)
    with TestClient(app.build(wanted), base_url="https://testserver.local") as client:
        log_in(client, "f044")
        first = client.get("/login")
        assert first.headers["strict-transport-security"].startswith("max-age=31536000")
        client.cookies.clear()
        set_by = client.get("/login").headers.get_list("set-cookie")
        token = client.cookies["csrftoken"]
        form = {"login": "f044", "password": "demo-2020", "_csrf_token": token}
        set_by += client.post("/login", data=form, follow_redirects=False).headers.get_list(
            "set-cookie"
        )
    kept = {one.partition("=")[0]: one.casefold() for one in set_by}
    for name in ("session", "csrftoken"):
        assert "httponly" in kept[name], name
        assert "secure" in kept[name], name
        assert "samesite=lax" in kept[name], name
        assert "domain=" not in kept[name], name


def test_no_page_repeats_the_host_that_a_visitor_names(site):
    client = site("register")
    claims = {"host": HOST, "x-forwarded-host": HOST, "forwarded": f"host={HOST}"} | PAGE
    walker = Walker(client)
    for path in [*walker.public(), "/officer", "/nowhere"]:
        for address in walker.addresses(path, round_id=[ABSENT["int"]]):
            answer = client.get(address, headers=claims, follow_redirects=False)
            assert HOST not in answer.text, address
            assert HOST not in answer.headers.get("location", ""), address
            assert HOST not in answer.headers.get("set-cookie", ""), address


METHODS = ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "LINK")


def test_no_other_method_stands_in_for_a_form(site, log_in):
    """Nor does a header or a field that names another method."""
    client = log_in(site("register"), "officer")
    walker = Walker(client)
    token = {"x-csrftoken": walker.token()}
    for path in walker.open_to(Role.OFFICER, "POST"):
        address = next(iter(walker.addresses(path)))
        for method in METHODS:
            answer = client.request(method, address, headers=PAGE | token)
            assert answer.status_code in {404, 405}, (method, address)
    over = PAGE | token | {"x-http-method-override": "POST", "x-method-override": "POST"}
    for address in ("/logout", "/logout?_method=POST"):
        assert client.get(address, headers=over).status_code == 405
    assert client.get("/officer", headers=PAGE).status_code == 200
